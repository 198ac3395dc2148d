"""One upload: what is kept of it, and whose and which sheet's it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from erakortek.audit.services import ActsAs
from erakortek.intake.enums import StatusBaris
from erakortek.intake.models import ImportBatch, StagedRow
from erakortek.intake.selectors import undecided_of
from erakortek.intake.sheets import Keeper, Sheet, Values, find_sheet
from erakortek.lib import clock
from erakortek.lib.errors import DomainError
from erakortek.lib.hashing import sha256_hex

T = TypeVar("T")
ON_PAGE = "Diubah di halaman"
CHUNK = 2_000  # rows that are stored in one statement


@dataclass(frozen=True, slots=True)
class Uploader:
    """Whoever uploaded, as an upload remembers them."""

    user_id: int
    penugasan_id: int


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """``rows`` in order, as many at a time as one statement stores."""
    return (rows[begin : begin + CHUNK] for begin in range(0, len(rows), CHUNK))


def keep(
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


def keep_one(
    *,
    sheet: Sheet,
    key: str,
    status: StatusBaris,
    nilai: Values,
    sebelum: Values | None,
    actor: Keeper,
    alasan: str,
) -> ImportBatch:
    """What is done on the page of one row, as an upload of that row alone."""
    batch = keep(sheet, b"", ON_PAGE, actor, alasan)
    StagedRow.objects.create(
        batch=batch,
        lembar_kerja="",
        baris=0,
        kunci=key[:255],
        status=status,
        nilai=nilai,
        sebelum=sebelum,
    )
    return batch


def pass_on(*, penugasan_id: int, to: ActsAs) -> None:
    """Let somebody else decide on what is not over of the uploads of a penugasan."""
    undecided_of(penugasan_id).update(user_id=to.user_id, penugasan_id=to.penugasan_id)


def stream_of(sheet: Sheet) -> str:
    """The audit chain of one sheet."""
    return f"induk:{sheet.kode}"


def sheet_of(batch: ImportBatch) -> Sheet:
    sheet = find_sheet(batch.lembar)
    if sheet is None:
        raise DomainError(f"Lembar “{batch.lembar}” tidak dikenal lagi oleh aplikasi ini.")
    return sheet.seen_by(_uploader(batch))


def _uploader(batch: ImportBatch) -> Uploader | None:
    """Whose upload it is; None for an operator's."""
    if batch.user_id is None or batch.penugasan_id is None:
        return None
    return Uploader(batch.user_id, batch.penugasan_id)
