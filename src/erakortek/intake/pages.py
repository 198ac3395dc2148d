"""What the pages of an upload show, typed and ready: counts, rows with old and new, findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from erakortek.intake.cells import Finding
from erakortek.intake.enums import IN_QUEUE, READING, WRITTEN, StatusBaris, StatusBatch
from erakortek.intake.forms import MappingForm, WithdrawForm
from erakortek.intake.heads import guess_head
from erakortek.intake.models import ImportBatch, StagedRow
from erakortek.intake.people import names_of
from erakortek.intake.permissions import can_drop, can_withdraw
from erakortek.intake.selectors import (
    batches_for,
    counts_of,
    findings_of,
    fingerprint,
    good_rows_of,
    history_of,
    rows_with_findings,
    search_rows,
)
from erakortek.intake.sheets import Keeper, Sheet, Values
from erakortek.intake.validity import CHOICES, why_retired
from erakortek.intake.workbooks import open_book
from erakortek.lib import clock

CHANGES = (StatusBaris.BERUBAH, StatusBaris.DICABUT)  # shown with what stood there before
PER_PAGE = 50
MOST_FINDINGS = 100
MOST_UPLOADS = 20
MOST_ROWS = 100
OPERATOR = "Operator"  # whoever runs a command on the machine has no account here


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: what is written, what stood there, whether something was found."""

    text: str
    before: str
    is_changed: bool
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One staged row as the preview shows it."""

    row: StagedRow
    status: StatusBaris
    cells: list[Cell]


class PreviewRows:
    """Staged rows that become ``PreviewRow`` only for the page that is shown."""

    def __init__(self, sheet: Sheet, rows: QuerySet[StagedRow]) -> None:
        self.sheet, self.rows = sheet, rows

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[PreviewRow]:
        return [preview_of(self.sheet, row) for row in self.rows[part]]


def preview_of(sheet: Sheet, row: StagedRow) -> PreviewRow:
    """``row`` with old and new side by side, and each finding at its cell."""
    per_column: dict[str, Finding] = {}
    for facts in row.temuan:
        finding = Finding.from_json(facts)
        per_column.setdefault(finding.kolom, finding)
    before: Values = row.sebelum or {}
    cells = []
    for column in sheet.columns:
        text, old = row.nilai.get(column.name, ""), before.get(column.name, "")
        changed = row.status in CHANGES and text != old
        cells.append(
            Cell(column.show(text), column.show(old), changed, per_column.get(column.label))
        )
    return PreviewRow(row, StatusBaris(row.status), cells)


def rows_page(sheet: Sheet, cari: str, keadaan: str) -> dict[str, Any]:
    """The rows that were searched for, each with the address of its page and since when it is over."""
    today = clock.today()
    search = search_rows(sheet, cari, MOST_ROWS + 1, keadaan)
    found = list(search.rows)
    return {
        "sheet": sheet,
        "cari": cari,
        **_edition(sheet),
        "keadaan": keadaan,
        "choices": CHOICES if sheet.retired else (),
        "rows": [
            (
                urlencode({"kunci": sheet.key_of(values)}),
                _shown(sheet, values),
                why_retired(sheet, values, today),
            )
            for values in found[:MOST_ROWS]
        ],
        "has_more": len(found) > MOST_ROWS,
        "said": search.said if found else (),
    }


def _shown(sheet: Sheet, values: Values) -> list[str]:
    return [column.show(values[column.name]) for column in sheet.in_list]


def row_page(actor: Keeper, sheet: Sheet, key: str, present: Values | None) -> dict[str, Any]:
    """One row with what has changed in it; ``base`` is what the next change is made upon.

    A row that was taken back has its history alone.
    """
    changes = list(history_of(sheet, key)) if key else []
    names = names_of(row.batch.user_id for row in changes if row.batch.user_id)
    return {
        "sheet": sheet,
        "kunci": key,
        **_edition(sheet),
        "cells": _shown(sheet, present) if present else [],
        "base": fingerprint(present),
        "retired": why_retired(sheet, present, clock.today()) if present else "",
        "tells": list(sheet.tells(present)) if present else [],
        "is_gone": bool(changes) and present is None,
        "can_withdraw": can_withdraw(actor, sheet) if present else False,
        "withdraw_form": WithdrawForm(),
        "changes": [
            (row, names.get(row.batch.user_id or 0, OPERATOR), preview_of(sheet, row))
            for row in changes
        ],
    }


def mapping_form(sheet: Sheet, batch: ImportBatch, data: Mapping[str, str] | None) -> MappingForm:
    """The heads of an uploaded file, to be told which column each is."""
    return MappingForm(sheet, guess_head(open_book(bytes(batch.isi), batch.nama_berkas)), data)


def sheet_page(actor: Keeper, sheet: Sheet) -> dict[str, Any]:
    """One sheet with its latest uploads."""
    uploads = batches_for(actor).filter(lembar=sheet.kode)[:MOST_UPLOADS]
    listed = [(one, StatusBatch(one.status)) for one in uploads]
    return {"sheet": sheet, "uploads": listed, **_edition(sheet)}


def _edition(sheet: Sheet) -> dict[str, Any]:
    return {"can_change": sheet.can_change(), "edition": sheet.shows()}


def batch_page(actor: Keeper, sheet: Sheet, batch: ImportBatch, chosen: str) -> dict[str, Any]:
    """One upload; ``chosen`` narrows the rows to one status. While a job has it, only how far it is."""
    status = StatusBatch(batch.status)
    page = {
        "batch": batch,
        "sheet": sheet,
        "is_in_queue": status in IN_QUEUE,
        "is_reading": status in READING,
        "is_applying": status == StatusBatch.MENERAPKAN,
        "can_drop": can_drop(actor, sheet, batch),
        "is_dropped": status == StatusBatch.DIBATALKAN,
        "is_refused": status == StatusBatch.GAGAL,
        "is_open": status == StatusBatch.PRATINJAU,
        "is_applied": status == StatusBatch.DITERAPKAN,
        "rows": (),
        "form": None,
    }
    return page if status in IN_QUEUE else page | _rows_of(sheet, batch, chosen)


def _rows_of(sheet: Sheet, batch: ImportBatch, chosen: str) -> dict[str, Any]:
    counts = counts_of(batch)
    writes = sum(counts[one] for one in WRITTEN)
    rows = batch.daftar_baris.order_by("pk")
    shown = rows.filter(status=chosen) if chosen in StatusBaris.values else rows
    if not chosen:
        shown = rows.exclude(status=StatusBaris.SAMA)
    findings = findings_of(rows_with_findings(batch)[:MOST_FINDINGS])
    return {
        "is_unread": batch.status == StatusBatch.DIBATALKAN and not any(counts.values()),
        "counts": counts,
        "chosen": chosen,
        "writes": writes,
        "refused": counts[StatusBaris.BENTROK] + counts[StatusBaris.SALAH],
        "offers": rows.filter(temuan__contains=[{"aturan": "ejaan"}]).count(),
        "touches": _touches(sheet, batch, writes),
        "rows": PreviewRows(sheet, shown),
        "findings": findings[:MOST_FINDINGS],
    }


def _touches(sheet: Sheet, batch: ImportBatch, writes: int) -> list[str]:
    """What applying would mean for what is running."""
    is_open = batch.status == StatusBatch.PRATINJAU
    return list(sheet.touches(_Written(batch))) if is_open and writes else []


@dataclass(frozen=True, slots=True)
class _Written:
    """The rows that an upload would write, read where somebody goes through them: most sheets do not."""

    batch: ImportBatch

    def __iter__(self) -> Iterator[Values]:
        return (nilai for _, nilai in good_rows_of(self.batch))
