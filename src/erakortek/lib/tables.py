"""A flat table as CSV or as a workbook: one head, many rows, nothing that runs in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

Cell = str | int | Decimal | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD_COLOUR = "#E9EDEB"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table: its title, its columns with their widths, how many stay in sight."""

    title: str
    columns: Sequence[tuple[str, int]]
    frozen: int = 0


def harmless(text: str) -> str:
    """``text`` as CSV may carry it: never read as a formula by a spreadsheet."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(head: Head, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of CSV (semicolon, as Excel in Indonesia opens it), with a byte order mark.

    Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in ([title for title, _ in head.columns], *rows):
        writer.writerow([_as_text(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f").replace(".", ",")
    return harmless("" if cell is None else str(cell))


def as_xlsx(head: Head, rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook with a frozen head and filters; text stays text, whatever it begins with."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(head.title)
    style = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": HEAD_COLOUR})
    for column, (title, width) in enumerate(head.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, style)
    sheet.freeze_panes(1, head.frozen)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(last, column, cell)
            elif cell:
                sheet.write_string(last, column, cell)
    sheet.autofilter(0, 0, max(last, 1), len(head.columns) - 1)
    workbook.close()
    return buffer.getvalue()
