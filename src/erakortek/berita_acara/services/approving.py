"""Sending, approving in order, refusing, discarding, revoking."""

from collections.abc import Sequence

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.berita_acara import permissions, workflow
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, ButirBeritaAcara, Penandatangan
from erakortek.berita_acara.selectors import approvers_of, berita_acara_for, held_targets
from erakortek.berita_acara.services.documents import queue_document
from erakortek.berita_acara.services.drafting import stream_of
from erakortek.desk.selectors import peran_of
from erakortek.desk.services import lock_session, reopen_session
from erakortek.lib import clock, notify
from erakortek.lib.errors import InvalidInputError
from erakortek.rakortek.selectors import schedule_for
from erakortek.rakortek.services import lock_rakortek
from erakortek.target import services as targets


@transaction.atomic
def send(*, berita_acara_id: int, actor: Actor) -> BeritaAcara:
    """Send the draft to its approvers: DRAF becomes MENUNGGU."""
    berita_acara = _lock(berita_acara_id, actor)
    permissions.can_send(actor, peran_of(actor, berita_acara.sidang.desk)).enforce()
    return _move(berita_acara, StatusBA.MENUNGGU, actor)


@transaction.atomic
def approve(*, berita_acara_id: int, actor: Actor) -> BeritaAcara:
    """Approve, in order. The first locks the targets, the last makes them FINAL and it sah.

    Raises ``AccessDeniedError`` with the reason when it is another's turn or the stage is closed.
    """
    berita_acara = _lock(berita_acara_id, actor)
    approvers = approvers_of(berita_acara)
    schedule = schedule_for(actor, berita_acara.sidang.desk.rakortek)
    permissions.can_approve(actor, berita_acara, approvers, schedule).enforce()
    held = held_targets(berita_acara)
    if berita_acara.status == StatusBA.MENUNGGU:
        targets.lock_targets(target_ids=held, actor=actor)
        _govern(berita_acara, berlaku=True)
    _answer(approvers, actor, StatusPersetujuan.SETUJU)
    if any(approver.status == StatusPersetujuan.MENUNGGU for approver in approvers):
        return _move(berita_acara, StatusBA.SEBAGIAN, actor)
    targets.finalize_targets(target_ids=held, actor=actor)
    berita_acara.sah_at = clock.now()
    _move(berita_acara, StatusBA.SAH, actor)
    queue_document(berita_acara.pk)
    return berita_acara


@transaction.atomic
def refuse(*, berita_acara_id: int, alasan: str, actor: Actor) -> BeritaAcara:
    """Refuse, with a reason: voids the approvals, unlocks the targets, reopens the session."""
    berita_acara = _lock_with_session(berita_acara_id, actor)
    approvers = approvers_of(berita_acara)
    schedule = schedule_for(actor, berita_acara.sidang.desk.rakortek)
    permissions.can_refuse(actor, berita_acara, approvers, schedule).enforce()
    alasan = _reason(alasan, "Tulis alasan penolakan; desk membuka sidangnya kembali.")
    if berita_acara.status == StatusBA.SEBAGIAN:
        held = held_targets(berita_acara)
        targets.unlock_targets(target_ids=held, actor=actor, alasan=alasan)
    _answer(approvers, actor, StatusPersetujuan.TOLAK, alasan)
    _void_others(approvers)
    return _give_back(berita_acara, StatusBA.DITOLAK, actor, alasan)


@transaction.atomic
def discard(*, berita_acara_id: int, alasan: str, actor: Actor) -> BeritaAcara:
    """Discard what nobody has approved yet, with a reason; its session is reopened."""
    berita_acara = _lock_with_session(berita_acara_id, actor)
    permissions.can_discard(actor, peran_of(actor, berita_acara.sidang.desk)).enforce()
    workflow.has_move(berita_acara, StatusBA.DIBUANG).enforce()
    alasan = _reason(alasan, "Tulis alasan membuang Berita Acara ini; alasan itu tercatat.")
    _void_others(approvers_of(berita_acara))
    return _give_back(berita_acara, StatusBA.DIBUANG, actor, alasan)


@transaction.atomic
def revoke(*, berita_acara_id: int, alasan: str, actor: Actor) -> BeritaAcara:
    """Revoke what is sah, with a reason: its rows are BELUM again and its session is reopened.

    The public page says so from now on, and no figure of it counts as agreed.
    """
    berita_acara = _lock_with_session(berita_acara_id, actor)
    permissions.can_revoke(actor, berita_acara.sidang).enforce()
    workflow.has_move(berita_acara, StatusBA.DICABUT).enforce()
    alasan = _reason(alasan, "Tulis alasan pencabutan; alasan itu tercatat dan dibaca auditor.")
    held = held_targets(berita_acara)
    _move(berita_acara, StatusBA.DICABUT, actor, alasan=alasan)
    targets.release_targets(target_ids=held, actor=actor, alasan=alasan)
    _govern(berita_acara, berlaku=False)
    reopen_session(sidang_id=berita_acara.sidang_id, alasan=alasan, actor=actor)
    return berita_acara


def _give_back(berita_acara: BeritaAcara, to: StatusBA, actor: Actor, alasan: str) -> BeritaAcara:
    """Let go of its rows and hand them back to the session."""
    _govern(berita_acara, berlaku=False)
    _move(berita_acara, to, actor, alasan=alasan)
    reopen_session(sidang_id=berita_acara.sidang_id, alasan=alasan, actor=actor)
    return berita_acara


@context.as_system()
def _govern(berita_acara: BeritaAcara, *, berlaku: bool) -> None:
    ButirBeritaAcara.objects.filter(berita_acara=berita_acara).update(berlaku=berlaku)


def _reason(alasan: str, demand: str) -> str:
    if not alasan.strip():
        raise InvalidInputError(demand)
    return alasan.strip()


def _lock(berita_acara_id: int, actor: Actor) -> BeritaAcara:
    """The row as the writer before left it; a foreign one does not exist."""
    BeritaAcara.objects.select_for_update().only("pk").get(pk=berita_acara_id)
    return berita_acara_for(actor).get(pk=berita_acara_id)


def _lock_with_session(berita_acara_id: int, actor: Actor) -> BeritaAcara:
    """As ``_lock``, with the Rakortek and the session, which this act reopens, locked before."""
    sidang = berita_acara_for(actor).get(pk=berita_acara_id).sidang
    lock_rakortek(sidang.desk.rakortek_id)
    lock_session(sidang.pk)
    return _lock(berita_acara_id, actor)


def _answer(
    approvers: Sequence[Penandatangan], actor: Actor, status: StatusPersetujuan, alasan: str = ""
) -> None:
    own = next(approver for approver in approvers if approver.penugasan_id == actor.penugasan_id)
    own.status, own.at, own.alasan = status, clock.now(), alasan
    own.save(update_fields=["status", "at", "alasan"])


@context.as_system()
def _void_others(approvers: Sequence[Penandatangan]) -> None:
    """One refusal voids what everybody else has answered."""
    for approver in approvers:
        if approver.status != StatusPersetujuan.TOLAK:
            approver.status, approver.at = StatusPersetujuan.GUGUR, None
            approver.save(update_fields=["status", "at"])


def _move(berita_acara: BeritaAcara, to: StatusBA, actor: Actor, alasan: str = "") -> BeritaAcara:
    workflow.has_move(berita_acara, to).enforce()
    before = StatusBA(berita_acara.status)
    berita_acara.status = to
    berita_acara.alasan = alasan
    berita_acara.save(update_fields=["status", "alasan", "sah_at"])
    audit.record(
        by=actor,
        event=workflow.STATUS[before, to],
        obj=berita_acara,
        stream=stream_of(berita_acara),
        before={"status": before},
        after={"status": to, "alasan": alasan},
    )
    notify.announce(notify.of_rakortek(berita_acara.sidang.desk.rakortek_id))
    return berita_acara
