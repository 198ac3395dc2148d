"""Preparing, scheduling, opening, closing and extending a Rakortek: the only writer of its rows."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import services as audit
from erakortek.lib import clock
from erakortek.lib.errors import DomainError, InvalidInputError
from erakortek.rakortek import lifecycle, permissions, workflow
from erakortek.rakortek.enums import JenisTahapan, StatusRakortek, TingkatRakortek
from erakortek.rakortek.models import IndikatorRakortek, Perpanjangan, Rakortek, Tahapan
from erakortek.rakortek.selectors import indikator_for_tingkat
from erakortek.reference.models import Instansi, Wilayah
from erakortek.reference.permissions import can_take_on


def stream_of(rakortek: Rakortek) -> str:
    """The audit chain of what concerns a Rakortek as a whole."""
    return f"rakortek:{rakortek.kunci}"


@transaction.atomic
def prepare_rakortek(
    *,
    tahun: int,
    actor: Actor,
    provinsi: Wilayah | None = None,
    source: Rakortek | None = None,
    is_latihan: bool = False,
) -> Rakortek:
    """A new draft for ``tahun``: empty, or with the indicators and desks of ``source``.

    Stages are not copied: their dates are next year's decision. Raises ``DomainError`` where the
    year already has its Rakortek or the province is not there in that year,
    ``AccessDeniedError`` if ``actor`` may not.
    """
    permissions.can_prepare(actor, provinsi).enforce()
    if provinsi and (reason := permissions.why_not_in(provinsi, tahun)):
        raise DomainError(reason)
    kunci = f"{tahun}-{provinsi.kode}" if provinsi else str(tahun)
    if Rakortek.objects.filter(kunci=kunci).exists():
        message = f"Rakortek {kunci} sudah ada. Buka yang ada, atau pilih tahun lain."
        raise DomainError(message)
    rakortek = Rakortek.objects.create(
        kunci=kunci,
        tahun=tahun,
        tingkat=TingkatRakortek.PROVINSI if provinsi else TingkatRakortek.PUSAT,
        provinsi=provinsi,
        zona=provinsi.zona if provinsi else actor.zona,
        disalin_dari=source,
        is_latihan=is_latihan or bool(source and source.is_latihan),
    )
    _take_part(rakortek, source)
    lifecycle.run("prepare", rakortek)
    audit.record(
        by=actor,
        event="rakortek.disiapkan",
        obj=rakortek,
        stream=stream_of(rakortek),
        after={"kunci": kunci, "disalin_dari": source.kunci if source else None},
    )
    return rakortek


def _take_part(rakortek: Rakortek, source: Rakortek | None) -> None:
    daftar = indikator_for_tingkat(rakortek)
    if source:
        daftar = daftar.filter(daftar_rakortek__rakortek=source)
    IndikatorRakortek.objects.bulk_create(
        IndikatorRakortek(rakortek=rakortek, indikator=indikator) for indikator in daftar
    )


@transaction.atomic
def set_indikator(*, rakortek: Rakortek, indikator_ids: Iterable[int], actor: Actor) -> None:
    """Let exactly these indikator take part, while the Rakortek is a draft."""
    permissions.can_edit_draft(actor, rakortek).enforce()
    allowed = indikator_for_tingkat(rakortek).filter(pk__in=list(indikator_ids))
    wanted = set(allowed.values_list("pk", flat=True))
    have = set(
        IndikatorRakortek.objects.filter(rakortek=rakortek).values_list("indikator", flat=True)
    )
    IndikatorRakortek.objects.filter(rakortek=rakortek, indikator__in=have - wanted).delete()
    IndikatorRakortek.objects.bulk_create(
        IndikatorRakortek(rakortek=rakortek, indikator_id=pk) for pk in sorted(wanted - have)
    )
    audit.record(
        by=actor,
        event="rakortek.indikator_ditetapkan",
        obj=rakortek,
        stream=stream_of(rakortek),
        before={"jumlah": len(have)},
        after={"jumlah": len(wanted)},
    )


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


def open_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Open a draft: every room makes its rows (targets, sessions) in the same transaction."""
    return _move(rakortek_id, StatusRakortek.DIBUKA, actor)


def close_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Close it: from now on it is only read."""
    return _move(rakortek_id, StatusRakortek.DITUTUP, actor)


def archive_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Move a closed Rakortek to the archive."""
    return _move(rakortek_id, StatusRakortek.ARSIP, actor)


_MOMENT = {StatusRakortek.DIBUKA: "open", StatusRakortek.DITUTUP: "close"}


@transaction.atomic
def _move(rakortek_id: int, to: StatusRakortek, actor: Actor) -> Rakortek:
    rakortek = Rakortek.objects.select_for_update(of=("self",)).get(pk=rakortek_id)
    source = StatusRakortek(rakortek.status)
    workflow.can_move(actor, rakortek, to).enforce()
    rakortek.status = to
    rakortek.save(update_fields=["status"])
    if to in _MOMENT:
        lifecycle.run(_MOMENT[to], rakortek)
    audit.record(
        by=actor,
        event=workflow.STATUS[source, to].event,
        obj=rakortek,
        stream=stream_of(rakortek),
        before={"status": source},
        after={"status": to},
    )
    return rakortek
