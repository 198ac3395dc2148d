"""What is done with what was read: applied or dropped; and one row mended on its page."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from erakortek.audit import services as audit
from erakortek.audit.services import ActsAs
from erakortek.database.locks import hold
from erakortek.database.statistics import refresh_after
from erakortek.intake import permissions
from erakortek.intake.cells import text_of
from erakortek.intake.enums import READING, REFUSED, WRITTEN, StatusBaris, StatusBatch
from erakortek.intake.models import ImportBatch, StagedRow
from erakortek.intake.people import act_as
from erakortek.intake.selectors import (
    counts_of,
    fingerprint,
    fingerprints_of,
    good_rows_of,
    present_row,
)
from erakortek.intake.services.uploads import chunks, keep_one, sheet_of, stream_of
from erakortek.intake.sheets import Keeper, Read, Sheet, Values
from erakortek.lib import clock
from erakortek.lib.errors import (
    DomainError,
    IllegalTransitionError,
    InvalidInputError,
    StaleVersionError,
)

Facts = dict[str, Any]  # a finding as it is stored
APPLY_TASK = "intake.apply"
AT_ONCE = 1_000  # rows: more of them take longer than a second to write
FAILED = (
    "Ada kesalahan pada sistem, jadi tidak ada yang diterapkan. Coba sekali lagi; bila terulang, "
    "beri tahu Ditjen Bina Pembangunan Daerah."
)
GIVEN_UP = (
    "Penerapan berulang kali terhenti, jadi tidak ada yang diterapkan. Bagi berkasnya menjadi beberapa "
    "unggahan yang lebih kecil; bila terulang, beri tahu Ditjen Bina Pembangunan Daerah."
)


@transaction.atomic
def decide_batch(
    *, batch_id: int, actor: Keeper, all_or_none: bool = False, unify: bool = False
) -> ImportBatch:
    """Apply an upload as ``apply_batch`` does: at once where that takes a moment, else in the queue.

    While it waits there and is written it is MENERAPKAN, and nobody decides on it again.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    permissions.can_decide(actor, sheet_of(batch), batch).enforce()
    counts = counts_of(batch)
    touched = (*WRITTEN, StatusBaris.SAMA) if unify else WRITTEN
    if sum(counts[one] for one in touched) <= AT_ONCE:
        return apply_batch(batch_id=batch_id, actor=actor, all_or_none=all_or_none, unify=unify)
    _refuse_a_part(counts, all_or_none=all_or_none)
    _move(batch, StatusBatch.MENERAPKAN)
    app.configure_task(APPLY_TASK).defer(
        batch_id=batch.pk,
        user_id=actor.user_id,
        penugasan_id=actor.penugasan_id,
        all_or_none=all_or_none,
        unify=unify,
    )
    return batch


def apply_in_turn(*, batch_id: int, by: ActsAs, all_or_none: bool, unify: bool) -> None:
    """Apply an upload that waits in the queue, in the name of who decided; harmless when repeated.

    One that is refused, or that fails, waits for a decision again and says why.
    """
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
            if batch.status == StatusBatch.MENERAPKAN:
                actor = act_as(by)
                sheet_of(batch).can_import(actor).enforce()
                _apply(batch, actor, all_or_none=all_or_none, unify=unify)
    except DomainError as error:
        _give_back(batch_id, error.message)
    except Exception:
        _give_back(batch_id, FAILED)
        raise


def give_up_applying(*, batch_id: int, **_: object) -> None:
    """Let an upload whose writers died one after another wait for a decision again.

    Harmless when repeated; the other arguments of the job are not needed.
    """
    _give_back(batch_id, GIVEN_UP)


@transaction.atomic
def _give_back(batch_id: int, message: str) -> None:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.status == StatusBatch.MENERAPKAN:
        _move(batch, StatusBatch.PRATINJAU, message)


def _move(batch: ImportBatch, status: StatusBatch, message: str = "") -> None:
    batch.status, batch.pesan = status, message
    batch.save(update_fields=["status", "pesan"])


@transaction.atomic
def apply_batch(
    *,
    batch_id: int,
    actor: Keeper | None,
    all_or_none: bool = False,
    unify: bool = False,
) -> ImportBatch:
    """Write every good row, or with ``all_or_none`` none while a single one is refused.

    ``unify`` accepts the offers to spell a word one way.

    Compared and checked once more with what is stored: a row that somebody has changed since the
    preview is not overwritten but becomes BENTROK, one that breaks a rule by now becomes SALAH.
    Applying the same file again writes nothing.

    Raises ``AccessDeniedError``, ``IllegalTransitionError`` (already decided), or
    ``InvalidInputError`` where rows are refused and ``all_or_none`` was asked for.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    permissions.can_decide(actor, sheet_of(batch), batch).enforce()
    return _apply(batch, actor, all_or_none=all_or_none, unify=unify)


def _apply(
    batch: ImportBatch, actor: Keeper | None, *, all_or_none: bool, unify: bool
) -> ImportBatch:
    sheet = sheet_of(batch)
    one_at_a_time(sheet)
    if unify:
        _accept_offers(sheet, batch)
    late = _mark_what_changed_meanwhile(sheet, batch) + _mark_what_is_wrong_by_now(sheet, batch)
    _refuse_a_part(counts_of(batch), all_or_none=all_or_none, late=late)
    return _write(sheet, batch, actor)


def _refuse_a_part(counts: Mapping[StatusBaris, int], *, all_or_none: bool, late: int = 0) -> None:
    """``late`` of the refused rows were good in the preview."""
    refused = sum(counts[one] for one in REFUSED)
    if not refused or not all_or_none:
        return
    message = f"{refused} baris belum benar, jadi tidak satu pun diterapkan. Perbaiki dahulu."
    if late:
        why = "karena data berubah sejak pratinjau"
        message += f" {late} di antaranya {why}; unggah ulang berkasnya untuk melihatnya."
    raise InvalidInputError(message)


def _write(sheet: Sheet, batch: ImportBatch, actor: Keeper | None) -> ImportBatch:
    """Store what is good and close the upload: from here on its rows are history."""
    counts = counts_of(batch)
    rows = [nilai for _, nilai in good_rows_of(batch)]
    sheet.write(rows, actor)
    refresh_after(len(rows))
    batch.applied_at = clock.now()
    batch.status, batch.pesan = StatusBatch.DITERAPKAN, ""
    batch.save(update_fields=["status", "pesan", "applied_at"])
    after = {
        "lembar": sheet.kode,
        "sha256": batch.sha256,
        "ditulis": len(rows),
        "ditolak": sum(counts[one] for one in REFUSED),
    }
    audit.record(
        by=actor, event="impor.diterapkan", obj=batch, stream=stream_of(sheet), after=after
    )
    return batch


@transaction.atomic
def change_row(
    *, sheet: Sheet, texts: Mapping[str, str], base: str, actor: Keeper, alasan: str
) -> ImportBatch:
    """Add or mend one row on its page; kept in the same history as what workbooks change.

    ``texts`` are the cells as typed, ``base`` the fingerprint of the row as it was shown ("" for a
    new one). Raises ``AccessDeniedError``, ``IllegalTransitionError`` (the sheet may not change now),
    ``InvalidInputError`` (unreadable, breaks a rule, no reason, nothing changed) or
    ``StaleVersionError`` where somebody else has changed it meanwhile.
    """
    sheet.can_import(actor).enforce()
    sheet.can_change().enforce()
    one_at_a_time(sheet)
    values = _checked(sheet, texts)
    key = sheet.key_of(values)
    before = present_row(sheet, key)
    if fingerprint(before) != base:
        message = (
            f"{key} sudah ada atau sudah diubah orang lain sejak Anda membukanya. Isian Anda belum "
            "disimpan; buka barisnya, bandingkan, lalu ulangi."
        )
        raise StaleVersionError(message)
    if before == values:
        raise InvalidInputError("Tidak ada isian yang berubah.")
    if not alasan.strip():
        raise InvalidInputError("Tulis dasar perubahannya, supaya riwayatnya dapat dibaca.")
    status = StatusBaris.BERUBAH if before else StatusBaris.BARU
    batch = keep_one(
        sheet=sheet,
        key=key,
        status=status,
        nilai=values,
        sebelum=before,
        actor=actor,
        alasan=alasan,
    )
    return _write(sheet, batch, actor)


def one_at_a_time(sheet: Sheet) -> None:
    """What is compared from here on stays as it is until it is written: a row has no lock of its own.

    A key may be new, and one row of a sheet may be several of a table.
    """
    hold(f"intake:{sheet.kode}")


def _checked(sheet: Sheet, texts: Mapping[str, str]) -> Values:
    read = sheet.read({name: text_of(text) for name, text in texts.items()}, {})
    blocking = [finding for finding in read.findings if finding.is_blocking]
    if not blocking:
        blocking = [finding for _, finding in sheet.check([read]) if finding.is_blocking]
    if blocking:
        raise InvalidInputError(" ".join(f"{one.pesan} {one.saran}".strip() for one in blocking))
    return read.values


def _unless_written_now(batch_id: int) -> ImportBatch:
    """Locked. Writing may take half a minute: whoever would drop the upload is told, not kept."""
    is_applied = ImportBatch.objects.filter(pk=batch_id, status=StatusBatch.MENERAPKAN).exists()
    rows = ImportBatch.objects.select_for_update(skip_locked=is_applied)
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise IllegalTransitionError(
            "Barisnya sedang ditulis, jadi tidak dapat dibatalkan lagi. Tunggu sampai selesai."
        )
    return batch


def _mark_what_changed_meanwhile(sheet: Sheet, batch: ImportBatch) -> int:
    """How many rows would overwrite what somebody has written since the preview."""
    good = batch.daftar_baris.filter(status__in=WRITTEN)
    seen = [
        (pk, sheet.key_of(nilai), fingerprint(sebelum))
        for pk, nilai, sebelum in good.values_list("pk", "nilai", "sebelum").iterator()
    ]
    now = fingerprints_of(sheet, {key for _, key, _ in seen})
    moved = [pk for pk, key, before in seen if now.get(key, "") != before]
    return _mark(moved, StatusBaris.BENTROK, lambda row: [_changed_meanwhile(row)])


def _mark_what_is_wrong_by_now(sheet: Sheet, batch: ImportBatch) -> int:
    """How many rows break a rule because of what was written elsewhere since the preview."""
    pks, reads = [], []
    for pk, nilai in good_rows_of(batch):
        pks.append(pk)
        reads.append(Read(nilai, {}, []))
    wrong: dict[int, list[Facts]] = defaultdict(list)
    for place, finding in sheet.check(reads):
        if finding.is_blocking:
            wrong[pks[place]].append(finding.as_json())
    return _mark(wrong, StatusBaris.SALAH, lambda row: [*row.temuan, *wrong[row.pk]])


def _mark(
    pks: Collection[int], status: StatusBaris, found: Callable[[StagedRow], list[Facts]]
) -> int:
    """Let rows be refused after all, and say what was ``found`` in each. How many they are."""
    for rows in _loaded(pks, "kunci", "temuan"):
        for row in rows:
            row.status, row.temuan = status, found(row)
        StagedRow.objects.bulk_update(rows, ["status", "temuan"])
    return len(pks)


def _loaded(pks: Collection[int], *fields: str) -> Iterator[list[StagedRow]]:
    """A chunk of rows at a time: a file may have 200,000."""
    for some in chunks(list(pks)):
        yield list(StagedRow.objects.filter(pk__in=some).only("batch", *fields))


def _changed_meanwhile(row: StagedRow) -> Facts:
    return {
        "kolom": "",
        "sel": "",
        "aturan": "berubah",
        "pesan": f"{row.kunci} diubah orang lain sejak pratinjau, jadi tidak ditimpa.",
        "saran": "Unggah ulang berkasnya untuk membandingkan dengan data sekarang.",
        "is_blocking": True,
    }


def _accept_offers(sheet: Sheet, batch: ImportBatch) -> None:
    labels = {column.label: column.name for column in sheet.columns}
    offered = batch.daftar_baris.filter(status__in=(*WRITTEN, StatusBaris.SAMA)).exclude(temuan=[])
    pks = list(offered.values_list("pk", flat=True))
    for rows in _loaded(pks, "nilai", "sebelum", "temuan", "status"):
        for row in rows:
            accepted = {labels[one["kolom"]]: one["ganti"] for one in row.temuan if one["ganti"]}
            row.nilai = row.nilai | accepted
            if row.sebelum is not None:
                same = row.nilai == row.sebelum
                row.status = StatusBaris.SAMA if same else StatusBaris.BERUBAH
        StagedRow.objects.bulk_update(rows, ["nilai", "status"])


@transaction.atomic
def drop_batch(*, batch_id: int, actor: Keeper | None) -> ImportBatch:
    """Let an upload go without writing anything; a reader that still has it ends without a word.

    Raises ``AccessDeniedError`` or ``IllegalTransitionError`` (already decided or refused, or being
    written this moment).
    """
    batch = _unless_written_now(batch_id)
    permissions.can_drop(actor, sheet_of(batch), batch).enforce()
    if batch.status in READING:
        batch.daftar_baris.all().delete()  # part of a file looks like all of it
    batch.status = StatusBatch.DIBATALKAN
    batch.save(update_fields=["status"])
    return batch
