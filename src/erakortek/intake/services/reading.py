"""An upload is taken in and read into staged rows; nothing of the data changes yet."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from procrastinate.contrib.django import app

from erakortek.intake import permissions
from erakortek.intake.cells import text_of
from erakortek.intake.enums import READING, StatusBatch
from erakortek.intake.heads import guess_head
from erakortek.intake.matching import UnknownColumnsError, tables_of
from erakortek.intake.models import ColumnMapping, ImportBatch, StagedRow
from erakortek.intake.selectors import mappings_of, teller
from erakortek.intake.services.uploads import chunks, keep, sheet_of
from erakortek.intake.sheets import Keeper, Sheet, Values
from erakortek.intake.staging import Staged, stage
from erakortek.intake.workbooks import open_book
from erakortek.lib import clock
from erakortek.lib.errors import DomainError, InvalidInputError

READ_TASK = "intake.read"


GIVEN_UP = (
    "Pembacaan berkas ini berulang kali terhenti, jadi tidak diteruskan dan data tidak berubah. Unggah "
    "berkas yang lebih kecil, atau simpan ulang sebagai .xlsx; bila terulang, beri tahu Ditjen Bina "
    "Pembangunan Daerah."
)


class TakenAwayError(Exception):
    """The upload was dropped while it was read, or somebody else reads it by now."""


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
    batch = keep(sheet, content, name, actor, alasan, _told(sheet, told or {}))
    app.configure_task(READ_TASK).defer(batch_id=batch.pk)
    return batch


def read_now(
    *,
    sheet: Sheet,
    content: bytes,
    name: str,
    alasan: str = "",
    told: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Keep a file of an operator and read it at once, for the command line."""
    batch = keep(sheet, content, name, None, alasan, _told(sheet, told or {}))
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


def read_batch(*, batch_id: int) -> ImportBatch:
    """Stage the rows of an upload; what a killed reader had staged is staged anew.

    A file that cannot be taken as a whole ends as GAGAL with the sentence that says why. One that
    is dropped meanwhile stays dropped, without rows. Where two read it, the one that began later
    goes on and the other ends quietly.
    """
    batch = _begin(batch_id)
    if batch.status == StatusBatch.DIBACA:
        try:
            _read(batch)
        except TakenAwayError:
            batch.refresh_from_db(fields=["status"])
    return batch


def _read(batch: ImportBatch) -> None:
    sheet = sheet_of(batch)
    mappings = mappings_of(sheet, batch.penugasan_id)
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
    book = open_book(bytes(batch.isi), batch.nama_berkas)
    return any(one.is_mapped for one in tables_of(sheet, book, batch.nama_berkas, mappings))


@transaction.atomic
def _begin(batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.status in READING:
        batch.daftar_baris.all().delete()
        batch.status, batch.terbaca, batch.jumlah = StatusBatch.DIBACA, 0, 0
        batch.pembacaan += 1
        batch.save(update_fields=["status", "terbaca", "jumlah", "pembacaan"])
    return batch


@transaction.atomic
def give_up_reading(*, batch_id: int) -> None:
    """End an upload whose readers died one after another as GAGAL; harmless when repeated."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.status in READING:
        batch.daftar_baris.all().delete()  # part of a file looks like all of it
        batch.status, batch.pesan = StatusBatch.GAGAL, GIVEN_UP
        batch.save(update_fields=["status", "pesan"])


def _store(batch: ImportBatch, rows: Sequence[Staged]) -> None:
    """Committed chunk by chunk, so that the page shows how far the reading is."""
    batch.jumlah = len(rows)
    for chunk in chunks(rows):
        with transaction.atomic():
            _hold(batch)
            StagedRow.objects.bulk_create(_as_model(batch, one) for one in chunk)
            batch.terbaca += len(chunk)
            batch.save(update_fields=["terbaca", "jumlah"])


def _hold(batch: ImportBatch) -> None:
    """Keep whoever would drop the upload, or read it anew, waiting.

    Raises ``TakenAwayError`` where that has happened already.
    """
    reading = ImportBatch.objects.select_for_update().filter(
        pk=batch.pk, status=StatusBatch.DIBACA, pembacaan=batch.pembacaan
    )
    if not reading.values_list("pk").first():
        raise TakenAwayError


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
    taken. Raises ``IllegalTransitionError`` where the heads are known without, ``InvalidInputError``
    where a column that must be there has no head, or where two heads claim one that cannot be put
    together.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    sheet = sheet_of(batch)
    permissions.can_map(actor, sheet, batch).enforce()
    _refuse_incomplete(sheet, columns)
    content = bytes(batch.isi)
    ColumnMapping.objects.update_or_create(
        lembar=sheet.kode,
        tanda=guess_head(open_book(content, batch.nama_berkas)).sign,
        penugasan_id=teller(sheet, actor.penugasan_id),
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
