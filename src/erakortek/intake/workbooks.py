"""Opening an uploaded file: xlsx, xls, ods or csv, and refusing what cannot be trusted."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from erakortek.lib.errors import InvalidInputError

MAX_BYTES = 25 * 1024 * 1024
MAX_UNZIPPED = 400 * 1024 * 1024
MAX_ROWS = 200_000
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# An .xls that is encrypted says so right after its beginning, or after that it is write-protected.
# Source: [MS-XLS] 2.4.117, FilePass.
LOCKED_XLS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
META_SHEET = "_erakortek"
FORMULA_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[ >/]')


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: its rows from the first one on, and the addresses of cells with a formula."""

    nama: str
    rows: Sequence[Sequence[object]]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file. ``meta`` is what our own templates carry: the sheet's kode and versi."""

    grids: list[Grid]
    meta: dict[str, str] = field(default_factory=dict)


def open_book(content: bytes, name: str) -> Book:
    """The worksheets of a file.

    Raises ``InvalidInputError`` with one sentence for an empty, damaged, encrypted or oversized
    file, for a zip bomb, and for macros.
    """
    if not content:
        raise InvalidInputError(f"Berkas “{name}” kosong.")
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"Berkas “{name}” melebihi {MAX_BYTES // 1024 // 1024} MB; bagi menjadi beberapa berkas."
        )
    if content.startswith(b"PK"):
        _refuse_archive(content, name)
    elif not content.startswith(OLE):
        return Book([Grid(name, list(_csv_rows(content, name)))])
    elif ENCRYPTED in content or LOCKED_XLS.search(content):
        raise InvalidInputError(_locked(name))
    elif b"_\x00V\x00B\x00A\x00" in content:
        raise InvalidInputError(_has_macros(name))
    return _spreadsheet(content, name)


def _locked(name: str) -> str:
    return f"Berkas “{name}” dikunci dengan sandi; simpan ulang tanpa sandi, lalu unggah lagi."


def _has_macros(name: str) -> str:
    return f"Berkas “{name}” memuat makro; simpan sebagai .xlsx tanpa makro, lalu unggah lagi."


def _damaged(name: str) -> str:
    return (
        f"Berkas “{name}” rusak atau bukan lembar kerja; buka di Excel, simpan ulang sebagai "
        ".xlsx, lalu unggah lagi."
    )


def _refuse_archive(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise InvalidInputError(_damaged(name)) from None
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise InvalidInputError(
            f"Berkas “{name}” mengembang melebihi {MAX_UNZIPPED // 1024 // 1024} MB saat dibuka, "
            "jadi tidak dibaca; hapus lembar dan gambar yang tidak perlu."
        )
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise InvalidInputError(_has_macros(name))


def _spreadsheet(content: bytes, name: str) -> Book:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids, meta = [], {}
        formulas = _formulas(content)
        for place, title in enumerate(workbook.sheet_names):
            sheet = workbook.get_sheet_by_index(place)
            if sheet.total_height > MAX_ROWS:
                raise InvalidInputError(_too_long(name))
            rows = sheet.to_python(skip_empty_area=False)
            if title == META_SHEET:
                meta = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
            else:
                grids.append(Grid(title, rows, formulas.get(place, frozenset())))
    except PasswordError:
        raise InvalidInputError(_locked(name)) from None
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise InvalidInputError(_damaged(name)) from None
    return Book(grids, meta)


def _too_long(name: str) -> str:
    return f"Berkas “{name}” memuat lebih dari 200.000 baris; bagi menjadi beberapa berkas."


def _formulas(content: bytes) -> dict[int, frozenset[str]]:
    """Per worksheet of an xlsx: which cells hold a formula. The reader itself gives values only."""
    if not content.startswith(b"PK"):
        return {}
    found: dict[int, frozenset[str]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.namelist():
            match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", entry)
            if match:
                cells = FORMULA_CELL.findall(archive.read(entry))
                found[int(match[1]) - 1] = frozenset(cell.decode() for cell in cells)
    return found


def _csv_rows(content: bytes, name: str) -> Iterator[list[object]]:
    """Rows of CSV: UTF-8 or cp1252, with ``;`` or ``,`` whichever the first lines hold more of."""
    if b"\x00" in content[:4096]:
        raise InvalidInputError(_damaged(name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:4096]
    delimiter = ";" if head.count(";") >= head.count(",") else ","
    try:
        for place, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if place > MAX_ROWS:
                raise InvalidInputError(_too_long(name))
            yield list(row)
    except csv.Error:
        raise InvalidInputError(_damaged(name)) from None
