"""What an old .xls really holds, measured on its records before anything lays it out.

Such a file is a small file system; in it the stream "Workbook" is one record after another. The
reader believes what a worksheet says of its own size and asks for that much memory: where the size is
a lie the process does not fail but is gone. Source: [MS-XLS] 2.4, [MS-CFB] 2.6.
"""

import io
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import olefile

from erakortek.intake import refusals
from erakortek.intake.extents import Extent, refuse_beyond
from erakortek.intake.refusals import MAX_CELLS
from erakortek.lib.errors import InvalidInputError

STREAMS = ("Workbook", "Book")  # the second is Excel 95's
ENTRY, NAME = 128, 64  # bytes of an entry of the directory, and of the name it begins with
HEAD, OLD_SIZE = 4, 10  # bytes before a record's data, and of what Excel 95 says of a size
BOF, EOF, CONTINUE, FILEPASS, BOUNDSHEET = 0x0809, 0x000A, 0x003C, 0x002F, 0x0085
SST, DIMENSIONS, FORMULA, STRING = 0x00FC, 0x0200, 0x0006, 0x0207
LABEL, LABELSST, RSTRING, MULRK = 0x0204, 0x00FD, 0x00D6, 0x00BD
NUMBERS = (0x0203, 0x027E, 0x0205)  # NUMBER, RK, BOOLERR: cells without text
CELLS = (FORMULA, LABEL, LABELSST, RSTRING, MULRK, *NUMBERS)
MOST_ROWS, MOST_COLUMNS = 65_536, 256  # of the format itself
WIDE, PHONETIC, RICH = 0x01, 0x04, 0x08  # flags of a text
BROKEN = (OSError, ValueError, LookupError, TypeError, RecursionError, OverflowError, struct.error)


class Record(NamedTuple):
    """What it is, and what it holds."""

    kind: int
    data: bytes


def measure_xls(content: bytes, name: str) -> list[Extent]:
    """The extent of every worksheet, in the order of the tabs.

    Raises ``InvalidInputError`` with one sentence for what is damaged or has a password, reaches further
    than ``MAX_CELLS`` or holds more text than ``MAX_LETTERS_OF_CELL`` or ``MAX_LETTERS``.
    """
    try:
        extents = _extents(_stream(content), name)
    except BROKEN:
        raise InvalidInputError(refusals.damaged(name)) from None
    refuse_beyond(extents, name)
    return extents


def _stream(content: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(content)) as archive:
        (held, *_) = [one for one in STREAMS if archive.exists(one)]
        archive.directory_fp.seek(0)
        entries = archive.directory_fp.read()
        names = [entries[at : at + NAME] for at in range(0, len(entries), ENTRY)]
        # The reader takes the first of the name wherever it lies, even what no folder holds.
        if sum(_named(one) == held.casefold() for one in names) != 1:
            raise ValueError(held)
        found: bytes = archive.openstream(held).read()
        return found


def _named(raw: bytes) -> str:
    return raw.decode("utf-16-le", errors="replace").partition("\0")[0].casefold()


def _extents(stream: bytes, name: str) -> list[Extent]:
    starts, strings = [], array("H")
    for record, continued in _with_continued(_records(stream)):
        if record.kind == FILEPASS:
            raise InvalidInputError(refusals.locked(name))
        if record.kind == BOUNDSHEET:
            starts.append(struct.unpack_from("<I", record.data)[0])
        elif record.kind == SST:
            strings.extend(_lengths(Pieces([record.data, *continued])))
    ends = dict(pairwise([*sorted(set(starts)), len(stream)]))
    if len(ends) != len(starts):
        raise ValueError(name)  # two tabs of one part: it would be laid out over and over
    parts = (stream[start : ends[start]] for start in starts)
    return [_extent(_records(part), strings, Extent(name)) for part in parts]


def _records(part: bytes) -> Iterator[Record]:
    """From BOF to the EOF that belongs to it; what is nested in between is of it, too."""
    depth = at = 0
    while True:
        kind, length = struct.unpack_from("<HH", part, at)
        depth += {BOF: 1, EOF: -1}.get(kind, 0)
        if not at and kind != BOF:
            raise ValueError(kind)
        if not depth:
            return
        at += HEAD
        yield Record(kind, part[at : at + length])
        at += length


def _with_continued(records: Iterable[Record]) -> Iterator[tuple[Record, list[bytes]]]:
    """Each record with what continues it: one holds 8,224 bytes at most."""
    held, continued = Record(0, b""), list[bytes]()
    for record in records:
        if record.kind == CONTINUE:
            continued.append(record.data)
            continue
        yield held, continued
        held, continued = record, []
    yield held, continued


class Pieces:
    """The bytes of a record and of those that continue it, each gone past once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = filter(None, pieces)
        self.piece, self.at = b"", 0

    def take(self, form: str) -> int:
        """The number of this form, which may lie across two pieces."""
        length = struct.calcsize(form)
        taken = b""
        while len(taken) < length:
            start, some = self._some(length - len(taken))
            taken += self.piece[start : start + some]
        return int(struct.unpack(form, taken)[0])

    def skip(self, length: int) -> None:
        """Go past so many bytes."""
        while length:
            length -= self._some(length)[1]

    def skip_text(self, letters: int, flags: int) -> None:
        """Go past the letters of a text; each piece says anew how wide they are."""
        while letters:
            width = 2 if flags & WIDE else 1
            letters -= self._some(letters * width)[1] // width
            if letters:
                flags = self.take("<B")

    def _some(self, most: int) -> tuple[int, int]:
        """From where, and how many bytes the piece has left, ``most`` at most; they are gone past."""
        if self.at == len(self.piece):
            self.piece, self.at = next(self.pieces, b""), 0
        start, some = self.at, min(most, len(self.piece) - self.at)
        if not some:
            raise ValueError(SST)
        self.at += some
        return start, some


def _lengths(pieces: Pieces) -> Iterator[int]:
    """How many letters each text has that cells share, in their order."""
    pieces.skip(4)  # how many cells share them
    texts = pieces.take("<I")
    if texts > MAX_CELLS:
        raise ValueError(SST)
    for _ in range(texts):
        letters, flags = pieces.take("<H"), pieces.take("<B")
        runs = pieces.take("<H") if flags & RICH else 0
        phonetic = pieces.take("<I") if flags & PHONETIC else 0
        pieces.skip_text(letters, flags)
        pieces.skip(4 * runs + phonetic)
        yield letters


def _extent(records: Iterable[Record], strings: Sequence[int], extent: Extent) -> Extent:
    row = column = 0
    for kind, data in records:
        if kind == DIMENSIONS:
            _refuse_lie(data)
        elif kind == STRING:  # the text of the formula before it
            extent.hold(struct.unpack_from("<H", data)[0], row, column)
        elif kind in CELLS:
            row, column = (place + 1 for place in struct.unpack_from("<HH", data))
            wide = (len(data) - 6) // 6 if kind == MULRK else 1
            extent.reach(row, column + wide - 1)
            extent.hold(_letters(kind, data, strings), row, column)
        if kind == FORMULA:
            extent.formulas.add(row, column)
    return extent


def _letters(kind: int, data: bytes, strings: Sequence[int]) -> int:
    if kind == LABELSST:
        return strings[_number("<I", data)]
    return _number("<H", data) if kind in {LABEL, RSTRING} else 0


def _number(form: str, data: bytes) -> int:
    """What stands after the place and the format of a cell."""
    return int(struct.unpack_from(form, data, 6)[0])


def _refuse_lie(data: bytes) -> None:
    """Rows and columns from the first filled to the one after the last, as no worksheet can have."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(data) > OLD_SIZE else "<4H", data)
    if max(top, bottom) > MOST_ROWS or max(left, right) > MOST_COLUMNS:
        raise ValueError(bottom)
    if bottom and right and (top > bottom or left > right):
        raise ValueError(top)
