"""The old .xls: previewed and applied like any other, refused with one sentence where it is broken.

``data/wilayah.xls`` and ``data/rumus.xls`` are invented and were written once, by xlwt and by
LibreOffice: nothing here writes that format. What no program would write is built in ``xls.py``.
"""

import struct
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from erakortek.intake import services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.matching import rows_of, tables_of
from erakortek.intake.records import measure_xls
from erakortek.intake.refusals import MAX_CELLS
from erakortek.intake.workbooks import open_book
from erakortek.lib.errors import InvalidInputError
from erakortek.reference.models import Wilayah
from erakortek.reference.sheets import KL, WILAYAH
from tests.intake.xls import (
    CONTINUE,
    LABEL,
    LABELSST,
    MULRK,
    NUMBER,
    SST,
    STRING,
    cell,
    record,
    shared,
    text,
    xls,
)

pytestmark = pytest.mark.django_db
CONTENT, FORMULAS = (
    (Path(__file__).parent / "data" / name).read_bytes() for name in ("wilayah.xls", "rumus.xls")
)
INTERFACEHDR, FILEPASS = b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"  # records: what, how long


def take(content):
    return services.read_now(sheet=WILAYAH, content=content, name="wilayah.xls")


def test_it_is_previewed_and_its_good_rows_are_applied():
    batch = take(CONTENT)
    rows = {one.kunci: one for one in batch.daftar_baris.all()}
    (wrong,) = rows["97.71"].temuan

    services.apply_batch(batch_id=batch.pk, actor=None)

    assert {kode: one.status for kode, one in rows.items()} == {
        "97": "BARU",
        "97.01": "BARU",
        "97.71": "SALAH",
    }
    assert (wrong["sel"], wrong["pesan"]) == ("F6", "Zona waktu “GMT” tidak dikenal.")
    facts = ("kode", "induk__kode", "penduduk", "luas_km2", "mulai_on")
    assert list(Wilayah.objects.filter(kode__startswith="97").values_list(*facts)) == [
        ("97", None, 1_234_567, Decimal("1250.5"), date(2027, 1, 1)),
        ("97.01", "97", 234_567, Decimal("938.868"), date(2027, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CONTENT[: len(CONTENT) // 2], "rusak"),
        (CONTENT.replace(INTERFACEHDR, FILEPASS, 1), "dikunci dengan sandi"),
    ],
)
def test_a_damaged_or_locked_one_is_refused_with_one_sentence(content, words):
    batch = take(content)

    assert batch.status == StatusBatch.GAGAL
    assert words in batch.pesan
    assert batch.pesan.count(".") == batch.pesan.count(".xls") + 1
    assert not batch.daftar_baris.exists()


def test_a_formula_in_a_key_is_found_in_its_own_tab_and_one_elsewhere_is_not():
    (table,) = tables_of(KL, open_book(FORMULAS, "rumus.xls"), "rumus.xls", {})

    found = [
        (row, [(one.sel, one.aturan) for one in read.findings]) for row, read in rows_of(KL, table)
    ]

    assert found == [(2, []), (3, [("A3", "rumus")]), (4, []), (5, [("A5", "rumus")])]


FIRST, SECOND = (struct.pack("<I", number) for number in (0, 1))
NO_NUMBER = struct.pack("<d", 1)


def size(*ends):
    """What a worksheet says of its own size: rows and columns, from the first to after the last."""
    return record(0x0200, struct.pack("<IIHHH", *ends, 0))


@pytest.mark.parametrize("content", [CONTENT, FORMULAS])
def test_what_is_measured_is_what_is_laid_out(content):
    extents, grids = measure_xls(content, "x.xls"), open_book(content, "x.xls").grids

    assert [(one.rows, one.columns, one.letters) for one in extents] == [
        (
            len(grid.rows),
            len(grid.rows[0]),
            sum(len(one) for row in grid.rows for one in row if isinstance(one, str)),
        )
        for grid in grids
    ]


def test_texts_that_run_on_over_several_records_are_told_apart():
    cells = (cell(LABELSST, row, 0, struct.pack("<I", row)) for row in range(3))
    content = xls(*cells, strings=shared(9_000, 20_000, 5))

    assert measure_xls(content, "x.xls")[0].letters == 9_000 + 20_000 + 5
    assert [len(row[0]) for row in open_book(content, "x.xls").grids[0].rows] == [9_000, 20_000, 5]


def test_texts_with_formats_and_readings_on_another_record_are_told_apart():
    formats, reading = b"\1\2\3\4" * 3, b"\5" * 9_000
    rich = struct.pack("<HBHI", 4, 0x0C, 3, len(reading)) + b"AAAA" + formats + reading
    held = struct.pack("<II", 2, 2) + rich + text(7)
    cells = (cell(LABELSST, row, 0, struct.pack("<I", row)) for row in range(2))
    content = xls(*cells, strings=record(SST, held[:8_000]) + record(CONTINUE, held[8_000:]))

    assert measure_xls(content, "x.xls")[0].letters == 4 + 7
    assert open_book(content, "x.xls").grids[0].rows == [["AAAA"], ["A" * 7]]


def test_a_tab_that_is_a_chart_is_no_reason_to_refuse_those_beside_it():
    content = xls(cell(LABEL, 0, 0, text(3))).replace(b"\0\0\x07\0Lembar0", b"\0\2\x07\0Lembar0")

    assert b"\0\2\x07\0Lembar0" in content
    assert open_book(content, "x.xls").grids[0].rows == [["AAA"]]


OVERFULL, TOO_WIDE, TOO_WORDY = "Sel B2 di berkas", "5.000.000 sel", "200.000.000 huruf"
REFUSED = {
    "a cell in the last corner": (xls(cell(NUMBER, 65_535, 255, NO_NUMBER)), TOO_WIDE),
    "many cells in one record": (
        xls(cell(MULRK, 50_000, 0, bytes(6 * 200))),
        TOO_WIDE,
    ),
    "rows that no worksheet has": (xls(size(0, 0xFFFFFFFF, 0, 9)), "rusak"),
    "columns that no worksheet has": (xls(size(0, 9, 0, 0xFFFF)), "rusak"),
    "a last row before the first": (xls(size(6, 5, 0, 9)), "rusak"),
    "a shared text": (xls(cell(LABELSST, 1, 1, FIRST), strings=shared(32_768)), OVERFULL),
    "a text in its cell": (xls(cell(LABEL, 1, 1, struct.pack("<H", 32_768))), OVERFULL),
    "a text of a formula": (
        xls(cell(0x0006, 1, 1, bytes(16)), record(STRING, struct.pack("<HB", 32_768, 0))),
        OVERFULL,
    ),
    "a text of many cells": (
        xls(*(cell(LABELSST, row, 0, SECOND) for row in range(20_001)), strings=shared(1, 10_000)),
        TOO_WORDY,
    ),
    "a text that is not there": (xls(cell(LABELSST, 1, 1, SECOND), strings=shared(1)), "rusak"),
    "tabs of one worksheet": (xls(tabs=2), "rusak"),
    "two streams of the name": (xls(folder=("Workbook", "Workbook")), "rusak"),
    "no stream of the name": (xls(folder=("Lain",)), "rusak"),
    "with a password": (xls(before=record(0x002F, b"\0\0")), "dikunci dengan sandi"),
    "a fault of the reader": (xls(before=record(0x0042)), "rusak"),
}


@pytest.mark.parametrize("which", REFUSED)
def test_one_that_asks_for_more_than_there_is_is_refused_before_it_is_laid_out(which):
    content, words = REFUSED[which]

    with pytest.raises(InvalidInputError) as refusal:
        open_book(content, "x.xls")

    assert words in refusal.value.message
    assert refusal.value.message.endswith(".")


def test_more_texts_than_there_may_be_cells_are_refused_before_they_are_counted():
    content = xls(strings=shared(*[0] * (MAX_CELLS + 1)))

    with pytest.raises(InvalidInputError) as refusal:
        measure_xls(content, "x.xls")

    assert "rusak" in refusal.value.message


def test_a_worksheet_that_is_only_formatted_to_its_end_is_taken():
    content = xls(size(0, 65_536, 0, 256), cell(LABEL, 1, 1, text(3)))

    assert open_book(content, "x.xls").grids[0].rows == [["", ""], ["", "AAA"]]
