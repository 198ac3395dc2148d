"""What a workbook costs openpyxl, weighed as openpyxl reads it.

It builds an object of every element, and more than one of some: a file of 7 KB held a request for 17
seconds. So each member is weighed, as often as openpyxl opens it, right before it does. The weights
are microseconds to load and to save, as measured; elements that are not named cost less than
``OTHER``.
"""

import zipfile
from collections.abc import Mapping
from typing import IO, Any, Literal
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

CHUNK = 64 * 1024
MOST_ROW, MOST_COLUMN = 1_048_576, 16_384
MOST_WEIGHT = 1_000_000  # 20,000 cells of text, each in a row of its own height, are 960,000
TAGS = {
    "v": 2,
    "f": 2,
    "t": 3,
    "si": 6,
    "is": 10,
    "c": 12,
    "row": 12,
    "comment": 100,
    "mergeCell": 220,
    "xf": 300,
    "sheet": 2_000,
}
OTHER = 30
FORMATTED_ROW = 13  # more, for one with a height or style of its own
CELL_OF_SPAN = 35
RANGE = 20  # one of several in a ``sqref``
BYTES = 100  # that are parsed in a microsecond
LETTERS_SQUARED = 200  # of a name: openpyxl looks for its parts from each letter on
LONGEST_FORMAT = 255  # letters, as in Excel: looked through once for each cell style
PLAIN_ROW = ("r", "spans")
SPANLESS = {"dimension", "autoFilter", "sortState", "sortCondition", "f"}  # the span builds nothing


class TooHeavyError(Exception):
    """A workbook that would hold up whoever opens it."""


class Scales:
    """How much one member weighs, element by element; stops where it is too much alone."""

    def __init__(self) -> None:
        self.weight = self.letters = 0
        self.is_name = False

    def weigh(self, member: IO[bytes]) -> int:
        """All of it. What is no XML weighs up to where it ends to be: nobody reads on either."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.CharacterDataHandler = self.start, self.text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            while chunk := member.read(CHUNK):
                self._add(len(chunk) // BYTES)
                parser.Parse(chunk, False)
        except expat.ExpatError:
            pass
        return self.weight

    def start(self, name: str, has: Mapping[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        self.is_name, self.letters = tag == "definedName", 0
        self._add(TAGS.get(tag, OTHER))
        if has:
            self._weigh_attributes(tag, has)

    def _weigh_attributes(self, tag: str, has: Mapping[str, str]) -> None:
        if "sqref" in has:
            self._add(RANGE * len(has["sqref"].split()))
        if "ref" in has and tag not in SPANLESS:
            self._add(CELL_OF_SPAN * _cells(has["ref"]))
        if tag == "row" and any(one not in PLAIN_ROW and ":" not in one for one in has):
            self._add(FORMATTED_ROW)
        if len(has.get("formatCode", "")) > LONGEST_FORMAT:
            raise TooHeavyError

    def text(self, text: str) -> None:
        """A text, or a piece of one."""
        if self.is_name:
            before = self.letters
            self.letters += len(text)
            self._add((self.letters**2 - before**2) // LETTERS_SQUARED)

    def _add(self, weight: int) -> None:
        self.weight += weight
        if self.weight > MOST_WEIGHT:
            raise TooHeavyError


def _refuse(*_: object) -> None:
    raise TooHeavyError  # a DOCTYPE, of whose entities anything can be made


def _cells(span: str) -> int:
    """How many cells a span has, also one of whole columns or rows; none where it is no span."""
    try:
        left, top, right, bottom = range_boundaries(span)
    except ValueError:
        return 0
    rows = (bottom or MOST_ROW) - (top or 1) + 1
    return rows * ((right or MOST_COLUMN) - (left or 1) + 1)


class WeighedArchive(zipfile.ZipFile):
    """An archive whose members are weighed each time that one is opened.

    One may be a hundred worksheets. Raises ``TooHeavyError`` where all of it, with what whoever opens it
    is ``about_to_add``, is beyond ``MOST_WEIGHT``.
    """

    def __init__(self, file: IO[bytes], *, about_to_add: int) -> None:
        super().__init__(file)
        self.weight = about_to_add
        self.weights: dict[str, int] = {}

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        *args: Any,
        **options: Any,
    ) -> IO[bytes]:
        """The member ``name``, as any archive gives it."""
        path = name if isinstance(name, str) else name.filename
        if path not in self.weights:
            with super().open(name, mode, *args, **options) as member:
                self.weights[path] = Scales().weigh(member)
        self.weight += self.weights[path]
        if self.weight > MOST_WEIGHT:
            raise TooHeavyError
        return super().open(name, mode, *args, **options)
