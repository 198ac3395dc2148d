"""The life of a version of the nomenclature: prepared, published, and what became of what."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import F

from erakortek.audit import services as audit
from erakortek.intake.sheets import Keeper
from erakortek.lib import clock
from erakortek.lib.errors import InvalidInputError
from erakortek.reference import permissions
from erakortek.reference.crosswalk import nearest_names
from erakortek.reference.enums import CaraPadanan
from erakortek.reference.models import Nomenklatur, Padanan, VersiNomenklatur
from erakortek.reference.selectors import padanan_to, versi_before
from erakortek.reference.selectors.nomenklatur import SUB_KEGIATAN

STREAM = "induk:nomenklatur"
COPIED = ("kode", "tingkat", "nama", "kinerja", "indikator", "satuan")


def lock_newest_versi() -> VersiNomenklatur | None:
    """The newest version, that nobody publishes while the running transaction writes into it."""
    return VersiNomenklatur.objects.select_for_update().order_by("-nomor").first()


@transaction.atomic
def prepare_versi(*, is_copy: bool, actor: Keeper) -> VersiNomenklatur:
    """The next version, with the rows of the present one or empty; imports go into it from now on.

    Raises ``AccessDeniedError``, or ``IllegalTransitionError`` while another is being prepared.
    """
    newest = lock_newest_versi()
    permissions.can_prepare_versi(actor, newest).enforce()
    nomor = newest.nomor + 1 if newest else 1
    versi = VersiNomenklatur.objects.create(nomor=nomor, created_at=clock.now())
    if newest and is_copy:
        rows = Nomenklatur.objects.filter(versi=newest).values(*COPIED)
        Nomenklatur.objects.bulk_create(
            (Nomenklatur(versi=versi, **row) for row in rows), batch_size=2000
        )
    after = {"nomor": nomor, "disalin": is_copy}
    audit.record(
        by=actor, event="nomenklatur.versi_disiapkan", obj=versi, stream=STREAM, after=after
    )
    return versi


@transaction.atomic
def drop_versi(*, versi_id: int, alasan: str, actor: Keeper) -> None:
    """Take back a version that is being prepared, with all its rows; ``alasan`` goes into the log.

    Raises ``AccessDeniedError``, ``IllegalTransitionError`` (published already) or
    ``InvalidInputError`` without a reason.
    """
    versi = VersiNomenklatur.objects.select_for_update().get(pk=versi_id)
    permissions.can_drop_versi(actor, versi).enforce()
    if not alasan.strip():
        raise InvalidInputError("Tulis alasan menghapus versi ini.")
    rows = Nomenklatur.objects.filter(versi=versi)
    before = {"nomor": versi.nomor, "baris": rows.count()}
    audit.record(
        by=actor,
        event="nomenklatur.versi_dihapus",
        obj=versi,
        stream=STREAM,
        before=before,
        after={"alasan": alasan.strip()},
    )
    rows.delete()
    versi.delete()


@transaction.atomic
def publish_versi(
    *, versi_id: int, regulasi: str, berlaku_on: date, actor: Keeper
) -> VersiNomenklatur:
    """Let a version be in force from ``berlaku_on`` on, and propose what became of what.

    Raises ``AccessDeniedError``, ``IllegalTransitionError`` (published already) or
    ``InvalidInputError`` where the version has no rows or would begin before the one it replaces.
    """
    versi = VersiNomenklatur.objects.select_for_update().get(pk=versi_id)
    permissions.can_publish_versi(actor, versi).enforce()
    before = versi_before(versi)
    if not Nomenklatur.objects.filter(versi=versi).exists():
        raise InvalidInputError(f"Versi {versi.nomor} masih kosong; impor isinya dahulu.")
    if before and before.berlaku_on and berlaku_on <= before.berlaku_on:
        message = f"Versi {versi.nomor} harus berlaku sesudah versi {before.nomor}."
        raise InvalidInputError(message)
    versi.regulasi, versi.berlaku_on = regulasi.strip(), berlaku_on
    versi.save(update_fields=["regulasi", "berlaku_on"])
    if before:
        Padanan.objects.bulk_create(_proposals(before, versi), batch_size=2000)
    after = {"regulasi": versi.regulasi, "berlaku_on": berlaku_on.isoformat()}
    audit.record(
        by=actor, event="nomenklatur.versi_diterbitkan", obj=versi, stream=STREAM, after=after
    )
    return versi


def _proposals(before: VersiNomenklatur, after: VersiNomenklatur) -> Iterator[Padanan]:
    """Every sub kegiatan of ``before``: the same kode, else the new kode with the nearest name.

    Only a kode that ``before`` did not have can be the new one.
    """
    old, now = _sub_kegiatan(before), _sub_kegiatan(after)
    gone = [(key, nama) for key, nama in old.items() if key not in now]
    new = {key: nama for key, nama in now.items() if key not in old}
    for kode, tingkat in old.keys() & now.keys():
        yield _proposal(before, after, kode, tingkat, kode, CaraPadanan.KODE)
    for (kode, tingkat), found in nearest_names(gone, new).items():
        yield _proposal(before, after, kode, tingkat, found, CaraPadanan.NAMA)


def _sub_kegiatan(versi: VersiNomenklatur) -> dict[tuple[str, str], str]:
    """The names of the sub kegiatan of a version by (kode, tingkat)."""
    rows = Nomenklatur.objects.filter(versi=versi, kode__regex=SUB_KEGIATAN)
    return {
        (kode, tingkat): nama for kode, tingkat, nama in rows.values_list("kode", "tingkat", "nama")
    }


def _proposal(
    before: VersiNomenklatur,
    after: VersiNomenklatur,
    kode: str,
    tingkat: str,
    found: str,
    cara: CaraPadanan,
) -> Padanan:
    return Padanan(
        dari_versi=before,
        ke_versi=after,
        tingkat=tingkat,
        kode_lama=kode,
        kode_baru=found,
        cara=cara,
    )


@transaction.atomic
def confirm_equal(*, versi: VersiNomenklatur, actor: Keeper) -> int:
    """Confirm at once every proposal in which kode and name are equal; how many there were."""
    permissions.can_keep_masters(actor).enforce()
    waiting = padanan_to(versi).filter(confirmed_at__isnull=True, kode_lama=F("kode_baru"))
    equal = waiting.filter(nama_lama=F("nama_baru"))  # type: ignore[misc]  # annotated there
    ids = list(equal.values_list("pk", flat=True))
    Padanan.objects.filter(pk__in=ids).update(user_id=actor.user_id, confirmed_at=clock.now())
    after = {"jumlah": len(ids)}
    audit.record(
        by=actor, event="nomenklatur.padanan_serentak", obj=versi, stream=STREAM, after=after
    )
    return len(ids)


@transaction.atomic
def settle_padanan(*, padanan_id: int, kode_baru: str, alasan: str, actor: Keeper) -> Padanan:
    """Confirm a proposal, or replace it by ``kode_baru`` ("" for nothing) with a reason.

    Raises ``AccessDeniedError``, or ``InvalidInputError`` where the kode is not in the new version
    or another one is chosen without a reason.
    """
    padanan = Padanan.objects.select_for_update().get(pk=padanan_id)
    permissions.can_keep_masters(actor).enforce()
    before = {"kode_baru": padanan.kode_baru, "cara": padanan.cara}
    kode, why = kode_baru.strip().upper(), alasan.strip()
    if kode != padanan.kode_baru:
        _refuse_unfounded(padanan, kode, why)
        padanan.cara = CaraPadanan.ORANG
    padanan.kode_baru, padanan.alasan = kode, why or padanan.alasan
    padanan.user_id, padanan.confirmed_at = actor.user_id, clock.now()
    padanan.save(update_fields=["cara", "kode_baru", "alasan", "user_id", "confirmed_at"])
    after = {"kode_baru": kode, "cara": padanan.cara, "alasan": padanan.alasan}
    audit.record(
        by=actor,
        event="nomenklatur.padanan_dikukuhkan",
        obj=padanan,
        stream=STREAM,
        before=before,
        after=after,
    )
    return padanan


def _refuse_unfounded(padanan: Padanan, kode: str, alasan: str) -> None:
    if not alasan:
        raise InvalidInputError("Tulis alasan memilih kode lain daripada yang diusulkan.")
    there = Nomenklatur.objects.filter(
        versi=padanan.ke_versi_id, kode=kode, tingkat=padanan.tingkat
    )
    if kode and not there.exists():
        raise InvalidInputError(f"Kode {kode} tidak ada pada versi barunya di tingkat yang sama.")
