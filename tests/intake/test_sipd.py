"""The genuine SIPD export goes in as it is; a damaged copy comes back marked, and goes in mended."""

import io
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from erakortek.intake import selectors, services, writing
from erakortek.intake.enums import StatusBaris
from erakortek.intake.writing import REPAIRS
from erakortek.reference.models import Nomenklatur
from erakortek.reference.selectors import newest_versi
from erakortek.reference.sheets import NOMENKLATUR
from tests.intake.workbook import book

SOURCE = Path(__file__).parents[3] / "shared/data/raw/nomenklatur-sub-kegiatan-2027.xlsx"


@pytest.fixture
def sipd(db):
    assert SOURCE.is_file(), f"{SOURCE} is needed; it lies in the folder shared/ beside the project"
    return SOURCE.read_bytes()


def take(content, *, apply=True, **how):
    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="sipd.xlsx")
    counts = selectors.counts_of(batch)
    if apply:
        services.apply_batch(batch_id=batch.pk, actor=None, **how)
    return batch, {state.value: count for state, count in counts.items() if count}


def rows_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_it_goes_in_untouched_and_a_second_time_changes_nothing(sipd):
    _, counts = take(sipd)
    per_level = Counter(len(kode.split(".")) for kode in kodes())
    spellings = Nomenklatur.objects.exclude(satuan="").values("satuan").distinct().count()
    _, again = take(sipd)

    assert counts == {"BARU": 9_707}
    assert per_level == {6: 7_581, 5: 1_625, 3: 406, 2: 95}
    assert spellings == 209  # and one row without any
    assert again == {"SAMA": 9_707}
    assert Nomenklatur.objects.count() == 9_707


def test_a_search_right_after_it_goes_by_the_index(sipd):
    take(sipd)

    asked = Nomenklatur.objects.filter(
        versi=newest_versi(), nama__trigram_word_similar="pelayanan keshatan ibu hamil"
    )

    assert "nomenklatur_nama_trigram" in asked.explain()


def kodes():
    return Nomenklatur.objects.values_list("kode", flat=True)


def test_offered_spellings_are_accepted_only_when_asked_for(sipd):
    batch, _ = take(sipd, unify=True)

    satuan = set(Nomenklatur.objects.exclude(satuan="").values_list("satuan", flat=True))
    assert "Peserta Didik" in satuan
    assert "Peserta didik" not in satuan
    _, again = take(sipd, apply=False)
    assert again == {"SAMA": 9_707}
    assert len({one.casefold().replace(" ", "") for one in satuan}) == len(satuan)
    assert batch.daftar_baris.filter(status=StatusBaris.SALAH).count() == 0


DAMAGE = [
    (0, "PROVINS"),  # level
    (0, ""),
    (0, "KECAMATAN"),
    (2, "PROGRAM TANPA KODE"),
    (2, "1.01.02"),
    (3, ""),
    (3, "1.01.2.1.01 Nol hilang"),
    (3, "1-01-02-1-01 Tanda hubung"),
    (3, "1.01.02.1.0A Huruf"),
    (4, "1.01.02.1.01.1 Terlalu pendek"),
    (4, "1.01.02.1.01.00001 Terlalu panjang"),
    (4, "1.01.02.1.01.0001"),
    (4, "Tanpa kode sama sekali"),
    (4, "9.09.09.9.99.0001 Tanpa induk"),
    (4, "1,01,02,1,01,0001 Koma"),
    (4, ""),
    (4, "1.01.02.1.01.0777 " + "n" * 700),
    (7, "s" * 130),
    (6, "i" * 1_100),
    (5, "k" * 1_100),
]


def test_a_damaged_copy_comes_back_with_its_cells_marked_and_goes_in_mended(sipd):
    rows = rows_of(sipd)[:300]
    damaged = [list(row) for row in rows]
    for place, (column, text) in enumerate(DAMAGE):
        damaged[10 + place * 10][column] = text

    batch, counts = take(book(*damaged), apply=False)
    found = selectors.findings_of(selectors.rows_with_findings(batch))
    back = writing.annotated(NOMENKLATUR, batch)
    repairs = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_name(REPAIRS)
    marked = {finding.sel for _, finding in found if finding.is_blocking}
    expected = {
        f"{'ABCDEFGH'[column]}{11 + place * 10}" for place, (column, _) in enumerate(DAMAGE)
    }

    assert expected <= marked
    assert counts["SALAH"] >= len(DAMAGE)
    assert {row[1] for row in repairs.to_python()[1:]} >= expected

    mended = rows_of(back)
    for place, (column, _) in enumerate(DAMAGE):
        row = 10 + place * 10
        mended[row][column] = rows[row][column]
    _, after = take(book(*mended))
    _, whole = take(sipd, apply=False)

    assert "SALAH" not in after
    assert len(set(Nomenklatur.objects.values_list("kode", "tingkat"))) == after["BARU"]
    assert whole["SAMA"] == after["BARU"]


def test_what_goes_out_comes_back_as_the_same(sipd):
    take(sipd)

    _, from_excel = take(writing.export(NOMENKLATUR), apply=False)
    csv = "".join(writing.export_csv(NOMENKLATUR)).encode()
    batch = services.read_now(sheet=NOMENKLATUR, content=csv, name="nomenklatur.csv")

    assert from_excel == {"SAMA": 9_707}
    assert selectors.counts_of(batch)[StatusBaris.SAMA] == 9_707


def test_links_of_indikator_that_would_lead_nowhere_are_named_before_it_is_applied(scene, sipd):
    client = scene.client("superadmin")
    part, _ = take(book(*rows_of(sipd)[:300]), apply=False)
    whole, _ = take(sipd, apply=False)

    of_part = client.get(f"/data-induk/unggahan/{part.pk}/").content.decode()
    of_whole = client.get(f"/data-induk/unggahan/{whole.pk}/").content.decode()

    assert "sub kegiatan yang ditautkan indikator tidak ada di nomenklatur ini" in of_part
    assert "1.03.02.1.01.0009" in of_part
    assert "tidak ada di nomenklatur ini" not in of_whole
