"""Opening an uploaded file: xlsx, xls, ods or csv, and refusing what cannot be trusted."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from erakortek.intake import refusals
from erakortek.intake.archives import measure
from erakortek.intake.extents import Extent
from erakortek.intake.refusals import MAX_CELLS
from erakortek.lib.errors import InvalidInputError

MAX_BYTES = 25 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# An .xls that is encrypted says so right after its beginning, or after that it is write-protected.
# Source: [MS-XLS] 2.4.117, FilePass.
LOCKED_XLS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
DELIMITERS = (";", ",")  # the first where both fit
CSV_HEAD = 16 * 1024  # of the text that shows which
META_SHEET = "_erakortek"
csv.field_size_limit(
    MAX_BYTES
)  # of the whole process: a long cell is ours to refuse, by its address


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
        formulas = [frozenset(one.formulas) for one in measure(content, name)]
        return _spreadsheet(content, name, formulas)
    if not content.startswith(OLE):
        return Book([Grid(name, list(_csv_rows(content, name)))])
    if ENCRYPTED in content or LOCKED_XLS.search(content):
        raise InvalidInputError(refusals.locked(name))
    if b"_\x00V\x00B\x00A\x00" in content:
        raise InvalidInputError(refusals.has_macros(name))
    return _spreadsheet(content, name, [])


def _spreadsheet(content: bytes, name: str, formulas: Sequence[frozenset[str]]) -> Book:
    """``formulas`` are per worksheet, as far as known: the reader itself gives values only."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids, meta = [], {}
        for place, title in enumerate(workbook.sheet_names):
            sheet = workbook.get_sheet_by_index(place)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise InvalidInputError(refusals.too_wide(name))
            rows = sheet.to_python(skip_empty_area=False)
            if title == META_SHEET:
                meta = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
            else:
                held = formulas[place] if place < len(formulas) else frozenset()
                grids.append(Grid(title, rows, held))
    except PasswordError:
        raise InvalidInputError(refusals.locked(name)) from None
    except (CalamineError, OSError, ValueError):
        raise InvalidInputError(refusals.damaged(name)) from None
    return Book(grids, meta)


def _csv_rows(content: bytes, name: str) -> Iterator[list[object]]:
    """Rows of CSV: UTF-8 or cp1252, with ``;`` or ``,``."""
    if b"\x00" in content[:4096]:
        raise InvalidInputError(refusals.damaged(name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    delimiter = max(DELIMITERS, key=lambda one: _fit(text[:CSV_HEAD], one))
    extent = Extent(name)
    try:
        for place, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            extent.reach(place, 0)
            for column, cell in enumerate(row, start=1):
                extent.hold(len(cell), place, column)
            yield list(row)
    except csv.Error:
        raise InvalidInputError(refusals.damaged(name)) from None


def _fit(head: str, delimiter: str) -> int:
    """How many rows it splits into equally many cells; what stands in quotes splits nothing."""
    rows = csv.reader(io.StringIO(head), delimiter=delimiter)
    return max(Counter(len(row) for row in rows if len(row) > 1).values(), default=0)
