"""One cell: its address, its text, and what was found in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from erakortek.lib.numbers_id import plain, quote
from erakortek.lib.tables import FORMULA_STARTS

EMPTY_WORDS = {"[null]", "null", "-", "–", "n/a", "#n/a"}
LIST_SIGN = "|"
AS_TEXT = "Ubah format selnya menjadi Teks, lalu tulis ulang."
ADDRESS = re.compile(r"([A-Z]{1,4})(\d{1,8})", re.IGNORECASE)
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # what no PostgreSQL text may hold


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one cell: the rule that was broken, in one sentence, and what is right."""

    kolom: str
    sel: str
    aturan: str
    pesan: str
    saran: str = ""
    is_blocking: bool = True
    ganti: str = ""  # what the cell would hold if the reader accepts the offer

    def as_json(self) -> dict[str, Any]:
        return {
            "kolom": self.kolom,
            "sel": self.sel,
            "aturan": self.aturan,
            "pesan": self.pesan,
            "saran": self.saran,
            "is_blocking": self.is_blocking,
            "ganti": self.ganti,
        }

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Self:
        return cls(**facts)


def address(column: int, row: int) -> str:
    """``address(0, 1)`` is ``A1``: column from 0, row from 1, as the spreadsheet shows them."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


class Addresses(Mapping[str, str]):
    """Name → address in one row (from 1), worked out when asked for: most cells need none.

    ``places`` are name → columns from 0; of a value that is split over several the last counts.
    """

    __slots__ = ("places", "row")

    def __init__(self, places: Mapping[str, Sequence[int]], row: int) -> None:
        self.places, self.row = places, row

    def __getitem__(self, name: str) -> str:
        return address(self.places[name][-1], self.row)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def place_of(sel: str) -> tuple[int, int]:
    """Row and column of an address, both from 1. Raises ``ValueError`` where it is none."""
    found = ADDRESS.fullmatch(sel.replace("$", ""))
    if not found:
        raise ValueError(sel)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def text_of(value: object) -> str:
    """What a cell holds as text: one kind of space, no "[null]", a whole number without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float | Decimal):
        return plain(Decimal(repr(value) if isinstance(value, float) else value))
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    text = re.sub(r"\s+", " ", UNSTORABLE.sub("", str(value))).strip()
    if text.casefold() in EMPTY_WORDS:
        return ""
    # Our own CSV marks text that begins like a formula; read back, the mark is gone.
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def same_word(text: str) -> str:
    """``text`` without what does not make it another word: case, spaces, dots, "%" for persen."""
    return re.sub(r"[\s.]+", "", text.casefold().replace("%", "persen"))


def required(kolom: str, sel: str) -> Finding:
    """The finding of an empty cell that must be filled."""
    return Finding(kolom, sel, "wajib", f"{kolom} belum diisi.", "Isi selnya.")


def too_long(kolom: str, sel: str, text: str, longest: int) -> Finding:
    """The finding of a text that the database has no room for."""
    return Finding(
        kolom,
        sel,
        "panjang",
        f"{kolom} {quote(text)} memuat {len(text)} huruf, paling banyak {longest}.",
        "Ringkas tulisannya.",
    )


def misshapen(kolom: str, sel: str, text: str, example: str, saran: str) -> Finding:
    """The finding of a text that cannot be one of its kind, whatever else is stored."""
    message = f"{kolom} {quote(text)} tidak berbentuk seperti {example}."
    return Finding(kolom, sel, "bentuk", message, saran)


def lost_zeros(kolom: str, sel: str) -> Finding:
    """The finding of a code that the spreadsheet holds as a number with a fraction."""
    message = f"{kolom} ini tersimpan sebagai angka, sehingga nol di belakangnya dapat hilang."
    return Finding(kolom, sel, "angka", message, AS_TEXT)


def zero_put_back(kolom: str, sel: str, read: str) -> Finding:
    """The finding of a part of a code that is a number: 1.2 may be 1.20 or, typed so, 1.02."""
    message = f"Bagian kode ini tersimpan sebagai angka, dan dibaca {read}."
    saran = "Bila bukan itu maksudnya, ubah kolomnya menjadi teks dan tulis kodenya lengkap."
    return Finding(kolom, sel, "angka", message, saran, is_blocking=False)


def lost_digits(kolom: str, sel: str) -> Finding:
    """The finding of a number that is longer than a spreadsheet can keep."""
    message = "Angka lebih dari 15 digit dibulatkan oleh Excel."
    return Finding(kolom, sel, "angka", message, AS_TEXT)


def read_list(text: str) -> list[str]:
    """The items of a cell that holds several, separated by "|"."""
    return [one for part in text.split(LIST_SIGN) if (one := part.strip())]


def show_list(items: Iterable[str]) -> str:
    """Several items in one cell, as ``read_list`` reads them."""
    return f" {LIST_SIGN} ".join(items)
