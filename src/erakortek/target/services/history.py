"""Many versions at once: years that were negotiated elsewhere, and the demo world."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.permissions import can_manage
from erakortek.reference.values import check_nilai
from erakortek.target.enums import (
    HasilTarget,
    KunciTarget,
    SebabFinal,
    StatusTarget,
    SumberVersi,
    Voice,
)
from erakortek.target.models import AcuanVersion, Target, TargetVersion
from erakortek.target.services import change
from erakortek.target.services.together import BATCH, lock_all, store
from erakortek.target.workflow import FACT_OF, State, path_to


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """One version to load: the values are in ``definisi.satuan``, the author as they were."""

    voice: Voice
    nilai: Nilai
    user_id: int
    penugasan_id: int
    created_at: datetime
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class LoadedTarget:
    """One target as it stood: its facts, and its versions in the order in which they were made."""

    target_id: int
    status: StatusTarget
    hasil: HasilTarget
    versions: Sequence[LoadedVersion]
    alasan: str = ""
    kunci: KunciTarget = KunciTarget.TERBUKA


@transaction.atomic
def load_history(
    *, rakortek: Rakortek, rows: Iterable[LoadedTarget], actor: Actor, sumber: SumberVersi
) -> int:
    """Load the history of untouched targets of ``rakortek``; return the number of versions.

    All or nothing. Only targets without any version: nothing is overwritten (the database refuses
    a gap or a second version 1). Every fact goes the way of its table, one move after the other,
    and each target has an entry in its own history. Raises ``AccessDeniedError`` unless ``actor``
    manages the Rakortek.
    """
    can_manage(actor, rakortek).enforce()
    rows = list(rows)
    versions = [
        version for row in rows for version in _versions(row.target_id, row.versions, sumber)
    ]
    targets = {one.pk: one for one in lock_all(_untouched(rakortek, rows))}
    before = {pk: one.facts() for pk, one in targets.items()}
    TargetVersion.objects.bulk_create(versions, batch_size=BATCH)
    _set_heads(rows, _heads(versions))
    for facts in (_status_of, _hasil_of, _kunci_of):
        _walk(targets, rows, facts)
    _record(targets, rows, before, actor, sumber)
    return len(versions)


def _untouched(rakortek: Rakortek, rows: Sequence[LoadedTarget]) -> QuerySet[Target]:
    ids = [row.target_id for row in rows]
    return Target.objects.filter(rakortek=rakortek, pk__in=ids, urut=0)


SET_HEADS = """
    UPDATE target_target AS t
       SET status = f.status, urut = f.urut, alasan = f.alasan,
           usulan_pengampu_id = f.usulan_pengampu, usulan_daerah_id = f.usulan_daerah,
           kesepakatan_id = f.kesepakatan
      FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[],
                  %s::bigint[], %s::bigint[], %s::bigint[])
           AS f(id, status, urut, alasan, usulan_pengampu, usulan_daerah, kesepakatan)
     WHERE t.id = f.id AND t.urut = 0
"""


def _set_heads(rows: Sequence[LoadedTarget], heads: Mapping[tuple[int, str], int]) -> None:
    """Write the heads, and the first move of those with a usulan daerah, in one statement.

    ``bulk_update`` sends a CASE per row and field.
    """
    voices = (Voice.USULAN_PENGAMPU, Voice.USULAN_DAERAH, Voice.KESEPAKATAN)
    columns: list[Any] = [
        [row.target_id for row in rows],
        [(path_to(row.status) or [StatusTarget.KOSONG])[0].value for row in rows],
        [len(row.versions) for row in rows],
        [row.alasan for row in rows],
        *[[heads.get((row.target_id, voice.value)) for row in rows] for voice in voices],
    ]
    with connection.cursor() as cursor:
        cursor.execute(SET_HEADS, columns)


def _status_of(row: LoadedTarget) -> State:
    return row.status


def _hasil_of(row: LoadedTarget) -> State:
    return row.hasil


def _kunci_of(row: LoadedTarget) -> State:
    return row.kunci


def _walk(
    targets: Mapping[int, Target],
    rows: Sequence[LoadedTarget],
    fact_of: Callable[[LoadedTarget], State],
) -> None:
    """Move the targets along the table of one fact, all that make the same move in one statement."""
    ways = {row.target_id: path_to(fact_of(row)) for row in rows}
    for nth in range(max((len(way) for way in ways.values()), default=0)):
        moving: dict[State, list[Target]] = defaultdict(list)
        for pk, way in ways.items():
            if nth < len(way):
                change.step(targets[pk], way[nth])
                moving[way[nth]].append(targets[pk])
        for to, together in moving.items():
            also = {"sebab_final": SebabFinal.DIMUAT} if to == KunciTarget.FINAL else {}
            store(together, **{FACT_OF[type(to)]: to}, **also)


def _record(
    targets: Mapping[int, Target],
    rows: Sequence[LoadedTarget],
    before: Mapping[int, dict[str, str | int]],
    actor: Actor,
    sumber: SumberVersi,
) -> None:
    loaded: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        target = targets[row.target_id]
        target.urut = len(row.versions)
        after = target.facts() | {"versi": len(row.versions), "sumber": sumber}
        stream = change.stream_of(target.rakortek_id, target.daerah_id)
        loaded[stream].append((target, before[target.pk], after))
    for stream, objects in sorted(loaded.items()):
        audit.record_many(by=actor, event="target.dimuat", stream=stream, objects=objects)


def _versions(
    target_id: int, loaded: Sequence[LoadedVersion], sumber: SumberVersi
) -> list[TargetVersion]:
    made: list[TargetVersion] = []
    for urut, one in enumerate(loaded, start=1):
        made.append(
            TargetVersion(
                target_id=target_id,
                voice=one.voice,
                version=sum(earlier.voice == one.voice for earlier in made) + 1,
                urut=urut,
                bawah=one.nilai.bawah,
                atas=one.nilai.atas,
                pilihan=one.nilai.pilihan,
                catatan=one.catatan,
                sumber=sumber,
                user_id=one.user_id,
                penugasan_id=one.penugasan_id,
                created_at=one.created_at,
            )
        )
    return made


def _heads(versions: Iterable[TargetVersion]) -> dict[tuple[int, str], int]:
    """The last of each chain; ``versions`` stand in the order in which they were made."""
    return {(version.target_id, str(version.voice)): version.pk for version in versions}


def load_acuan(
    *, row: IndikatorRakortek, nilai: Nilai, penugasan: Penugasan, sumber: SumberVersi
) -> AcuanVersion:
    """The first acuan of an indikator that has none, as its pengampu gave it elsewhere."""
    check_nilai(row.definisi, nilai)
    return AcuanVersion.objects.create(
        indikator_rakortek=row,
        version=1,
        bawah=nilai.bawah,
        atas=nilai.atas,
        pilihan=nilai.pilihan,
        sumber=sumber,
        user_id=penugasan.user_id,
        penugasan=penugasan,
        created_at=clock.now(),
    )
