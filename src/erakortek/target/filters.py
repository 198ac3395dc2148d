"""Which targets a list shows: the filter chips and the drop-downs, as one typed query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from erakortek.target.enums import AGREED, HasilTarget, KunciTarget, StatusTarget
from erakortek.target.models import Target

PER_PAGE = 60
MOST_PER_PAGE = 300  # for pasting a long column from Excel in one go


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for. Unknown words filter nothing away and find nothing hidden."""

    daerah: str = ""
    bidang: str = ""
    indikator: str = ""
    keadaan: str = ""
    cari: str = ""
    baris: str = ""

    @property
    def per_page(self) -> int:
        """How many rows a page holds: 60, or 300 where the address asks for them."""
        return MOST_PER_PAGE if self.baris == str(MOST_PER_PAGE) else PER_PAGE

    def apply(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """``targets`` that match everything but the ``keadaan`` chip."""
        query = Q()
        if self.daerah:
            query &= Q(daerah__kode=self.daerah)
        if self.bidang == "makro":
            query &= Q(definisi__bidang__isnull=True)
        elif self.bidang:
            query &= Q(definisi__bidang__kode=self.bidang)
        if self.indikator:
            query &= Q(indikator__kode=self.indikator)
        if self.cari:
            query &= Q(definisi__nama__icontains=self.cari) | Q(definisi__kode__iexact=self.cari)
        return targets.filter(query)

    def chosen(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """``targets`` of the chip that was chosen."""
        chip = CHIPS.get(self.keadaan)
        return targets.filter(chip.condition) if chip else targets

    def parameters(self, **changes: str) -> dict[str, str]:
        """The address of this filter with ``changes``, without what is empty."""
        words = {
            "daerah": self.daerah,
            "bidang": self.bidang,
            "indikator": self.indikator,
            "keadaan": self.keadaan,
            "cari": self.cari,
            "baris": self.baris,
        }
        return {name: value for name, value in (words | changes).items() if value}


@dataclass(frozen=True, slots=True)
class Chip:
    """One state that a list can be narrowed to, by the three state facts; empty: any."""

    label: str
    status: frozenset[str] = frozenset()
    hasil: frozenset[str] = frozenset()
    kunci: frozenset[str] = frozenset()

    @property
    def condition(self) -> Q:
        """The rows of this chip, for a query."""
        named = {"status": self.status, "hasil": self.hasil, "kunci": self.kunci}
        return Q(**{f"{fact}__in": sorted(values) for fact, values in named.items() if values})

    def holds(self, status: str, hasil: str, kunci: str) -> bool:
        """Whether a row with these facts is one of this chip."""
        return (
            (not self.status or status in self.status)
            and (not self.hasil or hasil in self.hasil)
            and (not self.kunci or kunci in self.kunci)
        )


def _filling(status: StatusTarget, label: str) -> Chip:
    """Rows that have come so far and were not discussed yet."""
    return Chip(label, status=frozenset({status}), hasil=frozenset({HasilTarget.BELUM}))


CHIPS = {
    "kosong": _filling(StatusTarget.KOSONG, "Belum diisi"),
    "draf": _filling(StatusTarget.DRAF, "Draf"),
    "dikembalikan": _filling(StatusTarget.DIKEMBALIKAN, "Dikembalikan"),
    "diajukan": _filling(StatusTarget.DIAJUKAN, "Diajukan"),
    "terverifikasi": _filling(StatusTarget.TERVERIFIKASI, "Terverifikasi"),
    "disepakati": Chip("Disepakati", hasil=AGREED),
    "belum-sepakat": Chip(
        "Tidak sepakat, ditunda, tidak terbahas",
        hasil=frozenset(HasilTarget) - AGREED - {HasilTarget.BELUM},
    ),
    "final": Chip("Final", kunci=frozenset({KunciTarget.FINAL})),
}


def filter_of(query: Mapping[str, str]) -> Filter:
    """The filter an address names."""
    names = ("daerah", "bidang", "indikator", "keadaan", "cari", "baris")
    return Filter(**{name: query.get(name, "").strip()[:200] for name in names})


def chip_counts(targets: QuerySet[Target]) -> dict[str, int]:
    """How many of ``targets`` each chip would show, and "semua". One query."""
    facts = targets.order_by().values_list("status", "hasil", "kunci").annotate(Count("pk"))
    counts = dict.fromkeys(("semua", *CHIPS), 0)
    for *states, count in facts:
        counts["semua"] += count
        for name, chip in CHIPS.items():
            counts[name] += count * chip.holds(*states)
    return counts
