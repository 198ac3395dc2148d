"""Running a session: start, decide its rows, close; cancel and set again, reopen and prolong."""

from datetime import datetime, timedelta

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.desk import permissions, workflow
from erakortek.desk.enums import StatusSidang
from erakortek.desk.models import Keputusan, Sidang
from erakortek.desk.selectors import agenda_of, held_among, peran_of, sidang_for, undecided_in
from erakortek.lib import clock, notify
from erakortek.lib.errors import IllegalTransitionError, InvalidInputError
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.selectors import schedule_for
from erakortek.rakortek.services import lock_rakortek
from erakortek.rakortek.services import stream_of as rakortek_stream
from erakortek.target import services as targets
from erakortek.target.enums import AGREED, HasilTarget
from erakortek.target.services import Shown

# How long a reopened session may go on, its new Berita Acara included.
OWN_TIME = timedelta(days=7)
LEFT_BY_CLOSING = "Rakortek ditutup sebelum sidang ini dimulai."
NOT_HERE = "Baris ini tidak lagi dipegang sidang ini, melainkan sidang lain (pleno, atau desk yang dibuka kembali)."


def stream_of(sidang: Sidang) -> str:
    """The audit chain of a session."""
    return f"sidang:{sidang.pk}"


@transaction.atomic
def start_session(*, sidang_id: int, tempat: str, actor: Actor) -> Sidang:
    """Open the session: DIJADWALKAN becomes BERLANGSUNG, at the present instant."""
    sidang = _lock_with_rakortek(sidang_id, actor)
    peran = peran_of(actor, sidang.desk)
    schedule = schedule_for(actor, sidang.desk.rakortek)
    permissions.can_start(actor, sidang, peran, schedule).enforce()
    if not tempat.strip():
        message = "Tulis tempat sidang (ruang, atau “daring”); tempat itu masuk ke Berita Acara."
        raise InvalidInputError(message)
    sidang.tempat = tempat.strip()
    sidang.mulai_at = clock.now()
    return _move(sidang, StatusSidang.BERLANGSUNG, actor)


@transaction.atomic
def close_session(*, sidang_id: int, actor: Actor) -> Sidang:
    """Close the session; every row must have a result."""
    sidang = _lock(sidang_id, actor)
    peran = peran_of(actor, sidang.desk)
    workflow.has_move(sidang, StatusSidang.DITUTUP).enforce()
    permissions.can_close(actor, peran, undecided_in(sidang)).enforce()
    sidang.selesai_at = clock.now()
    return _move(sidang, StatusSidang.DITUTUP, actor)


@transaction.atomic
def cancel_session(*, sidang_id: int, alasan: str, actor: Actor) -> Sidang:
    """Cancel a scheduled session, with the reason."""
    sidang = _lock(sidang_id, actor)
    permissions.can_steer(actor, peran_of(actor, sidang.desk)).enforce()
    sidang.alasan = _reason(alasan, "Tulis alasan pembatalan sidang.")
    return _move(sidang, StatusSidang.DIBATALKAN, actor)


@transaction.atomic
def reschedule_session(*, sidang_id: int, dijadwalkan_at: datetime, actor: Actor) -> Sidang:
    """Give a cancelled session a new time: DIBATALKAN becomes DIJADWALKAN."""
    sidang = _lock_with_rakortek(sidang_id, actor)
    schedule = schedule_for(actor, sidang.desk.rakortek)
    permissions.can_reschedule(actor, sidang, peran_of(actor, sidang.desk), schedule).enforce()
    _refuse_past(dijadwalkan_at)
    sidang.dijadwalkan_at = dijadwalkan_at
    sidang.alasan = ""
    return _move(sidang, StatusSidang.DIJADWALKAN, actor)


@transaction.atomic
def reopen_closed_session(*, sidang_id: int, alasan: str, actor: Actor) -> Sidang:
    """Reopen a session that was closed by mistake, while no Berita Acara was drafted from it."""
    sidang = _lock_with_rakortek(sidang_id, actor)
    schedule = schedule_for(actor, sidang.desk.rakortek)
    permissions.can_reopen(actor, sidang, peran_of(actor, sidang.desk), schedule).enforce()
    alasan = _reason(alasan, "Tulis alasan membuka sidang kembali; alasan itu tercatat.")
    return _reopen(sidang, alasan, actor)


@transaction.atomic
@context.as_system()
def reopen_session(*, sidang_id: int, alasan: str, actor: Actor) -> Sidang:
    """Reopen a closed session because its Berita Acara was refused, discarded or revoked.

    Who may is decided by ``berita_acara.permissions``, the only caller: often a party, that does
    not run the session itself. It holds the lock of the Rakortek and of the session.
    """
    return _reopen(Sidang.objects.select_for_update(of=("self",)).get(pk=sidang_id), alasan, actor)


@context.as_system()
def lock_session(sidang_id: int) -> None:
    """Lock a session before its Berita Acara, whoever acts; see ``rakortek.lock_rakortek``."""
    Sidang.objects.select_for_update().only("pk").get(pk=sidang_id)


def _reopen(sidang: Sidang, alasan: str, actor: Actor) -> Sidang:
    """Let it go on, by a deadline of its own: the stage may be over."""
    sidang.selesai_at = None
    sidang.batas_at = clock.now() + OWN_TIME
    sidang.alasan = alasan
    return _move(sidang, StatusSidang.BERLANGSUNG, actor)


@transaction.atomic
def prolong_session(*, sidang_id: int, batas_at: datetime, alasan: str, actor: Actor) -> Sidang:
    """Give a begun session a deadline of its own, or a later one, with the reason."""
    sidang = _lock(sidang_id, actor)
    schedule = schedule_for(actor, sidang.desk.rakortek)
    permissions.can_prolong(actor, sidang, schedule).enforce()
    _refuse_past(batas_at)
    before = sidang.batas_at.isoformat() if sidang.batas_at else None
    sidang.batas_at = batas_at
    sidang.alasan = _reason(alasan, "Tulis alasan waktu tambahan; alasan itu tercatat.")
    sidang.save(update_fields=["batas_at", "alasan"])
    _record(
        sidang,
        "sidang.diperpanjang",
        actor,
        before={"batas_at": before},
        after={"batas_at": batas_at.isoformat(), "alasan": sidang.alasan},
    )
    return sidang


def cancel_scheduled(rakortek: Rakortek, actor: Actor) -> None:
    """Cancel the sessions that were never held, when the Rakortek closes."""
    scheduled = Sidang.objects.filter(desk__rakortek=rakortek, status=StatusSidang.DIJADWALKAN)
    sessions = list(scheduled.select_for_update().order_by("pk"))
    facts = {"status": StatusSidang.DIBATALKAN, "alasan": LEFT_BY_CLOSING}
    Sidang.objects.filter(pk__in=[one.pk for one in sessions]).update(**facts)
    audit.record_many(
        by=actor,
        event=workflow.STATUS[StatusSidang.DIJADWALKAN, StatusSidang.DIBATALKAN],
        stream=rakortek_stream(rakortek),
        objects=[(one, {"status": StatusSidang.DIJADWALKAN}, facts) for one in sessions],
    )


@transaction.atomic
def decide_row(
    *,
    sidang_id: int,
    target_id: int,
    hasil: HasilTarget,
    shown: Shown,
    actor: Actor,
    nilai: Nilai | None = None,
    catatan: str = "",
    tindak_lanjut: str = "",
) -> Keputusan:
    """Record what the session decided on one row, with what lay before both sides.

    Raises as ``target.services.decide_target``. Source: UU 23/2014 Pasal 259 ayat (2).
    """
    sidang = _lock(sidang_id, actor)
    _refuse_foreign(sidang, target_id, actor)
    target = targets.decide_target(
        target_id=target_id, hasil=hasil, shown=shown, actor=actor, nilai=nilai, catatan=catatan
    )
    return Keputusan.objects.create(
        sidang=sidang,
        target=target,
        hasil=hasil,
        kesepakatan=target.kesepakatan if hasil in AGREED else None,
        urut=shown.urut,
        acuan_version=shown.acuan_version,
        catatan=catatan.strip(),
        tindak_lanjut=tindak_lanjut.strip(),
        user_id=actor.user_id,
        penugasan_id=actor.penugasan_id,
        created_at=clock.now(),
    )


@transaction.atomic
def reopen_row(*, sidang_id: int, target_id: int, alasan: str, actor: Actor) -> None:
    """Take the result of one row back, with the reason, while the session runs."""
    sidang = _lock(sidang_id, actor)
    _refuse_foreign(sidang, target_id, actor)
    targets.reopen_target(target_id=target_id, alasan=alasan, actor=actor)


def _refuse_foreign(sidang: Sidang, target_id: int, actor: Actor) -> None:
    """Refuse a row that another session holds; one that ``actor`` may not see does not exist."""
    target = agenda_of(sidang, actor).get(pk=target_id)
    if not held_among(sidang, [target]):
        raise IllegalTransitionError(NOT_HERE)


def _lock(sidang_id: int, actor: Actor) -> Sidang:
    """The session as the writer before left it; a foreign one does not exist."""
    Sidang.objects.select_for_update().only("pk").get(pk=sidang_id)
    return sidang_for(actor).get(pk=sidang_id)


def _lock_with_rakortek(sidang_id: int, actor: Actor) -> Sidang:
    """As ``_lock``, so that the Rakortek is not closed meanwhile."""
    lock_rakortek(sidang_for(actor).get(pk=sidang_id).desk.rakortek_id)
    return _lock(sidang_id, actor)


def _reason(alasan: str, demand: str) -> str:
    if not alasan.strip():
        raise InvalidInputError(demand)
    return alasan.strip()


def _refuse_past(at: datetime) -> None:
    if at <= clock.now():
        raise InvalidInputError("Waktu itu sudah lewat; pilih waktu yang akan datang.")


MOVED = ["status", "tempat", "dijadwalkan_at", "mulai_at", "selesai_at", "batas_at", "alasan"]


def _move(sidang: Sidang, to: StatusSidang, actor: Actor) -> Sidang:
    workflow.has_move(sidang, to).enforce()
    before = StatusSidang(sidang.status)
    sidang.status = to
    sidang.save(update_fields=MOVED)
    _record(
        sidang,
        workflow.STATUS[before, to],
        actor,
        before={"status": before},
        after={"status": to, "alasan": sidang.alasan},
    )
    notify.announce(notify.of_rakortek(sidang.desk.rakortek_id))
    return sidang


def _record(
    sidang: Sidang,
    event: str,
    actor: Actor,
    before: dict[str, str | None],
    after: dict[str, str],
) -> None:
    audit.record(
        by=actor, event=event, obj=sidang, stream=stream_of(sidang), before=before, after=after
    )
