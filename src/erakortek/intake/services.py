"""The life of an upload: taken in, read into staged rows, then applied or dropped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from procrastinate.contrib.django import app

from erakortek.audit import services as audit
from erakortek.database.statistics import refresh_after
from erakortek.intake import permissions
from erakortek.intake.cells import text_of
from erakortek.intake.enums import READING, REFUSED, WRITTEN, StatusBaris, StatusBatch
from erakortek.intake.matching import UnknownColumnsError, guess_head
from erakortek.intake.models import ColumnMapping, ImportBatch, StagedRow
from erakortek.intake.selectors import counts_of, fingerprint, mappings_of, present_row
from erakortek.intake.sheets import Keeper, Sheet, Values, find_sheet
from erakortek.intake.staging import Staged, stage
from erakortek.intake.workbooks import open_book
from erakortek.lib import clock
from erakortek.lib.errors import DomainError, InvalidInputError, StaleVersionError
from erakortek.lib.hashing import sha256_hex


class DroppedError(Exception):
    """The upload was dropped while it was read."""


READ_TASK = "intake.read"
CHUNK = 2_000
ON_PAGE = "Diubah di halaman"


@dataclass(frozen=True, slots=True)
class Uploader:
    """Whoever uploaded, as an upload remembers them."""

    user_id: int
    penugasan_id: int


def take_in(
    *,
    sheet: Sheet,
    content: bytes,
    name: str,
    actor: Keeper,
    alasan: str = "",
    told: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Keep an uploaded file; a job reads it. An operator's file is read by ``read_now``.

    ``told`` are the columns of ``sheet.asks`` as typed. Raises ``AccessDeniedError`` (with the
    reason) if ``actor`` may not import this sheet, ``IllegalTransitionError`` where it may not change
    now, ``InvalidInputError`` where what was told cannot be read.
    """
    sheet.can_import(actor).enforce()
    sheet.can_change().enforce()
    batch = _keep(sheet, content, name, actor, alasan, _told(sheet, told or {}))
    app.configure_task(READ_TASK).defer(batch_id=batch.pk)
    return batch


def read_now(
    *, sheet: Sheet, content: bytes, name: str, told: Mapping[str, str] | None = None
) -> ImportBatch:
    """Keep a file of an operator and read it at once, for the command line."""
    batch = _keep(sheet, content, name, None, "", _told(sheet, told or {}))
    return read_batch(batch_id=batch.pk)


def _told(sheet: Sheet, texts: Mapping[str, str]) -> Values:
    """What was told, in canonical form; a cell left empty is left to the file."""
    known: Values = {}
    for column in sheet.asks:
        text = text_of(texts.get(column.name, ""))
        value, findings = column.read(text, "") if text else ("", [])
        if findings:
            raise InvalidInputError(f"{column.label}: {findings[0].pesan}")
        known |= {column.name: value} if value else {}
    return known


def _keep(
    sheet: Sheet,
    content: bytes,
    name: str,
    actor: Keeper | None,
    alasan: str,
    told: Values | None = None,
) -> ImportBatch:
    return ImportBatch.objects.create(
        lembar=sheet.kode,
        nama_berkas=name[:200],
        sha256=sha256_hex(content),
        isi=content,
        alasan=alasan.strip(),
        isian=told or {},
        user_id=actor.user_id if actor else None,
        penugasan_id=actor.penugasan_id if actor else None,
        created_at=clock.now(),
    )


def read_batch(*, batch_id: int) -> ImportBatch:
    """Stage the rows of an upload; what a killed reader had staged is staged anew.

    A file that cannot be taken as a whole ends as GAGAL with the sentence that says why. One that
    is dropped meanwhile stays dropped, without rows.
    """
    batch = _begin(batch_id)
    if batch.status == StatusBatch.DIBACA:
        try:
            _read(batch)
        except DroppedError:
            batch.refresh_from_db(fields=["status"])
    return batch


def _read(batch: ImportBatch) -> None:
    sheet = _sheet_of(batch)
    mappings = mappings_of(sheet)
    try:
        sheet.can_change().enforce()
        rows = stage(sheet, bytes(batch.isi), batch.nama_berkas, mappings, batch.isian)
        _store(batch, list(rows))
    except DomainError as error:
        batch.status, batch.pesan = StatusBatch.GAGAL, error.message
        batch.dapat_dipetakan = isinstance(error, UnknownColumnsError)
    else:
        batch.status = StatusBatch.PRATINJAU
        batch.dapat_dipetakan = _was_mapped(sheet, batch, mappings)
    with transaction.atomic():
        _hold(batch)
        batch.save(update_fields=["status", "pesan", "dapat_dipetakan"])


def _was_mapped(sheet: Sheet, batch: ImportBatch, mappings: Mapping[str, Sequence[str]]) -> bool:
    """Whether a remembered mapping was used, which may have been a slip and can be made anew."""
    if not mappings or sheet.document_of(batch.nama_berkas):
        return False
    return guess_head(open_book(bytes(batch.isi), batch.nama_berkas)).sign in mappings


@transaction.atomic
def _begin(batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.status in READING:
        batch.daftar_baris.all().delete()
        batch.status, batch.terbaca, batch.jumlah = StatusBatch.DIBACA, 0, 0
        batch.save(update_fields=["status", "terbaca", "jumlah"])
    return batch


def _store(batch: ImportBatch, rows: Sequence[Staged]) -> None:
    """Committed chunk by chunk, so that the page shows how far the reading is."""
    batch.jumlah = len(rows)
    for chunk in _chunks(rows):
        with transaction.atomic():
            _hold(batch)
            StagedRow.objects.bulk_create(_as_model(batch, one) for one in chunk)
            batch.terbaca += len(chunk)
            batch.save(update_fields=["terbaca", "jumlah"])


def _chunks(rows: Sequence[Staged]) -> Iterable[Sequence[Staged]]:
    return (rows[begin : begin + CHUNK] for begin in range(0, len(rows), CHUNK))


def _hold(batch: ImportBatch) -> None:
    """Keep whoever would drop the upload waiting; raises ``DroppedError`` where it is gone already."""
    reading = ImportBatch.objects.select_for_update().filter(status=StatusBatch.DIBACA)
    if not reading.values_list("pk").filter(pk=batch.pk).first():
        raise DroppedError


def _as_model(batch: ImportBatch, one: Staged) -> StagedRow:
    return StagedRow(
        batch=batch,
        lembar_kerja=one.lembar_kerja[:120],
        baris=one.baris,
        kunci=one.kunci[:255],
        status=one.status,
        nilai=one.nilai,
        sebelum=one.sebelum,
        temuan=[finding.as_json() for finding in one.temuan],
    )


@transaction.atomic
def map_columns(
    *, batch_id: int, columns: Sequence[str], actor: Keeper, alasan: str = ""
) -> ImportBatch:
    """Remember which head of a refused file is which column, and take the file in again.

    ``columns`` are the sheet's column names in the order of the file's heads, "" for what is not
    taken. Raises ``InvalidInputError`` where a column that must be there has no head, or where two
    heads claim one that cannot be put together.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    sheet = _sheet_of(batch)
    sheet.can_import(actor).enforce()
    _refuse_incomplete(sheet, columns)
    content = bytes(batch.isi)
    ColumnMapping.objects.update_or_create(
        lembar=sheet.kode,
        tanda=guess_head(open_book(content, batch.nama_berkas)).sign,
        defaults={"kolom": list(columns), "user_id": actor.user_id, "created_at": clock.now()},
    )
    name, why = batch.nama_berkas, alasan or batch.alasan
    return take_in(
        sheet=sheet, content=content, name=name, actor=actor, alasan=why, told=batch.isian
    )


def _refuse_incomplete(sheet: Sheet, columns: Sequence[str]) -> None:
    for column in sheet.columns:
        claims = list(columns).count(column.name)
        if not claims and (column.is_key or column.is_required):
            raise InvalidInputError(f"Pilih kolom berkas yang berisi {column.label}.")
        if claims > 1 and column.join is None:
            message = f"{column.label} dipilih untuk {claims} kolom berkas; pilih satu saja."
            raise InvalidInputError(message)


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

    Compared once more with what is stored: a row that somebody has changed since the preview is
    not overwritten but becomes BENTROK. Applying the same file again writes nothing.

    Raises ``AccessDeniedError``, ``IllegalTransitionError`` (already decided), or
    ``InvalidInputError`` where rows are refused and ``all_or_none`` was asked for.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    sheet = _sheet_of(batch)
    permissions.can_decide(actor, sheet, batch).enforce()
    _mark_what_changed_meanwhile(sheet, batch)
    refused = sum(counts_of(batch)[one] for one in REFUSED)
    if refused and all_or_none:
        message = f"{refused} baris belum benar, jadi tidak satu pun diterapkan. Perbaiki dahulu."
        raise InvalidInputError(message)
    if unify:
        _accept_offers(sheet, batch)
    return _write(sheet, batch, actor)


def _write(sheet: Sheet, batch: ImportBatch, actor: Keeper | None) -> ImportBatch:
    """Store what is good and close the upload: from here on its rows are history."""
    counts = counts_of(batch)
    rows = list(batch.daftar_baris.filter(status__in=WRITTEN).values_list("nilai", flat=True))
    sheet.write(rows, actor)
    refresh_after(len(rows))
    batch.status, batch.applied_at = StatusBatch.DITERAPKAN, clock.now()
    batch.save(update_fields=["status", "applied_at"])
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
    batch = _keep(sheet, b"", ON_PAGE, actor, alasan)
    StagedRow.objects.create(
        batch=batch,
        lembar_kerja="",
        baris=0,
        kunci=key[:255],
        status=StatusBaris.BERUBAH if before else StatusBaris.BARU,
        nilai=values,
        sebelum=before,
    )
    return _write(sheet, batch, actor)


def _checked(sheet: Sheet, texts: Mapping[str, str]) -> Values:
    read = sheet.read({name: text_of(text) for name, text in texts.items()}, {})
    blocking = [finding for finding in read.findings if finding.is_blocking]
    if not blocking:
        blocking = [finding for _, finding in sheet.check([read]) if finding.is_blocking]
    if blocking:
        raise InvalidInputError(" ".join(f"{one.pesan} {one.saran}".strip() for one in blocking))
    return read.values


def _mark_what_changed_meanwhile(sheet: Sheet, batch: ImportBatch) -> None:
    present = {sheet.key_of(values): values for values in sheet.present()}
    moved = [
        row
        for row in batch.daftar_baris.filter(status__in=WRITTEN).only("kunci", "sebelum", "nilai")
        if present.get(sheet.key_of(row.nilai)) != row.sebelum
    ]
    for row in moved:
        row.status = StatusBaris.BENTROK
        row.temuan = [_changed_meanwhile(row)]
    StagedRow.objects.bulk_update(moved, ["status", "temuan"], batch_size=CHUNK)


def _changed_meanwhile(row: StagedRow) -> dict[str, object]:
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
    rows = list(offered.only("nilai", "sebelum", "temuan", "status"))
    for row in rows:
        accepted = {labels[one["kolom"]]: one["ganti"] for one in row.temuan if one["ganti"]}
        row.nilai = row.nilai | accepted
        if row.sebelum is not None:
            same = row.nilai == row.sebelum
            row.status = StatusBaris.SAMA if same else StatusBaris.BERUBAH
    StagedRow.objects.bulk_update(rows, ["nilai", "status"], batch_size=CHUNK)


@transaction.atomic
def drop_batch(*, batch_id: int, actor: Keeper | None) -> ImportBatch:
    """Let an upload go without writing anything; a reader that still has it ends without a word.

    Raises ``AccessDeniedError`` or ``IllegalTransitionError`` (already decided or refused).
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    permissions.can_drop(actor, _sheet_of(batch), batch).enforce()
    if batch.status in READING:
        batch.daftar_baris.all().delete()  # part of a file looks like all of it
    batch.status = StatusBatch.DIBATALKAN
    batch.save(update_fields=["status"])
    return batch


def stream_of(sheet: Sheet) -> str:
    """The audit chain of one sheet."""
    return f"induk:{sheet.kode}"


def _sheet_of(batch: ImportBatch) -> Sheet:
    sheet = find_sheet(batch.lembar)
    if sheet is None:
        raise DomainError(f"Lembar “{batch.lembar}” tidak dikenal lagi oleh aplikasi ini.")
    return sheet.seen_by(_uploader(batch))


def _uploader(batch: ImportBatch) -> Uploader | None:
    """Whose upload it is; None for an operator's."""
    if batch.user_id is None or batch.penugasan_id is None:
        return None
    return Uploader(batch.user_id, batch.penugasan_id)
