"""Reads of targets: who sees which, their acuan, their context, their history."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import (
    OF_BAPPEDA,
    OF_DESK,
    OF_KL,
    OF_PD,
    READS_EVERYTHING,
    Role,
)
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import Wilayah
from erakortek.reference.selectors import of_same_area
from erakortek.target.enums import AGREED, Voice
from erakortek.target.models import AcuanVersion, Target, TargetVersion


def targets_for(actor: Actor) -> QuerySet[Target]:
    """Every target ``actor`` may see, with its daerah and definisi.

    One query. Official order: bidang, indikator, daerah, by kode. The heads of the voices come
    with ``read_targets`` (a page) or ``with_heads`` (a whole register).
    """
    return (
        Target.objects.filter(visible_to(actor))
        .select_related("daerah", "definisi__bidang")
        .order_by("definisi__bidang__kode", "definisi__kode", "daerah__kode")
    )


def with_heads(targets: QuerySet[Target]) -> QuerySet[Target]:
    """``targets`` with the head of every voice, in the same query."""
    return targets.select_related("usulan_pengampu", "usulan_daerah", "kesepakatan")


def read_targets(targets: Iterable[Target]) -> list[Target]:
    """``targets`` (of ``targets_for``) with the head of every voice. Two queries.

    For pages and single rows: ``with_heads`` joins the heads of every row before it sorts and cuts
    them to one page, and planning eight tables alone takes longer than both queries here.
    """
    rows = list(targets)
    wanted = {head for row in rows for voice in Voice if (head := row.head_id(voice))}
    heads = TargetVersion.objects.in_bulk(wanted)
    for row in rows:
        for voice in Voice:
            row.set_head(voice, heads.get(row.head_id(voice)))
    return rows


def visible_to(actor: Actor) -> Q:
    """The rows of ``actor``: of their daerah, of what they are in charge of, of their desks."""
    if actor.role in READS_EVERYTHING:
        return Q()
    if actor.role in OF_DESK:
        return Q(definisi__bidang__in=actor.bidang_ids) if actor.bidang_ids else Q()
    if actor.role in OF_KL:
        return Q(indikator__in=actor.pengampu_of) | Q(definisi__bidang__in=actor.bidang_ids)
    return _of_region(actor)


def _of_region(actor: Actor) -> Q:
    if actor.daerah_id is None:  # an integrator of the centre
        return Q() if actor.role == Role.INTEGRATOR else Q(pk__in=())
    # As a list of ids and not as a join, so that the index on (rakortek, daerah) finds the rows.
    below = Wilayah.objects.filter(Q(pk=actor.daerah_id) | Q(induk=actor.daerah_id))
    own = Q(daerah__in=below.order_by().values("pk"))
    if actor.role in OF_PD:
        return own & Q(definisi__bidang__in=actor.bidang_ids)
    return own if actor.role in OF_BAPPEDA or actor.role == Role.INTEGRATOR else Q(pk__in=())


def acuan_heads(
    rakortek: Rakortek, indikator_ids: Iterable[int] | None = None
) -> dict[int, AcuanVersion]:
    """The newest acuan per indikator id. One query."""
    daftar = AcuanVersion.objects.filter(indikator_rakortek__rakortek=rakortek)
    if indikator_ids is not None:
        daftar = daftar.filter(indikator_rakortek__indikator__in=list(indikator_ids))
    heads = (
        daftar.select_related("indikator_rakortek")
        .order_by("indikator_rakortek_id", "-version")
        .distinct("indikator_rakortek_id")
    )
    return {head.indikator_rakortek.indikator_id: head for head in heads}


def agreed_before(
    rakortek: Rakortek, daerah_ids: Iterable[int], indikator_ids: Iterable[int]
) -> dict[tuple[int, int], Nilai]:
    """Last year's kesepakatan per (daerah id, indikator id), at the same tingkat. One query.

    A daerah that has changed its kode since finds its own under those before.
    """
    agreed = Target.objects.filter(
        rakortek__tahun=rakortek.tahun - 1,
        rakortek__tingkat=rakortek.tingkat,
        rakortek__provinsi=rakortek.provinsi_id,
        indikator__in=list(indikator_ids),
        hasil__in=AGREED,
        kesepakatan__isnull=False,
    ).order_by()
    value = ("kesepakatan__bawah", "kesepakatan__atas", "kesepakatan__pilihan")
    found = of_same_area(agreed.values_list("daerah", "indikator", *value), daerah_ids)
    return {(at, indikator): Nilai(*nilai) for at, _, indikator, *nilai in found}


def versions_of(target: Target) -> QuerySet[TargetVersion]:
    """Every version of a target, newest first."""
    return TargetVersion.objects.filter(target=target).order_by("-urut")
