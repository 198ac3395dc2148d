"""Units, sources of funds, priorities and weights: kept in sheets, used where they count."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from erakortek.intake import selectors, services
from erakortek.rakortek import preflight
from erakortek.rakortek import services as rakortek
from erakortek.reference.models import (
    BobotWilayah,
    Prioritas,
    Satuan,
    SumberDana,
    Wilayah,
)
from erakortek.reference.selectors import definisi_now, weight_in, with_unknown_satuan
from erakortek.reference.sheets import (
    BOBOT_WILAYAH,
    NOMENKLATUR,
    PRIORITAS,
    SATUAN,
    SUMBER_DANA,
)
from erakortek.target.models import Target
from tests.intake.workbook import book
from tests.reference.sheet import take
from tests.reference.test_loading import source
from tests.scene import redefine

pytestmark = pytest.mark.django_db


def test_every_unit_that_ships_is_known():
    assert with_unknown_satuan(definisi_now()) == []


def test_an_unknown_unit_is_named_before_opening(scene):
    copy = rakortek.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    redefine("C6-004", satuan="per seratus rbu")

    found = [one for one in preflight.findings(copy) if "Satuan “" in one.sentence]
    assert [(one.sentence, one.is_blocking) for one in found] == [
        (
            "Satuan “per seratus rbu” dari indikator C6-004 tidak ada di data induk Satuan.",
            False,
        )
    ]


def test_an_import_offers_the_one_name_of_a_unit():
    rows = [
        ("1.02", "Provinsi", "Satu", "KK"),
        ("1.03", "Provinsi", "Dua", "kepala keluarga"),
        ("1.04", "Provinsi", "Tiga", "Kepala Keluarga"),
        ("1.05", "Provinsi", "Empat", "persentase"),
        ("1.06", "Provinsi", "Lima", "Entah"),
    ]
    content = book(("Kode", "Tingkat", "Nama", "Satuan"), *rows)
    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="n.xlsx")

    found = selectors.findings_of(selectors.rows_with_findings(batch))
    assert {row.kunci.split()[0]: one.ganti for row, one in found} == {
        "1.02": "Kepala Keluarga",
        "1.03": "Kepala Keluarga",
        "1.05": "%",
    }


def test_a_retired_unit_is_offered_no_more():
    assert take(SATUAN, {"nama": "%", "sampai": "2020-01-01"}) == []

    assert {one.satuan for one in with_unknown_satuan(definisi_now())} == {"%"}


def test_a_spelling_names_one_unit():
    said = take(SATUAN, {"nama": "Petak", "sinonim": "Bidang | k.k."})

    assert said == ["“k.k.” sudah menjadi ejaan satuan “Kepala Keluarga”."]
    assert take(SATUAN, {"nama": "Petak", "sinonim": "Kapling| Kavling"}) == []
    assert Satuan.objects.get(nama="Petak").sinonim == ["Kapling", "Kavling"]


def test_the_priorities_that_ship_are_those_of_their_sources():
    kinds = Prioritas.objects.values_list("jenis", flat=True)
    facts = source("pro_sn.csv")
    projects = Prioritas.objects.filter(jenis="PROYEK").values_list("induk__nama", "nama")

    assert sorted(projects) == sorted(
        (row["program_strategis_nasional"], row["proyek_kegiatan"]) for row in facts
    )
    assert {kind: list(kinds).count(kind) for kind in set(kinds)} == {
        "ASTA_CITA": 8,
        "PN": 8,
        "PRO_SN": 5,
        "PROYEK": 21,
        "SPM": 6,
        "TEMATIK": 6,
    }
    tematik = {row["kelompok"] for row in source("outcome_indicators.csv")}
    named = set(Prioritas.objects.filter(jenis="TEMATIK").values_list("nama", flat=True))
    assert {f"Tematik: {one}" for one in named} == {one for one in tematik if "Tematik" in one}


PP = {"kode": "PP-1.1", "jenis": "Program prioritas", "nama": "Program", "induk": "PN-1"}
KP = {"kode": "KP-1.1.1", "jenis": "Kegiatan prioritas", "nama": "Kegiatan", "induk": "PP-1.1"}


def test_priorities_come_with_those_they_belong_to_in_any_order():
    assert take(PRIORITAS, KP, PP) == []

    assert Prioritas.objects.get(kode="KP-1.1.1").induk.induk.kode == "PN-1"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PP | {"induk": ""}, "Program prioritas harus berinduk prioritas nasional."),
        (PP | {"induk": "AC-1"}, "Program prioritas harus berinduk prioritas nasional."),
        (PP | {"jenis": "Tematik"}, "Tematik tidak mempunyai induk."),
        (PP | {"induk": "PN-9"}, "Kode induk “PN-9” tidak ada di data induk."),
    ],
)
def test_a_priority_belongs_to_the_kind_above_its_own(row, words):
    assert take(PRIORITAS, row) == [words]


def test_nothing_new_belongs_to_a_retired_priority():
    first = Prioritas.objects.get(kode="PN-1")
    retired = {"kode": "PN-1", "jenis": "Prioritas nasional", "nama": first.nama}
    assert take(PRIORITAS, PP) == []
    assert take(PRIORITAS, retired | {"sampai": "2020-01-01"}) == []

    assert take(PRIORITAS, PP | {"kode": "PP-1.2"}) == ["Kode induk “PN-1” tidak berlaku lagi."]
    assert take(PRIORITAS, PP | {"nama": "Nama baru"}) == []


def test_a_source_of_funds_is_added_and_retired():
    assert take(SUMBER_DANA, {"kode": "CSR", "nama": "Tanggung jawab sosial"}) == []
    assert take(SUMBER_DANA, {"kode": "PAD", "nama": "PAD", "sampai": "2020-01-01"}) == []

    ended = selectors.search_rows(SUMBER_DANA, "", 50, "tidak").rows
    assert [row["kode"] for row in ended] == ["PAD"]
    assert SumberDana.objects.count() == 14


BOBOT = {
    "wilayah": "11",
    "jenis": "Penduduk",
    "tahun": "2026",
    "nilai": "6.000.000",
    "sumber": "BPS",
}


def weights(tahun):
    rows = Target.objects.filter(daerah__kode="11", definisi__bobot="PENDUDUK")
    return set(rows.annotate(weight=weight_in(tahun)).values_list("weight", flat=True))


def test_the_newest_weight_up_to_the_year_counts_else_the_population(scene):
    redefine("C6-005", bobot="PENDUDUK")
    aceh = Wilayah.objects.get(kode="11")
    assert weights(2028) == {aceh.penduduk}

    assert take(BOBOT_WILAYAH, BOBOT, BOBOT | {"tahun": "2024", "nilai": "5000000"}) == []

    assert weights(2023) == {aceh.penduduk}
    assert weights(2025) == {5_000_000}
    assert weights(2028) == {6_000_000}


def test_a_weight_is_more_than_nothing_and_of_a_known_kind():
    assert take(BOBOT_WILAYAH, BOBOT | {"nilai": "0"}) == ["Bobot harus lebih dari nol."]
    assert take(BOBOT_WILAYAH, BOBOT | {"wilayah": "00"}) == [
        "Kode wilayah “00” tidak ada di data induk."
    ]
    facts = {"wilayah": Wilayah.objects.get(kode="11"), "tahun": 2026, "sumber": "BPS"}
    one = {"jenis": "PENDUDUK", "nilai": Decimal(1)}
    for change, constraint in (
        ({"nilai": Decimal(0)}, "bobot_wilayah_positif"),
        ({"jenis": ""}, "bobot_wilayah_jenis_dikenal"),
        ({"tahun": 1944}, "bobot_wilayah_tahun_wajar"),
        ({"tahun": 20260}, "bobot_wilayah_tahun_wajar"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            BobotWilayah.objects.create(**facts | one | change)
    BobotWilayah.objects.create(**facts, **one)
    with pytest.raises(IntegrityError, match="satu_per_tahun"), transaction.atomic():
        BobotWilayah.objects.create(**facts, **one)


def test_a_priority_is_of_a_known_kind_and_not_its_own_parent():
    first = Prioritas.objects.filter(kode="PN-1")
    for change, constraint in (
        ({"jenis": "ENTAH"}, "prioritas_jenis_dikenal"),
        ({"induk": first.get()}, "prioritas_bukan_induknya_sendiri"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            first.update(**change)
