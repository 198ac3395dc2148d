"""Reads of uploads: which there are, their counts, what was found."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from sys import intern

from django.db.models import Count, Q, QuerySet

from erakortek.intake.cells import Finding
from erakortek.intake.enums import (
    IN_FILE,
    IN_QUEUE,
    KEPT_BY_PEOPLE,
    WRITTEN,
    StatusBaris,
    StatusBatch,
)
from erakortek.intake.models import ColumnMapping, ImportBatch, StagedRow
from erakortek.intake.sheets import Found, Keeper, Sheet, Values, all_sheets
from erakortek.intake.validity import is_wanted
from erakortek.lib import clock
from erakortek.lib.hashing import canonical_json, sha256_hex


def sheets_for(actor: Keeper) -> list[Sheet]:
    """The sheets ``actor`` may import and export."""
    return [sheet for sheet in all_sheets() if sheet.can_import(actor)]


def batches_for(actor: Keeper) -> QuerySet[ImportBatch]:
    """Uploads of the sheets that ``actor`` keeps, newest first, without their bytes.

    Of a sheet that is narrowed to its keeper only their own.
    """
    mine = sheets_for(actor)
    shared = Q(lembar__in=[sheet.kode for sheet in mine if not sheet.narrow])
    own = Q(lembar__in=[sheet.kode for sheet in mine], penugasan_id=actor.penugasan_id)
    return ImportBatch.objects.filter(shared | own).defer("isi").order_by("-pk")


def undecided_of(penugasan_id: int) -> QuerySet[ImportBatch]:
    """Uploads of one penugasan that are not over, without their bytes."""
    waiting = (*IN_QUEUE, StatusBatch.PRATINJAU)
    uploads = ImportBatch.objects.filter(penugasan_id=penugasan_id, status__in=waiting)
    return uploads.defer("isi").order_by("pk")


def mappings_of(sheet: Sheet, penugasan_id: int | None) -> dict[str, list[str]]:
    """What people have told about files of this sheet: sign of the heads → columns.

    Of a sheet that is narrowed only what the penugasan has told itself.
    """
    told = ColumnMapping.objects.filter(lembar=sheet.kode, penugasan_id=teller(sheet, penugasan_id))
    return dict(told.values_list("tanda", "kolom"))


def teller(sheet: Sheet, penugasan_id: int | None) -> int | None:
    """Whose a mapping of ``sheet`` is; None where it is everybody's who keeps the sheet."""
    return penugasan_id if sheet.narrow else None


def search_rows(sheet: Sheet, cari: str, most: int, keadaan: str = "") -> Found:
    """The first ``most`` rows in which every word of ``cari`` stands, in official order.

    ``keadaan`` narrows them to what is in force or retired today.
    """
    today = clock.today()
    words = cari.casefold().split()
    found = sheet.find(cari) if sheet.find and cari else Found(_holding(sheet, words))
    wanted = (values for values in found.rows if is_wanted(sheet, values, keadaan, today))
    return Found(list(islice(wanted, most)), found.said)


def _holding(sheet: Sheet, words: Sequence[str]) -> Iterator[Values]:
    for values in sheet.present():
        if not words or _holds(" ".join(values.values()).casefold(), words):
            yield values


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def present_row(sheet: Sheet, key: str) -> Values | None:
    """The row of a key as it is stored."""
    return next((values for values in sheet.present() if sheet.key_of(values) == key), None)


def fingerprint(values: Values | None) -> str:
    """The same for the same content; "" for a row that is not there."""
    return sha256_hex(canonical_json(values)) if values else ""


def fingerprints_of(sheet: Sheet, keys: Collection[str]) -> dict[str, str]:
    """Key → fingerprint of what is stored, for those of ``keys`` that are there."""
    rows = ((sheet.key_of(values), values) for values in sheet.present())
    return {key: fingerprint(values) for key, values in rows if key in keys}


def good_rows_of(batch: ImportBatch) -> Iterator[tuple[int, Values]]:
    """(id, values) of every row of a file that would be written, in order."""
    rows = batch.daftar_baris.filter(status__in=WRITTEN).values_list("pk", "nilai")
    for pk, nilai in rows.iterator():
        # Of 100,000 rows each would keep the names of its columns for itself: 35 MB.
        yield pk, {intern(name): text for name, text in nilai.items()}


def counts_of(batch: ImportBatch) -> dict[StatusBaris, int]:
    """How many rows of a file stand where; every status is named. One query."""
    found = dict(batch.daftar_baris.order_by().values_list("status").annotate(Count("pk")))
    return {status: found.get(status, 0) for status in IN_FILE}


def rows_with_findings(batch: ImportBatch) -> QuerySet[StagedRow]:
    """The rows of which something is to be said, refused ones first."""
    return batch.daftar_baris.exclude(temuan=[]).order_by("-status", "pk")


def findings_of(rows: Iterable[StagedRow]) -> list[tuple[StagedRow, Finding]]:
    """Each finding with its row."""
    return [(row, Finding.from_json(facts)) for row in rows for facts in row.temuan]


def history_of(sheet: Sheet, key: str) -> QuerySet[StagedRow]:
    """What imports have changed in one row, newest first: before, after, when, by whom."""
    return (
        StagedRow.objects.filter(
            batch__lembar=sheet.kode,
            batch__status=StatusBatch.DITERAPKAN,
            kunci=key,
            status__in=KEPT_BY_PEOPLE,
        )
        .select_related("batch")
        .defer("batch__isi")
        .order_by("-pk")
    )


def keys_kept_by_people(lembar: str) -> set[str]:
    """The keys of rows that people have written or taken back: no file of ours knows better."""
    rows = StagedRow.objects.filter(
        batch__lembar=lembar, batch__status=StatusBatch.DITERAPKAN, status__in=KEPT_BY_PEOPLE
    )
    return set(rows.values_list("kunci", flat=True))
