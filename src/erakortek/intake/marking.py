"""The sender's own workbook, with its bad cells coloured and commented and what to mend as a list.

Everything else stays as it was sent: styles, merged heads, widths, number formats, dropdowns. That
costs a request some fifty times what reading costs, so only what is light is opened (``weighing``);
``writing`` lays out the rest anew.

What one round has marked the next one takes away. It is told in the hidden worksheet that says which
sheet a file is for: which list is ours, which cells are marked, and beside each a cell that is filled
as the marked one was.
"""

import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from textwrap import wrap
from zipfile import is_zipfile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from erakortek.intake.archives import STYLES, WORKBOOK
from erakortek.intake.cells import Finding
from erakortek.intake.titles import free_title
from erakortek.intake.weighing import WeighedArchive
from erakortek.intake.workbooks import META_SHEET
from erakortek.lib.tables import HEAD_COLOUR

logger = logging.getLogger(__name__)

BAD_COLOUR = "#F9D7D3"
WARN_COLOUR = "#F7E6C4"
FILLS = {one: PatternFill("solid", fgColor=one.strip("#")) for one in (BAD_COLOUR, WARN_COLOUR)}
REPAIRS = "Daftar perbaikan"
REPAIR_HEADS = (
    *(("Lembar", 18), ("Sel", 8), ("Kolom", 20), ("Aturan", 12)),
    *(("Temuan", 70), ("Saran", 50)),
)
COMMENT_WIDTH, LINE_LENGTH, LINE_HEIGHT = 300, 45, 18  # pixels, characters, pixels
POINTS = 15  # of a line of text in a cell
MOST_UNZIPPED = 3 * 1024 * 1024
WEIGHT_OF_FINDING = 200  # at its cell, and as much in the list
OURS = "e-Rakortek"
MARK = f"{OURS}: "  # our words in a comment begin here; before it are the sender's own
LIST_ROW, MARK_ROW = "perbaikan", "tanda"  # what a row of the hidden worksheet tells
FILLED = 4  # the column there of cells that are filled as a marked one was
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
Findings = Mapping[tuple[str, str], Sequence[Finding]]  # (worksheet, address) → what was found
Repairs = Sequence[Sequence[str]]  # one line each, under ``REPAIR_HEADS``
Mark = tuple[str, str, Fill]  # worksheet, address, the fill before
Meta = Sequence[Sequence[str]]  # rows of the hidden worksheet


def marked(content: bytes, found: Findings, repairs: Repairs, meta: Meta) -> bytes | None:
    """The file itself with its findings; None where it is no light xlsx, or cannot be kept.

    Formulas come out as the values that were read: whoever opens the file need not be who sent it,
    and what was previewed is what goes in again.
    """
    if not is_zipfile(io.BytesIO(content)):
        return None
    try:
        book = _opened(content, len(found) + len(repairs))
        return _marked(book, found, repairs, meta) if book else None
    except Exception:
        logger.info("A workbook is laid out anew, for it cannot be marked.", exc_info=True)
        return None


def _opened(content: bytes, findings: int) -> Workbook | None:
    weight = findings * WEIGHT_OF_FINDING
    archive = WeighedArchive(io.BytesIO(content), about_to_add=weight)
    sizes = {one.filename.casefold(): one.file_size for one in archive.infolist()}
    if not {WORKBOOK, STYLES} <= sizes.keys() or sum(sizes.values()) > MOST_UNZIPPED:
        return None
    reader = ExcelReader(io.BytesIO(content), data_only=True, keep_links=False, rich_text=True)
    reader.archive = archive
    reader.read()
    return reader.wb


def _marked(book: Workbook, found: Findings, repairs: Repairs, meta: Meta) -> bytes:
    pages = {page.title: Page(page) for page in book.worksheets}
    _clean(book, pages)
    marks = list(_mark(pages, found))
    taken = {title.casefold() for title in book.sheetnames}
    title = free_title(REPAIRS, taken)
    _list(book.create_sheet(title), repairs)
    _sign(book.create_sheet(META_SHEET), [*meta, (LIST_ROW, title)], marks)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def comment_of(findings: Sequence[Finding]) -> tuple[str, int]:
    """The words of a comment, and the height in pixels of a box that shows all of them."""
    lines = [f"{one.pesan} {one.saran}".strip() for one in findings]
    height = sum(LINE_HEIGHT * (len(line) // LINE_LENGTH + 1) for line in lines)
    return "\n".join(lines), height + LINE_HEIGHT


def repair_height(texts: Sequence[str]) -> int:
    """The height in points of a line of the list that shows all of it: not every program fits it."""
    widths = (width for _, width in REPAIR_HEADS)
    return POINTS * max(len(wrap(text, width)) for text, width in zip(texts, widths, strict=True))


def colour_of(findings: Sequence[Finding]) -> str:
    """Whether the cell keeps its row out."""
    return BAD_COLOUR if any(one.is_blocking for one in findings) else WARN_COLOUR


class Page:
    """One worksheet, whose cells are found as one sees them."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        self.most_row, self.most_column = page.max_row, page.max_column
        self.shown_at = {
            place: (span.min_row, span.min_col)
            for span in page.merged_cells.ranges
            for place in span.cells
        }

    def shown(self, sel: str) -> Cell:
        """The cell at an address, or the one that shows what is merged with it."""
        place = coordinate_to_tuple(sel)
        return self.page.cell(*self.shown_at.get(place, place))

    def reaches(self, sel: str) -> bool:
        """Whether there was such a cell in what was sent."""
        if not ADDRESS.fullmatch(sel):
            return False
        row, column = coordinate_to_tuple(sel)
        return bool(row <= self.most_row and column <= self.most_column)


def _clean(book: Workbook, pages: Mapping[str, Page]) -> None:
    """Take away what an earlier round has marked: the file is mended and comes back."""
    if META_SHEET not in pages:
        return
    earlier = pages[META_SHEET].page
    for kind, title, sel, kept in earlier.iter_rows(max_col=FILLED):
        page = pages.get(str(title.value))
        if page is None or page.page not in book.worksheets:
            continue
        if kind.value == LIST_ROW:
            book.remove(page.page)
        elif kind.value == MARK_ROW and page.reaches(str(sel.value)):
            _unmark(page.shown(str(sel.value)), kept.fill)
    if earlier in book.worksheets:
        book.remove(earlier)


def _unmark(cell: Cell, fill: Fill) -> None:
    """With the fill that it had; one that the sender has given it since stays."""
    if cell.comment and MARK in cell.comment.text:
        own, author = cell.comment.text.partition(MARK)[0].rstrip(), cell.comment.author
        cell.comment = Comment(own, author) if own else None
    if _is_ours(cell.fill):
        cell.fill = copy(fill)


def _is_ours(fill: Fill) -> bool:
    colour = getattr(getattr(fill, "fgColor", None), "rgb", "")  # a gradient has none
    return str(colour)[2:] in {one.strip("#") for one in FILLS}


def _mark(pages: Mapping[str, Page], found: Findings) -> Iterator[Mark]:
    """Colour and comment what was found; yields each cell with the fill that it had."""
    per_cell: dict[Cell, list[Finding]] = defaultdict(list)
    for (title, sel), findings in found.items():
        if sel and title in pages:
            per_cell[pages[title].shown(sel)] += findings
    for cell, findings in per_cell.items():
        yield cell.parent.title, cell.coordinate, copy(cell.fill)
        cell.fill = FILLS[colour_of(findings)]
        cell.comment = _comment(cell.comment, findings)


def _comment(before: Comment | None, findings: Sequence[Finding]) -> Comment:
    """What was found, below what the sender has written there."""
    words, height = comment_of(findings)
    own, author = (before.text, before.author) if before else ("", OURS)
    height += LINE_HEIGHT * len(own.splitlines())
    text = UNPRINTABLE.sub("", f"{own}\n{MARK}{words}".strip())
    return Comment(text, author, height=height, width=COMMENT_WIDTH)


def _list(page: Worksheet, repairs: Repairs) -> None:
    bold, fill = (
        Font(name="Calibri", size=11, bold=True),
        PatternFill("solid", fgColor=HEAD_COLOUR[1:]),
    )
    wrapped = Alignment(wrap_text=True, vertical="top")
    for place, (head, width) in enumerate(REPAIR_HEADS, start=1):
        cell = page.cell(1, place, head)
        cell.font, cell.fill = bold, fill
        page.column_dimensions[get_column_letter(place)].width = width
    for row, texts in enumerate(repairs, start=2):
        for place, text in enumerate(texts, start=1):
            _write(page.cell(row, place), text).alignment = wrapped
        page.row_dimensions[row].height = repair_height(texts)
    page.freeze_panes = "A2"


def _write(cell: Cell, text: str) -> Cell:
    """As text, whatever it begins with: what is found in a file may look like a formula."""
    cell.value = UNPRINTABLE.sub("", text)
    cell.data_type = "s"
    return cell


def _sign(page: Worksheet, meta: Meta, marks: Sequence[Mark]) -> None:
    """What tells which sheet it is for, and to the next round what this one has marked."""
    page.sheet_state = "hidden"
    lines = [*meta, *((MARK_ROW, title, sel) for title, sel, _ in marks)]
    for row, texts in enumerate(lines, start=1):
        for place, text in enumerate(texts, start=1):
            _write(page.cell(row, place), text)
    for row, (_, _, fill) in enumerate(marks, start=len(meta) + 1):
        page.cell(row, FILLED).fill = fill
