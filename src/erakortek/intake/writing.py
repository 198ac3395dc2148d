"""Workbooks that go out: a template, the present data in the same shape, a file with its findings."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice, zip_longest

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from erakortek.intake.cells import Finding, address, text_of
from erakortek.intake.columns import PLAIN, Column, Kind
from erakortek.intake.marking import (
    BAD_COLOUR,
    COMMENT_WIDTH,
    LIST_ROW,
    MARK_ROW,
    REPAIR_HEADS,
    REPAIRS,
    WARN_COLOUR,
    Repairs,
    colour_of,
    comment_of,
    marked,
    repair_height,
)
from erakortek.intake.models import ImportBatch, StagedRow
from erakortek.intake.selectors import findings_of, rows_with_findings
from erakortek.intake.sheets import Sheet, Values
from erakortek.intake.titles import free_title
from erakortek.intake.workbooks import META_SHEET, Book, Grid, open_book
from erakortek.lib.dates_id import read_day, type_day
from erakortek.lib.tables import HEAD_COLOUR, harmless

KEY_COLOUR = "#DCEAEE"
KEY: dict[str, object] = {"bg_color": KEY_COLOUR, "valign": "top"}
OPEN: dict[str, object] = {"locked": False, "text_wrap": True, "valign": "top"}
EXAMPLE: dict[str, object] = {"italic": True, "font_color": "#6B7574", "locked": False}
DAY: dict[str, object] = {"num_format": "dd-mm-yyyy", "align": "left"}
MOMENT: dict[str, object] = {"num_format": "dd-mm-yyyy hh.mm", "align": "left"}
MARKS: dict[str, dict[str, object]] = {
    "": {},
    BAD_COLOUR: {"bg_color": BAD_COLOUR},
    WARN_COLOUR: {"bg_color": WARN_COLOUR},
}
FIRST_YEAR = 1901
OPEN_ROWS = 5_000  # rows below the data in which dropdowns still work
MEASURED_ROWS, WIDEST = 500, 60
Styles = dict[tuple[bool, bool], Format]
Findings = dict[tuple[str, str], list[Finding]]  # (worksheet, address) → what was found


def template(sheet: Sheet) -> bytes:
    """An empty workbook: heads with hints, dropdowns, one example row that the import passes over."""
    example = {column.name: column.example for column in sheet.columns}
    shown = example if any(example.values()) else None
    return _workbook(sheet, iter(()), shown)


def export(sheet: Sheet) -> bytes:
    """The present data in the shape of the template; keys of what exists are protected."""
    return _workbook(sheet, sheet.present(), None)


def export_csv(sheet: Sheet) -> Iterator[str]:
    """The present data as CSV (semicolon, byte order mark), nothing readable as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    heads = [column.label for column in sheet.columns]
    for row in (heads, *(_shown(sheet, values) for values in sheet.present())):
        writer.writerow([harmless(text) for text in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _shown(sheet: Sheet, values: Values) -> list[str]:
    return [column.show(values[column.name]) for column in sheet.columns]


def _workbook(sheet: Sheet, rows: Iterator[Values], example: Values | None) -> bytes:
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    page = workbook.add_worksheet(free_title(sheet.judul, set()))
    _write_meta(workbook, _meta(sheet))
    styles = _styles(workbook)
    last = _write_rows(sheet, page, rows, styles)
    if example:
        for place, column in enumerate(sheet.columns):
            looks = EXAMPLE | _notation(column)
            shown = example[column.name]
            cell = read_day(shown) if column.kind == Kind.DATE and shown else shown
            _write(page, 1, place, cell, workbook.add_format(looks))
        page.write_comment(1, 0, "Baris contoh; dilewati saat impor. Boleh ditimpa.")
    _dress(workbook, sheet, page, max(last, 1) + OPEN_ROWS, styles)
    workbook.close()
    return buffer.getvalue()


def _styles(workbook: Workbook) -> Styles:
    """(whether of a key, whether a day) → format."""
    return {
        (is_key, is_day): workbook.add_format(looks | (DAY if is_day else {}))
        for is_key, looks in ((True, KEY), (False, OPEN))
        for is_day in (True, False)
    }


def _notation(column: Column) -> dict[str, object]:
    return DAY if column.kind == Kind.DATE else {}


def _write_meta(workbook: Workbook, rows: Iterable[Sequence[str]]) -> None:
    """What tells our template from another's: read back by ``workbooks``, hidden from people."""
    meta = workbook.add_worksheet(META_SHEET)
    for row, texts in enumerate(rows):
        for place, text in enumerate(texts):
            meta.write_string(row, place, text)
    meta.hide()


def _meta(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return ("lembar", sheet.kode), ("versi", str(sheet.versi))


def _write_rows(sheet: Sheet, page: Worksheet, rows: Iterator[Values], styles: Styles) -> int:
    last = 0
    for last, values in enumerate(rows, start=1):
        for place, column in enumerate(sheet.columns):
            style = styles[column.is_key, column.kind == Kind.DATE]
            stored = values[column.name]
            if column.is_number and PLAIN.fullmatch(stored):
                page.write_number(last, place, float(stored), style)
            else:
                _write(page, last, place, column.day(stored) or column.show(stored), style)
    return last


def _write(page: Worksheet, row: int, place: int, cell: date | str, style: Format) -> None:
    """A day as the spreadsheet keeps one, so that it sorts; anything else as it is shown."""
    if isinstance(cell, date):
        _write_day(page, row, place, cell, style)
    else:
        page.write_string(row, place, cell, style)


def _write_day(page: Worksheet, row: int, place: int, day: date, style: Format | None) -> None:
    """With its time, where it has one.

    Before 1901 as text: a spreadsheet knows no earlier days, and miscounts the first of them.
    """
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    if day.year < FIRST_YEAR:
        page.write_string(row, place, _typed(moment), style)
    else:
        page.write_datetime(row, place, moment, style)


def _typed(moment: datetime) -> str:
    has_time = moment.time() != time()
    return f"{type_day(moment)} {moment:%H.%M}" if has_time else type_day(moment)


def _dress(workbook: Workbook, sheet: Sheet, page: Worksheet, until: int, styles: Styles) -> None:
    head = workbook.add_format(
        {"bold": True, "text_wrap": True, "bg_color": HEAD_COLOUR, "valign": "top", "border": 1}
    )
    for place, column in enumerate(sheet.columns):
        width = min(max(len(column.label) + 2, column.longest // 5, 12), WIDEST)
        page.set_column(place, place, width, styles[False, column.kind == Kind.DATE])
        star = " *" if column.is_key or column.is_required else ""
        page.write_string(0, place, f"{column.label}{star}", head)
        if column.hint:
            page.write_comment(0, place, column.hint)
        if column.choices:
            page.data_validation(
                1,
                place,
                until,
                place,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": column.label[:32],
                    "error_message": "Pilih salah satu dari daftarnya.",
                },
            )
    page.freeze_panes(1, len(sheet.keys))
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.protect(
        "", {"insert_rows": True, "format_columns": True, "sort": True, "autofilter": True}
    )


def annotated(sheet: Sheet, batch: ImportBatch) -> bytes:
    """The uploaded file with its bad cells coloured and commented, and a list of what to mend.

    Mended, it goes in again as it is: a small xlsx comes back as it was sent, of others every
    worksheet keeps its rows and columns. A document comes back as the workbook of the sheet.
    """
    found = findings_of(rows_with_findings(batch))
    repairs = [
        (row.lembar_kerja, one.sel, one.kolom, one.aturan, one.pesan, one.saran)
        for row, one in found
    ]
    if sheet.document_of(batch.nama_berkas):
        grid, per_cell = _as_sheet(sheet, batch.daftar_baris.order_by("pk"))
        return _laid_out(sheet, Book([grid]), per_cell, repairs)
    per_cell = defaultdict(list)
    for row, finding in found:
        per_cell[row.lembar_kerja, finding.sel].append(finding)
    content = bytes(batch.isi)
    kept = marked(content, per_cell, repairs, _meta(sheet))
    if kept is not None:
        return kept
    return _laid_out(sheet, open_book(content, batch.nama_berkas), per_cell, repairs)


def _laid_out(sheet: Sheet, book: Book, per_cell: Findings, repairs: Repairs) -> bytes:
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    taken = {META_SHEET.casefold()}
    marks: list[tuple[str, str, str]] = []
    for grid in book.grids:
        if grid.nama != book.meta.get(LIST_ROW):  # of an earlier round
            page = workbook.add_worksheet(free_title(grid.nama, taken))
            marks += (
                (MARK_ROW, page.name, sel) for sel in _write_grid(workbook, page, grid, per_cell)
            )
    title = free_title(REPAIRS, taken)
    _write_repairs(workbook, workbook.add_worksheet(title), repairs)
    _write_meta(workbook, [*_meta(sheet), (LIST_ROW, title), *marks])
    workbook.close()
    return buffer.getvalue()


def _as_sheet(sheet: Sheet, rows: Iterable[StagedRow]) -> tuple[Grid, Findings]:
    """The rows of a document under the heads of the sheet, each finding at its cell there."""
    places = {column.label: place for place, column in enumerate(sheet.columns)}
    title = free_title(sheet.judul, set())
    lines: list[Sequence[object]] = [[column.label for column in sheet.columns]]
    per_cell: Findings = defaultdict(list)
    for number, row in enumerate(rows, start=2):
        lines.append(_shown(sheet, row.nilai))
        for _, finding in findings_of([row]):
            per_cell[title, address(places.get(finding.kolom, 0), number)].append(finding)
    return Grid(title, lines), per_cell


def _write_grid(workbook: Workbook, page: Worksheet, grid: Grid, per_cell: Findings) -> list[str]:
    """Every cell of ``grid`` at its place; the addresses of those that are marked."""
    styles = {
        (colour, kind): workbook.add_format(looks | notation)
        for colour, looks in MARKS.items()
        for kind, notation in ((None, {}), (date, DAY), (datetime, MOMENT))
    }
    marked_at = []
    for row, cells in enumerate(grid.rows):
        for place, cell in enumerate(cells):
            sel = address(place, row + 1)
            findings = per_cell.get((grid.nama[:120], sel), ())
            style = styles[colour_of(findings) if findings else "", _kind_of(cell)]
            if findings or text_of(cell):
                _write_cell(page, row, place, cell, style)
            if findings:
                _comment(page, row, place, findings)
                marked_at.append(sel)
    for place, width in enumerate(_widths(grid)):
        page.set_column(place, place, width)
    return marked_at


def _kind_of(cell: object) -> type[date] | None:
    """Whether a day, or one with its time; None for all else."""
    if not isinstance(cell, date):
        return None
    return datetime if isinstance(cell, datetime) and cell.time() != time() else date


def _write_cell(page: Worksheet, row: int, place: int, cell: object, style: Format) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(row, place, cell, style)
    elif isinstance(cell, date):
        _write_day(page, row, place, cell, style)
    else:
        text = cell if isinstance(cell, str) else text_of(cell)
        page.write_string(row, place, text, style)


def _comment(page: Worksheet, row: int, place: int, findings: Sequence[Finding]) -> None:
    """In a box that shows all of it: nobody drags forty boxes open."""
    words, height = comment_of(findings)
    page.write_comment(row, place, words, {"width": COMMENT_WIDTH, "height": height})


def _widths(grid: Grid) -> list[int]:
    """Per column as wide as its longest text among the first rows, in characters, within reason."""
    columns = zip_longest(*islice(grid.rows, MEASURED_ROWS), fillvalue="")
    return [
        min(max((len(text_of(cell)) for cell in column), default=0) + 2, WIDEST)
        for column in columns
    ]


def _write_repairs(workbook: Workbook, page: Worksheet, repairs: Repairs) -> None:
    head = workbook.add_format({"bold": True, "bg_color": HEAD_COLOUR})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for place, (title, width) in enumerate(REPAIR_HEADS):
        page.set_column(place, place, width)
        page.write_string(0, place, title, head)
    for row, texts in enumerate(repairs, start=1):
        page.set_row(row, repair_height(texts))
        for place, text in enumerate(texts):
            page.write_string(row, place, text, wrapped)
    page.freeze_panes(1, 0)
