"""What a room declares so that its data can be imported and exported: columns, keys, references."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from erakortek.audit.services import ActsAs
from erakortek.intake.cells import Finding
from erakortek.intake.columns import Column
from erakortek.lib.verdict import ALLOWED, Verdict

Values = dict[str, str]  # column name → canonical text; "" where the cell is empty
KEY_SIGN = " · "
TABLES = (".xlsx", ".xls", ".ods", ".csv")


class Keeper(ActsAs, Protocol):
    """Whoever keeps master data: the ids, and whether they keep those of everybody."""

    @property
    def is_superadmin(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Read:
    """One row to be staged: its values, the cells they came from, and what was found."""

    values: Values
    cells: Mapping[str, str]  # column name → address
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Source:
    """Another shape in which the same data arrives, e.g. the export of another system.

    ``heads`` are the heads of its columns, all of which must be there. ``explode`` makes rows of
    the sheet from one row of the file: head → text, head → address.
    """

    nama: str
    heads: tuple[str, ...]
    explode: Callable[[Mapping[str, str], Mapping[str, str]], Iterable[Read]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a document: the part it stands in, its place there from 1, its cells.

    ``cells`` are column name → what the file holds; ``paths`` are column name → where, in the words
    of the file ("indikator makro[3].target_nasional"), for what is found in it. ``findings`` are
    those that only the reader can know.
    """

    part: str
    place: int
    cells: Mapping[str, object]
    paths: Mapping[str, str]
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is no table but holds the same data, known by its ``suffix``, e.g. ".json".

    ``rows`` reads it: its bytes, its name, and what was told at upload. It raises
    ``InvalidInputError`` with one sentence where the file as a whole cannot be taken. ``asks`` are
    the columns that the file itself may leave open and that a person tells at upload.
    """

    nama: str
    suffix: str
    rows: Callable[[bytes, str, Values], Iterable[Row]]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds; ``said`` tells in sentences where it was not taken at its word."""

    rows: Iterable[Values]
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of data that can be imported.

    ``present`` yields what is stored, in official order. ``write`` stores rows that are new or
    changed and is called inside the transaction of the import. ``can_change`` says whether the
    sheet may change at all now, whoever asks, and ``shows`` in a sentence which edition its rows
    are of, where that needs saying. ``check`` yields (place, finding) for rules that need other
    rows or other tables; ``touches`` says in sentences what the change means for what is running.
    ``find`` searches faster or more tolerantly than going through ``present``, and says how it read
    what was typed. ``narrow`` cuts the sheet to what one keeper may see and write, where not
    everybody who may import it keeps the same rows; its uploads are then theirs alone.
    ``withdraw`` takes a row back that was a slip, where a sheet has no day on which its rows end.
    ``retired`` says since when a row is no longer in force on a day, "" while it is; ``tells`` says
    in sentences what whoever changes a row should know: where it comes from, what uses it. ``more`` is
    a page of the room's own: its label and the name of its address. ``listed`` names the columns of
    the list where all of them would be too many.
    """

    kode: str
    judul: str
    keterangan: str
    columns: tuple[Column, ...]
    present: Callable[[], Iterator[Values]]
    write: Callable[[Sequence[Values], Keeper | None], None]
    can_import: Callable[[Keeper], Verdict]
    can_change: Callable[[], Verdict] = lambda: ALLOWED
    shows: Callable[[], str] = str
    check: Callable[[Sequence[Read]], Iterable[tuple[int, Finding]]] = lambda _: ()
    touches: Callable[[Iterable[Values]], Iterable[str]] = lambda _: ()
    find: Callable[[str], Found] | None = None
    retired: Callable[[Values, date], str] | None = None
    withdraw: Callable[[Values], None] | None = None
    tells: Callable[[Values], Iterable[str]] = lambda _: ()
    more: tuple[str, str] | None = None
    listed: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    narrow: "Callable[[Sheet, ActsAs], Sheet] | None" = None
    documents: tuple[Document, ...] = ()
    versi: int = 1

    def seen_by(self, by: ActsAs | None) -> "Sheet":
        """The sheet as ``by`` keeps it; an operator (None) keeps all of it."""
        return self.narrow(self, by) if self.narrow and by else self

    @property
    def in_list(self) -> list[Column]:
        """The columns that the list of rows shows."""
        return [one for one in self.columns if not self.listed or one.name in self.listed]

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_key)

    def key_of(self, values: Values) -> str:
        """The key of a row as one text."""
        return KEY_SIGN.join(values[column.name] for column in self.keys)

    def read(self, texts: Mapping[str, str], cells: Mapping[str, str]) -> Read:
        """One row from the text of its cells: canonical values, and what is wrong with each."""
        values: Values = {}
        findings: list[Finding] = []
        for column in self.columns:
            value, found = column.read(texts.get(column.name, ""), cells.get(column.name, ""))
            values[column.name] = value
            findings += found
        return Read(values, cells, findings)

    def read_row(self, row: Row) -> Read:
        """One row of a document, with what its reader has found beside what is wrong here."""
        texts = {name: self.column(name).text_of(cell) for name, cell in row.cells.items()}
        read = self.read(texts, row.paths)
        read.findings.extend(row.findings)
        return read

    def document_of(self, name: str) -> Document | None:
        """The kind of document that a file of this name is; None for a table."""
        return next((one for one in self.documents if name.lower().endswith(one.suffix)), None)

    @property
    def asks(self) -> list[Column]:
        """What may be told at upload, for documents that do not say it themselves."""
        names = {name for one in self.documents for name in one.asks}
        return [column for column in self.columns if column.name in names]

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the files that are taken."""
        return (*TABLES, *(one.suffix for one in self.documents))

    def column(self, name: str) -> Column:
        """The column of a name of the values."""
        return next(column for column in self.columns if column.name == name)


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Let ``sheet`` be imported and exported."""
    _sheets[sheet.kode] = sheet


def all_sheets() -> list[Sheet]:
    """Every sheet, by title."""
    return sorted(_sheets.values(), key=lambda sheet: sheet.judul)


def find_sheet(kode: str) -> Sheet | None:
    """The sheet of a code, if a room has declared it."""
    return _sheets.get(kode)
