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
from erakortek.rakortek.models import Rakortek
from erakortek.target.enums import AGREED
from erakortek.target.models import AcuanVersion, Target, TargetVersion


def targets_for(actor: Actor) -> QuerySet[Target]:
    """Every target ``actor`` may see, with its daerah, indikator and the head of every voice.

    One query. Official order: bidang, indikator, daerah, by kode.
    """
    return (
        Target.objects.filter(visible_to(actor))
        .select_related(
            "daerah", "indikator__bidang", "usulan_pengampu", "usulan_daerah", "kesepakatan"
        )
        .order_by("indikator__bidang__kode", "indikator__kode", "daerah__kode")
    )


def visible_to(actor: Actor) -> Q:
    """The rows of ``actor``: of their daerah, of what they are in charge of, of their desks."""
    if actor.role in READS_EVERYTHING:
        return Q()
    if actor.role in OF_DESK:
        return Q(indikator__bidang__in=actor.bidang_ids) if actor.bidang_ids else Q()
    if actor.role in OF_KL:
        return Q(indikator__in=actor.pengampu_of) | Q(indikator__bidang__in=actor.bidang_ids)
    return _of_region(actor)


def _of_region(actor: Actor) -> Q:
    if actor.daerah_id is None:  # an integrator of the centre
        return Q() if actor.role == Role.INTEGRATOR else Q(pk__in=())
    own = Q(daerah=actor.daerah_id) | Q(daerah__induk=actor.daerah_id)
    if actor.role in OF_PD:
        return own & Q(indikator__bidang__in=actor.bidang_ids)
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
) -> dict[tuple[int, int], TargetVersion]:
    """Last year's kesepakatan per (daerah id, indikator id), at the same tingkat. One query."""
    before = Target.objects.filter(
        rakortek__tahun=rakortek.tahun - 1,
        rakortek__tingkat=rakortek.tingkat,
        rakortek__provinsi=rakortek.provinsi_id,
        daerah__in=list(daerah_ids),
        indikator__in=list(indikator_ids),
        hasil__in=AGREED,
    ).select_related("kesepakatan")
    return {
        (target.daerah_id, target.indikator_id): target.kesepakatan
        for target in before
        if target.kesepakatan
    }


def versions_of(target: Target) -> QuerySet[TargetVersion]:
    """Every version of a target, newest first, with who wrote it."""
    return (
        TargetVersion.objects.filter(target=target)
        .select_related("user", "penugasan__instansi")
        .order_by("-urut")
    )
