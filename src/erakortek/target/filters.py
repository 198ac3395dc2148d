"""Which targets a list shows: the filter chips and the drop-downs, as one typed query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.target.models import Target

PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for. Unknown words filter nothing away and find nothing hidden."""

    daerah: str = ""
    bidang: str = ""
    indikator: str = ""
    keadaan: str = ""
    cari: str = ""

    def apply(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """``targets`` that match everything but the ``keadaan`` chip."""
        query = Q()
        if self.daerah:
            query &= Q(daerah__kode=self.daerah)
        if self.bidang == "makro":
            query &= Q(indikator__bidang__isnull=True)
        elif self.bidang:
            query &= Q(indikator__bidang__kode=self.bidang)
        if self.indikator:
            query &= Q(indikator__kode=self.indikator)
        if self.cari:
            query &= Q(indikator__nama__icontains=self.cari) | Q(indikator__kode__iexact=self.cari)
        return targets.filter(query)

    def chosen(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """``targets`` of the chip that was chosen."""
        condition = CHIPS.get(self.keadaan)
        return targets.filter(condition[1]) if condition else targets

    def parameters(self, **changes: str) -> dict[str, str]:
        """The address of this filter with ``changes``, without what is empty."""
        words = {
            "daerah": self.daerah,
            "bidang": self.bidang,
            "indikator": self.indikator,
            "keadaan": self.keadaan,
            "cari": self.cari,
        }
        return {name: value for name, value in (words | changes).items() if value}


CHIPS: dict[str, tuple[str, Q]] = {
    "kosong": ("Belum diisi", Q(status=StatusTarget.KOSONG, hasil=HasilTarget.BELUM)),
    "draf": ("Draf", Q(status=StatusTarget.DRAF, hasil=HasilTarget.BELUM)),
    "dikembalikan": ("Dikembalikan", Q(status=StatusTarget.DIKEMBALIKAN, hasil=HasilTarget.BELUM)),
    "diajukan": ("Diajukan", Q(status=StatusTarget.DIAJUKAN, hasil=HasilTarget.BELUM)),
    "terverifikasi": (
        "Terverifikasi",
        Q(status=StatusTarget.TERVERIFIKASI, hasil=HasilTarget.BELUM),
    ),
    "disepakati": (
        "Disepakati",
        Q(hasil__in=(HasilTarget.SEPAKAT, HasilTarget.SEPAKAT_CATATAN)),
    ),
    "belum-sepakat": (
        "Tidak sepakat, ditunda, tidak terbahas",
        Q(
            hasil__in=(
                HasilTarget.TIDAK_SEPAKAT,
                HasilTarget.DITUNDA,
                HasilTarget.TIDAK_TERBAHAS,
            )
        ),
    ),
    "final": ("Final", Q(kunci=KunciTarget.FINAL)),
}


def filter_of(query: Mapping[str, str]) -> Filter:
    """The filter an address names."""
    names = ("daerah", "bidang", "indikator", "keadaan", "cari")
    return Filter(**{name: query.get(name, "").strip()[:200] for name in names})


def chip_counts(targets: QuerySet[Target]) -> dict[str, int]:
    """How many of ``targets`` each chip would show, and "semua". One query."""
    counts = {name: Count("pk", filter=condition) for name, (_, condition) in CHIPS.items()}
    names = {name.replace("-", "_"): count for name, count in counts.items()}
    found = targets.order_by().aggregate(semua=Count("pk"), **names)
    return {"semua": found["semua"]} | {name: found[name.replace("-", "_")] for name in CHIPS}
