"""Issuing accounts and giving penugasan, tier by tier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.accounts.models import KuotaAkun, Penugasan, User, username_of, wrong_name
from erakortek.accounts.permissions import (
    can_end,
    can_grant,
    can_keep_person,
    can_set_quota,
    can_take_on_people,
)
from erakortek.accounts.tiers import issued_by, quota_of
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import DomainError, InvalidInputError
from erakortek.reference.models import BidangUrusan, Instansi


@dataclass(frozen=True, slots=True)
class Grant:
    """One penugasan as it is given; ``daftar_bidang`` empty: all bidang urusan of the office."""

    role: Role
    instansi: Instansi
    mulai_on: date
    sampai_on: date | None = None
    jenis: JenisPenugasan = JenisPenugasan.DEFINITIF
    jabatan: str = ""
    nomor_surat: str = ""
    daftar_bidang: Sequence[BidangUrusan] = ()


def stream_of(actor: Actor | None) -> str:
    """The audit chain of what one office does to accounts."""
    return f"akun:{actor.instansi_id}" if actor else "akun"


@transaction.atomic
def issue_account(
    *, username: str, nama: str, grant: Grant, actor: Actor, nip: str = "", email: str = ""
) -> Penugasan:
    """An account with its first penugasan; it has no password until its owner sets one.

    Whoever has an account already (the same ``username``) gets the penugasan beside their others:
    their name and NIP stay as they are. Raises ``AccessDeniedError`` outside the actor's tier,
    ``InvalidInputError`` (422), or ``DomainError`` where the quota is used up.
    """
    name = username_of(username)
    if not name or not nama.strip():
        raise InvalidInputError("Isi nama akun dan nama orangnya.")
    if problem := wrong_name(name):
        raise InvalidInputError(problem)
    can_grant(actor, grant.role, grant.instansi, _ids(grant)).enforce()
    person = {"nama": nama.strip(), "nip": nip.strip(), "email": email.strip()}
    # Who has the name is met by nobody else, and who is new by nobody yet.
    with context.as_system():
        user, is_new = User.objects.get_or_create(
            username=name, defaults=person | {"password": make_password(None)}
        )
    if is_new:
        _record(actor, "akun.diterbitkan", user, after={"akun": name, "nama": user.nama})
    return give_penugasan(user=user, grant=grant, actor=actor)


@transaction.atomic
def give_penugasan(*, user: User, grant: Grant, actor: Actor, alasan: str = "") -> Penugasan:
    """One more penugasan for a person. Refusals as ``issue_account``."""
    can_grant(actor, grant.role, grant.instansi, _ids(grant)).enforce()
    can_take_on_people(actor, [user.pk]).enforce()
    refuse_impossible(grant)
    refuse_over_quota(actor, 1)
    penugasan = Penugasan(
        user=user,
        role=grant.role,
        instansi=grant.instansi,
        jenis=grant.jenis,
        jabatan=grant.jabatan.strip(),
        nomor_surat=grant.nomor_surat.strip(),
        mulai_on=grant.mulai_on,
        sampai_on=grant.sampai_on,
        pemberi_id=actor.penugasan_id,
    )
    _refuse_overlap(penugasan, grant.mulai_on, grant.sampai_on)
    penugasan.save()
    penugasan.daftar_bidang.set(grant.daftar_bidang)
    after = facts_of(penugasan) | {"bidang": _codes(grant.daftar_bidang), "alasan": alasan}
    _record(actor, "penugasan.diberikan", user, after=after)
    return penugasan


def _ids(grant: Grant) -> list[int]:
    return [one.pk for one in grant.daftar_bidang]


def _codes(daftar: Sequence[BidangUrusan]) -> str:
    return ", ".join(one.kode for one in daftar)


def refuse_impossible(grant: Grant) -> None:
    """Dates in order; an acting officer has a letter and an end."""
    if grant.sampai_on and grant.sampai_on < grant.mulai_on:
        raise InvalidInputError("Penugasan berakhir sebelum dimulai; periksa tanggalnya.")
    is_acting = grant.jenis != JenisPenugasan.DEFINITIF
    if is_acting and not (grant.nomor_surat.strip() and grant.sampai_on):
        message = "Plt. dan Plh. memerlukan nomor surat dan tanggal berakhir."
        raise InvalidInputError(message)


def refuse_over_quota(actor: Actor, more: int) -> None:
    """Whether the office may issue ``more``; its row is locked, so two at once cannot pass it."""
    limit = quota_of(actor)
    if limit is None:
        return
    Instansi.objects.select_for_update().get(pk=actor.instansi_id)
    used = issued_by(actor).count()
    if used + more > limit:
        raise DomainError(f"Kuota akun instansi Anda {limit}, sudah terpakai {used}. {MORE_QUOTA}")


MORE_QUOTA = (
    "Akhiri penugasan yang tidak dipakai, atau mintalah tambahan kuota kepada Ditjen Bina Pembangunan "
    "Daerah."
)


def _refuse_overlap(penugasan: Penugasan, begin: date, end: date | None) -> None:
    """The same role in the same office is held once at a time."""
    user, instansi = penugasan.user, penugasan.instansi
    others = Penugasan.objects.filter(user=user, role=penugasan.role, instansi=instansi)
    last = end or date.max
    for one in others.exclude(pk=penugasan.pk):
        if one.mulai_on <= last and begin <= (one.sampai_on or date.max):
            message = f"{user.nama} sudah memegang peran itu di {instansi.nama} pada masa itu."
            raise DomainError(message)


@transaction.atomic
def end_penugasan(
    *, penugasan_id: int, actor: Actor, alasan: str, sampai_on: date | None = None
) -> Penugasan:
    """Let a penugasan end on ``sampai_on`` (yesterday: at once), with a written reason.

    Raises ``AccessDeniedError`` outside the actor's tier, ``IllegalTransitionError`` where they act
    under it or it has ended, ``InvalidInputError`` without a reason, or ``DomainError`` where it would
    end later than it does.
    """
    penugasan = Penugasan.objects.select_for_update(of=("self",)).get(pk=penugasan_id)
    can_end(actor, penugasan).enforce()
    if not alasan.strip():
        raise InvalidInputError("Tulis alasan mengakhiri penugasan; alasan itu tercatat.")
    last = sampai_on or clock.today() - timedelta(days=1)
    _refuse_longer(penugasan, last)
    before = facts_of(penugasan)
    penugasan.sampai_on = last
    penugasan.mulai_on = min(penugasan.mulai_on, last)
    penugasan.save(update_fields=["mulai_on", "sampai_on"])
    after = facts_of(penugasan) | {"alasan": alasan.strip()}
    _record(actor, "penugasan.diakhiri", penugasan.user, before=before, after=after)
    return penugasan


def _refuse_longer(penugasan: Penugasan, last: date) -> None:
    """What is prolonged is given anew: it is asked then who may hold it, and the quota counts it."""
    end = penugasan.sampai_on
    if end and last > end:
        raise DomainError(
            f"Penugasan ini berakhir {show_date(end)}, jadi tidak diperpanjang dengan mengakhirinya. "
            "Beri penugasan baru yang mulai sesudah hari itu."
        )


@transaction.atomic
def bring_forward(*, penugasan_id: int, actor: Actor, alasan: str) -> Penugasan:
    """Let a penugasan that was given for a later day begin today.

    It is asked whether it could be given today; the quota counts it already, and whoever holds it
    is no stranger to its tier. Raises ``DomainError`` where the same one runs until that day.
    """
    penugasan = Penugasan.objects.select_for_update(of=("self",)).get(pk=penugasan_id)
    bidang = list(penugasan.daftar_bidang.values_list("pk", flat=True))
    can_grant(actor, Role(penugasan.role), penugasan.instansi, bidang).enforce()
    can_take_on_people(actor, [penugasan.user_id]).enforce()
    begin = min(penugasan.mulai_on, clock.today())
    _refuse_overlap(penugasan, begin, penugasan.sampai_on)
    before = facts_of(penugasan)
    penugasan.mulai_on = begin
    penugasan.save(update_fields=["mulai_on"])
    after = facts_of(penugasan) | {"alasan": alasan.strip()}
    _record(actor, "penugasan.dimajukan", penugasan.user, before=before, after=after)
    return penugasan


def facts_of(penugasan: Penugasan) -> dict[str, Any]:
    """A penugasan as the log keeps it."""
    return {
        "peran": penugasan.role,
        "instansi": penugasan.instansi.kode,
        "jenis": penugasan.jenis,
        "jabatan": penugasan.jabatan,
        "nomor_surat": penugasan.nomor_surat,
        "mulai_on": penugasan.mulai_on.isoformat(),
        "sampai_on": penugasan.sampai_on.isoformat() if penugasan.sampai_on else None,
    }


@transaction.atomic
def change_person(
    *, user_id: int, nama: str, nip: str, email: str, actor: Actor, alasan: str
) -> User:
    """Mend a person's name, NIP or e-mail, with a reason; documents that are signed stay as they are."""
    user = User.objects.select_for_update().get(pk=user_id)
    can_keep_person(actor, user).enforce()
    if not nama.strip() or not alasan.strip():
        raise InvalidInputError("Isi nama dan alasan perubahannya.")
    before = {"nama": user.nama, "nip": user.nip, "email": user.email}
    user.nama, user.nip, user.email = nama.strip(), nip.strip(), email.strip()
    user.save(update_fields=["nama", "nip", "email"])
    after = {"nama": user.nama, "nip": user.nip, "email": user.email, "alasan": alasan.strip()}
    _record(actor, "akun.diubah", user, before=before, after=after)
    return user


@transaction.atomic
def set_quota(*, instansi: Instansi, jumlah: int, actor: Actor) -> KuotaAkun:
    """How many running penugasan an office may have issued."""
    can_set_quota(actor).enforce()
    quota, _ = KuotaAkun.objects.update_or_create(instansi=instansi, defaults={"jumlah": jumlah})
    audit.record(
        by=actor,
        event="kuota.ditetapkan",
        obj=instansi,
        stream=stream_of(actor),
        after={"instansi": instansi.kode, "jumlah": jumlah},
    )
    return quota


def _record(
    actor: Actor,
    event: str,
    user: User,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    audit.record(
        by=actor, event=event, obj=user, stream=stream_of(actor), before=before, after=after
    )
