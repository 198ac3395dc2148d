"""The sheets of master data: what may be written, what is refused, and that the files give way."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from erakortek.hasil.sheets import HASIL_LALU
from erakortek.intake import selectors, services, writing
from erakortek.intake.sheets import Read
from erakortek.rakortek import services as rakortek
from erakortek.reference.models import BidangKL, Indikator, Instansi, Pengampu, Realisasi, Wilayah
from erakortek.reference.sheets import (
    BIDANG,
    BIDANG_KL,
    BOBOT_WILAYAH,
    KL,
    PENGAMPU,
    PRIORITAS,
    REALISASI,
    SATUAN,
    SHEETS,
    SUKSESI,
    SUMBER_DANA,
    UNIT_BANGDA,
    UNIT_KL,
    WILAYAH,
)
from tests.reference.sheet import take

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kode)
def test_every_sheet_goes_out_and_comes_back_as_the_same(sheet):
    batch = services.read_now(sheet=sheet, content=writing.export(sheet), name="ekspor.xlsx")

    counts = selectors.counts_of(batch)
    assert sum(counts.values()) == counts["SAMA"] == len(list(sheet.present()))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kode)
def test_every_template_is_empty_and_known(sheet):
    batch = services.read_now(sheet=sheet, content=writing.template(sheet), name="templat.xlsx")

    assert (batch.pesan, batch.daftar_baris.count()) == ("", 0)


PROVINSI = {
    "kode": "99",
    "nama": "Provinsi Baru",
    "jenis": "Provinsi",
    "induk": "",
    "zona": "WIT",
    "penduduk": "250000",
    "luas": "1.250,5",
}
KOTA = PROVINSI | {"kode": "99.71", "nama": "Kota Baru", "jenis": "Kota", "induk": "99"}


def test_a_new_province_comes_with_its_kota_and_their_offices():
    assert take(WILAYAH, PROVINSI, KOTA) == []

    kota = Wilayah.objects.get(kode="99.71")
    assert kota.induk.kode == "99"
    assert kota.penduduk == 250_000
    offices = set(Instansi.objects.filter(wilayah=kota).values_list("kode", flat=True))
    assert offices == {"PEMDA-99.71", "BAPPEDA-99.71"}
    assert Instansi.objects.filter(wilayah=kota.induk, jenis="PD").count() == 33


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (KOTA | {"induk": ""}, "harus menyebut provinsinya"),
        (KOTA | {"induk": "11", "kode": "99.71"}, "tidak dimulai dengan 11"),
        (PROVINSI | {"induk": "11"}, "tidak mempunyai induk"),
    ],
)
def test_a_wilayah_lies_in_its_province(row, words):
    (said,) = take(WILAYAH, row)

    assert words in said
    assert not Wilayah.objects.filter(kode=row["kode"]).exists()


def test_a_bidang_that_newly_takes_part_gets_its_departments():
    row = {
        "kode": "9.99",
        "nama": "Contoh",
        "nama_resmi": "URUSAN CONTOH",
        "kategori": "Pilihan",
        "ikut_rakortek": "Ya",
    }

    assert take(BIDANG, row | {"nama": "Contoh Baru"}) == []

    assert Instansi.objects.filter(daftar_bidang__kode="9.99").count() == 38


@pytest.mark.parametrize("kode", ["9.9", "9.999", "99.9", "A.01", "9,99"])
def test_a_kode_of_a_bidang_has_one_digit_and_two(kode):
    one = next(iter(BIDANG.present()))
    words = {column.name: column.show(one[column.name]) for column in BIDANG.columns}
    read = BIDANG.read(words | {"kode": kode}, {"kode": "A2"})

    (found,) = read.findings
    assert (found.sel, found.is_blocking) == ("A2", True)
    assert found.pesan == f"Kode “{kode}” tidak berbentuk seperti 9.99."
    assert found.saran == "Satu angka, titik, dua angka, seperti 1.02."
    assert BIDANG.read(words, {}).findings == []


@pytest.mark.parametrize("sheet", [REALISASI, BOBOT_WILAYAH, HASIL_LALU], ids=lambda one: one.kode)
def test_a_year_is_one_of_the_republic_and_not_far_off(sheet):
    low, high = sheet.column("tahun").within

    assert sheet.column("tahun").read(str(low), "A2") == (str(low), [])
    assert sheet.column("tahun").read(str(high), "A2") == (str(high), [])
    for year in ("20245", str(low - 1), str(high + 1), "-2024"):
        _, (found,) = sheet.column("tahun").read(year, "A2")
        assert found.pesan == f"Tahun “{year}” di luar {low} sampai {high}."
        assert found.saran


@pytest.mark.parametrize(
    ("sheet", "kode", "there"),
    [
        (KL, "k58", "K58"),
        (UNIT_KL, "bangda", "BANGDA"),
        (SUMBER_DANA, "apbn", "APBN"),
        (PRIORITAS, "pn-1", "PN-1"),
    ],
    ids=lambda one: getattr(one, "kode", one),
)
def test_a_kode_that_differs_in_case_only_is_the_one_that_is_there(sheet, kode, there):
    one = next(iter(sheet.present()), {column.name: "" for column in sheet.columns})
    reads = [Read(one | {"kode": written}, {"kode": "A2"}, []) for written in (kode, there)]

    found = [one for one in sheet.check(reads) if one[1].aturan == "ejaan kode"]
    ((place, finding),) = found
    assert (place, finding.sel, finding.is_blocking) == (0, "A2", True)
    assert finding.pesan == f"Kode “{kode}” sudah ada sebagai “{there}”."
    assert finding.saran == f"Tulis {there} bila itu yang dimaksud, atau pilih kode lain."


def test_two_new_rows_of_one_file_do_not_share_a_kode_in_two_spellings():
    row = {"kode": "K998", "nama": "Kementerian Contoh"}

    assert take(KL, row, row | {"kode": "k998"}) == ["Kode “k998” sudah ada sebagai “K998”."]


def test_a_role_is_mended_and_unknown_codes_are_refused():
    one = BidangKL.objects.select_related("bidang", "instansi").first()
    row = {"bidang": one.bidang.kode, "kl": one.instansi.kode, "peran": "Pendukung", "dasar": "P"}

    assert take(BIDANG_KL, row) == []
    one.refresh_from_db()
    assert one.peran == "PENDUKUNG"
    assert take(BIDANG_KL, row | {"kl": "K-TIDAK-ADA"}) == [
        "Kode K/L “K-TIDAK-ADA” tidak ada di data induk."
    ]


def pengampu(indikator):
    return list(
        Pengampu.objects.filter(indikator__kode=indikator)
        .order_by("mulai_on")
        .values_list("instansi__kode", "mulai_on", "sampai_on")
    )


def test_a_pengampu_ends_and_the_next_begins_in_one_workbook():
    indikator = Indikator.objects.get(kode="C6-004")
    before = indikator.daftar_pengampu.get()
    other = Instansi.objects.filter(jenis="KL").exclude(pk=before.instansi_id).first()
    old = {
        "indikator": "C6-004",
        "mulai": before.mulai_on.isoformat(),
        "kl": before.instansi.kode,
        "sampai": "2026-12-31",
    }
    new = {"indikator": "C6-004", "mulai": "01/01/2027", "kl": other.kode, "sampai": ""}

    assert take(PENGAMPU, old, new) == []

    assert [kl for kl, *_ in pengampu("C6-004")] == [before.instansi.kode, other.kode]
    assert [end.isoformat() if end else None for *_, end in pengampu("C6-004")] == [
        "2026-12-31",
        None,
    ]


def test_two_pengampu_at_a_time_are_refused():
    before = pengampu("C6-004")
    kl = Instansi.objects.filter(jenis="KL").order_by("kode")[0].kode
    second = {"indikator": "C6-004", "mulai": "2027-01-01", "kl": kl, "sampai": ""}

    assert take(PENGAMPU, second) == ["Masa ini bertumpuk dengan pengampu lain C6-004."]
    assert take(PENGAMPU, second | {"mulai": "2020-01-01", "sampai": "2019-01-01"}) == [
        "Masa pengampuan berakhir sebelum dimulai."
    ]
    assert pengampu("C6-004") == before


def periods(*spans):
    """Let C6-004 have these pengampu and no others, and ask the database whether it may."""
    kept = Pengampu.objects.filter(indikator__kode="C6-004")
    facts = kept.values("indikator_id", "instansi_id")[0]
    kept.delete()
    for first, last in spans:
        Pengampu.objects.create(**facts, mulai_on=first, sampai_on=last)
    connection.check_constraints()  # as the end of a transaction does


@pytest.mark.parametrize(
    "spans",
    [
        [("2025-01-01", None), ("2028-01-01", None)],
        [("2025-01-01", "2027-12-31"), ("2027-12-31", None)],
        [("2025-01-01", "2027-12-31"), ("2026-01-01", "2026-06-30")],
        [("2025-01-01", "2027-12-31"), ("2026-01-01", "2030-06-30")],
    ],
)
def test_the_database_keeps_one_pengampu_at_a_time(spans):
    with pytest.raises(IntegrityError, match="pengampu_satu_per_saat"), transaction.atomic():
        periods(*spans)


@pytest.mark.parametrize("tahun", [1944, 2101, 20245])
def test_a_figure_is_of_a_year_of_the_republic(tahun):
    one = Realisasi.objects.first()

    with pytest.raises(IntegrityError, match="realisasi_tahun_wajar"), transaction.atomic():
        Realisasi.objects.filter(pk=one.pk).update(tahun=tahun)


def test_one_pengampu_may_begin_on_the_day_after_another():
    periods(("2025-01-01", "2027-12-31"), ("2028-01-01", "2029-12-31"), ("2031-01-01", None))

    assert len(pengampu("C6-004")) == 3


def test_the_border_of_two_pengampu_moves_in_two_steps():
    periods(("2025-01-01", "2027-12-31"), ("2028-01-01", None))
    of_aki = Pengampu.objects.filter(indikator__kode="C6-004")

    of_aki.filter(mulai_on="2025-01-01").update(sampai_on="2028-06-30")  # overlaps for now
    of_aki.filter(mulai_on="2028-01-01").update(mulai_on="2028-07-01")
    connection.check_constraints()

    spans = of_aki.order_by("mulai_on").values_list("mulai_on", "sampai_on")
    assert [(str(begin), str(end)) for begin, end in spans] == [
        ("2025-01-01", "2028-06-30"),
        ("2028-07-01", "None"),
    ]


def test_a_measured_value_has_its_indikator_its_place_and_its_limits():
    row = {"indikator": "F1.04", "wilayah": "11", "tahun": "2031", "nilai": "9,25", "sumber": "BPS"}

    assert take(REALISASI, row) == []
    assert str(Realisasi.objects.get(tahun=2031).nilai.normalize()) == "9.25"
    assert take(REALISASI, row | {"indikator": "F9.99"}) == [
        "Kode indikator “F9.99” tidak ada di data induk."
    ]
    assert take(REALISASI, row | {"wilayah": "00"}) == [
        "Kode wilayah “00” tidak ada di data induk."
    ]
    (said,) = take(REALISASI, row | {"nilai": "101"})
    assert "melebihi batas tertinggi" in said


def test_what_people_have_mended_is_not_undone_when_the_files_are_loaded_again():
    first = Instansi.objects.filter(jenis="KL").order_by("kode")[0]
    aceh = Wilayah.objects.get(kode="11")
    Instansi.objects.filter(kode="BAPPEDA-11").update(nama="Bappeda Aceh Hebat")
    take(KL, {"kode": first.kode, "nama": "Nama Diperbaiki", "singkatan": ""})
    Wilayah.objects.filter(pk=aceh.pk).update(nama="Salah Tanpa Riwayat")

    call_command("muat_referensi", stdout=io.StringIO())

    assert Instansi.objects.get(pk=first.pk).nama == "Nama Diperbaiki"
    assert Instansi.objects.get(kode="BAPPEDA-11").nama == "Bappeda Aceh Hebat"
    assert Wilayah.objects.get(pk=aceh.pk).nama == "Aceh"


def test_numbers_go_out_to_csv_and_come_back_as_the_same():
    csv = "".join(writing.export_csv(WILAYAH))
    batch = services.read_now(sheet=WILAYAH, content=csv.encode(), name="ekspor.csv")

    assert ";938,868;" in csv
    assert selectors.counts_of(batch)["SAMA"] == Wilayah.objects.count()


def test_days_go_out_in_the_notation_of_the_template_and_come_back_as_the_same():
    csv = "".join(writing.export_csv(WILAYAH))
    batch = services.read_now(sheet=WILAYAH, content=csv.encode(), name="ekspor.csv")
    (page,) = load_workbook(io.BytesIO(writing.export(WILAYAH))).worksheets[:1]
    (place,) = [cell.column for cell in page[1] if cell.value == "Berlaku sejak"]
    cells = [page.cell(row, place) for row in range(2, page.max_row + 1)]

    assert ";25-07-2022;" in csv
    assert selectors.counts_of(batch)["SAMA"] == Wilayah.objects.count()
    # In a workbook they are days, so that they sort, shown in that notation.
    shown = {(f"{cell.value:%d-%m-%Y}", cell.number_format) for cell in cells if cell.is_date}
    assert ("25-07-2022", "dd-mm-yyyy") in shown


@pytest.mark.parametrize(
    "sheet",
    [
        WILAYAH,
        SUKSESI,
        KL,
        UNIT_KL,
        UNIT_BANGDA,
        BIDANG,
        BIDANG_KL,
        PENGAMPU,
        PRIORITAS,
        SATUAN,
        REALISASI,
        BOBOT_WILAYAH,
    ],
)
def test_an_import_says_what_it_does_to_a_rakortek_that_is_open(scene, sheet):
    (sentence,) = sheet.touches([])
    assert sentence.startswith("Rakortek 2028 sedang dibuka: ")

    rakortek.close_rakortek(rakortek_id=scene.rakortek.pk, actor=scene.superadmin)
    assert list(sheet.touches([])) == []
