"""What a zipped spreadsheet (xlsx, ods) really holds, measured before anything lays it out.

The reader of spreadsheets makes a full rectangle of every worksheet: one filled cell in the last
corner of an otherwise empty sheet takes all memory, and the process dies. So its XML streams by
here first, and nothing is kept of it but its extents: how far it reaches, how much text its cells
hold, where its formulas stand.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from erakortek.intake import refusals
from erakortek.intake.extents import Extent, refuse_beyond
from erakortek.intake.members import Part, Relations, Strings, Tables, Tabs, Worksheet
from erakortek.lib.errors import InvalidInputError

CHUNK = 64 * 1024
NO_END = 1 << 60
LONGEST_TAG = 1024 * 1024
EXTRA, SECOND_NAME = struct.Struct("<HH"), 0x7075  # APPNOTE.TXT 4.5 and 4.6.9
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what spreadsheets use; they come out in bits
WORKBOOK, RELATIONS, STRINGS, TABLES = ROOTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
    "content.xml",
)
STYLES = "xl/styles.xml"
BINARY = "xl/workbook.bin"  # an .xlsb, whose worksheets cannot be measured here
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


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
        if not self.unread.isdisjoint((*paths, *ROOTS)) or not self.worksheets.keys() >= set(paths):
            raise ValueError(self.berkas)
        found = [one for tables in self.tables for one in tables.extents]
        return found + [self.worksheets[path].extent for path in paths]


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


def path_of(entry: zipfile.ZipInfo) -> str:
    """Where a member lies as the reader looks for it: some programs write it with backslashes."""
    return entry.filename.replace("\\", "/").casefold()


def _refuse_kinds(archive: zipfile.ZipFile, name: str) -> None:
    paths = [path_of(one) for one in archive.infolist()]
    if any(path.endswith("vbaproject.bin") for path in paths):
        raise InvalidInputError(refusals.has_macros(name))
    # Of two members of one name the reader takes one, and who knows which.
    is_doubtful = BINARY in paths or len(paths) > len(set(paths))
    if is_doubtful or not all(map(_is_plain, archive.infolist())):
        raise InvalidInputError(refusals.damaged(name))


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether it comes out in bits, and has no second name, which only some readers heed."""
    kinds, at = set(), 0
    while at + EXTRA.size <= len(entry.extra):
        kind, length = EXTRA.unpack_from(entry.extra, at)
        kinds.add(kind)
        at += EXTRA.size + length
    return entry.compress_type in METHODS and SECOND_NAME not in kinds


def _read_members(archive: zipfile.ZipFile, contents: Contents) -> None:
    unzipped = 0
    for entry in sorted(archive.infolist(), key=_comes_later):
        path = path_of(entry)
        part = contents.part(path)
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
        unzipped += fed


def _comes_later(entry: zipfile.ZipInfo) -> bool:
    """The shared texts are read first: the worksheets only name them."""
    return path_of(entry) != STRINGS


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
