"""When somebody leaves: their work goes to a successor, their sessions end, their account closes."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from erakortek.accounts import handover
from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.permissions import can_change, can_keep_person, has_ended
from erakortek.accounts.services.issuing import (
    Grant,
    bring_forward,
    end_penugasan,
    give_penugasan,
    stream_of,
)
from erakortek.accounts.sessions import end_sessions_of
from erakortek.accounts.tiers import running
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import DomainError, InvalidInputError


@transaction.atomic
def hand_over(
    *, penugasan_id: int, successor: User, actor: Actor, alasan: str, jabatan: str = ""
) -> Penugasan:
    """Give a penugasan and all open work under it to ``successor``; the old one ends yesterday.

    One that has ended before stays as it ended. The successor gets the same role, office and bidang
    from today on, or keeps the running one they have; the same one given for a later day begins today
    instead. Refusals as ``end_penugasan`` and ``give_penugasan``.
    """
    held = Penugasan.objects.select_related("instansi__wilayah", "user")
    old = held.select_for_update(of=("self",)).get(pk=penugasan_id)
    if old.user_id == successor.pk:
        raise DomainError("Penerima tugas adalah pemegangnya sendiri; pilih orang lain.")
    if has_ended(old):
        can_change(actor, old).enforce()
    else:
        end_penugasan(penugasan_id=old.pk, actor=actor, alasan=alasan)
    new = _take_over(old, successor, actor, alasan, jabatan.strip() or old.jabatan)
    work = handover.held_by(old)
    handover.move_all(old, new)
    audit.record(
        by=actor,
        event="penugasan.diserahterimakan",
        obj=old.user,
        stream=stream_of(actor),
        after={"kepada": successor.username, "tugas": " ".join(work), "alasan": alasan.strip()},
    )
    return new


def _take_over(
    old: Penugasan, successor: User, actor: Actor, alasan: str, jabatan: str
) -> Penugasan:
    """The penugasan of ``successor`` under which they carry on from today."""
    held = _held_like(old, successor)
    if held is None:
        grant = Grant(
            role=Role(old.role),
            instansi=old.instansi,
            mulai_on=clock.today(),
            jenis=JenisPenugasan.DEFINITIF,
            jabatan=jabatan,
            daftar_bidang=list(old.daftar_bidang.all()),
        )
        return give_penugasan(user=successor, grant=grant, actor=actor, alasan=alasan)
    if held.mulai_on <= clock.today():
        _refuse_narrower(held, old)
        return held
    _refuse_another_kind(held, old)
    return bring_forward(penugasan_id=held.pk, actor=actor, alasan=alasan)


def _held_like(old: Penugasan, successor: User) -> Penugasan | None:
    """The same role and office, held today or else from the first day to come."""
    held = Penugasan.objects.filter(running(), user=successor, role=old.role, instansi=old.instansi)
    return held.order_by("mulai_on").first()


def _refuse_narrower(held: Penugasan, old: Penugasan) -> None:
    """Work of a bidang that the successor does not reach would be left with nobody."""
    reached, left = set(held.daftar_bidang.all()), set(old.daftar_bidang.all())
    if not reached or (left and left <= reached):
        return
    codes = ", ".join(sorted(one.kode for one in reached))
    raise DomainError(
        f"{held.user.nama} memegang peran itu di {held.instansi.nama} hanya untuk bidang urusan {codes}, "
        "sedangkan penugasan yang diserahkan mencakup bidang lain. Lengkapi dahulu bidang urusannya lewat "
        "lembar “Akun dan penugasan”, atau pilih orang lain."
    )


def _refuse_another_kind(held: Penugasan, old: Penugasan) -> None:
    """A letter names its first day, and other bidang would leave some of the work with nobody."""
    if held.jenis != JenisPenugasan.DEFINITIF:
        why = f"sebagai {JenisPenugasan(held.jenis).label} menurut surat {held.nomor_surat}"
    elif set(held.daftar_bidang.all()) != set(old.daftar_bidang.all()):
        why = "untuk bidang urusan yang lain"
    else:
        return
    raise DomainError(
        f"{held.user.nama} sudah mendapat peran {Role(held.role).label} di {held.instansi.nama} "
        f"mulai {show_date(held.mulai_on)}, {why}. Serahkan pada hari itu, akhiri dahulu penugasan itu, "
        "atau pilih orang lain."
    )


@transaction.atomic
def close_account(*, user_id: int, actor: Actor, alasan: str) -> User:
    """Shut an account: nobody signs in with it any more, and every session of it ends."""
    user = _kept(user_id, actor, alasan)
    if user.pk == actor.user_id:
        raise DomainError("Anda tidak dapat menutup akun Anda sendiri.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    drop_sessions(user)
    _record(actor, "akun.ditutup", user, alasan)
    return user


@transaction.atomic
def reopen_account(*, user_id: int, actor: Actor, alasan: str) -> User:
    """Let a closed account be used again."""
    user = _kept(user_id, actor, alasan)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(actor, "akun.dibuka_kembali", user, alasan)
    return user


@transaction.atomic
def end_sessions(*, user_id: int, actor: Actor, alasan: str) -> int:
    """Sign a person out everywhere; the number of sessions that ended."""
    user = _kept(user_id, actor, alasan)
    ended = drop_sessions(user)
    _record(actor, "akun.sesi_diakhiri", user, alasan)
    return ended


def drop_sessions(user: User) -> int:
    """End every session of ``user``, whoever asks: rules stand before the call."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    end_sessions_of(keys)
    UserSession.objects.filter(user=user).delete()
    return len(keys)


def _kept(user_id: int, actor: Actor, alasan: str) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    can_keep_person(actor, user).enforce()
    if not alasan.strip():
        raise InvalidInputError("Tulis alasannya; alasan itu tercatat.")
    return user


def _record(actor: Actor, event: str, user: User, alasan: str) -> None:
    after = {"alasan": alasan.strip()}
    audit.record(by=actor, event=event, obj=user, stream=stream_of(actor), after=after)
