"""Which new sub kegiatan an old one most likely became, judged by its name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LEAST_CLOSE = 0.3  # what pg_trgm calls similar

Key = tuple[str, str]  # kode, tingkat


@dataclass(slots=True)
class _Index:
    """The new rows of one tingkat, found by their name and by the trigrams in it.

    A set of rows is a number of which bit n is row n: Python counts thousands of rows at once.
    """

    kode: list[str] = field(default_factory=list)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_trigram: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_size: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, kode: str, nama: str) -> None:
        place, trigrams = len(self.kode), _trigrams(nama)
        self.kode.append(kode)
        self.by_name[_folded(nama)].append(place)
        self.by_size[len(trigrams)] |= 1 << place
        for one in trigrams:
            self.by_trigram[one] |= 1 << place

    def nearest(self, kode: str, nama: str) -> str:
        """The kode with the same name, else with the closest; "" where none is close."""
        closest = self.by_name.get(_folded(nama)) or list(_bits(self._closest(_trigrams(nama))))
        kodes = [self.kode[place] for place in closest]
        return min(kodes, key=lambda one: (-_shared_parts(kode, one), one), default="")

    def _closest(self, trigrams: set[str]) -> int:
        """The rows whose names are equally close and closer than all others; 0 if none is close."""
        shared = _sum([self.by_trigram[one] for one in trigrams if one in self.by_trigram])
        best, closest = LEAST_CLOSE, 0
        for size, rows in self.by_size.items():
            most, having = _most(shared, rows)
            closeness = most / max(len(trigrams) + size - most, 1)
            if closeness >= best:
                closest = having if closeness > best else closest | having
                best = closeness
        return closest


def _sum(sets: Iterable[int]) -> list[int]:
    """In how many of ``sets`` each row is: the binary digits of that number, as sets, lowest first."""
    digits: list[int] = []
    for rows in sets:
        carry = rows
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits


def _most(digits: list[int], rows: int) -> tuple[int, int]:
    """The highest number (digits as of ``_sum``) among ``rows``, and those that have it."""
    number = 0
    for digit in reversed(digits):
        number *= 2
        if rows & digit:
            rows &= digit
            number += 1
    return number, rows


def _bits(rows: int) -> Iterator[int]:
    while rows:
        yield rows.bit_length() - 1
        rows ^= 1 << (rows.bit_length() - 1)


def nearest_names(gone: Iterable[tuple[Key, str]], new: dict[Key, str]) -> dict[Key, str]:
    """For every row that is ``gone`` the kode among ``new`` of its tingkat it became; "" for none.

    Here and not in the database: there each row costs a search of the whole table, here one look
    into an index of the new rows alone. Equally close names are told apart by the kode that shares
    most parts. Source: similarity as PostgreSQL's pg_trgm counts it.
    """
    indexes: dict[str, _Index] = defaultdict(_Index)
    for (kode, tingkat), nama in new.items():
        indexes[tingkat].add(kode, nama)
    return {(kode, tingkat): indexes[tingkat].nearest(kode, nama) for (kode, tingkat), nama in gone}


def _folded(nama: str) -> str:
    return " ".join(nama.casefold().split())


def _trigrams(nama: str) -> set[str]:
    words = (f"  {word} " for word in re.findall(r"[^\W_]+", nama.lower()))
    return {word[start : start + 3] for word in words for start in range(len(word) - 2)}


def _shared_parts(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one.split("."), other.split("."), strict=False))
