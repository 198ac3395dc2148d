"""The steps every change of one target is made of: lock, refuse stale, move, append, record.

All of them run inside the transaction of the verb that calls them.
"""

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.lib import clock, notify
from erakortek.lib.errors import StaleVersionError
from erakortek.lib.nilai import Nilai, show_nilai
from erakortek.rakortek.schedule import Schedule
from erakortek.rakortek.selectors import schedule_for
from erakortek.reference.values import check_nilai
from erakortek.target import workflow
from erakortek.target.enums import SumberVersi, Voice
from erakortek.target.models import Target, TargetVersion
from erakortek.target.selectors import targets_for


def stream_of(rakortek_id: int, daerah_id: int) -> str:
    """The audit chain of one daerah in one Rakortek, so that offices do not wait for each other."""
    return f"target:{rakortek_id}:{daerah_id}"


def lock(target_id: int, actor: Actor) -> Target:
    """The row as the writer before left it, with its Rakortek; a foreign row does not exist.

    The row is locked first and read after, so that the heads are those of the writer before.
    """
    Target.objects.select_for_update().only("pk").get(pk=target_id)
    return targets_for(actor).select_related("rakortek__provinsi").get(pk=target_id)


def schedule(target: Target, actor: Actor) -> Schedule:
    """The stages as they apply to ``actor``."""
    return schedule_for(actor, target.rakortek)


def refuse_stale(target: Target, voice: Voice, nilai: Nilai, base_version: int) -> None:
    """Refuse unless ``voice`` is still at ``base_version``; the sentence holds both values."""
    head = target.head(voice)
    if head and head.version != base_version:
        message = (
            f"{voice.label} sudah menjadi {show_nilai(head.nilai)} {target.definisi.satuan} "
            f"sejak Anda membukanya. Isian Anda, {show_nilai(nilai)}, belum disimpan; periksa, "
            "lalu ulangi."
        )
        raise StaleVersionError(message)


def move(target: Target, to: workflow.State, actor: Actor, stages: Schedule) -> str:
    """Set one state fact to ``to`` if table and rule allow it; the event's name."""
    workflow.can_move(actor, target, to, stages).enforce()
    return step(target, to)


def step(target: Target, to: workflow.State) -> str:
    """Set one state fact to ``to`` where the table has the move; the event's name.

    Whoever calls it has asked who may: ``move`` the rule of the move itself, ``together`` one rule
    for many rows.
    """
    workflow.has_move(target, to).enforce()
    found = workflow.move_of(target, to)
    setattr(target, workflow.FACT_OF[type(to)], to)
    return found.event  # type: ignore[union-attr]  # enforced: there is such a move


def append(
    target: Target,
    voice: Voice,
    nilai: Nilai,
    actor: Actor,
    *,
    catatan: str = "",
    sumber: SumberVersi = SumberVersi.HALAMAN,
) -> TargetVersion:
    """Add ``nilai`` to the chain of ``voice``, raise ``urut``, make it the head; saves both."""
    check_nilai(target.definisi, nilai)
    version = TargetVersion.objects.create(
        target=target,
        voice=voice,
        version=target.version(voice) + 1,
        urut=target.urut + 1,
        bawah=nilai.bawah,
        atas=nilai.atas,
        pilihan=nilai.pilihan,
        catatan=catatan,
        sumber=sumber,
        user_id=actor.user_id,
        penugasan_id=actor.penugasan_id,
        created_at=clock.now(),
    )
    target.urut = version.urut
    target.set_head(voice, version)
    return version


def save(
    target: Target, *, event: str, before: dict[str, str | int], actor: Actor, alasan: str = ""
) -> None:
    """Store the facts and heads of ``target``, log the decision, announce it."""
    target.alasan = alasan
    target.save(
        update_fields=[
            "status",
            "hasil",
            "kunci",
            "sebab_final",
            "urut",
            "alasan",
            "usulan_pengampu",
            "usulan_daerah",
            "kesepakatan",
        ]
    )
    after = target.facts() | {"alasan": alasan}
    stream = stream_of(target.rakortek_id, target.daerah_id)
    audit.record(by=actor, event=event, obj=target, stream=stream, before=before, after=after)
    notify.announce(notify.of_rakortek(target.rakortek_id))
