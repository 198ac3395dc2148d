"""Berita Acara of sessions that were signed elsewhere or earlier."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.berita_acara.enums import StatusBA, StatusPersetujuan
from erakortek.berita_acara.models import BeritaAcara, ButirBeritaAcara, Penandatangan
from erakortek.berita_acara.services.documents import RENDER_TASK
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.services import stream_of
from erakortek.target.services import finalize_loaded

BETWEEN = timedelta(minutes=40)


@transaction.atomic
def load_signed(
    *,
    rakortek: Rakortek,
    berita_acara: Iterable[BeritaAcara],
    first_at: dict[int, datetime],
    actor: Actor,
) -> int:
    """Record that these drafts were approved by all in order, the first at ``first_at[id]``.

    Their documents are rendered by jobs. The number of Berita Acara.
    """
    drafts = list(berita_acara)
    ids = [one.pk for one in drafts]
    approvals = list(Penandatangan.objects.filter(berita_acara__in=ids))
    for approval in approvals:
        approval.status = StatusPersetujuan.SETUJU
        approval.at = first_at[approval.berita_acara_id] + (approval.urutan - 1) * BETWEEN
    Penandatangan.objects.bulk_update(approvals, ["status", "at"], batch_size=1000)
    last = {one.berita_acara_id: one.at for one in sorted(approvals, key=lambda one: one.urutan)}
    daftar = BeritaAcara.objects.filter(pk__in=ids)
    for status in (StatusBA.MENUNGGU, StatusBA.SEBAGIAN):
        daftar.update(status=status)
    rows = [BeritaAcara(pk=pk, status=StatusBA.SAH, sah_at=last[pk]) for pk in ids]
    BeritaAcara.objects.bulk_update(rows, ["status", "sah_at"], batch_size=500)
    held = ButirBeritaAcara.objects.filter(berita_acara__in=ids)
    held.update(berlaku=True)
    finalize_loaded(target_ids=list(held.values_list("target", flat=True)), actor=actor)
    audit.record(
        by=actor,
        event="berita_acara.dimuat",
        obj=rakortek,
        stream=stream_of(rakortek),
        after={"berita_acara": len(ids)},
    )
    task = app.configure_task(RENDER_TASK, queue="dokumen", priority=-10)
    task.batch_defer(*[{"berita_acara_id": pk} for pk in ids])  # type: ignore[arg-type]  # JSON
    return len(ids)
