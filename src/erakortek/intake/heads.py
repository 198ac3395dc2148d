"""Which row of a worksheet is a head, and what it says: one row or two, merged or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from erakortek.intake.cells import text_of
from erakortek.intake.sheets import Sheet
from erakortek.intake.workbooks import Book, Grid
from erakortek.lib.hashing import sha256_hex

HEAD_WITHIN = 40  # rows in which a head is looked for; files begin with titles and merged cells
CODE_PART = re.compile(r"\d+([.,]\d+)*")
Texts = tuple[str, ...]
Places = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a file that looks most like a head, with the row below it as a sample."""

    texts: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def sign(self) -> str:
        """The same for every file with these heads."""
        return sign_of(self.texts)


def sign_of(texts: Sequence[str]) -> str:
    """SHA-256 of heads, without case and spaces."""
    return sha256_hex("\n".join(folded(text) for text in texts).encode())


def guess_head(book: Book) -> Head:
    """Of all rows near the top the one with the most texts that are no numbers."""
    best, most = Head((), ()), (0, 0)
    for grid in book.grids:
        for row, above, here in first_rows(grid):
            weight = (words(above) + words(here), 1 if above else 0)
            if weight > most:
                best, most = Head(under(above, here), _sample_below(grid, row)), weight
    return best


def first_rows(grid: Grid) -> Iterator[tuple[int, Texts, Texts]]:
    """(row, texts above, texts here): each row alone, then with the one above if they are one head."""
    above: Texts = ()
    for row, cells in enumerate(grid.rows[:HEAD_WITHIN]):
        here = tuple(text_of(cell) for cell in cells)
        yield row, (), here
        if _goes_on(above, here):
            yield row, above, here
        above = here


def _goes_on(above: Texts, here: Texts) -> bool:
    """Whether a head runs over both: merged cells are blank below the first, and beside a group.

    A row of data is not: it holds something in the first column.
    """
    first = next((place for place, text in enumerate(above) if text), 0)
    beside = any(text and not upper for upper, text in zip(above, here, strict=False))
    return words(above) > 1 and beside and not here[first]


def under(above: Texts, here: Texts) -> Texts:
    """The lower texts, and the upper one where the lower is blank."""
    return tuple(text or upper for upper, text in zip_longest(above, here, fillvalue=""))


def _sample_below(grid: Grid, head: int) -> Texts:
    for cells in grid.rows[head + 1 : head + 1 + HEAD_WITHIN]:
        texts = tuple(text_of(cell) for cell in cells)
        if any(texts) and not is_numbering(texts):
            return texts
    return ()


def is_numbering(cells: Sequence[object]) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    numbers = [text.strip("().") for cell in cells if (text := text_of(cell))]
    return len(numbers) > 1 and numbers == [str(place + 1) for place in range(len(numbers))]


def words(texts: Texts) -> int:
    return sum(map(is_word, texts))


def is_word(text: str) -> bool:
    return any(one.isalpha() for one in text)


def folded(text: str) -> str:
    return " ".join(text.casefold().replace("*", " ").split())


def candidates(grid: Grid) -> Iterator[tuple[int, dict[str, int]]]:
    """(row, head → place) for the first rows, alone and together with the row above.

    A head may run over two rows, the upper one merged; what the lower row leaves blank is taken
    from above.
    """
    above: dict[int, str] = {}
    for row, cells in enumerate(grid.rows[:HEAD_WITHIN]):
        here = {place: folded(text_of(cell)) for place, cell in enumerate(cells)}
        here = {place: text for place, text in here.items() if text}
        yield row, _by_text(here)
        yield row, _by_text(above | here)
        above = here


def _by_text(texts: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, text in texts.items():
        found.setdefault(text, place)
    return found


def widened(sheet: Sheet, grid: Grid, head: int, places: Places) -> tuple[int, Places]:
    """``places`` with what a merged head covers, and the row in which the head ends.

    A head that is merged over the parts of a code stands in the first of them alone: the columns
    beside it that have no head and hold parts of a code are its, too. The row below may name them.
    """
    wide = dict(places)
    taken = {place for at in places.values() for place in at}
    for column in sheet.columns:
        at = places.get(column.name, ())
        if column.join and len(at) == 1:
            beside = range(at[0] + 1, len(grid.rows[head]))
            more = takewhile(
                lambda place: place not in taken and _is_covered(grid, head, place), beside
            )
            wide[column.name] = (*at, *more)
    covered = [place for at in wide.values() if len(at) > 1 for place in at]
    return head + bool(covered and _names_parts(grid, head + 1, covered)), wide


def _is_covered(grid: Grid, head: int, place: int) -> bool:
    if text_of(grid.rows[head][place]):
        return False
    rows = grid.rows[head + 1 : head + 1 + HEAD_WITHIN]
    texts = [text for cells in rows if place < len(cells) and (text := text_of(cells[place]))]
    parts = texts[1:] if texts and is_word(texts[0]) else texts
    return bool(parts) and all(CODE_PART.fullmatch(text.strip("().")) for text in parts)


def _names_parts(grid: Grid, row: int, places: Sequence[int]) -> bool:
    cells = grid.rows[row] if row < len(grid.rows) else ()
    texts = [text_of(cells[place]) for place in places if place < len(cells)]
    return any(texts) and all(is_word(text) for text in texts if text)
