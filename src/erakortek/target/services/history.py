"""Many versions at once: years that were negotiated elsewhere, and the demo world."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.models import Penugasan
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.services import stream_of
from erakortek.reference.values import check_nilai
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget, SumberVersi, Voice
from erakortek.target.models import AcuanVersion, TargetVersion

BATCH = 2000


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
    """Load the history of untouched targets of ``rakortek``; the number of versions.

    All or nothing, one entry in the log. Only targets without any version: nothing is
    overwritten (the database refuses a gap or a second version 1).
    """
    rows = list(rows)
    versions = [
        version for row in rows for version in _versions(row.target_id, row.versions, sumber)
    ]
    TargetVersion.objects.bulk_create(versions, batch_size=BATCH)
    _set_facts(rows, _heads(versions))
    audit.record(
        by=actor,
        event="target.dimuat",
        obj=rakortek,
        stream=stream_of(rakortek),
        after={"target": len(rows), "versi": len(versions), "sumber": sumber},
    )
    return len(versions)


SET_FACTS = """
    UPDATE target_target AS t
       SET status = f.status, hasil = f.hasil, kunci = f.kunci, urut = f.urut, alasan = f.alasan,
           usulan_pengampu_id = f.usulan_pengampu, usulan_daerah_id = f.usulan_daerah,
           kesepakatan_id = f.kesepakatan
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[],
                  %s::bigint[], %s::bigint[], %s::bigint[])
           AS f(id, status, hasil, kunci, urut, alasan, usulan_pengampu, usulan_daerah, kesepakatan)
     WHERE t.id = f.id AND t.urut = 0
"""


def _set_facts(rows: Sequence[LoadedTarget], heads: Mapping[tuple[int, str], int]) -> None:
    """All facts and heads in one statement: ``bulk_update`` sends a CASE per row and field."""
    voices = (Voice.USULAN_PENGAMPU, Voice.USULAN_DAERAH, Voice.KESEPAKATAN)
    columns: list[Any] = [
        [row.target_id for row in rows],
        [row.status.value for row in rows],
        [row.hasil.value for row in rows],
        [row.kunci.value for row in rows],
        [len(row.versions) for row in rows],
        [row.alasan for row in rows],
        *[[heads.get((row.target_id, voice.value)) for row in rows] for voice in voices],
    ]
    with connection.cursor() as cursor:
        cursor.execute(SET_FACTS, columns)


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
