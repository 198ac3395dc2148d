"""From a draft to the archive."""

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.audit import context
from erakortek.audit import services as audit
from erakortek.lib.errors import DomainError
from erakortek.rakortek import lifecycle, permissions, workflow
from erakortek.rakortek.enums import StatusRakortek, TingkatRakortek
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.selectors import definisi_for_rakortek
from erakortek.rakortek.services.streams import stream_of
from erakortek.reference.models import Wilayah


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
    daftar = definisi_for_rakortek(rakortek)
    if source:
        daftar = daftar.filter(indikator__daftar_rakortek__rakortek=source)
    IndikatorRakortek.objects.bulk_create(
        IndikatorRakortek(rakortek=rakortek, indikator_id=definisi.indikator_id, definisi=definisi)
        for definisi in daftar
    )


def open_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Open a draft: every room makes its rows (targets, sessions) in the same transaction."""
    return _move(rakortek_id, StatusRakortek.DIBUKA, actor)


def close_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Close it: every room settles what is open, and from now on it is only read.

    Raises ``AccessDeniedError`` while a session runs or a Berita Acara waits.
    """
    return _move(rakortek_id, StatusRakortek.DITUTUP, actor)


def archive_rakortek(*, rakortek_id: int, actor: Actor) -> Rakortek:
    """Move a closed Rakortek to the archive."""
    return _move(rakortek_id, StatusRakortek.ARSIP, actor)


@context.as_system()
def lock_rakortek(rakortek_id: int) -> Rakortek:
    """Lock a Rakortek, whoever acts, so that it is not closed meanwhile.

    The first of all locks: then come session, Berita Acara and targets, each in order of id.
    """
    return Rakortek.objects.select_for_update(of=("self",), no_key=True).get(pk=rakortek_id)


@transaction.atomic
def _move(rakortek_id: int, to: StatusRakortek, actor: Actor) -> Rakortek:
    rakortek = lock_rakortek(rakortek_id)
    source = StatusRakortek(rakortek.status)
    workflow.can_move(actor, rakortek, to).enforce()
    rakortek.status = to
    rakortek.save(update_fields=["status"])
    if to == StatusRakortek.DIBUKA:
        lifecycle.run("open", rakortek)
    if to == StatusRakortek.DITUTUP:
        lifecycle.close(rakortek, actor)
    audit.record(
        by=actor,
        event=workflow.STATUS[source, to].event,
        obj=rakortek,
        stream=stream_of(rakortek),
        before={"status": source},
        after={"status": to},
    )
    return rakortek
