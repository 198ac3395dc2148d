"""Running a session: start, decide its rows, close; and what reopens it."""

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.desk import permissions, workflow
from erakortek.desk.enums import StatusSidang
from erakortek.desk.models import Keputusan, Sidang
from erakortek.desk.selectors import peran_of, rows_of, sidang_for, undecided_in
from erakortek.lib import clock, notify
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.selectors import schedule_for
from erakortek.target import services as targets
from erakortek.target.enums import AGREED, HasilTarget
from erakortek.target.services import Shown


def stream_of(sidang: Sidang) -> str:
    """The audit chain of a session."""
    return f"sidang:{sidang.pk}"


@transaction.atomic
def start_session(*, sidang_id: int, tempat: str, actor: Actor) -> Sidang:
    """Open the session: DIJADWALKAN becomes BERLANGSUNG, at the present instant."""
    sidang = _lock(sidang_id, actor)
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
    if not alasan.strip():
        message = "Tulis alasan pembatalan sidang."
        raise InvalidInputError(message)
    return _move(sidang, StatusSidang.DIBATALKAN, actor, alasan=alasan.strip())


@transaction.atomic
@context.as_system()
def reopen_session(*, sidang_id: int, alasan: str, actor: Actor) -> Sidang:
    """Reopen a closed session because its Berita Acara was refused.

    Who may refuse is decided by ``berita_acara.permissions``, the only caller: a party, that does
    not run the session itself.
    """
    sidang = Sidang.objects.select_for_update(of=("self",)).get(pk=sidang_id)
    sidang.selesai_at = None
    return _move(sidang, StatusSidang.BERLANGSUNG, actor, alasan=alasan)


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
    sidang = sidang_for(actor).get(pk=sidang_id)
    rows_of(sidang, actor).get(pk=target_id)
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
    sidang = sidang_for(actor).get(pk=sidang_id)
    rows_of(sidang, actor).get(pk=target_id)
    targets.reopen_target(target_id=target_id, alasan=alasan, actor=actor)


def _lock(sidang_id: int, actor: Actor) -> Sidang:
    """The session as the writer before left it; a foreign one does not exist."""
    Sidang.objects.select_for_update().only("pk").get(pk=sidang_id)
    return sidang_for(actor).get(pk=sidang_id)


def _move(sidang: Sidang, to: StatusSidang, actor: Actor, alasan: str = "") -> Sidang:
    workflow.has_move(sidang, to).enforce()
    before = StatusSidang(sidang.status)
    sidang.status = to
    sidang.save(update_fields=["status", "tempat", "mulai_at", "selesai_at"])
    audit.record(
        by=actor,
        event=workflow.STATUS[before, to],
        obj=sidang,
        stream=stream_of(sidang),
        before={"status": before},
        after={"status": to, "alasan": alasan},
    )
    notify.announce(notify.of_rakortek(sidang.desk.rakortek_id))
    return sidang
