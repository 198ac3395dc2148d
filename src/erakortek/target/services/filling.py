"""Acuan, share per daerah, usulan daerah, and its verification by Bappeda."""

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.lib import clock, notify
from erakortek.lib.errors import InvalidInputError, StaleVersionError
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.rakortek.models import IndikatorRakortek
from erakortek.rakortek.selectors import schedule_for
from erakortek.rakortek.services import stream_of as rakortek_stream
from erakortek.reference.values import check_nilai
from erakortek.target import permissions
from erakortek.target.enums import StatusTarget, SumberVersi, Voice
from erakortek.target.models import AcuanVersion, Target, TargetVersion
from erakortek.target.selectors import acuan_heads
from erakortek.target.services import change


@transaction.atomic
def set_acuan(
    *,
    indikator_rakortek_id: int,
    nilai: Nilai,
    base_version: int,
    actor: Actor,
    catatan: str = "",
    sumber: SumberVersi = SumberVersi.HALAMAN,
) -> AcuanVersion:
    """Set the acuan (target nasional or provinsi) of one indikator, in its satuan.

    Raises ``StaleVersionError`` if the acuan is no longer at ``base_version``,
    ``InvalidInputError`` for a value of the wrong kind or outside its limits,
    ``AccessDeniedError`` (with the reason) if ``actor`` is not its pengampu or the stage is
    closed. Source: UU 23/2014 Pasal 258 ayat (3).
    """
    row = (
        IndikatorRakortek.objects.select_for_update(of=("self",))
        .select_related("rakortek__provinsi", "definisi")
        .get(pk=indikator_rakortek_id)
    )
    head = acuan_heads(row.rakortek, [row.indikator_id]).get(row.indikator_id)
    schedule = schedule_for(actor, row.rakortek)
    permissions.can_set_acuan(actor, row.rakortek, row.definisi, schedule).enforce()
    if head and head.version != base_version:
        message = (
            f"{row.rakortek.sebutan_acuan} sudah menjadi {show_nilai(head.nilai)} "
            f"{row.definisi.satuan} sejak Anda membukanya. Isian Anda, {show_nilai(nilai)}, "
            "belum disimpan; periksa, lalu ulangi."
        )
        raise StaleVersionError(message)
    check_nilai(row.definisi, nilai)
    version = AcuanVersion.objects.create(
        indikator_rakortek=row,
        version=(head.version if head else 0) + 1,
        bawah=nilai.bawah,
        atas=nilai.atas,
        pilihan=nilai.pilihan,
        catatan=catatan,
        sumber=sumber,
        user_id=actor.user_id,
        penugasan_id=actor.penugasan_id,
        created_at=clock.now(),
    )
    audit.record(
        by=actor,
        event="acuan.ditetapkan",
        obj=version,
        stream=rakortek_stream(row.rakortek),
        before={"nilai": show_nilai(head.nilai) if head else ""},
        after={"nilai": show_nilai(nilai), "indikator": row.definisi.kode},
    )
    notify.announce(notify.of_rakortek(row.rakortek_id))
    return version


@transaction.atomic
def offer_share(
    *,
    target_id: int,
    nilai: Nilai,
    base_version: int,
    actor: Actor,
    catatan: str = "",
    sumber: SumberVersi = SumberVersi.HALAMAN,
) -> TargetVersion:
    """Let the pengampu propose what this daerah should take on, in ``definisi.satuan``.

    Raises as ``fill_target``. Does not move ``status``: that is the daerah's filling.
    """
    target = change.lock(target_id, actor)
    change.refuse_stale(target, Voice.USULAN_PENGAMPU, nilai, base_version)
    stages = change.schedule(target, actor)
    permissions.can_offer(actor, target, target.rakortek, stages).enforce()
    before = target.facts()
    version = change.append(
        target, Voice.USULAN_PENGAMPU, nilai, actor, catatan=catatan, sumber=sumber
    )
    change.save(target, event="target.ditawarkan", before=before, actor=actor, alasan=target.alasan)
    return version


@transaction.atomic
def fill_target(
    *,
    target_id: int,
    nilai: Nilai,
    base_version: int,
    actor: Actor,
    catatan: str = "",
    sumber: SumberVersi = SumberVersi.HALAMAN,
) -> TargetVersion:
    """Write usulan daerah of one target, in ``definisi.satuan``; its status becomes DRAF.

    The row is locked, so of two writers at once one wins and the other learns its value. Raises
    ``StaleVersionError`` if usulan daerah is no longer at ``base_version``, ``InvalidInputError``
    for a value of the wrong kind or outside its limits, ``AccessDeniedError`` (with the reason)
    outside role, scope or stage. Source: UU 23/2014 Pasal 259 ayat (1).
    """
    target = change.lock(target_id, actor)
    change.refuse_stale(target, Voice.USULAN_DAERAH, nilai, base_version)
    before = target.facts()
    stages = change.schedule(target, actor)
    permissions.can_fill(actor, target, stages).enforce()  # says more than the table alone
    event = change.move(target, StatusTarget.DRAF, actor, stages)
    version = change.append(
        target, Voice.USULAN_DAERAH, nilai, actor, catatan=catatan, sumber=sumber
    )
    change.save(target, event=event, before=before, actor=actor)
    return version


def submit_target(*, target_id: int, actor: Actor) -> Target:
    """Hand one filled target to Bappeda: DRAF becomes DIAJUKAN."""
    return _pass_on(target_id, StatusTarget.DIAJUKAN, actor)


def verify_target(*, target_id: int, actor: Actor) -> Target:
    """Bappeda finds it in order: DIAJUKAN becomes TERVERIFIKASI."""
    return _pass_on(target_id, StatusTarget.TERVERIFIKASI, actor)


def return_target(*, target_id: int, alasan: str, actor: Actor) -> Target:
    """Bappeda hands it back with the reason that the PD will read at its row."""
    if not alasan.strip():
        message = "Tulis alasan pengembalian, supaya perangkat daerah tahu apa yang diperbaiki."
        raise InvalidInputError(message)
    return _pass_on(target_id, StatusTarget.DIKEMBALIKAN, actor, alasan=alasan.strip())


@transaction.atomic
def _pass_on(target_id: int, to: StatusTarget, actor: Actor, alasan: str = "") -> Target:
    target = change.lock(target_id, actor)
    before = target.facts()
    event = change.move(target, to, actor, change.schedule(target, actor))
    change.save(target, event=event, before=before, actor=actor, alasan=alasan)
    return target
