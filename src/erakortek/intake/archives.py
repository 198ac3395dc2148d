"""What a zipped spreadsheet (xlsx, ods) really holds, measured before anything lays it out.

The reader of spreadsheets makes a full rectangle of every worksheet: one filled cell in the last
corner of an otherwise empty sheet takes all memory, and the process dies. So its XML streams by
here first, and nothing is kept of it but its extents: how far it reaches, how much text its cells
hold, where its formulas stand.
"""

import io
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from erakortek.intake import refusals
from erakortek.intake.cells import address
from erakortek.intake.extents import Extent, refuse_beyond
from erakortek.intake.refusals import MAX_CELLS, MAX_LETTERS_OF_CELL
from erakortek.lib.errors import InvalidInputError

CHUNK = 64 * 1024
NO_END = 1 << 60
LONGEST_TAG = 1024 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what spreadsheets use; they come out in bits
WORKBOOK, RELATIONS, STRINGS, TABLES = ROOTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
    "content.xml",
)
LONGEST_NUMBER = 20  # digits: more of them name no text
STYLES = "xl/styles.xml"
BINARY = "xl/workbook.bin"  # an .xlsb, whose worksheets cannot be measured here
CELL = re.compile(r"([A-Z]{1,4})(\d{1,8})", re.IGNORECASE)
ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
Attributes = Mapping[str, str]


class Part:
    """What is read of one member: it is told each element as it begins, and each text."""

    def listen(self, parser: expat.XMLParserType) -> None:
        """Be told what ``parser`` finds. Entities of the file's own making are never unfolded."""
        parser.StartElementHandler, parser.CharacterDataHandler = self.start, self.text
        parser.StartDoctypeDeclHandler = _refuse_doctype

    def start(self, tag: str, has: Attributes) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A text, or a piece of one."""

    def finish(self) -> None:
        """The member is over."""


def _refuse_doctype(*_: object) -> None:
    raise ValueError("DOCTYPE")


class Strings(Part):
    """The texts of an xlsx that cells share: how many letters each has, in their order.

    What is longer than a cell may be is told from what is not, and no more.
    """

    def __init__(self) -> None:
        self.lengths = array("H")
        self.length = 0
        self.is_open = self.is_text = False

    def listen(self, parser: expat.XMLParserType) -> None:
        super().listen(parser)
        parser.EndElementHandler = self.end

    def start(self, tag: str, _: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        self.is_text = tag == "t"
        if tag == "si":
            if self.is_open or len(self.lengths) >= MAX_CELLS:
                raise ValueError(STRINGS)  # one within another: readers disagree on what counts
            self.is_open, self.length = True, 0

    def text(self, text: str) -> None:
        if self.is_text:
            self.length += len(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "si":
            self.lengths.append(min(self.length, MAX_LETTERS_OF_CELL + 1))
            self.is_open = False

    def of(self, number: str) -> int:
        """The letters of the text of a number; the reader refuses a number that names none."""
        place = int(number)
        return self.lengths[place] if 0 <= place < len(self.lengths) else 0


class Worksheet(Part):
    """A worksheet of an xlsx. Cells that only have a format are not filled."""

    def __init__(self, berkas: str, strings: Strings) -> None:
        self.extent, self.strings = Extent(berkas), strings
        self.row = self.column = self.length = 0
        self.number: list[str] = []
        self.in_cell = self.is_shared = self.is_text = False

    def start(self, tag: str, has: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        self.is_text = self.in_cell and tag in {"v", "t"}
        if tag in {"v", "is"}:
            self.finish()
            self.extent.reach(self.row, self.column)
        elif tag == "c":
            self.finish()
            self.in_cell, self.is_shared = True, has.get("t") == "s"
            self._move(has.get("r"))
        elif tag == "row":
            self.finish()
            self.row, self.column = int(has.get("r", self.row + 1)), 0
        elif tag == "f" and self.in_cell:
            self.extent.formulas.add(address(self.column - 1, self.row))
        elif tag in {"mergeCell", "hyperlink"}:
            self.extent.spanned += _size(has.get("ref", ""))
        elif tag == "extLst":  # formats and checks below the cells have formulas of their own
            self.in_cell = False

    def text(self, text: str) -> None:
        if self.is_text:
            self.length += len(text)
            if self.is_shared and self.length <= LONGEST_NUMBER:
                self.number.append(text)

    def finish(self) -> None:
        """The cell so far is over: count what it holds, or what it shares."""
        if not self.length:
            return
        held = self._shared() if self.is_shared else self.length
        self.extent.hold(held, self.row, self.column)
        self.length, self.number = 0, []

    def _shared(self) -> int:
        """Where a comment cuts the number in two, the reader takes the first piece alone."""
        first, *others = self.number or [""]
        held = self.strings.of(first)
        return max(held, self.strings.of(first + "".join(others))) if others else held

    def _move(self, place: str | None) -> None:
        if place is None:
            self.column += 1
        else:
            self.row, self.column = _place(place)


def _place(text: str) -> tuple[int, int]:
    """Row and column of an address, both from 1."""
    found = CELL.fullmatch(text.replace("$", ""))
    if not found:
        raise ValueError(text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _size(span: str) -> int:
    """How many cells a span has, e.g. A1:C2; a span that is no such thing is none."""
    first, _, last = span.partition(":")
    try:
        (top, left), (bottom, right) = _place(first), _place(last or first)
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


class Tables(Part):
    """The tables of an ods. A row or cell that is repeated stands once, with how many times."""

    def __init__(self, berkas: str) -> None:
        self.berkas = berkas
        self.extents: list[Extent] = []
        self.row = self.rows = self.first = self.column = self.length = 0
        self.is_filled = False

    def start(self, tag: str, has: Attributes) -> None:
        if tag == "table:table":
            self.finish()
            self.extents.append(Extent(self.berkas))
            self.row = self.rows = self.column = 0
        elif tag == "table:table-row":
            self.finish()
            self.row += self.rows
            self.rows, self.column = int(has.get("table:number-rows-repeated", 1)), 0
        elif tag in ODS_CELLS and self.extents:
            self.finish()
            self.first = self.column
            self.column += int(has.get("table:number-columns-repeated", 1))
            self._note(has)
        elif tag == "text:s":
            self.length += int(has.get("text:c", 1))
        elif tag.startswith("text:"):
            self.length += 1  # a line of its own

    def text(self, text: str) -> None:
        self.length += len(text)

    def finish(self) -> None:
        """The cell so far is over: count what it holds."""
        if self.is_filled:
            self._hold(self.length)
        self.length, self.is_filled = 0, False

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
            self.extents[-1].formulas.update(
                address(column, row + 1)
                for row in range(self.row, self.row + self.rows)
                for column in range(self.first, self.column)
            )

    def _hold(self, letters: int) -> None:
        times = self.rows * (self.column - self.first)
        self.extents[-1].hold(letters, self.row + 1, self.first + 1, times)


@dataclass(slots=True)
class Contents:
    """What the members of one archive hold, put together."""

    berkas: str
    tabs: Tabs = field(default_factory=Tabs)
    relations: Relations = field(default_factory=Relations)
    strings: Strings = field(default_factory=Strings)
    worksheets: dict[str, Worksheet] = field(default_factory=dict)
    tables: list[Tables] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # images, and what is malformed

    def part(self, path: str) -> Part:
        """Who reads the member at ``path``; what is not known may be a worksheet, which lie anywhere."""
        if path == WORKBOOK:
            return self.tabs
        if path == RELATIONS:
            return self.relations
        if path == STRINGS:
            return self.strings
        if path == TABLES:
            self.tables.append(Tables(self.berkas))
            return self.tables[-1]
        return self.worksheets.setdefault(path, Worksheet(self.berkas, self.strings))

    def extents(self) -> list[Extent]:
        """Per worksheet, in the order of the tabs. Raises ``ValueError`` where one is unreadable."""
        paths = [self.relations.paths.get(tab, "") for tab in self.tabs.ids]
        if not self.unread.isdisjoint((*paths, *ROOTS)) or not set(ROOTS).isdisjoint(paths):
            raise ValueError(self.berkas)
        found = [one for tables in self.tables for one in tables.extents]
        for path in paths:
            worksheet = self.worksheets.get(path)
            found.append(worksheet.extent if worksheet else Extent(self.berkas))
        return found


def measure(content: bytes, name: str) -> list[Extent]:
    """The extent of every worksheet, in the order of the tabs.

    Raises ``InvalidInputError`` with one sentence for what is damaged, has macros, unfolds to more
    than ``MAX_UNZIPPED``, reaches further than ``MAX_ROWS`` or ``MAX_CELLS``, or holds more text than
    ``MAX_LETTERS_OF_CELL`` or ``MAX_LETTERS``.
    """
    contents = Contents(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_kinds(archive, name)
            _read_members(archive, contents)
        extents = contents.extents()
    except BROKEN:
        raise InvalidInputError(refusals.damaged(name)) from None
    refuse_beyond(extents, name)
    return extents


def _refuse_kinds(archive: zipfile.ZipFile, name: str) -> None:
    paths = [path.casefold() for path in archive.namelist()]
    if any(path.endswith("vbaproject.bin") for path in paths):
        raise InvalidInputError(refusals.has_macros(name))
    is_doubtful = BINARY in paths or paths.count(STRINGS) > 1  # whose texts would the reader take?
    if is_doubtful or any(one.compress_type not in METHODS for one in archive.infolist()):
        raise InvalidInputError(refusals.damaged(name))


def _read_members(archive: zipfile.ZipFile, contents: Contents) -> None:
    unzipped = 0
    for entry in sorted(archive.infolist(), key=_comes_later):
        path, part = entry.filename.casefold(), contents.part(entry.filename.casefold())
        # Not what the file says of its encoding: the reader of spreadsheets does not ask either.
        parser = expat.ParserCreate("utf-8")
        part.listen(parser)
        fed = 0
        for chunk in _chunks(archive, entry):
            fed += len(chunk)
            if unzipped + fed > refusals.MAX_UNZIPPED:
                raise InvalidInputError(refusals.unfolds(contents.berkas))
            if path not in contents.unread and not _parsed(parser, chunk, fed):
                contents.unread.add(path)
        part.finish()
        unzipped += fed


def _comes_later(entry: zipfile.ZipInfo) -> bool:
    """The shared texts are read first: the worksheets only name them."""
    return entry.filename.casefold() != STRINGS


def _parsed(parser: expat.XMLParserType, chunk: bytes, fed: int) -> bool:
    """Whether it could be read, with no tag or comment so long that reading on would take hours."""
    try:
        parser.Parse(chunk, False)
    except (expat.ExpatError, ValueError):
        return False
    return fed - parser.CurrentByteIndex < LONGEST_TAG


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    # What the directory of the archive says of the size may be a lie: take what really comes out.
    entry.file_size = NO_END
    with archive.open(entry) as member:
        while chunk := member.read(CHUNK):
            yield chunk
