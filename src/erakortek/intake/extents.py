"""How much one worksheet asks of the reader: how far it reaches, how much text, which formulas.

The reader of spreadsheets lays out a full rectangle and makes a text of every cell. A file of some
kilobytes can ask for gigabytes: one filled cell in the last corner, or one long text that a
thousand cells share. So whoever knows a format counts in these, before the reader is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from erakortek.intake import refusals
from erakortek.intake.cells import address, place_of
from erakortek.lib.errors import InvalidInputError


class Formulas:
    """The cells of one worksheet that hold a formula, by address: ``"A2" in formulas``.

    Each row is a number with a bit per column. Three million addresses would take 400 MB.
    """

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}

    def add(self, row: int, column: int, wide: int = 1) -> None:
        """A formula stands in this cell, both from 1, and in so many to its right."""
        self._rows[row] = self._rows.get(row, 0) | ((1 << wide) - 1) << column

    def __contains__(self, sel: object) -> bool:
        if not sel:
            return False
        row, column = place_of(str(sel))
        return bool(self._rows.get(row, 0) >> column & 1)


@dataclass(slots=True)
class Extent:
    """How far the filled cells of one worksheet reach from A1, what they hold, where formulas are.

    ``letters`` counts a text as often as it stands there: the reader makes a copy for each cell.
    ``spanned`` are the cells under merged heads and links, which may be many more than are filled.
    """

    berkas: str
    rows: int = 0
    columns: int = 0
    letters: int = 0
    spanned: int = 0
    formulas: Formulas = field(default_factory=Formulas)

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def reach(self, row: int, column: int) -> None:
        """There is something in this cell, both from 1."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > refusals.MAX_ROWS:
            raise InvalidInputError(refusals.too_long(self.berkas))
        if self.columns > refusals.MAX_COLUMNS:
            raise InvalidInputError(refusals.too_broad(self.berkas))
        if self.cells > refusals.MAX_CELLS:
            raise InvalidInputError(refusals.too_wide(self.berkas))

    def hold(self, letters: int, row: int, column: int, times: int = 1) -> None:
        """A text of so many letters stands in this cell, both from 1, and so many times from there."""
        if letters > refusals.MAX_LETTERS_OF_CELL:
            sel = address(column - 1, row)
            raise InvalidInputError(refusals.overfull(self.berkas, sel))
        self.letters += letters * times
        if self.letters > refusals.MAX_LETTERS:
            raise InvalidInputError(refusals.too_wordy(self.berkas))


def refuse_beyond(extents: Sequence[Extent], name: str) -> None:
    """Each worksheet may be in bounds, and all of them together not."""
    if sum(one.cells for one in extents) > refusals.MAX_CELLS:
        raise InvalidInputError(refusals.too_wide(name))
    if sum(one.letters for one in extents) > refusals.MAX_LETTERS:
        raise InvalidInputError(refusals.too_wordy(name))
