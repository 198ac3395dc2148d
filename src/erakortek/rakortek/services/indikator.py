"""The set of indikator: chosen, explained, approved by a second person, and its versions."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.errors import InvalidInputError, StaleVersionError
from erakortek.rakortek import permissions, workflow
from erakortek.rakortek.enums import StatusPengajuan, StatusRakortek
from erakortek.rakortek.models import (
    AlasanSusunan,
    IndikatorRakortek,
    PengajuanSusunan,
    Rakortek,
)
from erakortek.rakortek.selectors import definisi_for_rakortek, susunan_of
from erakortek.rakortek.services.streams import stream_of
from erakortek.reference.differences import changes_between
from erakortek.reference.models import DefinisiIndikator

SUPERSEDED = "Diganti pengajuan yang baru."


@transaction.atomic
def set_indikator(*, rakortek: Rakortek, indikator_ids: Iterable[int], actor: Actor) -> None:
    """Let exactly these indikator take part, while the Rakortek is a draft."""
    permissions.can_edit_draft(actor, rakortek).enforce()
    allowed = definisi_for_rakortek(rakortek).filter(indikator__in=list(indikator_ids))
    wanted = dict(allowed.order_by().values_list("indikator", "pk"))
    have = set(
        IndikatorRakortek.objects.filter(rakortek=rakortek).values_list("indikator", flat=True)
    )
    IndikatorRakortek.objects.filter(rakortek=rakortek, indikator__in=have - wanted.keys()).delete()
    IndikatorRakortek.objects.bulk_create(
        IndikatorRakortek(rakortek=rakortek, indikator_id=pk, definisi_id=wanted[pk])
        for pk in sorted(wanted.keys() - have)
    )
    audit.record(
        by=actor,
        event="rakortek.indikator_ditetapkan",
        obj=rakortek,
        stream=stream_of(rakortek),
        before={"jumlah": len(have)},
        after={"jumlah": len(wanted)},
    )


@transaction.atomic
def explain_differences(
    *, rakortek: Rakortek, alasan: Mapping[int, str], lainnya: str, actor: Actor
) -> None:
    """Keep why indikator (ids) differ from last year; ``lainnya`` is for those left without.

    An emptied reason is taken back.
    """
    permissions.can_edit_draft(actor, rakortek).enforce()
    differing = {one.definisi.indikator_id for one in susunan_of(rakortek).differences}
    said = {pk: alasan.get(pk, "").strip() or lainnya.strip() for pk in differing}
    AlasanSusunan.objects.filter(rakortek=rakortek).delete()
    AlasanSusunan.objects.bulk_create(
        AlasanSusunan(
            rakortek=rakortek, indikator_id=pk, alasan=text, penugasan_id=actor.penugasan_id
        )
        for pk, text in sorted(said.items())
        if text
    )
    audit.record(
        by=actor,
        event="susunan.dijelaskan",
        obj=rakortek,
        stream=stream_of(rakortek),
        after={"beralasan": sum(bool(text) for text in said.values()), "berbeda": len(said)},
    )


@transaction.atomic
def submit_susunan(*, rakortek_id: int, actor: Actor) -> PengajuanSusunan:
    """Submit the set as it is now for a second person to approve; an older submission gives way."""
    rakortek = _locked(rakortek_id)
    susunan = susunan_of(rakortek)
    permissions.can_submit(actor, rakortek, susunan).enforce()
    waiting = PengajuanSusunan.objects.filter(rakortek=rakortek, status=StatusPengajuan.DIAJUKAN)
    for older in waiting:
        _decide(older, StatusPengajuan.DIKEMBALIKAN, rakortek, actor, SUPERSEDED)
    pengajuan = PengajuanSusunan.objects.create(
        rakortek=rakortek,
        sidik=susunan.sidik,
        pengaju_id=actor.penugasan_id,
        diajukan_at=clock.now(),
    )
    audit.record(
        by=actor,
        event="susunan.diajukan",
        obj=pengajuan,
        stream=stream_of(rakortek),
        after={"sidik": susunan.sidik, "berbeda": len(susunan.differences), "sama": susunan.same},
    )
    return pengajuan


def approve_susunan(*, rakortek_id: int, sidik: str, actor: Actor) -> PengajuanSusunan:
    """Approve the set that was shown (``sidik``); refused to whoever submitted it."""
    return _settle(rakortek_id, StatusPengajuan.DISETUJUI, actor, sidik=sidik)


def return_susunan(*, rakortek_id: int, alasan: str, actor: Actor) -> PengajuanSusunan:
    """Hand the set back with a reason."""
    if not alasan.strip():
        message = "Tulis apa yang perlu diperbaiki, supaya pengajunya tahu."
        raise InvalidInputError(message)
    return _settle(rakortek_id, StatusPengajuan.DIKEMBALIKAN, actor, alasan=alasan.strip())


@transaction.atomic
def _settle(
    rakortek_id: int, to: StatusPengajuan, actor: Actor, *, sidik: str = "", alasan: str = ""
) -> PengajuanSusunan:
    rakortek = _locked(rakortek_id)
    susunan = susunan_of(rakortek)
    permissions.can_decide_susunan(actor, rakortek, susunan).enforce()
    if sidik and sidik != susunan.sidik:
        message = "Susunan sudah berubah sejak Anda membukanya. Periksa lagi sebelum menyetujui."
        raise StaleVersionError(message)
    assert susunan.pengajuan is not None  # noqa: S101 -- the verdict says that one waits
    return _decide(susunan.pengajuan, to, rakortek, actor, alasan)


def _decide(
    pengajuan: PengajuanSusunan,
    to: StatusPengajuan,
    rakortek: Rakortek,
    actor: Actor,
    alasan: str,
) -> PengajuanSusunan:
    event = workflow.SUSUNAN[StatusPengajuan(pengajuan.status), to]
    before = {"status": pengajuan.status}
    pengajuan.status = to
    pengajuan.pemutus_id = actor.penugasan_id
    pengajuan.diputus_at = clock.now()
    pengajuan.alasan = alasan
    pengajuan.save(update_fields=["status", "pemutus", "diputus_at", "alasan"])
    audit.record(
        by=actor,
        event=event,
        obj=pengajuan,
        stream=stream_of(rakortek),
        before=before,
        after={"status": to, "sidik": pengajuan.sidik, "alasan": alasan},
    )
    return pengajuan


def _locked(rakortek_id: int) -> Rakortek:
    """The Rakortek, so that nobody opens or changes it while its set is decided."""
    return Rakortek.objects.select_for_update(of=("self",)).get(pk=rakortek_id)


@context.as_system()
def follow_dictionary(indikator_ids: Collection[int]) -> None:
    """Let every draft take the version that holds in its year; opened ones keep theirs.

    Whoever keeps the dictionary: a draft of a province is not theirs to see.
    """
    drafts = Rakortek.objects.filter(status=StatusRakortek.DRAF)
    for rakortek in drafts.filter(daftar_indikator__indikator__in=indikator_ids).distinct():
        holding = dict(
            definisi_for_rakortek(rakortek)
            .filter(indikator__in=indikator_ids)
            .order_by()
            .values_list("indikator", "pk")
        )
        rows = list(IndikatorRakortek.objects.filter(rakortek=rakortek, indikator__in=holding))
        for row in rows:
            row.definisi_id = holding[row.indikator_id]
        IndikatorRakortek.objects.bulk_update(rows, ["definisi"])


@transaction.atomic
def take_up_definisi(
    *, rakortek_id: int, definisi_id: int, alasan: str, actor: Actor
) -> IndikatorRakortek:
    """Let an opened Rakortek go on with a newer version of one indikator; its targets follow.

    Raises ``AccessDeniedError`` with the reason where a signed row, a drafted Berita Acara or a
    value in another measure stands against it.
    """
    to = DefinisiIndikator.objects.select_related("bidang").get(pk=definisi_id)
    row = (
        IndikatorRakortek.objects.select_for_update(of=("self",))
        .select_related("rakortek", "definisi__bidang")
        .get(rakortek=rakortek_id, indikator=to.indikator_id)
    )
    permissions.can_take_up(actor, row, to).enforce()
    if not alasan.strip():
        message = "Tulis alasannya; alasan itu tercatat dan dapat dibaca auditor."
        raise InvalidInputError(message)
    changes = changes_between(row.definisi, to)
    before = {one.label: one.before for one in changes} | {"definisi": row.definisi_id}
    row.definisi = to
    row.save(update_fields=["definisi"])
    audit.record(
        by=actor,
        event="indikator.versi_diterapkan",
        obj=row,
        stream=stream_of(row.rakortek),
        before=before,
        after={one.label: one.after for one in changes}
        | {"definisi": to.pk, "alasan": alasan.strip()},
    )
    return row
