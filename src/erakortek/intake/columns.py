"""One column of a sheet: how its cells are read into their canonical text, and shown again."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from erakortek.intake.cells import (
    LIST_SIGN,
    Finding,
    lost_digits,
    lost_zeros,
    misshapen,
    read_list,
    required,
    text_of,
    too_long,
)
from erakortek.lib.dates_id import read_day, type_day
from erakortek.lib.errors import DomainError, InvalidInputError
from erakortek.lib.nilai import EN_DASH, Nilai, read_nilai, show_nilai
from erakortek.lib.numbers_id import plain, quote, read_number

MOST_EXACT = 10**15  # from here on a spreadsheet rounds: it keeps 15 digits
PLAIN = re.compile(r"-?\d+(\.\d+)?")  # a number in canonical form
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
RANGE = re.compile(rf"({PLAIN.pattern}){EN_DASH}({PLAIN.pattern})")


class Kind(Enum):
    """How the text of a cell is read into its canonical form.

    ``NILAI`` is a number, a range of numbers, or words, which are kept as they are with a warning.
    ``CODES`` are several codes, "1.02|1.03", kept in order and each once. The values name the rule
    in a list of what to mend.
    """

    TEXT = "teks"
    WHOLE = "bilangan bulat"
    NUMBER = "angka"
    NILAI = "nilai"
    DATE = "tanggal"
    CHOICE = "pilihan"
    CODES = "daftar kode"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` in the values, ``label`` in the head of the sheet.

    ``choices`` maps each word that may be written to what is stored, ``words`` other words that are
    read but not offered. ``synonyms`` are other heads
    under which files from elsewhere carry the same thing. ``unify`` offers one spelling for words
    that differ in case, spaces or "%" only, and the one name of those that ``spellings`` (spelling
    → name) knows. ``join`` puts a value together from the cells over which a file splits it. A text
    must match ``shape`` as a whole, which ``hint`` says in words; a number must lie ``within`` both
    ends.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    is_key: bool = False
    is_required: bool = False
    longest: int = 255
    shape: str = ""  # a regular expression
    within: tuple[int, int] | None = None
    unify: bool = False
    spellings: Callable[[], Mapping[str, str]] = dict
    join: Callable[[Sequence[object]], str] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    default: str = ""  # what is stored for an empty cell

    def read(self, text: str, sel: str) -> tuple[str, list[Finding]]:
        """The canonical text of a cell and what is wrong with it."""
        if not text:
            missing = self.is_required or self.is_key
            return self.default, [required(self.label, sel)] if missing else []
        if self.kind == Kind.TEXT:
            return text, list(self._faults_of(text, sel))
        if self.kind == Kind.NILAI:
            return self._read_nilai(text, sel)
        try:
            return _READERS[self.kind](self, text), []
        except (DomainError, ValueError) as error:
            reason = error.message if isinstance(error, DomainError) else str(error)
            return text, [Finding(self.label, sel, self.kind.value, reason, self._right())]

    def _faults_of(self, text: str, sel: str) -> Iterator[Finding]:
        if len(text) > self.longest:
            yield too_long(self.label, sel, text, self.longest)
        elif self.shape and not re.fullmatch(self.shape, text):
            yield misshapen(self.label, sel, text, self.example, self._right())

    def _read_nilai(self, text: str, sel: str) -> tuple[str, list[Finding]]:
        if len(text) > self.longest:
            return text, [too_long(self.label, sel, text, self.longest)]
        try:
            return canonical_nilai(read_nilai(text)), []
        except InvalidInputError as error:
            saran = "Disimpan sebagai teks apa adanya dan tidak dibandingkan dengan angka."
            return text, [Finding(self.label, sel, "teks", error.message, saran, False)]

    @property
    def is_number(self) -> bool:
        """Whether its cells hold numbers rather than words and codes."""
        return self.kind in (Kind.NUMBER, Kind.WHOLE, Kind.NILAI)

    def text_of(self, cell: object) -> str:
        """A cell as ``read`` takes it: 938.868 stored as a number must not become 938 thousand.

        A day that the spreadsheet keeps as such reads as it is shown, and as the example is written.
        """
        if self.kind == Kind.DATE and isinstance(cell, date):
            return type_day(cell)
        text = text_of(cell)
        is_exact = isinstance(cell, float | Decimal)
        return text.replace(".", ",") if self.is_number and is_exact else text

    @property
    def holds_codes(self) -> bool:
        """Whether a zero at the end of its text means something: 11.10 is not 11.1."""
        is_named = self.is_key or self.label.startswith("Kode")
        return self.kind == Kind.CODES or (self.kind == Kind.TEXT and is_named)

    def lost(self, cell: object, sel: str) -> list[Finding]:
        """What a spreadsheet has taken from a cell that holds text by keeping it as a number."""
        if not isinstance(cell, float) or not (self.holds_codes or self.kind == Kind.TEXT):
            return []
        if abs(cell) >= MOST_EXACT:
            return [lost_digits(self.label, sel)]
        is_cut = self.holds_codes and not cell.is_integer()
        return [lost_zeros(self.label, sel)] if is_cut else []

    def show(self, stored: str) -> str:
        """The word, the number with a decimal comma, or the day that is written for what is stored."""
        if self.is_number and PLAIN.fullmatch(stored):
            return stored.replace(".", ",")
        if self.kind == Kind.NILAI and RANGE.fullmatch(stored):
            return show_nilai(nilai_of(stored))
        if (day := self.day(stored)) is not None:
            return type_day(day)
        for word, value in self.choices.items():
            if value == stored:
                return word
        return stored

    def day(self, stored: str) -> date | None:
        """The day that is stored; None for other kinds of column, an empty cell, and what is no day."""
        if self.kind != Kind.DATE or not ISO_DAY.fullmatch(stored):
            return None
        try:
            return date.fromisoformat(stored)
        except ValueError:  # 2027-02-31, as somebody wrote it
            return None

    def _right(self) -> str:
        if self.choices:
            return f"Pilih salah satu: {', '.join(self.choices).rstrip('.')}."
        is_told = self.kind == Kind.DATE  # the reason itself says how a day is written
        return self.hint or (f"Misalnya {self.example}." if self.example and not is_told else "")


def canonical_codes(codes: Iterable[str]) -> str:
    """``codes`` as one text, in order and each once."""
    return LIST_SIGN.join(sorted(set(codes)))


def canonical_nilai(nilai: Nilai) -> str:
    """``12.5`` for a number, ``4.5–5`` for a range, the words as they are."""
    if nilai.bawah is None or nilai.atas is None:
        return nilai.pilihan
    low = plain(nilai.bawah)
    return f"{low}{EN_DASH}{plain(nilai.atas)}" if nilai.is_range else low


def nilai_of(canonical: str) -> Nilai:
    """What ``canonical_nilai`` wrote; anything but numbers are words."""
    if PLAIN.fullmatch(canonical):
        return Nilai.of_number(Decimal(canonical))
    ends = RANGE.fullmatch(canonical)
    return Nilai(Decimal(ends[1]), Decimal(ends[3])) if ends else Nilai(None, None, canonical)


def _whole(column: Column, text: str) -> str:
    number = read_number(text)
    if number != int(number):
        raise ValueError(f"{column.label} {quote(text)} harus bilangan bulat.")
    low, high = column.within or (number, number)
    if not low <= number <= high:
        raise ValueError(f"{column.label} {quote(text)} di luar {low} sampai {high}.")
    return plain(number)


def _choice(column: Column, text: str) -> str:
    for word, stored in (*column.choices.items(), *column.words.items()):
        if text.casefold() in (word.casefold(), stored.casefold()):
            return stored
    raise ValueError(f"{column.label} {quote(text)} tidak dikenal.")


_READERS: dict[Kind, Callable[[Column, str], str]] = {
    Kind.WHOLE: _whole,
    Kind.NUMBER: lambda _, text: plain(read_number(text)),
    Kind.DATE: lambda _, text: read_day(text).isoformat(),
    Kind.CHOICE: _choice,
    Kind.CODES: lambda _, text: canonical_codes(read_list(text)),
}
