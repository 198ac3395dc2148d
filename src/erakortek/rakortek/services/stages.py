"""The dates of the stages, and who may go on longer."""

from datetime import datetime

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.errors import InvalidInputError
from erakortek.rakortek import permissions
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import Perpanjangan, Rakortek, Tahapan
from erakortek.rakortek.services.streams import stream_of
from erakortek.reference.models import Instansi
from erakortek.reference.permissions import can_take_on


@transaction.atomic
def set_tahapan(
    *,
    rakortek: Rakortek,
    jenis: JenisTahapan,
    mulai_at: datetime,
    sampai_at: datetime,
    actor: Actor,
) -> Tahapan:
    """Give one stage its dates (aware instants), or move them."""
    permissions.can_schedule(actor, rakortek).enforce()
    if mulai_at >= sampai_at:
        message = f"Tahapan “{jenis.label}” harus dimulai sebelum berakhir; periksa tanggalnya."
        raise InvalidInputError(message)
    before = Tahapan.objects.filter(rakortek=rakortek, jenis=jenis).first()
    stage, _ = Tahapan.objects.update_or_create(
        rakortek=rakortek, jenis=jenis, defaults={"mulai_at": mulai_at, "sampai_at": sampai_at}
    )
    audit.record(
        by=actor,
        event="tahapan.dijadwalkan",
        obj=stage,
        stream=stream_of(rakortek),
        before=_dates(before) if before else {},
        after=_dates(stage),
    )
    return stage


def _dates(stage: Tahapan) -> dict[str, str]:
    return {
        "jenis": stage.jenis,
        "mulai_at": stage.mulai_at.isoformat(),
        "sampai_at": stage.sampai_at.isoformat(),
    }


@transaction.atomic
def extend_tahapan(
    *, tahapan: Tahapan, instansi: Instansi, sampai_at: datetime, alasan: str, actor: Actor
) -> Perpanjangan:
    """Keep a stage open longer for one instansi, with a written reason; it closes by itself."""
    permissions.can_schedule(actor, tahapan.rakortek).enforce()
    can_take_on(instansi).enforce()
    if not alasan.strip():
        message = "Tulis alasan perpanjangan; alasan itu tercatat dan dapat dibaca auditor."
        raise InvalidInputError(message)
    if sampai_at <= tahapan.sampai_at:
        message = "Perpanjangan harus berakhir sesudah batas tahapannya."
        raise InvalidInputError(message)
    extension = Perpanjangan.objects.create(
        tahapan=tahapan,
        instansi=instansi,
        sampai_at=sampai_at,
        alasan=alasan.strip(),
        penugasan_id=actor.penugasan_id,
        created_at=clock.now(),
    )
    audit.record(
        by=actor,
        event="tahapan.diperpanjang",
        obj=extension,
        stream=stream_of(tahapan.rakortek),
        after={"instansi": instansi.kode, "sampai_at": sampai_at.isoformat(), "alasan": alasan},
    )
    return extension
