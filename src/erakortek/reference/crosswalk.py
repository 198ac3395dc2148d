"""Which new sub kegiatan an old one most likely became, judged by its name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

LEAST_CLOSE = 0.3  # what pg_trgm calls similar

Key = tuple[str, str]  # kode, tingkat


@dataclass(slots=True)
class _Index:
    """The new rows of one tingkat, found by their name and by the trigrams in it."""

    kode: list[str] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_trigram: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kode: str, nama: str) -> None:
        place, trigrams = len(self.kode), _trigrams(nama)
        self.kode.append(kode)
        self.size.append(len(trigrams))
        self.by_name[_folded(nama)].append(place)
        for one in trigrams:
            self.by_trigram[one].append(place)

    def nearest(self, kode: str, nama: str) -> str:
        """The kode with the same name, else with the closest; "" where none is close."""
        close = dict.fromkeys(self.by_name.get(_folded(nama), ()), 1.0) or self._close(nama)
        best = max(close.values(), default=0.0)
        kodes = [self.kode[place] for place, value in close.items() if value == best]
        return min(kodes, key=lambda one: (-_shared_parts(kode, one), one), default="")

    def _close(self, nama: str) -> dict[int, float]:
        trigrams = _trigrams(nama)
        shared: Counter[int] = Counter()
        for one in trigrams:
            shared.update(self.by_trigram.get(one, ()))
        close = {
            place: count / (len(trigrams) + self.size[place] - count)
            for place, count in shared.items()
        }
        return {place: value for place, value in close.items() if value >= LEAST_CLOSE}


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
