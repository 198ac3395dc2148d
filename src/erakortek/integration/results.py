"""The results of a Rakortek as one flat table, for workbooks and CSV."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from erakortek.accounts.actor import Actor
from erakortek.lib.nilai import show_nilai
from erakortek.rakortek.models import Rakortek
from erakortek.target.enums import HasilTarget, KunciTarget, StatusTarget
from erakortek.target.models import AcuanVersion, Target, Versi
from erakortek.target.selectors import acuan_heads, targets_for, with_heads

Cell = str | int | Decimal | None
HEAD = (
    "Rakortek",
    "Kode daerah",
    "Daerah",
    "Kode bidang",
    "Bidang urusan",
    "Kode indikator",
    "Indikator",
    "Satuan",
    "Data latihan",
    "Acuan",
    "Usulan pengampu",
    "Usulan daerah",
    "Kesepakatan",
    "Kesepakatan bawah",
    "Kesepakatan atas",
    "Versi kesepakatan",
    "Status",
    "Hasil",
    "Kunci",
)
WIDTHS = (9, 8, 24, 8, 28, 12, 60, 16, 8, 14, 14, 14, 14, 14, 14, 8, 14, 22, 10)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def result_rows(actor: Actor, rakortek: Rakortek) -> Iterator[tuple[Cell, ...]]:
    """Every target ``actor`` may see, one row each, in official order."""
    acuan = acuan_heads(rakortek)
    targets = with_heads(targets_for(actor).filter(rakortek=rakortek))
    for target in targets.iterator(chunk_size=2000):
        yield _row(rakortek, target, acuan.get(target.indikator_id))


def _row(rakortek: Rakortek, target: Target, acuan: AcuanVersion | None) -> tuple[Cell, ...]:
    indikator, agreed = target.indikator, target.kesepakatan
    bidang = indikator.bidang
    return (
        rakortek.kunci,
        target.daerah.kode,
        target.daerah.nama,
        bidang.kode if bidang else "",
        bidang.nama if bidang else "Indikator makro",
        indikator.kode,
        indikator.nama,
        indikator.satuan,
        "ya" if indikator.is_latihan or rakortek.is_latihan else "tidak",
        _shown(acuan),
        _shown(target.usulan_pengampu),
        _shown(target.usulan_daerah),
        _shown(agreed),
        agreed.bawah if agreed else None,
        agreed.atas if agreed else None,
        agreed.version if agreed else None,
        StatusTarget(target.status).label,
        HasilTarget(target.hasil).label,
        KunciTarget(target.kunci).label,
    )


def _shown(version: Versi | None) -> str:
    return show_nilai(version.nilai) if version else ""


def as_csv(rows: Iterator[tuple[Cell, ...]]) -> Iterator[str]:
    """Lines of CSV (semicolon, as Excel in Indonesia opens it), with a byte order mark.

    Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in (HEAD, *rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f").replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_xlsx(rows: Iterator[tuple[Cell, ...]]) -> bytes:
    """A workbook with a frozen head and filters; text stays text, whatever it begins with."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("Hasil")
    head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#E9EDEB"})
    for column, (title, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 7)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(last, column, cell)
            elif cell:
                sheet.write_string(last, column, cell)
    sheet.autofilter(0, 0, max(last, 1), len(HEAD) - 1)
    workbook.close()
    return buffer.getvalue()
