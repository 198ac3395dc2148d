"""Two years side by side: what is new, what is gone, what has another value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from erakortek.accounts.actor import Actor
from erakortek.hasil.enums import Perubahan
from erakortek.hasil.filters import Filter
from erakortek.hasil.rows import HasilRow, rows_of
from erakortek.hasil.selectors import Register
from erakortek.hasil.series import change_of
from erakortek.rakortek.enums import TingkatRakortek
from erakortek.reference.enums import JenisSuksesi
from erakortek.reference.selectors import successions
from erakortek.reference.values import same_satuan

# The largest comparison that is made: a province with its kab/kota, or every province once.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One indikator of one daerah in both years; ``catatan`` says why nothing compares."""

    perubahan: Perubahan
    before: HasilRow | None
    after: HasilRow | None
    naik: Decimal | None = None
    catatan: str = ""

    @property
    def row(self) -> HasilRow:
        """The later of both, which names the line."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- a pair is made of at least one row
        return found


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of one daerah, or of one bidang, changed in which way."""

    kode: str
    nama: str
    counts: Counter[Perubahan]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both years; ``is_too_large`` where it was not made."""

    pairs: list[Pair]
    counts: Counter[Perubahan]
    per_daerah: list[Tally]
    per_bidang: list[Tally]
    is_too_large: bool = False

    @classmethod
    def empty(cls, *, is_too_large: bool = False) -> Self:
        """What was not compared."""
        return cls([], Counter(), [], [], is_too_large)


def compare(actor: Actor, before: Filter, after: Filter) -> Comparison:
    """The results of two filters that differ in the year. At most 2 × 8 queries, and one."""
    first, second = Register(actor, before), Register(actor, after)
    if len(first) + len(second) > MOST:
        return Comparison.empty(is_too_large=True)
    born = _born()
    earlier = _by_identity(rows_of(actor, first[0:]), born)
    later = _by_identity(rows_of(actor, second[0:]), born)
    keys = sorted(earlier.keys() | later.keys(), key=lambda key: _order(earlier, later, key))
    pairs = [_pair(earlier.get(key), later.get(key), born) for key in keys]
    return Comparison(
        pairs=pairs,
        counts=Counter(pair.perubahan for pair in pairs),
        per_daerah=_tallies((one.row.kode_daerah, one.row.daerah, one) for one in pairs),
        per_bidang=_tallies(
            (one.row.kode_bidang, one.row.bidang or "Indikator makro", one) for one in pairs
        ),
    )


Born = Mapping[str, tuple[JenisSuksesi, str, str]]  # kode → how, from which kode, from which name
Identity = tuple[str, str, str]


def _born() -> Born:
    """What each daerah that follows another came from. One query."""
    return {
        one.penerus.kode: (JenisSuksesi(one.jenis), one.asal.kode, one.asal.nama)
        for one in successions()
    }


def _by_identity(rows: Iterable[HasilRow], born: Born) -> dict[Identity, HasilRow]:
    """Per daerah (a changed kode is the same daerah) and indikator, or kode where it is unknown."""
    return {
        (_same_daerah(row, born), row.indikator, "" if row.indikator else row.kode): row
        for row in rows
    }


def _same_daerah(row: HasilRow, born: Born) -> str:
    kode, seen = row.kode_daerah, set[str]()
    while kode in born and born[kode][0] == JenisSuksesi.GANTI_KODE and kode not in seen:
        seen.add(kode)
        kode = born[kode][1]
    return kode


def _order(
    earlier: Mapping[Identity, HasilRow], later: Mapping[Identity, HasilRow], key: Identity
) -> tuple[str, str, str]:
    row = later.get(key) or earlier[key]
    return row.kode_bidang, row.kode, row.kode_daerah


def _pair(before: HasilRow | None, after: HasilRow | None, born: Born) -> Pair:
    if before is None and after is not None:
        how, _, nama = born.get(after.kode_daerah, (None, "", ""))
        note = (
            f"Daerah hasil {how.label.lower()} {nama}."
            if how and how != JenisSuksesi.GANTI_KODE
            else ""
        )
        return Pair(Perubahan.BARU, None, after, catatan=note)
    if before is None or after is None:
        return Pair(Perubahan.HILANG, before, after)
    if not same_satuan(before.satuan, after.satuan):
        note = f"Satuan berubah dari {before.satuan or 'tanpa satuan'} menjadi {after.satuan or 'tanpa satuan'}."
        return Pair(Perubahan.TAK_TERBANDING, before, after, catatan=note)
    if before.kesepakatan == after.kesepakatan:
        return Pair(Perubahan.SAMA, before, after)
    naik = change_of(before.kesepakatan, after.kesepakatan)
    return Pair(Perubahan.BERUBAH, before, after, naik)


def _tallies(rows: Iterable[tuple[str, str, Pair]]) -> list[Tally]:
    found: dict[str, Tally] = {}
    for kode, nama, pair in rows:
        found.setdefault(kode, Tally(kode, nama, Counter())).counts[pair.perubahan] += 1
    return [found[kode] for kode in sorted(found)]


def needs_province(chosen: Filter) -> bool:
    """Whether a province must be chosen first: all kab/kota of the country are no page."""
    return chosen.tingkat == TingkatRakortek.PROVINSI and not chosen.daerah
