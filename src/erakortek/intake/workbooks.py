"""Opening an uploaded file: xlsx, xls, ods or csv, and refusing what cannot be trusted."""

import csv
import io
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from erakortek.intake import refusals
from erakortek.intake.archives import measure
from erakortek.intake.extents import Extent
from erakortek.intake.records import measure_xls
from erakortek.lib.errors import InvalidInputError

MAX_BYTES = 25 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED, MACROS = "EncryptedPackage".encode("utf-16-le"), "_VBA".encode("utf-16-le")
DELIMITERS = (";", ",")  # the first where both fit
CSV_HEAD = 16 * 1024  # of the text that shows which
META_SHEET = "_erakortek"
FAULTS = (CalamineError, OSError, ValueError)
PANIC = "PanicException"  # the reader's own fault at a damaged file: no ``Exception``, nowhere to import
# Of the whole process: a long cell is ours to refuse, by its address.
csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: its rows from the first one on, and the addresses of cells with a formula."""

    nama: str
    rows: Sequence[Sequence[object]]
    formulas: Container[str] = frozenset()


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
        return _spreadsheet(content, name, measure(content, name))
    if not content.startswith(OLE):
        return Book([Grid(name, _csv_rows(content, name))])
    if ENCRYPTED in content:
        raise InvalidInputError(refusals.locked(name))
    if MACROS in content:
        raise InvalidInputError(refusals.has_macros(name))
    return _spreadsheet(content, name, measure_xls(content, name))


def _spreadsheet(content: bytes, name: str, extents: Sequence[Extent]) -> Book:
    """``extents`` are per tab and say where its formulas are: the reader gives values only."""
    try:
        return _laid_out(CalamineWorkbook.from_filelike(io.BytesIO(content)), extents)
    except PasswordError:
        raise InvalidInputError(refusals.locked(name)) from None
    except BaseException as fault:
        if isinstance(fault, FAULTS) or type(fault).__name__ == PANIC:
            raise InvalidInputError(refusals.damaged(name)) from None
        raise


def _laid_out(workbook: CalamineWorkbook, extents: Sequence[Extent]) -> Book:
    """Raises ``ValueError`` where there are other tabs than those that were measured."""
    grids, meta = [], {}
    for place, (title, extent) in enumerate(zip(workbook.sheet_names, extents, strict=True)):
        rows = workbook.get_sheet_by_index(place).to_python(skip_empty_area=False)
        if title == META_SHEET:
            meta = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
        else:
            grids.append(Grid(title, rows, extent.formulas))
    return Book(grids, meta)


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    """Rows of CSV: UTF-8 or cp1252, with ``;`` or ``,``. All reach as far as the last filled cell."""
    if b"\x00" in content[:4096]:
        raise InvalidInputError(refusals.damaged(name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    delimiter = max(DELIMITERS, key=lambda one: _fit(text[:CSV_HEAD], one))
    extent, rows = Extent(name), []
    try:
        for place, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            while row and not row[-1]:
                row.pop()
            extent.reach(place, len(row))
            for column, cell in enumerate(row, start=1):
                extent.hold(len(cell), place, column)
            rows.append(row)
    except csv.Error:
        raise InvalidInputError(refusals.damaged(name)) from None
    return [row + [""] * (extent.columns - len(row)) for row in rows]


def _fit(head: str, delimiter: str) -> int:
    """How many rows it splits into equally many cells; what stands in quotes splits nothing."""
    rows = csv.reader(io.StringIO(head), delimiter=delimiter)
    return max(Counter(len(row) for row in rows if len(row) > 1).values(), default=0)
