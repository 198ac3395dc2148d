"""The members of a zipped spreadsheet (xlsx, ods), each counted while its XML streams by.

They go by the elements as the reader of spreadsheets does: where each cell stands, and what is its
text. Where a doubtful piece could be read in two ways, the larger counts, or it is refused.
"""

import re
from array import array
from collections.abc import Mapping
from xml.parsers import expat

from erakortek.intake.cells import place_of
from erakortek.intake.extents import Extent
from erakortek.intake.refusals import MAX_CELLS, MAX_LETTERS_OF_CELL

DIGITS = re.compile("[0-9]{1,20}")
ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
ODS_FRAMES = ("table:table", "table:table-row", *ODS_CELLS)
Attributes = Mapping[str, str]


class Part:
    """What is read of one member: it is told each element as it begins and ends, and each text."""

    def listen(self, parser: expat.XMLParserType) -> None:
        """Be told what ``parser`` finds. Entities of the file's own making are never unfolded."""
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse_doctype

    def start(self, tag: str, has: Attributes) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A text, or a piece of one."""

    def end(self, tag: str) -> None:
        """An element is over."""


def _refuse_doctype(*_: object) -> None:
    raise ValueError("DOCTYPE")


class Strings(Part):
    """The texts of an xlsx that cells share: how many letters each has, in their order.

    Whatever stands in a text counts, in whichever element. What is longer than a cell may be is told
    from what is not, and no more.
    """

    def __init__(self) -> None:
        self.lengths = array("H")
        self.length = 0
        self.is_open = False

    def start(self, tag: str, _: Attributes) -> None:
        if tag.rpartition(":")[2] == "si":
            if self.is_open or len(self.lengths) >= MAX_CELLS:
                raise ValueError(tag)  # one within another: readers disagree on what counts
            self.is_open, self.length = True, 0

    def text(self, text: str) -> None:
        self.length += len(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "si":
            self.lengths.append(min(self.length, MAX_LETTERS_OF_CELL + 1))
            self.is_open = False

    def of(self, number: str) -> int:
        """The letters of the text of a number. What names none is refused.

        The text may be there and not have been seen; and the reader takes " 5" and "+5" for 0.
        """
        if not DIGITS.fullmatch(number) or int(number) >= len(self.lengths):
            raise ValueError(number)
        return self.lengths[int(number)]


class Worksheet(Part):
    """A worksheet of an xlsx. Cells that only have a format are not filled.

    A row or cell without an address stands where the reader puts it: a row below as many as have
    ended, a cell beside the one before.
    """

    def __init__(self, berkas: str, strings: Strings) -> None:
        self.extent, self.strings = Extent(berkas), strings
        self.next_row = self.next_column = 1
        self.row = self.column = 0  # of the cell that is open
        self.depth = 0  # elements open from the cell on
        self.length, self.number = 0, ""
        self.shared = 0  # letters of the text that it names
        self.in_formula = self.in_number = self.is_shared = False

    def start(self, tag: str, has: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"mergeCell", "hyperlink"}:
            self.extent.spanned += _size(has.get("ref", ""))
        if self.depth:
            self._go_into(tag)
        elif tag == "c":
            self._open(has)
        elif tag == "row" and "r" in has:
            self.next_row = int(has["r"])
            if self.next_row < 1:
                raise ValueError(tag)

    def text(self, text: str) -> None:
        if self.in_number:
            self._name(text)
        elif self.depth and not self.in_formula:
            self.length += len(text)

    def end(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1
            if self.depth == 1:
                self.in_formula = self.in_number = False
            elif not self.depth:
                self._count()
        elif tag.rpartition(":")[2] == "row":
            self.next_row, self.next_column = self.next_row + 1, 1

    def _open(self, has: Attributes) -> None:
        place = has.get("r")
        self.row, self.column = place_of(place) if place else (self.next_row, self.next_column)
        self.next_column = self.column + 1
        self.depth, self.is_shared = 1, has.get("t") == "s"

    def _go_into(self, tag: str) -> None:
        """An element within the cell: its value, its text or its formula, or what is within those."""
        if tag in {"c", "row"}:
            raise ValueError(tag)  # readers disagree on where the next one stands
        if self.depth == 1:
            self._count()
            self.extent.reach(self.row, self.column)
            self.in_formula, self.in_number = tag == "f", tag == "v" and self.is_shared
            if self.in_formula:
                self.extent.formulas.add(self.row, self.column)
        self.depth += 1

    def _name(self, digits: str) -> None:
        """Where a comment cuts the number in two, the reader takes the first piece alone."""
        self.number += digits
        self.shared = max(self.shared, self.strings.of(self.number))

    def _count(self) -> None:
        """Count what the cell holds so far, or what it shares."""
        self.extent.hold(max(self.length, self.shared), self.row, self.column)
        self.length, self.number, self.shared = 0, "", 0


def _size(span: str) -> int:
    """How many cells a span has, e.g. A1:C2; a span that is no such thing is none."""
    first, _, last = span.partition(":")
    try:
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
    except ValueError:
        return 0
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)


class Tabs(Part):
    """The workbook of an xlsx: which worksheet is behind which tab, by the id of its relation."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, tag: str, has: Attributes) -> None:
        if tag.rpartition(":")[2] == "sheet":
            ids = (text for name, text in has.items() if name.rpartition(":")[2] == "id")
            self.ids.append(next(ids, ""))


class Relations(Part):
    """Where the parts of the workbook lie: id → path in the archive."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def start(self, tag: str, has: Attributes) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = has.get("Target", "")
            path = target if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
            self.paths[has.get("Id", "")] = path.lstrip("/").casefold()


def _times(has: Attributes, name: str) -> int:
    """How many times something is repeated."""
    times = int(has.get(name, 1))
    if times < 0:
        raise ValueError(name)
    return times


class Tables(Part):
    """The tables of an ods. A row or cell that is repeated stands once, with how many times."""

    def __init__(self, berkas: str) -> None:
        self.berkas = berkas
        self.extents: list[Extent] = []
        self.row = self.rows = self.first = self.column = self.length = 0
        self.in_cell = self.is_filled = False

    def start(self, tag: str, has: Attributes) -> None:
        if self.in_cell and tag in ODS_FRAMES:
            raise ValueError(tag)  # one within another: readers disagree on where the cell ends
        if tag == "table:table":
            self.extents.append(Extent(self.berkas))
            self.row = self.rows = self.column = 0
        elif tag == "table:table-row":
            self.row += self.rows
            self.rows, self.column = _times(has, "table:number-rows-repeated"), 0
        elif tag in ODS_CELLS and self.extents:
            self.in_cell, self.length, self.first = True, 0, self.column
            self.column += _times(has, "table:number-columns-repeated")
            self._note(has)
        elif tag == "text:s":
            self.length += _times(has, "text:c")
        elif tag.startswith("text:"):
            self.length += 1  # a line of its own

    def text(self, text: str) -> None:
        self.length += len(text)

    def end(self, tag: str) -> None:
        if tag in ODS_CELLS:
            if self.is_filled:
                self._hold(self.length)
            self.in_cell = self.is_filled = False

    def _note(self, has: Attributes) -> None:
        """What a cell says of itself: a value may stand there rather than in it."""
        formula = has.get("table:formula")
        told = [text for name, text in has.items() if name.startswith("office:")]
        self.is_filled = formula is not None or bool(told)
        if self.is_filled:
            self.extents[-1].reach(self.row + self.rows, self.column)
        for text in (*told, formula or ""):
            self._hold(len(text))
        if formula is not None:
            wide = self.column - self.first
            for row in range(self.row, self.row + self.rows):
                self.extents[-1].formulas.add(row + 1, self.first + 1, wide)

    def _hold(self, letters: int) -> None:
        times = self.rows * (self.column - self.first)
        self.extents[-1].hold(letters, self.row + 1, self.first + 1, times)
