"""Versions of the nomenclature: which is in force, what differs, what became of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from erakortek.lib import clock
from erakortek.reference.models import (
    DefinisiIndikator,
    Nomenklatur,
    Padanan,
    SubKegiatan,
    VersiNomenklatur,
)
from erakortek.reference.selectors.indikator import definisi_now

SUB_KEGIATAN = r"^[^.]+(\.[^.]+){5}$"  # a kode of six parts


def newest_versi() -> VersiNomenklatur | None:
    """The version that the sheet shows, and that an import changes until it is published."""
    return VersiNomenklatur.objects.order_by("-nomor").first()


def versi_begun() -> VersiNomenklatur | None:
    """The latest version published for a day that has come."""
    published = VersiNomenklatur.objects.filter(berlaku_on__lte=clock.today())
    return published.order_by("-nomor").first()


def versi_in_force() -> VersiNomenklatur | None:
    """The version that counts: the latest that has begun; before any, the only one there is."""
    return versi_begun() or VersiNomenklatur.objects.order_by("nomor").first()


def versi_before(versi: VersiNomenklatur) -> VersiNomenklatur | None:
    """The version that ``versi`` replaces."""
    return VersiNomenklatur.objects.filter(nomor__lt=versi.nomor).order_by("-nomor").first()


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows a version has, and what differs from the one before."""

    total: int
    added: int
    removed: int
    renamed: int


def difference_of(versi: VersiNomenklatur) -> Difference:
    """Counts over every level. Four queries."""
    rows = Nomenklatur.objects.filter(versi=versi)
    before = Nomenklatur.objects.filter(versi=versi_before(versi))
    same = Q(kode=OuterRef("kode"), tingkat=OuterRef("tingkat"))
    renamed = rows.filter(Exists(before.filter(same).exclude(nama=OuterRef("nama"))))
    return Difference(
        total=rows.count(),
        added=rows.filter(~Exists(before.filter(same))).count(),
        removed=before.filter(~Exists(rows.filter(same))).count(),
        renamed=renamed.count(),
    )


def padanan_to(versi: VersiNomenklatur) -> QuerySet[Padanan]:
    """The crosswalk into ``versi``, with the old and the new name of each row."""

    def name(version: str, kode: str) -> Subquery:
        found = Nomenklatur.objects.filter(
            versi=OuterRef(version), kode=OuterRef(kode), tingkat=OuterRef("tingkat")
        )
        return Subquery(found.values("nama")[:1])

    return Padanan.objects.filter(ke_versi=versi).annotate(
        nama_lama=name("dari_versi", "kode_lama"), nama_baru=name("ke_versi", "kode_baru")
    )


@dataclass(frozen=True, slots=True)
class Orphan:
    """A sub kegiatan that indikator link to and that is not in force, with what it became."""

    kode: str
    tingkat: str
    nama: str
    indikator: list[str]
    padanan: Padanan | None


def orphans(among: QuerySet[DefinisiIndikator] | None = None) -> list[Orphan]:
    """Sub kegiatan that ``among`` link to and that the version in force does not have, by kode.

    ``among`` is by default every indikator as it is today. Five queries.
    """
    versi = versi_in_force()
    if versi is None:
        return []
    in_force = Nomenklatur.objects.filter(
        versi=versi, kode=OuterRef("kode"), tingkat=OuterRef("tingkat")
    )
    linking = definisi_now() if among is None else among
    rows = SubKegiatan.objects.filter(
        ~Exists(in_force), daftar_definisi__in=linking.order_by().values("pk")
    )
    found = list(
        rows.distinct().prefetch_related(Prefetch("daftar_definisi", linking)).order_by("kode")
    )
    became = _became([(row.kode, row.tingkat) for row in found], versi)
    return [
        Orphan(
            row.kode,
            row.get_tingkat_display(),
            row.nama,
            [one.kode for one in row.daftar_definisi.all()],
            became.get((row.kode, row.tingkat)),
        )
        for row in found
    ]


Key = tuple[str, str]  # kode, tingkat


def _became(keys: Sequence[Key], versi: VersiNomenklatur) -> dict[Key, Padanan]:
    """The last of the confirmed padanan that lead from each key into ``versi``. Two queries.

    They are followed version by version; where one says nothing of a kode, the kode goes on. What
    leads to a kode that ``versi`` does not have leads nowhere: that one, too, waits for a person.
    """
    confirmed = Padanan.objects.filter(
        ~Q(kode_lama=F("kode_baru")), confirmed_at__isnull=False, ke_versi__nomor__lte=versi.nomor
    ).order_by("ke_versi__nomor")
    last: dict[Key, Padanan] = {}
    for _, steps in groupby(confirmed, key=lambda one: one.ke_versi_id):
        became = {(one.kode_lama, one.tingkat): one for one in steps}
        for key in keys:
            kode = last[key].kode_baru if key in last else key[0]
            if kode and (step := became.get((kode, key[1]))):
                last[key] = step
    rows = Nomenklatur.objects.filter(
        versi=versi, kode__in={one.kode_baru for one in last.values()}
    )
    there = set(rows.values_list("kode", "tingkat"))
    return {
        key: one
        for key, one in last.items()
        if not one.kode_baru or (one.kode_baru, one.tingkat) in there
    }
