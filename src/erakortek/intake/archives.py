"""What a zipped spreadsheet (xlsx, ods) really holds, measured before anything lays it out.

The reader of spreadsheets makes a full rectangle of every worksheet: one filled cell in the last
corner of an otherwise empty sheet takes all memory, and the process dies. So its XML streams by
here first, and nothing is kept of it but how far it reaches and where its formulas stand.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from erakortek.intake import refusals
from erakortek.intake.cells import address
from erakortek.lib.errors import InvalidInputError

CHUNK = 64 * 1024
NO_END = 1 << 60
LONGEST_TAG = 1024 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what spreadsheets use; they come out in bits
WORKBOOK, RELATIONS, TABLES = ROOTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "content.xml",
)
BINARY = "xl/workbook.bin"  # an .xlsb, whose worksheets cannot be measured here
CELL = re.compile(r"([A-Z]{1,4})(\d{1,8})", re.IGNORECASE)
ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
Attributes = Mapping[str, str]


@dataclass(slots=True)
class Extent:
    """How far the filled cells of one worksheet reach from A1, and which hold a formula."""

    berkas: str
    rows: int = 0
    columns: int = 0
    formulas: set[str] = field(default_factory=set)

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def reach(self, row: int, column: int) -> None:
        """There is something in this cell, both from 1."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > refusals.MAX_ROWS:
            raise InvalidInputError(refusals.too_long(self.berkas))
        if self.cells > refusals.MAX_CELLS:
            raise InvalidInputError(refusals.too_wide(self.berkas))


class Part(Protocol):
    """What is read of one member: it is told each element as it begins."""

    def start(self, tag: str, has: Attributes) -> None: ...


class Worksheet:
    """A worksheet of an xlsx. Cells that only have a format are not filled."""

    def __init__(self, berkas: str) -> None:
        self.extent = Extent(berkas)
        self.row = self.column = 0
        self.in_cell = False

    def start(self, tag: str, has: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self.in_cell = True
            self._move(has.get("r"))
        elif tag == "row":
            self.row, self.column = int(has.get("r", self.row + 1)), 0
        elif tag in {"v", "is"}:
            self.extent.reach(self.row, self.column)
        elif tag == "f" and self.in_cell:
            self.extent.formulas.add(address(self.column - 1, self.row))
        elif tag == "extLst":  # formats and checks below the cells have formulas of their own
            self.in_cell = False

    def _move(self, place: str | None) -> None:
        if place is None:
            self.column += 1
            return
        found = CELL.fullmatch(place)
        if not found:
            raise ValueError(place)
        self.row, self.column = int(found[2]), 0
        for letter in found[1].upper():
            self.column = self.column * 26 + ord(letter) - ord("A") + 1


class Tabs:
    """The workbook of an xlsx: which worksheet is behind which tab, by the id of its relation."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, tag: str, has: Attributes) -> None:
        if tag.rpartition(":")[2] == "sheet":
            ids = (text for name, text in has.items() if name.rpartition(":")[2] == "id")
            self.ids.append(next(ids, ""))


class Relations:
    """Where the parts of the workbook lie: id → path in the archive."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def start(self, tag: str, has: Attributes) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = has.get("Target", "")
            path = target if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
            self.paths[has.get("Id", "")] = path.lstrip("/").casefold()


class Tables:
    """The tables of an ods. A row or cell that is repeated stands once, with how many times."""

    def __init__(self, berkas: str) -> None:
        self.berkas = berkas
        self.extents: list[Extent] = []
        self.row = self.rows = self.column = 0

    def start(self, tag: str, has: Attributes) -> None:
        if tag == "table:table":
            self.extents.append(Extent(self.berkas))
            self.row = self.rows = self.column = 0
        elif tag == "table:table-row":
            self.row += self.rows
            self.rows, self.column = int(has.get("table:number-rows-repeated", 1)), 0
        elif tag in ODS_CELLS and self.extents:
            first = self.column
            self.column += int(has.get("table:number-columns-repeated", 1))
            is_formula = "table:formula" in has
            if is_formula or any(name.startswith("office:") for name in has):
                self.extents[-1].reach(self.row + self.rows, self.column)
            if is_formula:
                self._note_formulas(first)

    def _note_formulas(self, first: int) -> None:
        self.extents[-1].formulas.update(
            address(column, row + 1)
            for row in range(self.row, self.row + self.rows)
            for column in range(first, self.column)
        )


@dataclass(slots=True)
class Contents:
    """What the members of one archive hold, put together."""

    berkas: str
    tabs: Tabs = field(default_factory=Tabs)
    relations: Relations = field(default_factory=Relations)
    worksheets: dict[str, Worksheet] = field(default_factory=dict)
    tables: list[Tables] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # images, and what is malformed

    def part(self, path: str) -> Part:
        """Who reads the member at ``path``; what is not known may be a worksheet, which lie anywhere."""
        if path == WORKBOOK:
            return self.tabs
        if path == RELATIONS:
            return self.relations
        if path == TABLES:
            self.tables.append(Tables(self.berkas))
            return self.tables[-1]
        return self.worksheets.setdefault(path, Worksheet(self.berkas))

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
    than ``MAX_UNZIPPED`` or reaches further than ``MAX_ROWS`` or ``MAX_CELLS``.
    """
    contents = Contents(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_kinds(archive, name)
            _read_members(archive, contents)
        extents = contents.extents()
    except BROKEN:
        raise InvalidInputError(refusals.damaged(name)) from None
    if sum(one.cells for one in extents) > refusals.MAX_CELLS:
        raise InvalidInputError(refusals.too_wide(name))
    return extents


def _refuse_kinds(archive: zipfile.ZipFile, name: str) -> None:
    paths = [path.casefold() for path in archive.namelist()]
    if any(path.endswith("vbaproject.bin") for path in paths):
        raise InvalidInputError(refusals.has_macros(name))
    if BINARY in paths or any(one.compress_type not in METHODS for one in archive.infolist()):
        raise InvalidInputError(refusals.damaged(name))


def _read_members(archive: zipfile.ZipFile, contents: Contents) -> None:
    unzipped = 0
    for entry in archive.infolist():
        path = entry.filename.casefold()
        # Not what the file says of its encoding: the reader of spreadsheets does not ask either.
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = contents.part(path).start
        fed = 0
        for chunk in _chunks(archive, entry):
            fed += len(chunk)
            if unzipped + fed > refusals.MAX_UNZIPPED:
                raise InvalidInputError(refusals.unfolds(contents.berkas))
            if path not in contents.unread and not _parsed(parser, chunk, fed):
                contents.unread.add(path)
        unzipped += fed


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
