"""The pages of results: filters, downloads, budgets, and the way from one to the next."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from erakortek.hasil.models import HasilImpor
from erakortek.hasil.rows import QUERIES
from tests.hasil.invented import keep
from tests.scene import AKI

HOME = "/hasil/"
SERIES = f"{HOME}deret/{AKI}/11/"
COMPARE = f"{HOME}banding/"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["pd", "kl", "pimpinan", "fasilitator"])
def test_the_register_shows_the_newest_year_that_is_over(scene, who):
    keep({"nama": "Angka <b>rekaan</b>"}, {"tahun": "2023", "nama": "Lebih lama"})
    shown = text(scene.client(who), HOME)

    assert "<h1>Hasil Rakortek 2024</h1>" in shown
    assert "Angka &lt;b&gt;rekaan&lt;/b&gt;" in shown
    assert "Lebih lama" not in shown
    assert "Lebih lama" in text(scene.client(who), f"{HOME}?tahun=semua")


def test_without_results_the_pages_say_what_is_missing(scene):
    client = scene.client("pd")

    assert "Tidak ada hasil dengan saringan ini." in text(client, HOME)
    assert "Belum ada dua tahun yang dapat dibandingkan." in text(client, COMPARE)
    assert "Pilih provinsinya dahulu." in text(client, f"{COMPARE}?tingkat=PROVINSI")
    assert client.get(f"{HOME}deret/TIDAK-ADA/11/").status_code == 404
    assert client.get(f"{HOME}deret/{AKI}/99/").status_code == 404


def test_strange_addresses_find_nothing_and_break_nothing(scene):
    keep({})
    client = scene.client("pd")

    for query in ("tahun=²", "halaman=9999999999999999999999", "dari=x&ke=y"):
        assert client.get(f"{HOME}?{query}").status_code == 200
        assert client.get(f"{COMPARE}?{query}").status_code == 200


def test_a_page_of_the_register_holds_a_hundred(finished):
    shown = text(finished.client("pd"), f"{HOME}?tahun=2028&halaman=2")

    assert "Halaman 2 dari 2, 114 baris" in shown
    assert shown.count("<tr>") == 1 + 14


@pytest.mark.parametrize("total", [1, 3])
def test_the_register_costs_the_same_for_one_row_and_for_three(
    finished, total, django_assert_num_queries
):
    keep(*({"wilayah": place} for place in ("11", "12", "13")[:total]))
    client = finished.client("kl")
    address = f"{HOME}?tahun=semua&kata={'iku' if total == 1 else 'angka'}"
    client.get(address)

    # session, savepoint, user, context, years (2), counts (2), keys, daerah, bidang, rows,
    # rakortek, tahapan, release
    with django_assert_num_queries(15 + (2 if total == 1 else QUERIES)):
        client.get(address)


@pytest.mark.parametrize("total", [1, 3])
def test_the_series_costs_the_same_for_one_year_and_for_three(
    finished, total, django_assert_num_queries
):
    keep(*({"tahun": tahun} for tahun in ("2022", "2023", "2024")[:total]))
    client = finished.client("kl")
    client.get(SERIES)

    # session, savepoint, user, context, indikator, daerah, lineage, keys, rows, realisasi, split,
    # rakortek, tahapan, release
    with django_assert_num_queries(14 + QUERIES):
        client.get(SERIES)


@pytest.mark.parametrize("total", [1, 3])
def test_the_comparison_costs_the_same_for_one_row_and_for_three(
    scene, total, django_assert_num_queries
):
    places = ("11", "12", "13")[:total]
    keep(*({"wilayah": place, "tahun": tahun} for place in places for tahun in ("2023", "2024")))
    client = scene.client("kl")
    client.get(COMPARE)

    # session, savepoint, user, context, years (2), counts (4), successions, keys (2), rows (2 × 2),
    # daerah, bidang, rakortek, tahapan, release
    with django_assert_num_queries(23):
        client.get(COMPARE)


def test_the_series_says_from_where_each_figure_is(finished):
    keep(
        {"tahun": "2022", "satuan": "%"},
        {"tahun": "2023", "satuan": "%", "nama": "Nama lama", "nomor_ba": "LAMA/1"},
        {"tahun": "2024", "kesepakatan": "195"},
        {"tahun": "2025", "kesepakatan": "190"},
    )
    shown = text(finished.client("pd"), SERIES)

    assert "turun 5" in shown
    assert "waktu itu bernama “Nama lama”" in shown
    assert "LAMA/1" in shown
    assert "Satuan berubah dari % menjadi per 100.000 kelahiran hidup" in shown
    assert shown.count('<svg class="ek-years ek-only-wide"') == 2
    assert f"/rakortek/2028/target/{finished.target().pk}/" in shown


def test_the_comparison_leads_from_its_figures_to_its_rows(scene):
    keep(
        {"tahun": "2023", "kesepakatan": "195"},
        {"tahun": "2023", "wilayah": "12"},
        {"tahun": "2024"},
        {"tahun": "2024", "wilayah": "12"},
    )
    client = scene.client("pd")

    shown = text(client, COMPARE)
    same = text(client, f"{COMPARE}?dari=2023&ke=2024&perubahan=SAMA")
    assert "<h1>Hasil 2023 dan 2024</h1>" in shown
    assert "turun 5" in shown
    assert "turun 5" not in same
    assert "Sumatera Utara</span></td>" in same
    assert "&amp;perubahan=BERUBAH" in shown


def test_downloads_hold_what_is_filtered_and_text_that_no_spreadsheet_runs(finished):
    keep({"nama": "=1+1", "sumber": "@sumber"}, {"tahun": "2023"})
    HasilImpor.objects.filter(tahun=2024).update(satuan="-5")
    client = finished.client("pd_bali")

    content = client.get(f"{HOME}hasil.csv?tahun=2024").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    book = client.get(f"{HOME}hasil.xlsx?tahun=2024").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    cells = dict(zip(*sheet, strict=True))

    assert (row["Indikator"], row["Sumber"], row["Satuan"]) == ("'=1+1", "'@sumber", "'-5")
    assert (cells["Indikator"], cells["Sumber"], cells["Satuan"]) == ("=1+1", "@sumber", "-5")
    assert (row["Kesepakatan bawah"], cells["Kesepakatan bawah"]) == ("190", 190)
    assert (row["Impor"], row["Hasil"]) == ("ya", "Sepakat")


def test_the_download_of_a_closed_year_holds_every_row(finished):
    content = finished.client("pd").get(f"{HOME}hasil.csv?tahun=2028").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))

    assert len(rows) == 114
    assert [row["Berita Acara"] for row in rows if row["Kesepakatan"] == "110"] != [""]
