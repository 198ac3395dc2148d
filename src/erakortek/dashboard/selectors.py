"""Figures of a Rakortek, computed from its rows, bounded by what the actor may see."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Max, Min, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from erakortek.accounts.actor import Actor
from erakortek.berita_acara.enums import StatusBA
from erakortek.berita_acara.selectors import berita_acara_for
from erakortek.dashboard.figures import Fill, Tally, weighted_mean
from erakortek.dashboard.figures import Sum as Together
from erakortek.desk.enums import StatusSidang
from erakortek.desk.selectors import sidang_for
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.reference.enums import AturanAgregasi
from erakortek.reference.models import BidangUrusan, DefinisiIndikator, Wilayah
from erakortek.reference.selectors import weight_in
from erakortek.target.enums import AGREED, HasilTarget, KunciTarget, StatusTarget
from erakortek.target.gap import gap_between
from erakortek.target.models import Target
from erakortek.target.selectors import acuan_heads, visible_to

ADDS_UP = (
    AturanAgregasi.JUMLAH,
    AturanAgregasi.RATA_RATA_TERTIMBANG,
    AturanAgregasi.MIN,
    AturanAgregasi.MAKS,
)
NUMBER = DecimalField(max_digits=40, decimal_places=6)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a Rakortek is: the whole, per daerah, per bidang, and per cell of both.

    Keys are ids; bidang None is the makro indicators.
    """

    states: Tally
    whole: Fill
    per_daerah: dict[int, Fill]
    per_bidang: dict[int | None, Fill]
    cells: dict[tuple[int | None, int], Fill]
    daerah: list[Wilayah]
    bidang: list[BidangUrusan]


def progress_of(actor: Actor, rakortek: Rakortek) -> Progress:
    """Counts per status, hasil and kunci. Four queries, whatever the number of targets."""
    targets = Target.objects.filter(visible_to(actor), rakortek=rakortek).order_by()
    whole = Fill()
    per_daerah: dict[int, Fill] = defaultdict(Fill)
    per_bidang: dict[int | None, Fill] = defaultdict(Fill)
    cells = _cells(targets)
    for (bidang, daerah), fill in cells.items():
        for sum_of in (whole, per_daerah[daerah], per_bidang[bidang]):
            sum_of.merge(fill)
    return Progress(
        states=_states(targets),
        whole=whole,
        per_daerah=dict(per_daerah),
        per_bidang=dict(per_bidang),
        cells=cells,
        daerah=list(Wilayah.objects.filter(pk__in=per_daerah)),
        bidang=[one for one in BidangUrusan.objects.all() if one.pk in per_bidang],
    )


def _cells(targets: QuerySet[Target]) -> dict[tuple[int | None, int], Fill]:
    """Per (bidang, daerah), each a handful of columns: 1,292 rows where the facts make 4,800."""
    filled = Count("pk", filter=~Q(status=StatusTarget.KOSONG))
    rows = targets.values_list("definisi__bidang", "daerah").annotate(
        total=Count("pk"), filled=filled
    )
    return {(bidang, daerah): Fill(*counts) for bidang, daerah, *counts in rows}


def _states(targets: QuerySet[Target]) -> Tally:
    tally = Tally()
    facts = targets.values_list("status", "hasil", "kunci").annotate(Count("pk"))
    for status, hasil, kunci, count in facts:
        tally.add(StatusTarget(status), HasilTarget(hasil), KunciTarget(kunci), count)
    return tally


def sums_of(actor: Actor, rakortek: Rakortek) -> list[Together]:
    """What the daerah add up to for every indikator whose rule allows it. Three queries.

    A ratio or an index without declared weight is never summed or averaged.
    """
    bawah, atas = _counted("bawah"), _counted("atas")
    has_value = Q(bawah__isnull=False)
    # Looked up per target, so only where it is used.
    weighted = When(
        definisi__aturan_agregasi=AturanAgregasi.RATA_RATA_TERTIMBANG,
        then=weight_in(rakortek.tahun),
    )
    found = (
        Target.objects.filter(
            visible_to(actor), rakortek=rakortek, definisi__aturan_agregasi__in=ADDS_UP
        )
        .annotate(bawah=bawah, atas=atas, unit=Case(weighted))
        .order_by()
        .values("indikator", "definisi")
        .annotate(
            total=Count("pk"),
            filled=Count("pk", filter=has_value),
            sum_bawah=Sum("bawah"),
            sum_atas=Sum("atas"),
            min_bawah=Min("bawah"),
            min_atas=Min("atas"),
            max_bawah=Max("bawah"),
            max_atas=Max("atas"),
            weighted_bawah=Sum(F("bawah") * F("unit"), output_field=NUMBER),
            weighted_atas=Sum(F("atas") * F("unit"), output_field=NUMBER),
            weight=Sum("unit", filter=has_value),
        )
    )
    rows: dict[int, dict[str, Any]] = {row["indikator"]: dict(row) for row in found}
    definisi = (
        DefinisiIndikator.objects.filter(pk__in=[row["definisi"] for row in rows.values()])
        .order_by("bidang__kode", "kode")
        .select_related("indikator")
        .only("indikator__kode", "nama", "satuan", "arah", "aturan_agregasi")
    )
    acuan = acuan_heads(rakortek, rows)
    return [_sum(one, acuan, rows[one.indikator_id]) for one in definisi]


def _counted(bound: str) -> Coalesce:
    """The agreed value where the result is an agreement, else usulan daerah."""
    agreed = Case(When(hasil__in=AGREED, then=F(f"kesepakatan__{bound}")))
    return Coalesce(agreed, f"usulan_daerah__{bound}", output_field=NUMBER)


def _sum(definisi: DefinisiIndikator, acuan: dict[int, Any], row: dict[str, Any]) -> Together:
    aturan = AturanAgregasi(definisi.aturan_agregasi)
    together = _together(aturan, row)
    head = acuan.get(definisi.indikator_id)
    goal = head.nilai if head else None
    return Together(
        kode=definisi.indikator.kode,
        nama=definisi.nama,
        satuan=definisi.satuan,
        aturan=aturan,
        acuan=goal,
        together=together,
        gap=gap_between(definisi.arah, together, goal),
        missing=row["total"] - row["filled"],
        total=row["total"],
    )


def _together(aturan: AturanAgregasi, row: dict[str, Any]) -> Nilai | None:
    match aturan:
        case AturanAgregasi.JUMLAH:
            return _nilai(row["sum_bawah"], row["sum_atas"])
        case AturanAgregasi.MIN:
            return _nilai(row["min_bawah"], row["min_atas"])
        case AturanAgregasi.MAKS:
            return _nilai(row["max_bawah"], row["max_atas"])
        case _:
            weight = Decimal(row["weight"] or 0)
            low = weighted_mean(row["weighted_bawah"], weight)
            return _nilai(low, weighted_mean(row["weighted_atas"], weight))


def _nilai(bawah: Decimal | None, atas: Decimal | None) -> Nilai | None:
    return Nilai(bawah, atas) if bawah is not None and atas is not None else None


@dataclass(frozen=True, slots=True)
class Meetings:
    """How many sessions and Berita Acara stand where, and how many acuan are missing."""

    sidang: dict[str, int]
    berita_acara: dict[str, int]
    sidang_total: int
    acuan_missing: int
    acuan_total: int


def meetings_of(actor: Actor, rakortek: Rakortek) -> Meetings:
    """Counts of sessions and Berita Acara the actor may see, and of acuan. Three queries."""
    sidang = sidang_for(actor).filter(desk__rakortek=rakortek).order_by()
    berita_acara = berita_acara_for(actor).filter(sidang__desk__rakortek=rakortek).order_by()
    acuan = IndikatorRakortek.objects.filter(rakortek=rakortek).aggregate(
        total=Count("pk", distinct=True),
        given=Count("pk", filter=Q(daftar_acuan__isnull=False), distinct=True),
    )
    by_session = sidang.aggregate(**_per(StatusSidang))
    return Meetings(
        sidang=by_session,
        berita_acara=berita_acara.aggregate(**_per(StatusBA)),
        sidang_total=sum(by_session.values()),
        acuan_missing=acuan["total"] - acuan["given"],
        acuan_total=acuan["total"],
    )


def _per(statuses: type[StatusSidang | StatusBA]) -> dict[str, Count]:
    return {
        status.value: Count("pk", filter=Q(status=status), distinct=True) for status in statuses
    }
