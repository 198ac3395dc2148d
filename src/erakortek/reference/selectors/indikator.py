"""Which version of an indikator holds when."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erakortek.lib import clock
from erakortek.reference.models import DefinisiIndikator, Indikator

MAKRO = "makro"


def definisi_for(tahun: int) -> QuerySet[DefinisiIndikator]:
    """The versions for a Rakortek of ``tahun``: those that hold on its 1 January."""
    day = date(tahun, 1, 1)
    begun = DefinisiIndikator.objects.filter(mulai_on__lte=day)
    later = begun.filter(indikator=OuterRef("indikator"), mulai_on__gt=OuterRef("mulai_on"))
    return begun.filter(~Exists(later), Q(sampai_on__isnull=True) | Q(sampai_on__gte=day))


def find_definisi(cari: str, bidang: str) -> QuerySet[DefinisiIndikator]:
    """Every indikator as it is today whose kode or name has all words of ``cari``, by bidang and kode.

    ``bidang`` is the kode of one, ``MAKRO`` for those without, "" for all.
    """
    found = definisi_now().select_related("indikator", "bidang")
    if bidang:
        found = found.filter(Q(bidang__isnull=True) if bidang == MAKRO else Q(bidang__kode=bidang))
    for word in cari.split():
        found = found.filter(Q(nama__icontains=word) | Q(kode__icontains=word))
    return found.order_by("bidang__kode", "kode")


def versions_of(indikator: Indikator) -> list[DefinisiIndikator]:
    """Every version of one indikator, the newest first, with its links. Three queries."""
    versions = DefinisiIndikator.objects.filter(indikator=indikator).select_related("bidang")
    linked = versions.prefetch_related("daftar_sub_kegiatan", "daftar_prioritas")
    return list(linked.order_by("-mulai_on"))


def definisi_now() -> QuerySet[DefinisiIndikator]:
    """One version of every indikator: the one that has begun last, before any has the first."""
    versions = DefinisiIndikator.objects.filter(indikator=OuterRef("indikator")).values("pk")
    begun = versions.filter(mulai_on__lte=clock.today()).order_by("-mulai_on")[:1]
    first = versions.order_by("mulai_on")[:1]
    return DefinisiIndikator.objects.filter(pk=Coalesce(Subquery(begun), Subquery(first)))
