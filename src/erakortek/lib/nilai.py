"""A typed value: one number, a range of numbers, or one word of an indikator's list.

Real targets are all three ("71,2", "4,5–5,0", "Baik"), so a value is never free text and a range is
never squeezed into one number. Source: the target tables of RPJMN 2025-2029.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from erakortek.lib.errors import InvalidInputError
from erakortek.lib.numbers_id import (
    MAX_TEXT,
    UnreadableNumberError,
    decimals_of,
    plain,
    quote,
    read_number,
    show_number,
    uniform,
)

EN_DASH = "\N{EN DASH}"

_WORDS_BETWEEN = re.compile(
    r"(?P<bawah>.*?)\s*(?:\bs\s?\.\s?d\b\.?|\bs/d\b\.?|\bsd\b\.?|\bsampai(?: dengan)?\b|\bhingga\b)"
    r"\s*(?P<atas>.*)",
    re.IGNORECASE,
)
# A dash separates only behind a digit or a percent sign; elsewhere it is the minus of a number.
_DASH_BETWEEN = re.compile(r"(?P<bawah>[^0-9]*[^-]*[0-9%]) ?- ?(?P<atas>.+)")


@dataclass(frozen=True, slots=True)
class Nilai:
    """One value of a target, in the satuan of its indikator; percent is 0-100.

    A number has ``bawah == atas``, a range ``bawah < atas``, a word only ``pilihan``. Anything else
    cannot be made and raises ``ValueError``.
    """

    bawah: Decimal | None
    atas: Decimal | None
    pilihan: str = ""

    def __post_init__(self) -> None:
        if self.pilihan:
            is_sound = self.bawah is None and self.atas is None
        else:
            is_sound = self.bawah is not None and self.atas is not None and self.bawah <= self.atas
        if not is_sound:
            msg = f"neither a number, a range nor a word: {self!r}"
            raise ValueError(msg)

    @classmethod
    def of_number(cls, number: Decimal) -> Self:
        """The value that is exactly ``number``."""
        return cls(number, number)

    @classmethod
    def from_json(cls, facts: Mapping[str, str]) -> Self:
        """The value that ``as_json`` wrote."""
        if "pilihan" in facts:
            return cls(None, None, facts["pilihan"])
        return cls(Decimal(facts["bawah"]), Decimal(facts["atas"]))

    @property
    def is_range(self) -> bool:
        """Whether two different ends are named."""
        return self.bawah != self.atas

    def as_json(self) -> dict[str, str]:
        """The facts as text, equal for equal values: ``4.50`` and ``4.5`` are both ``"4.5"``."""
        if self.bawah is None or self.atas is None:
            return {"pilihan": self.pilihan}
        return {"bawah": plain(self.bawah), "atas": plain(self.atas)}


def read_nilai(text: str, *, choices: Sequence[str] = (), ranges: bool = True) -> Nilai:
    """The value that ``text`` means: a word if there are ``choices``, else a number or a range.

    Ranges are written with a dash or with "s.d.", "sampai" or "hingga" between two numbers, the
    smaller first; two equal ends are one number. ``ranges`` is whether the indikator takes them.

    Raises ``InvalidInputError`` with the sentence that says what can be written.
    """
    if choices:
        return _read_choice(text, choices)
    ends = _split_range(text)
    if ends is None:
        return Nilai.of_number(read_number(text))
    if not ranges:
        raise UnreadableNumberError(
            f"{quote(text)} adalah rentang, sedangkan indikator ini memerlukan satu angka. "
            "Tulis satu angka, misalnya 4,5."
        )
    return _ordered(read_number(ends[0]), read_number(ends[1]))


def show_nilai(nilai: Nilai) -> str:
    """``nilai`` as people read it: ``71,2``, ``4,5–5,0`` or ``Baik``.

    Both ends of a range have the same number of decimals. Between negative numbers stands "s.d.",
    because a dash beside a minus cannot be read.
    """
    if nilai.bawah is None or nilai.atas is None:
        return nilai.pilihan
    if not nilai.is_range:
        return show_number(nilai.bawah)
    decimals = max(decimals_of(nilai.bawah), decimals_of(nilai.atas))
    between = " s.d. " if nilai.bawah < 0 else EN_DASH
    return show_number(nilai.bawah, decimals) + between + show_number(nilai.atas, decimals)


def _read_choice(text: str, choices: Sequence[str]) -> Nilai:
    wanted = _folded(text)
    for choice in choices:
        if _folded(choice) == wanted:
            return Nilai(None, None, choice)
    possible = f"Pilih salah satu: {', '.join(choices)}."
    if not wanted:
        raise InvalidInputError(f"Nilai belum dipilih. {possible}")
    raise InvalidInputError(f"{quote(text)} tidak termasuk pilihan indikator ini. {possible}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _split_range(text: str) -> tuple[str, str] | None:
    """The texts of both ends, or nothing when ``text`` does not look like a range."""
    cleaned = uniform(text)
    if len(cleaned) > MAX_TEXT:
        return None
    found = _WORDS_BETWEEN.fullmatch(cleaned) or _DASH_BETWEEN.fullmatch(cleaned)
    return (found["bawah"], found["atas"]) if found else None


def _ordered(bawah: Decimal, atas: Decimal) -> Nilai:
    if bawah > atas:
        turned = show_nilai(Nilai(atas, bawah))
        raise InvalidInputError(
            f"Batas bawah {show_number(bawah)} lebih besar daripada batas atas "
            f"{show_number(atas)}. Tulis dari yang kecil ke yang besar, misalnya {turned}."
        )
    return Nilai(bawah, atas)
