"""The sender's own workbook, with its bad cells coloured and commented and what to mend as a list.

Everything else stays as it was sent: styles, merged heads, widths, number formats, dropdowns. That
costs a request some fifty times what reading costs, and the parts that no measure of cells bounds
(styles, checks) cost the most, so only what is small is opened; ``writing`` lays out the rest anew.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from erakortek.intake.archives import STYLES, WORKBOOK, measure, path_of
from erakortek.intake.cells import Finding
from erakortek.intake.workbooks import META_SHEET
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.tables import HEAD_COLOUR

BAD_COLOUR = "#F9D7D3"
WARN_COLOUR = "#F7E6C4"
REPAIRS = "Daftar perbaikan"
REPAIR_HEADS = (
    *(("Lembar", 18), ("Sel", 8), ("Kolom", 20), ("Aturan", 12)),
    *(("Temuan", 70), ("Saran", 50)),
)
COMMENT_WIDTH, LINE_LENGTH, LINE_HEIGHT = 300, 45, 18  # pixels, characters, pixels
MOST_CELLS = 20_000  # 0.5 s and some 40 MB
MOST_UNZIPPED, MOST_STYLES = 3 * 1024 * 1024, 256 * 1024
OURS = "e-Rakortek"
MARK = f"{OURS}: "  # our words in a comment begin here; before it are the sender's own
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
Findings = Mapping[tuple[str, str], Sequence[Finding]]  # (worksheet, address) → what was found
Repairs = Iterable[Sequence[str]]  # one line each, under ``REPAIR_HEADS``


def marked(
    content: bytes, found: Findings, repairs: Repairs, meta: Sequence[tuple[str, str]]
) -> bytes | None:
    """The file itself with its findings; None where it is no small xlsx, or cannot be kept.

    Formulas come out as the values that were read: whoever opens the file need not be who sent it,
    and what was previewed is what goes in again.
    """
    book = _opened(content) if _is_small(content) else None
    if book is None:
        return None
    _clean(book)
    for page in book.worksheets:
        _mark(page, found)
    _list(book, repairs)
    _sign(book, meta)
    return _saved(book)


def _opened(content: bytes) -> Workbook | None:
    try:
        return load_workbook(io.BytesIO(content), data_only=True, keep_links=False, rich_text=True)
    except Exception:  # noqa: BLE001 -- a stranger's file may break openpyxl anywhere
        return None


def _saved(book: Workbook) -> bytes | None:
    kept = io.BytesIO()
    try:
        book.save(kept)
    except Exception:  # noqa: BLE001 -- as above: what was read oddly may not be writable
        return None
    return kept.getvalue()


def comment_of(findings: Sequence[Finding]) -> tuple[str, int]:
    """The words of a comment, and the height in pixels of a box that shows all of them."""
    lines = [f"{one.pesan} {one.saran}".strip() for one in findings]
    height = sum(LINE_HEIGHT * (len(line) // LINE_LENGTH + 1) for line in lines)
    return "\n".join(lines), height + LINE_HEIGHT


def colour_of(findings: Sequence[Finding]) -> str:
    """Whether the cell keeps its row out."""
    return BAD_COLOUR if any(one.is_blocking for one in findings) else WARN_COLOUR


def _is_small(content: bytes) -> bool:
    try:
        extents = measure(content, "")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {path_of(one): one.file_size for one in archive.infolist()}
    except (InvalidInputError, zipfile.BadZipFile):
        return False
    asked = sum(one.cells + one.spanned for one in extents)
    is_small = sum(sizes.values()) <= MOST_UNZIPPED and sizes.get(STYLES, 0) <= MOST_STYLES
    return WORKBOOK in sizes and asked <= MOST_CELLS and is_small


def _clean(book: Workbook) -> None:
    """Take away what an earlier round has marked: the file is mended and comes back."""
    if REPAIRS not in book.sheetnames:
        return
    earlier = book[REPAIRS]
    for row in range(2, min(earlier.max_row, MOST_CELLS) + 1):
        title, sel = (str(earlier.cell(row, place).value or "") for place in (1, 2))
        if title in book.sheetnames and ADDRESS.fullmatch(sel):
            _unmark(_visible(book[title], sel))
    del book[REPAIRS]


def _unmark(cell: Cell) -> None:
    if cell.comment and MARK in cell.comment.text:
        own, author = cell.comment.text.partition(MARK)[0].rstrip(), cell.comment.author
        cell.comment = Comment(own, author) if own else None
    if str(cell.fill.fgColor.rgb)[2:] in {one.strip("#") for one in (BAD_COLOUR, WARN_COLOUR)}:
        cell.fill = PatternFill()


def _mark(page: Worksheet, found: Findings) -> None:
    for (title, sel), findings in found.items():
        if title != page.title or not sel:
            continue
        cell = _visible(page, sel)
        colour = colour_of(findings).strip("#")
        cell.fill = PatternFill("solid", fgColor=colour)
        words, height = comment_of(findings)
        own, author = (cell.comment.text, cell.comment.author) if cell.comment else ("", OURS)
        text = UNPRINTABLE.sub("", f"{own}\n{MARK}{words}".strip())
        cell.comment = Comment(text, author, height=height, width=COMMENT_WIDTH)


def _visible(page: Worksheet, sel: str) -> Cell:
    """The cell at an address, or the one that shows what is merged with it."""
    row, column = coordinate_to_tuple(sel)
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    (span, *_) = [one for one in page.merged_cells.ranges if sel in one]
    return page.cell(span.min_row, span.min_col)


def _list(book: Workbook, repairs: Repairs) -> None:
    page = book.create_sheet(REPAIRS)
    for place, (head, width) in enumerate(REPAIR_HEADS, start=1):
        cell = page.cell(1, place, head)
        cell.font, cell.fill = (
            Font(name="Calibri", size=11, bold=True),
            PatternFill("solid", fgColor=HEAD_COLOUR[1:]),
        )
        page.column_dimensions[cell.column_letter].width = width
    for row, texts in enumerate(repairs, start=2):
        for place, text in enumerate(texts, start=1):
            _write(page.cell(row, place), text)
            page.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"


def _write(cell: Cell, text: str) -> None:
    """As text, whatever it begins with: what is found in a file may look like a formula."""
    cell.value = UNPRINTABLE.sub("", text)
    cell.data_type = "s"


def _sign(book: Workbook, meta: Sequence[tuple[str, str]]) -> None:
    """What tells which sheet it is for; a template of ours carries it already."""
    if META_SHEET in book.sheetnames:
        return
    page = book.create_sheet(META_SHEET)
    page.sheet_state = "hidden"
    for row, pair in enumerate(meta, start=1):
        for place, text in enumerate(pair, start=1):
            _write(page.cell(row, place), text)
