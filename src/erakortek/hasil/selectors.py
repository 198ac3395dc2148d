"""Reads of results: which are finished, who sees which, and both kinds in one order."""

from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import READS_EVERYTHING
from erakortek.hasil.filters import Filter
from erakortek.hasil.models import HasilImpor
from erakortek.rakortek.enums import StatusRakortek, TingkatRakortek
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import BidangUrusan, Wilayah
from erakortek.target.enums import KunciTarget
from erakortek.target.models import Target

OWN, IMPORTED = 0, 1
CLOSED = (StatusRakortek.DITUTUP, StatusRakortek.ARSIP)


class Key(NamedTuple):
    """One result: of which kind, its id, and what puts it into official order."""

    kind: int
    pk: int
    tahun: int
    urut_bidang: str
    urut_kode: str
    urut_daerah: str


def own_for(actor: Actor) -> QuerySet[Target]:
    """Finished results of our own Rakortek that ``actor`` may see.

    Those of a closed Rakortek, and rows that a Berita Acara has made final before. Of the centre
    they are published: open to everybody who has signed in. Of a province they are open to that
    province and to the offices of the centre.
    """
    finished = Q(rakortek__status__in=CLOSED) | Q(kunci=KunciTarget.FINAL)
    return Target.objects.filter(finished & _visible(actor, "rakortek__", "rakortek__provinsi"))


def imported_for(actor: Actor) -> QuerySet[HasilImpor]:
    """Imported results that ``actor`` may see, by the same rule."""
    return HasilImpor.objects.filter(_visible(actor, "", "wilayah__induk"))


def _visible(actor: Actor, level: str, provinsi: str) -> Q:
    published = Q(**{f"{level}tingkat": TingkatRakortek.PUSAT})
    if actor.role in READS_EVERYTHING or actor.provinsi_id is None:
        return Q()
    return published | Q(**{provinsi: actor.provinsi_id})


class Register:
    """Both kinds under one filter, in official order: newest year, bidang, indikator, daerah."""

    def __init__(self, actor: Actor, chosen: Filter) -> None:
        self.own = own_for(actor).filter(chosen.of_own()).order_by()
        self.imported = imported_for(actor).filter(chosen.of_imported()).order_by()

    def __len__(self) -> int:
        """Two queries."""
        return self.own.count() + self.imported.count()

    def __getitem__(self, part: slice) -> list[Key]:
        """One query."""
        return [Key(*row) for row in self._keys()[part]]

    def _keys(self) -> QuerySet[Target, tuple[Any, ...]]:
        own = self.own.annotate(
            kind=Value(OWN),
            th=F("rakortek__tahun"),
            urut_bidang=Coalesce("definisi__bidang__kode", Value("")),
            urut_kode=F("definisi__kode"),
            urut_daerah=F("daerah__kode"),
        )
        imported = self.imported.annotate(
            kind=Value(IMPORTED),
            th=F("tahun"),
            urut_bidang=Coalesce("bidang__kode", Value("")),
            urut_kode=F("kode_asal"),
            urut_daerah=F("wilayah__kode"),
        )
        names = ("kind", "pk", "th", "urut_bidang", "urut_kode", "urut_daerah")
        both = own.values_list(*names).union(imported.values_list(*names), all=True)
        return both.order_by("-th", "urut_bidang", "urut_kode", "urut_daerah", "kind", "pk")


class Years(NamedTuple):
    """The years there are results of, newest first, and the newest that is over."""

    all: list[int]
    newest: int | None


def years_for(actor: Actor) -> Years:
    """Two queries."""
    has_final = Exists(Target.objects.filter(rakortek=OuterRef("pk"), kunci=KunciTarget.FINAL))
    held = Rakortek.objects.filter(
        _visible(actor, "", "provinsi") & (Q(status__in=CLOSED) | Q(has_final))
    )
    own = set(held.order_by().values_list("tahun", "status"))
    imported = set(imported_for(actor).order_by().values_list("tahun", flat=True).distinct())
    over = imported | {tahun for tahun, status in own if status in CLOSED}
    every = sorted(imported | {tahun for tahun, _ in own}, reverse=True)
    return Years(every, max(over, default=every[0] if every else None))


def with_year(chosen: Filter, years: Years) -> Filter:
    """``chosen``, for the newest year that is over where the address names none."""
    if chosen.tahun or years.newest is None:
        return chosen
    return Filter(**chosen.parameters(tahun=str(years.newest)))


def daerah_options(chosen: Filter) -> list[Wilayah]:
    """The provinces, and below the chosen one its kabupaten and kota. One query."""
    provinsi = chosen.daerah.partition(".")[0]
    here = Q(induk__isnull=True) | Q(induk__kode=provinsi)
    return list(Wilayah.objects.filter(here).order_by("kode").only("kode", "nama"))


def bidang_options() -> list[BidangUrusan]:
    """The bidang urusan that take part in a Rakortek. One query."""
    daftar = BidangUrusan.objects.filter(ikut_rakortek=True)
    return list(daftar.order_by("kode").only("kode", "nama"))
