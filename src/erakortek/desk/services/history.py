"""Sessions that took place elsewhere or earlier, with what was decided in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.desk import workflow
from erakortek.desk.enums import StatusSidang
from erakortek.desk.models import Keputusan, Sidang
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.services import stream_of
from erakortek.target.enums import AGREED, HasilTarget
from erakortek.target.models import Target


@dataclass(frozen=True, slots=True)
class LoadedSession:
    """One session as it went; ``catatan`` and ``tindak_lanjut`` per target id where written."""

    sidang: Sidang
    status: StatusSidang
    tempat: str
    mulai_at: datetime
    selesai_at: datetime | None
    targets: Sequence[Target]
    catatan: dict[int, tuple[str, str]]


@transaction.atomic
def load_sessions(*, rakortek: Rakortek, rows: Iterable[LoadedSession], actor: Actor) -> int:
    """Load sessions with the decisions that their targets carry; return the number of decisions.

    Each session is begun and then closed, as its table says.
    """
    rows = list(rows)
    begun = [_begin(row) for row in rows]
    Sidang.objects.bulk_update(begun, ["status", "tempat", "mulai_at"], batch_size=500)
    closed = [_close(row) for row in rows if row.status == StatusSidang.DITUTUP]
    Sidang.objects.bulk_update(closed, ["status", "selesai_at"], batch_size=500)
    decisions = [decision for row in rows for decision in _decisions(row, actor)]
    Keputusan.objects.bulk_create(decisions, batch_size=2000)
    audit.record(
        by=actor,
        event="sidang.dimuat",
        obj=rakortek,
        stream=stream_of(rakortek),
        after={"sidang": len(rows), "keputusan": len(decisions)},
    )
    return len(decisions)


def _begin(row: LoadedSession) -> Sidang:
    workflow.has_move(row.sidang, StatusSidang.BERLANGSUNG).enforce()
    row.sidang.status = StatusSidang.BERLANGSUNG
    row.sidang.tempat = row.tempat
    row.sidang.mulai_at = row.mulai_at
    return row.sidang


def _close(row: LoadedSession) -> Sidang:
    workflow.has_move(row.sidang, StatusSidang.DITUTUP).enforce()
    row.sidang.status = StatusSidang.DITUTUP
    row.sidang.selesai_at = row.selesai_at
    return row.sidang


def _decisions(row: LoadedSession, actor: Actor) -> Iterable[Keputusan]:
    for target in row.targets:
        if target.hasil == HasilTarget.BELUM:
            continue
        catatan, tindak_lanjut = row.catatan.get(target.pk, ("", ""))
        agreed = HasilTarget(target.hasil) in AGREED
        yield Keputusan(
            sidang=row.sidang,
            target=target,
            hasil=target.hasil,
            kesepakatan_id=target.kesepakatan_id if agreed else None,
            urut=target.urut - agreed,
            acuan_version=1,
            catatan=catatan,
            tindak_lanjut=tindak_lanjut,
            user_id=actor.user_id,
            penugasan_id=actor.penugasan_id,
            created_at=row.selesai_at or row.mulai_at,
        )
