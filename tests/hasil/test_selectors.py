"""Who sees which finished results, both kinds in one order, and years that may be compared."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from erakortek.hasil.comparison import compare
from erakortek.hasil.enums import HasilAkhir, Perubahan
from erakortek.hasil.filters import Filter, filter_of
from erakortek.hasil.rows import QUERIES, rows_of
from erakortek.hasil.selectors import Register, years_for
from erakortek.hasil.series import series_page
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.reference.enums import JenisSuksesi
from erakortek.reference.models import Realisasi, SuksesiWilayah, Wilayah
from erakortek.reference.selectors import definisi_now
from tests.hasil.invented import keep
from tests.scene import AKI

pytestmark = pytest.mark.django_db
KAB = {"tingkat": "Provinsi", "wilayah": "11.01"}
ALL = Filter(tahun="semua")


def rows(actor, chosen=ALL):
    return rows_of(actor, Register(actor, chosen)[0:])


def shown(actor, chosen=ALL):
    return [(row.tahun, row.kode_daerah, row.kode) for row in rows(actor, chosen)]


def wilayah(kode):
    return Wilayah.objects.get(kode=kode)


def indikator(kode=AKI):
    return definisi_now().get(indikator__kode=kode)


def test_a_running_rakortek_has_no_results_but_what_is_final(signed):
    assert shown(signed.actor("bappeda_bali")) == [(2028, "11", AKI)]


def test_before_its_berita_acara_nothing_of_a_running_rakortek_is_a_result(closed):
    for who in closed.users:
        assert shown(closed.actor(who)) == []


@pytest.mark.parametrize("who", ["pd", "pd_bali", "kl", "bappenas", "auditor", "fasilitator"])
def test_results_of_the_centre_are_open_to_everybody_once_it_is_closed(finished, who):
    actor = finished.actor(who)

    # 3 indikator × 38 provinces, of which one row was discussed
    assert len(Register(actor, ALL)) == 114
    agreed = rows(actor, Filter(hasil="SEPAKAT"))
    assert [(row.kode_daerah, row.kesepakatan) for row in agreed] == [
        ("11", Nilai.of_number(Decimal(110)))
    ]


def test_a_result_carries_its_berita_acara_and_opens_only_what_its_reader_may_open(finished):
    (mine,) = rows(finished.actor("pd"), Filter(hasil="SEPAKAT"))
    (theirs,) = rows(finished.actor("pd_bali"), Filter(hasil="SEPAKAT"))

    assert (mine.rakortek, mine.versi, mine.is_imported) == ("2028", 1, False)
    assert mine.url_riwayat == f"/rakortek/2028/target/{finished.target().pk}/"
    assert mine.url_ba.startswith("/berita-acara/")
    assert (theirs.url_riwayat, theirs.url_ba) == ("", "")
    assert (theirs.nomor_ba, theirs.hasil) == (mine.nomor_ba, HasilAkhir.SEPAKAT)


@pytest.mark.parametrize(
    ("who", "total"),
    [
        ("superadmin", 23),
        ("kl", 23),
        ("auditor", 23),
        ("bappeda", 23),
        ("kab", 23),
        ("bappeda_bali", 0),
        ("kab_bali", 0),
        ("pd_bali", 0),
    ],
)
def test_results_of_a_province_stay_in_it_and_with_the_centre(districts, who, total):
    keep(KAB | {"tahun": "2024"})
    actor = districts.actor(who)

    own = Register(actor, Filter(tahun="2028", tingkat="PROVINSI"))
    imported = Register(actor, Filter(tahun="2024"))
    assert (len(own), len(imported)) == (total, 1 if total else 0)
    assert len(shown(actor, Filter(tahun="2024"))) == len(imported)
    assert (2024 in years_for(actor).all) is bool(total)


def test_the_series_and_the_comparison_of_a_foreign_kabupaten_are_empty(districts):
    keep(KAB, KAB | {"tahun": "2023"})
    actor = districts.actor("kab_bali")

    page = series_page(actor, indikator(), wilayah("11.01"))
    found = compare(actor, Filter(tahun="2023"), Filter(tahun="2024"))
    assert (page.lines, found.pairs) == ([], [])


def test_both_kinds_stand_in_one_official_order(finished):
    keep(
        {"tahun": "2024", "wilayah": "51"},
        {"tahun": "2024", "wilayah": "11"},
        {"tahun": "2024", "kode_asal": "A", "bidang": "", "indikator": ""},
    )
    actor = finished.actor("pd")

    assert shown(actor, Filter(tahun="2024")) == [
        (2024, "11", "A"),
        (2024, "11", "IKU-01"),
        (2024, "51", "IKU-01"),
    ]
    assert [tahun for tahun, _, kode in shown(actor) if kode in (AKI, "IKU-01")] == [
        *[2028] * 38,
        2024,
        2024,
    ]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"tahun": "2024"}, 3),
        ({"tahun": "24"}, 117),
        ({"tahun": "9" * 30}, 117),
        ({"tahun": "²²²²"}, 117),
        ({"tingkat": "PROVINSI"}, 1),
        ({"tingkat": "apa"}, 117),
        ({"daerah": "11"}, 5),
        ({"daerah": "11.01"}, 1),
        ({"bidang": "makro"}, 38),
        ({"bidang": "1.02", "tahun": "2024"}, 3),
        ({"indikator": AKI, "daerah": "11"}, 3),
        ({"hasil": "TIDAK_TERCATAT"}, 1),
        ({"hasil": "SEPAKAT"}, 3),
        ({"kata": "rekaan ANGKA"}, 3),
        ({"kata": "tidak ada"}, 0),
    ],
)
def test_a_filter_narrows_both_kinds(finished, query, total):
    keep({}, KAB, {"wilayah": "51", "hasil": "Tidak tercatat"})

    assert len(Register(finished.actor("kl"), filter_of(query))) == total


def test_the_newest_year_that_is_over_is_shown_first(signed):
    keep({"tahun": "2023"}, {"tahun": "2024"})

    years = years_for(signed.actor("pd"))
    assert (years.all, years.newest) == ([2028, 2024, 2023], 2024)


@pytest.mark.parametrize("total", [1, 3])
def test_a_page_costs_the_same_for_one_row_and_for_three(
    finished, total, django_assert_num_queries
):
    places = ("11", "12", "13")[:total]
    keep(*({"wilayah": place, "kegiatan": "pusat: Rekaan"} for place in places))
    actor = finished.actor("kl")
    keys = [
        key
        for chosen in (Filter(tahun="2024"), Filter(indikator=AKI, tahun="2028"))
        for key in Register(actor, chosen)[0:total]
    ]

    with django_assert_num_queries(QUERIES):
        assert len(rows_of(actor, keys)) == 2 * total


def series(actor, kode="11"):
    """(year, whose, kesepakatan, change, break) of each line, the newest first."""
    return [
        (
            line.tahun,
            line.asal,
            line.row.kesepakatan.bawah if line.row and line.row.kesepakatan else None,
            line.naik,
            bool(line.putus),
        )
        for line in series_page(actor, indikator(), wilayah(kode)).lines
    ]


def test_the_years_of_one_indikator_are_compared_with_the_year_before(finished):
    keep(
        {"tahun": "2023", "kode_asal": "LAMA-9", "kesepakatan": "195"},
        {"tahun": "2024", "kesepakatan": "190"},
        {"tahun": "2025", "kesepakatan": "180-185"},
    )

    assert series(finished.actor("pd_bali")) == [
        (2028, "", 110, None, False),
        (2025, "", 180, None, False),
        (2024, "", 190, -5, False),
        (2023, "", 195, None, False),
    ]


def test_another_satuan_is_a_break_and_has_a_chart_of_its_own(scene):
    keep(
        {"tahun": "2022", "satuan": "%", "kesepakatan": "2"},
        {"tahun": "2023", "satuan": "%", "kesepakatan": "3"},
        {"tahun": "2024", "satuan": "PER 100.000 kelahiran  hidup", "kesepakatan": "190"},
        {"tahun": "2025", "kesepakatan": "180"},
    )
    Realisasi.objects.filter(indikator=indikator().indikator).delete()
    page = series_page(scene.actor("pd"), indikator(), wilayah("11"))

    assert [(line.tahun, line.naik, bool(line.putus)) for line in page.lines] == [
        (2025, -10, False),
        (2024, None, True),
        (2023, 1, False),
        (2022, None, False),
    ]
    assert page.lines[1].putus.startswith("Satuan berubah dari % menjadi PER 100.000")
    assert [(chart.satuan, len(chart.marks)) for chart in page.charts] == [
        ("PER 100.000 kelahiran hidup", 4),
        ("%", 4),
    ]


def test_realisasi_in_todays_satuan_never_stands_beside_a_value_in_another(scene):
    one = indikator()
    Realisasi.objects.filter(indikator=one.indikator, wilayah=wilayah("11")).delete()
    Realisasi.objects.create(
        indikator=one.indikator,
        wilayah=wilayah("11"),
        tahun=2023,
        nilai=200,
        satuan=one.satuan,
        sumber="Rekaan",
    )
    keep({"tahun": "2023", "satuan": "%", "kesepakatan": "3"})

    lines = series_page(scene.actor("pd"), indikator(), wilayah("11")).lines
    found = [(line.satuan, bool(line.row), bool(line.realisasi)) for line in lines]
    assert found == [("%", True, False), (indikator().satuan, False, True)]


@pytest.fixture
def papua(scene):
    """Papua and, born of it in 2022, Papua Selatan: results of both, before and after."""
    Realisasi.objects.filter(
        indikator=indikator().indikator, wilayah__kode__in=("91", "93")
    ).delete()
    keep(
        {"tahun": "2021", "wilayah": "91", "kesepakatan": "300"},
        {"tahun": "2022", "wilayah": "91", "kesepakatan": "290"},
        {"tahun": "2024", "wilayah": "91", "kesepakatan": "200"},
        {"tahun": "2024", "wilayah": "93", "kesepakatan": "250"},
        {"tahun": "2025", "wilayah": "93", "kesepakatan": "240"},
    )
    return scene.actor("pd_bali")


def test_before_its_birth_a_daerah_shows_the_figures_of_what_it_came_from(papua):
    assert series(papua, "93") == [
        (2025, "", 240, -10, False),
        (2024, "", 250, None, True),
        (2022, "sebelum pemekaran: Papua", 290, -10, False),
        (2021, "sebelum pemekaran: Papua", 300, None, False),
    ]


def test_what_goes_on_after_a_split_is_not_compared_with_what_it_was(papua):
    assert series(papua, "91") == [
        (2024, "", 200, None, True),
        (2022, "wilayah sebelum dimekarkan", 290, -10, False),
        (2021, "wilayah sebelum dimekarkan", 300, None, False),
    ]


@pytest.fixture
def split_next_year(papua):
    """Papua loses one more part on 1 January 2024; the figures of 2024 are those of what is left."""
    SuksesiWilayah.objects.create(
        asal=wilayah("91"),
        penerus=wilayah("51"),
        berlaku_on=date(2024, 1, 1),
        jenis=JenisSuksesi.PEMEKARAN,
        dasar="Rekaan",
    )
    keep({"tahun": "2023", "wilayah": "91", "kesepakatan": "280"})
    return papua


def on(day):
    return clock.at(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_until_a_split_begins_the_area_of_today_is_the_undivided_one(split_next_year):
    with on(date(2023, 12, 31)):
        assert series(split_next_year, "91") == [
            (2024, "wilayah sesudah dimekarkan, mulai 1 Januari 2024", 200, None, True),
            (2023, "", 280, None, True),
            (2022, "wilayah sebelum dimekarkan", 290, -10, False),
            (2021, "wilayah sebelum dimekarkan", 300, None, False),
        ]


def test_with_two_splits_to_come_a_year_names_the_last_that_has_begun(split_next_year):
    SuksesiWilayah.objects.create(
        asal=wilayah("91"),
        penerus=wilayah("52"),
        berlaku_on=date(2025, 1, 1),
        jenis=JenisSuksesi.PEMEKARAN,
        dasar="Rekaan",
    )
    keep({"tahun": "2025", "wilayah": "91", "kesepakatan": "150"})
    with on(date(2023, 12, 31)):
        assert series(split_next_year, "91")[:2] == [
            (2025, "wilayah sesudah dimekarkan, mulai 1 Januari 2025", 150, None, True),
            (2024, "wilayah sesudah dimekarkan, mulai 1 Januari 2024", 200, None, True),
        ]


def test_from_its_first_day_a_split_makes_earlier_years_those_of_before(split_next_year):
    with on(date(2024, 1, 1)):
        assert series(split_next_year, "91") == [
            (2024, "", 200, None, True),
            (2023, "wilayah sebelum dimekarkan", 280, None, True),
            (2022, "wilayah sebelum dimekarkan", 290, -10, False),
            (2021, "wilayah sebelum dimekarkan", 300, None, False),
        ]


def test_figures_of_another_area_are_apart_in_the_chart(papua):
    (chart,) = series_page(papua, indikator(), wilayah("93")).charts

    apart = {mark.tahun for mark in chart.marks if mark.is_apart}
    assert (apart, {mark.tahun for mark in chart.marks}) == ({2021, 2022}, {2021, 2022, 2024, 2025})


def test_under_each_earlier_kode_a_year_is_shown_once(scene):
    makro = indikator("F1.04")
    chain = [wilayah(kode) for kode in ("51", "11", "12")]
    Realisasi.objects.filter(wilayah__in=chain[1:]).delete()
    for asal, penerus, year in zip(chain, chain[1:], (2021, 2023), strict=False):
        facts = {
            "berlaku_on": date(year, 1, 1),
            "jenis": JenisSuksesi.GANTI_KODE,
            "dasar": "Rekaan",
        }
        SuksesiWilayah.objects.create(asal=asal, penerus=penerus, **facts)

    lines = series_page(scene.actor("pd"), makro, chain[-1]).lines

    assert {line.asal for line in lines} == {f"dengan kode lama: {chain[0].nama}"}
    assert len({line.tahun for line in lines}) == len(lines) > 1


def test_a_year_under_the_earlier_kode_compares_with_the_one_after(scene):
    SuksesiWilayah.objects.create(
        asal=wilayah("11"),
        penerus=wilayah("12"),
        berlaku_on=date(2024, 1, 1),
        jenis=JenisSuksesi.GANTI_KODE,
        dasar="Rekaan",
    )
    Realisasi.objects.filter(indikator=indikator().indikator).delete()
    keep(
        {"tahun": "2023", "wilayah": "11", "kesepakatan": "195"},
        {"tahun": "2024", "wilayah": "12", "kesepakatan": "190"},
    )

    later, earlier = series_page(scene.superadmin, indikator(), wilayah("12")).lines
    assert (earlier.asal, later.asal) == ("dengan kode lama: Aceh", "")
    assert (later.naik, later.putus) == (Decimal(-5), "")


def test_two_years_are_compared_row_by_row(scene):
    keep(
        {"tahun": "2023", "kesepakatan": "195"},
        {"tahun": "2023", "wilayah": "12", "satuan": "%"},
        {"tahun": "2023", "wilayah": "13"},
        {"tahun": "2023", "wilayah": "14"},
        {"tahun": "2024", "kode_asal": "NAMA-BARU"},
        {"wilayah": "12"},
        {"wilayah": "13", "kode_asal": "LAIN", "indikator": ""},
        {"wilayah": "14"},
    )

    found = compare(scene.actor("pd_bali"), Filter(tahun="2023"), Filter(tahun="2024"))
    assert [(one.row.kode_daerah, one.perubahan, one.naik) for one in found.pairs] == [
        ("12", Perubahan.TAK_TERBANDING, None),
        ("13", Perubahan.HILANG, None),
        ("14", Perubahan.SAMA, None),
        ("13", Perubahan.BARU, None),
        ("11", Perubahan.BERUBAH, Decimal(-5)),
    ]
    assert {one.kode: dict(one.counts) for one in found.per_daerah}["13"] == {
        Perubahan.BARU: 1,
        Perubahan.HILANG: 1,
    }
    assert found.counts[Perubahan.BERUBAH] == 1


def test_a_daerah_born_between_two_years_is_new_and_one_with_a_new_kode_is_the_same(scene):
    SuksesiWilayah.objects.create(
        asal=wilayah("11"),
        penerus=wilayah("12"),
        berlaku_on=date(2023, 6, 1),
        jenis=JenisSuksesi.GANTI_KODE,
        dasar="Rekaan",
    )
    keep(
        {"tahun": "2023", "kesepakatan": "195"},
        {"tahun": "2023", "wilayah": "91"},
        {"tahun": "2024", "wilayah": "12"},
        {"tahun": "2024", "wilayah": "91"},
        {"tahun": "2024", "wilayah": "93"},
    )

    found = compare(scene.actor("pd"), Filter(tahun="2023"), Filter(tahun="2024"))
    assert {one.row.kode_daerah: (one.perubahan, one.catatan) for one in found.pairs} == {
        "12": (Perubahan.BERUBAH, ""),
        "91": (Perubahan.SAMA, ""),
        "93": (Perubahan.BARU, "Daerah hasil pemekaran Papua."),
    }


def test_what_is_too_large_is_not_compared(scene, monkeypatch):
    monkeypatch.setattr("erakortek.hasil.comparison.MOST", 1)
    keep({}, {"tahun": "2023"})

    assert compare(scene.actor("pd"), Filter(tahun="2023"), Filter(tahun="2024")).is_too_large


def test_every_result_has_a_tone_and_the_word_of_the_target():
    assert {one.value: one.label for one in HasilAkhir if one != HasilAkhir.TIDAK_TERCATAT} == {
        "SEPAKAT": "Sepakat",
        "SEPAKAT_CATATAN": "Sepakat dengan catatan",
        "TIDAK_SEPAKAT": "Tidak sepakat",
        "DITUNDA": "Ditunda",
        "TIDAK_TERBAHAS": "Tidak terbahas",
        "BELUM": "Belum dibahas",
    }
    assert all(one.tone for one in (*HasilAkhir, *Perubahan))
