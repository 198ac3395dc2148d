"""The master data that ship: complete, loaded once, and true to their sources."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from erakortek.reference import services
from erakortek.reference.models import (
    BidangKL,
    BidangUrusan,
    Edisi,
    Indikator,
    Instansi,
    Realisasi,
    SasaranRpjmn,
    Wilayah,
)
from erakortek.reference.selectors import definisi_now

SHARED = Path(__file__).parents[2].parent / "shared/data"

pytestmark = pytest.mark.django_db


def source(name):
    """A file of the facts beside the project; without it the test fails and says so."""
    path = SHARED / name
    if not path.exists():
        pytest.fail(f"{name} is missing: the folder shared/data must lie beside the project")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_was_loaded_is_complete():
    assert Wilayah.objects.filter(induk__isnull=True).count() == 38
    below = Wilayah.objects.filter(induk__isnull=False)
    assert below.filter(sampai_on__isnull=True).count() == 514
    assert below.filter(sampai_on__isnull=False).count() == 26
    assert BidangUrusan.objects.count() == 49
    assert BidangUrusan.objects.filter(ikut_rakortek=True).count() == 33
    assert Instansi.objects.filter(jenis="KL").count() == 87
    assert Instansi.objects.filter(jenis="UNIT_BANGDA").count() == 5
    assert Instansi.objects.filter(jenis="PD").count() == 38 * 33
    assert definisi_now().filter(kelompok="OUTCOME").count() == 67
    assert definisi_now().filter(kelompok="MAKRO").count() == 9
    assert Edisi.objects.count() == 14


def test_loading_again_changes_nothing():
    changes = services.load_reference()

    assert [(one.baru, one.berubah) for one in changes] == [(0, 0)] * len(changes)


def test_a_changed_row_is_mended_and_reported():
    Wilayah.objects.filter(kode="11").update(nama="Keliru")

    (wilayah, *_) = services.load_reference()
    assert (wilayah.baru, wilayah.berubah) == (0, 1)
    assert Wilayah.objects.get(kode="11").nama == "Aceh"


def test_every_indikator_has_a_pengampu_and_every_bidang_one_utama():
    assert not Indikator.objects.filter(daftar_pengampu__isnull=True).exists()
    utama = BidangKL.objects.filter(peran="UTAMA").values_list("bidang__kode", flat=True)
    assert sorted(utama) == sorted(set(utama))
    assert len(utama) == 33


def test_percents_indices_and_ratios_are_never_summed():
    for indikator in definisi_now().filter(satuan__in=("%", "Indeks", "Rasio", "Poin", "Nilai")):
        assert indikator.aturan_agregasi != "JUMLAH", indikator


def test_the_rpjmn_is_2025_and_2029_only_and_as_its_source_says():
    assert set(SasaranRpjmn.objects.values_list("tahun", flat=True)) == {2025, 2029}
    poverty = {
        (row["province_code"], int(row["year"])): row
        for row in source("rpjmn_indicators.csv")
        if row["indicator_code"] == "MISKIN"
    }
    for row in SasaranRpjmn.objects.filter(indikator__kode="F1.04").select_related("wilayah"):
        fact = poverty[row.wilayah.kode, row.tahun]
        assert (row.bawah, row.atas) == (Decimal(fact["target_low"]), Decimal(fact["target_high"]))
        assert row.is_terverifikasi == (fact["confidence"] == "explicit_label")


def test_the_outcome_indicators_are_those_of_the_regulation():
    facts = {row["id"] for row in source("outcome_indicators.csv") if row["source_table"] == "C6"}

    assert facts == set(definisi_now().filter(kelompok="OUTCOME").values_list("kode", flat=True))


def test_realisasi_of_poverty_is_that_of_bps():
    facts = {
        (row["province_code"], int(row["year"])): Decimal(row["value"])
        for row in source("province_baselines.csv")
        if row["indicator_code"] == "MISKIN" and row["value"]
    }
    rows = Realisasi.objects.filter(indikator__kode="F1.04").select_related("wilayah")

    assert rows.count() > 200
    for row in rows:
        assert row.nilai == facts[row.wilayah.kode, row.tahun]
