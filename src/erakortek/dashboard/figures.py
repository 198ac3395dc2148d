"""What a dashboard counts, as typed values without the database."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from erakortek.lib.nilai import Nilai
from erakortek.reference.enums import AturanAgregasi
from erakortek.target.enums import AGREED, HasilTarget, KunciTarget, StatusTarget, badge
from erakortek.target.gap import Gap

PERCENT = 100


@dataclass(slots=True)
class Fill:
    """How many targets there are and how many are filled: a cell of the heat table, or a tile."""

    total: int = 0
    filled: int = 0

    def merge(self, other: "Fill") -> None:
        """Count what ``other`` counts, too."""
        self.total += other.total
        self.filled += other.filled

    @property
    def percent(self) -> int | None:
        """Keterisian in whole percent, rounded down so that 100 means all; None without targets."""
        return PERCENT * self.filled // self.total if self.total else None


@dataclass(slots=True)
class Tally:
    """How many targets stand where, over the whole."""

    verified: int = 0
    agreed: int = 0
    by_badge: Counter[str] = field(default_factory=Counter)

    def add(self, status: StatusTarget, hasil: HasilTarget, kunci: KunciTarget, count: int) -> None:
        """Count ``count`` targets with these three facts."""
        self.verified += count * (status == StatusTarget.TERVERIFIKASI)
        self.agreed += count * (hasil in AGREED)
        self.by_badge[badge(status, hasil, kunci)] += count


@dataclass(frozen=True, slots=True)
class Sum:
    """What the daerah add up to for one indikator, beside its acuan.

    ``together`` follows ``aturan``: the sum, the weighted mean, the lowest or the highest, of the
    kesepakatan where there is one, else of usulan daerah. ``missing`` daerah have not filled it.
    """

    kode: str
    nama: str
    satuan: str
    aturan: AturanAgregasi
    acuan: Nilai | None
    together: Nilai | None
    gap: Gap | None
    missing: int
    total: int


def weighted_mean(total: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """``total`` (value × weight, summed) by ``weight``; None without weight.

    To 2 decimals, to 4 below 1 (an index such as Gini).
    """
    if total is None or not weight:
        return None
    mean = total / weight
    return mean.quantize(Decimal("0.01") if abs(mean) >= 1 else Decimal("0.0001"))
