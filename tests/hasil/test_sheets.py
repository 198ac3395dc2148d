"""Results of earlier years from a workbook and from the JSON of 2021: read, kept, kept again."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from erakortek.hasil.models import HasilImpor, KegiatanPendukungImpor
from erakortek.hasil.sheets import HASIL_LALU
from erakortek.intake import documents, selectors, services, writing
from erakortek.intake.enums import StatusBaris, StatusBatch
from erakortek.lib.errors import InvalidInputError
from erakortek.lib.nilai import Nilai
from erakortek.reference.models import Wilayah
from erakortek.reference.selectors import definisi_now
from tests.hasil.invented import as_csv, entry, export, keep, read, read_json

pytestmark = pytest.mark.django_db
THREE = ({}, {"kode_asal": "IKU-02", "indikator": ""}, {"tahun": "2023", "kesepakatan": "195"})


def states(batch):
    return list(batch.daftar_baris.order_by("pk").values_list("status", flat=True))


def found(batch):
    """(address, rule) of everything that was found."""
    return [
        (one.sel, one.aturan)
        for _, one in selectors.findings_of(selectors.rows_with_findings(batch).order_by("pk"))
    ]


def test_a_row_becomes_a_typed_result():
    keep({"acuan": "4,5-5,0", "kegiatan": "daerah: 1.02.02.2.01 Rekaan A | pusat: Rekaan B"})

    kept = HasilImpor.objects.get()
    kegiatan = KegiatanPendukungImpor.objects.values_list("urutan", "kelompok", "kode", "nama")
    assert (kept.tahun, kept.wilayah.kode, kept.indikator.kode) == (2024, "11", "C6-004")
    assert kept.acuan == Nilai(Decimal("4.5"), Decimal(5))
    assert kept.kesepakatan == Nilai.of_number(Decimal(190))
    assert (kept.hasil, kept.nomor_ba, kept.sumber) == ("SEPAKAT", "007/BA/2023", "Arsip rekaan")
    assert list(kegiatan) == [
        (1, "daerah", "1.02.02.2.01", "Rekaan A"),
        (2, "pusat", "", "Rekaan B"),
    ]


def test_words_stay_words_with_a_warning_that_keeps_nothing_out():
    batch = read({"acuan": "menurun signifikan", "hasil": "Tidak tercatat", "kesepakatan": ""})
    services.apply_batch(batch_id=batch.pk, actor=None, all_or_none=True)

    assert found(batch) == [("I2", "teks")]
    assert HasilImpor.objects.get().acuan == Nilai(None, None, "menurun signifikan")


def test_what_goes_out_comes_in_unchanged_as_workbook_and_as_csv():
    keep(
        *THREE,
        {"wilayah": "51", "acuan": "−2 s.d. −1,5", "kesepakatan": "1.234,5"},
        {"wilayah": "12", "acuan": "baik", "kegiatan": "pusat: 1.02 A | B"},
    )
    before = list(HASIL_LALU.present())

    for name, content in (
        ("hasil.xlsx", writing.export(HASIL_LALU)),
        ("hasil.csv", "".join(writing.export_csv(HASIL_LALU)).encode()),
    ):
        again = services.read_now(sheet=HASIL_LALU, content=content, name=name)
        assert states(again) == ["SAMA"] * 5
        services.apply_batch(batch_id=again.pk, actor=None)
    assert list(HASIL_LALU.present()) == before


def test_the_same_file_again_writes_nothing_and_a_mended_one_leaves_its_history():
    first = keep(*THREE)
    again = read(*THREE)
    keep({"kesepakatan": "188"})

    (newest, oldest) = selectors.history_of(HASIL_LALU, "2024 · PUSAT · 11 · IKU-01")
    assert states(first) == ["BARU"] * 3
    assert states(again) == ["SAMA"] * 3
    assert (newest.sebelum["kesepakatan"], newest.nilai["kesepakatan"]) == ("190", "188")
    assert oldest.batch_id == first.pk
    assert HasilImpor.objects.count() == 3


@pytest.mark.parametrize(
    ("facts", "cell", "rule"),
    [
        ({"wilayah": "99"}, "C2", "rujukan"),
        ({"bidang": "7.77"}, "G2", "rujukan"),
        ({"indikator": "C6-999"}, "F2", "rujukan"),
        ({"tahun": "24"}, "A2", "bilangan bulat"),
        ({"tahun": "20245"}, "A2", "bilangan bulat"),
        ({"tingkat": "Provinsi"}, "B2", "bertentangan"),
        ({"wilayah": "11.01"}, "B2", "bertentangan"),
        ({"kesepakatan": ""}, "J2", "bertentangan"),
        ({"hasil": "Ditunda"}, "J2", "bertentangan"),
        ({"sumber": ""}, "M2", "wajib"),
        # A warning about one cell does not hide what is wrong with another.
        ({"acuan": "baik", "wilayah": "99"}, "C2", "rujukan"),
    ],
)
def test_a_row_that_contradicts_is_kept_out_with_the_address_of_its_cell(facts, cell, rule):
    batch = read(facts)

    assert states(batch) == ["SALAH"]
    assert found(batch)[-1] == (cell, rule)


def said_of(**facts):
    batch = read(facts)
    return [
        (one.sel, one.pesan, one.saran)
        for _, one in selectors.findings_of(selectors.rows_with_findings(batch))
    ]


def test_a_daerah_has_no_result_of_a_year_before_it_was_there():
    assert said_of(tahun="2021", wilayah="94") == [
        (
            "C2",
            "Papua Tengah (94) baru ada sejak 25 Juli 2022, jadi belum ada pada Rakortek 2021.",
            "Tulis wilayah asalnya, 91 Papua, atau perbaiki tahunnya.",
        )
    ]
    assert said_of(tahun="2022", wilayah="94")[0][0] == "C2"
    assert said_of(tahun="2023", wilayah="94") == said_of(tahun="2021", wilayah="91") == []


def test_a_daerah_has_no_result_of_a_year_after_it_ended():
    Wilayah.objects.filter(kode="91").update(sampai_on=date(2023, 6, 30))
    assert said_of(tahun="2023", wilayah="91") == []

    ((sel, pesan, saran),) = said_of(tahun="2024", wilayah="91")
    assert sel == "C2"
    assert pesan == "Papua (91) berakhir 30 Juni 2023, jadi tidak ada lagi pada Rakortek 2024."
    assert saran == (
        "Tulis wilayah penerusnya, 93 Papua Selatan, 94 Papua Tengah, 95 Papua Pegunungan, atau "
        "perbaiki tahunnya."
    )


def test_where_no_succession_is_recorded_the_year_is_to_be_checked():
    Wilayah.objects.filter(kode="11").update(mulai_on=date(2023, 6, 30))

    ((_, _, saran),) = said_of(tahun="2021")
    assert saran == "Periksa tahunnya; asalnya belum tercatat di data induk Suksesi wilayah."


def test_a_year_that_this_system_has_held_is_not_imported(scene):
    batch = read({"tahun": "2028"}, {"tahun": "2028", "tingkat": "Provinsi", "wilayah": "11.01"})

    assert states(batch) == ["SALAH", "BARU"]
    assert found(batch) == [("A2", "bertentangan")]


def test_one_indikator_has_one_result_per_daerah_and_year():
    keep({})

    batch = read({"kode_asal": "IKU-09"}, {"kode_asal": "IKU-09", "wilayah": "51"})
    assert states(batch) == ["BENTROK", "BARU"]


def test_of_two_imports_that_make_twins_together_the_second_stays_out_when_applied():
    first, second = read({}), read({"kode_asal": "IKU-09"})
    services.apply_batch(batch_id=first.pk, actor=None)

    services.apply_batch(batch_id=second.pk, actor=None)

    (row,) = second.daftar_baris.all()
    assert row.status == StatusBaris.SALAH
    assert row.temuan[-1]["pesan"].startswith("Indikator C6-004 sudah menjadi milik kode IKU-01")
    assert HasilImpor.objects.count() == 1


def test_two_rows_may_change_their_indikator_with_each_other():
    keep({}, {"kode_asal": "IKU-02", "indikator": "C6-005"})
    keep({"indikator": "C6-005"}, {"kode_asal": "IKU-02", "indikator": "C6-004"})

    kept = HasilImpor.objects.order_by("kode_asal").values_list("indikator__kode", flat=True)
    assert list(kept) == ["C6-005", "C6-004"]


def test_a_file_of_2021_becomes_results_of_the_daerah_it_was_told_for():
    known = definisi_now().get(indikator__kode="C6-004")
    batch = read_json(
        export(
            entry(nama_indikator=known.nama, nama_satuan=known.satuan, target_nasional=938.868),
            entry(
                kode_indikator="1.03.09",
                target_nasional="71,5-72",
                target_daerah="meningkat",
                bidang=[{"kode_urusan": "K.1.03"}, {"kode_urusan": "P.1.03"}],
                kegiatan_mendukung_daerah=[{"kode_program": "1.03.02", "nama_program": "Rekaan"}],
                kegiatan_mendukung_pusat=["Rekaan | dua"],
            ),
            makro=[entry(kode_indikator="M1", bidang=[], target_daerah=None)],
        )
    )
    services.apply_batch(batch_id=batch.pk, actor=None, all_or_none=True)

    first, second, makro = HasilImpor.objects.order_by("kode_asal")
    assert found(batch) == [("indikator kinerja urusan[1].target_daerah", "teks")]
    assert [row.lembar_kerja for row in batch.daftar_baris.all()] == [
        "indikator kinerja urusan",
        "indikator kinerja urusan",
        "indikator makro",
    ]
    assert {one.hasil for one in (first, second, makro)} == {"TIDAK_TERCATAT"}
    assert (first.tahun, first.wilayah.kode, first.tingkat) == (2021, "11", "PUSAT")
    assert (first.indikator, first.acuan) == (known.indikator, Nilai.of_number(Decimal("938.868")))
    assert (second.bidang.kode, second.kesepakatan) == ("1.03", Nilai(None, None, "meningkat"))
    assert second.acuan == Nilai(Decimal("71.5"), Decimal(72))
    assert [str(one) for one in second.daftar_kegiatan.all()] == ["1.03.02 Rekaan", "Rekaan / dua"]
    assert (makro.bidang, makro.kesepakatan, makro.indikator) == (None, None, None)


def test_a_file_of_2021_of_a_kabupaten_takes_its_own_level_and_what_the_file_says():
    batch = read_json(
        export(
            entry(bidang=[{"kode_urusan": "K.1.03"}, {"kode_urusan": "P.1.02"}]),
            tahun=2021,
            kode_wilayah="11.01",
        ),
        tahun="",
        wilayah="",
    )
    services.apply_batch(batch_id=batch.pk, actor=None, all_or_none=True)

    kept = HasilImpor.objects.get()
    assert (kept.tingkat, kept.bidang.kode) == ("PROVINSI", "1.03")
    assert kept.wilayah == Wilayah.objects.get(kode="11.01")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([entry(bidang=[{"kode_urusan": "K.1.02"}])], [("SALAH", "[0].bidang", "tingkat")]),
        ([entry(bidang=[{"kode_urusan": "P.7.77"}])], [("SALAH", "[0].bidang", "rujukan")]),
        ([entry(kode_indikator=None)], [("SALAH", "[0].kode_indikator", "wajib")]),
        ([entry(target_nasional=[1])], [("SALAH", "[0].target_nasional", "bentuk")]),
        ([7], [("SALAH", "[0]", "bentuk")]),
        ([entry(target_daerah=float("1e30"))], [("BARU", "[0].target_daerah", "teks")]),
        (
            [entry(), entry(target_daerah=5)],
            [("BENTROK", "[1].target_daerah", "ganda")],
        ),
        (
            [entry(bidang=[{"kode_urusan": "P.1.02"}, {"kode_urusan": "P.1.03"}])],
            [("BARU", "[0].bidang", "bidang")],
        ),
    ],
)
def test_a_fault_in_a_row_of_2021_is_named_by_its_path(rows, expected):
    batch = read_json(export(*rows))

    rows = selectors.rows_with_findings(batch).order_by("pk")
    shown = [(row.status, one.sel, one.aturan) for row, one in selectors.findings_of(rows)]
    wanted = [(status, f"indikator kinerja urusan{path}", rule) for status, path, rule in expected]
    assert [one for one in shown if one in wanted] == wanted


@pytest.mark.parametrize(
    ("content", "told", "sentence"),
    [
        (b"", {}, "kosong"),
        (b"{", {}, "bukan JSON yang dapat dibaca"),
        (b'{"indikator makro": NaN}', {}, "bukan JSON yang dapat dibaca"),
        (b"\xff\xfe", {}, "bukan JSON yang dapat dibaca"),
        (b"[]", {}, "bukan ekspor e-Rakortek 2021"),
        (b'{"indikator makro": {}}', {}, "bukan ekspor e-Rakortek 2021"),
        (b'{"a":' * 17 + b"1" + b"}" * 17, {}, "bersarang lebih dari 16 tingkat"),
        (b" " * documents.MAX_BYTES + b"[]", {}, "melebihi 10 MB"),
        (export(entry()), {"tahun": ""}, "tidak menyebut tahun"),
        (export(entry()), {"wilayah": ""}, "tidak menyebut wilayah"),
        (export(entry(), tahun=2020), {}, "menyebut tahun “2020”, sedangkan isian"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_one_sentence(content, told, sentence):
    batch = read_json(content, **told)

    assert batch.status == StatusBatch.GAGAL
    assert sentence in batch.pesan
    assert batch.daftar_baris.count() == 0


def test_brackets_and_endless_texts_inside_a_text_nest_nothing():
    nested = export(entry(nama_indikator='{"[' * 40))

    assert read_json(nested).status == StatusBatch.PRATINJAU
    assert read_json(b'{"' + b'\\"' * 100_000).status == StatusBatch.GAGAL


def test_what_no_database_stores_is_left_out_of_a_text():
    batch = read_json(export(entry(nama_indikator="Angka\x00 re\ud800kaan")))

    assert batch.daftar_baris.get().nilai["nama"] == "Angka rekaan"


def test_what_was_told_at_upload_is_read_and_remembered(scene):
    with pytest.raises(InvalidInputError, match="Tahun: “dua ribu” tidak dapat"):
        read_json(export(entry()), tahun="dua ribu")

    batch = read_json(export(entry()), sumber="Surat 9")
    assert batch.isian == {"tahun": "2021", "wilayah": "11", "sumber": "Surat 9"}
    assert batch.daftar_baris.get().nilai["sumber"] == "Surat 9"


def test_a_file_of_2021_comes_back_as_a_workbook_that_goes_in_when_mended():
    batch = read_json(export(entry(bidang=[{"kode_urusan": "P.7.77"}]), entry(kode_indikator="B")))

    back = writing.annotated(HASIL_LALU, batch)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    again = services.read_now(sheet=HASIL_LALU, content=back, name="temuan.xlsx")

    assert rows[1][3] == "1.02.01"
    assert states(again) == ["SALAH", "BARU"]
    assert found(again) == [("G2", "rujukan")]


IMPOSSIBLE = {
    "hasil_impor_tingkat_dikenal": {"tingkat": "DESA"},
    "hasil_impor_hasil_dikenal": {"hasil": "BELUM"},
    "hasil_impor_tahun_wajar": {"tahun": 1999},
    "hasil_impor_acuan_satu_jenis": {"acuan_teks": "baik"},
    "hasil_impor_kesepakatan_satu_jenis": {"kesepakatan_atas": 1},
    "hasil_impor_sesuai_kesepakatan": {"hasil": "DITUNDA"},
    "hasil_impor_bersumber": {"sumber": ""},
    "hasil_impor_satu_per_kode_asal": {"kode_asal": "IKU-02"},
}


@pytest.mark.parametrize("constraint", IMPOSSIBLE)
def test_an_impossible_result_cannot_be_stored(constraint):
    keep({}, {"kode_asal": "IKU-02", "indikator": ""})
    row = HasilImpor.objects.filter(kode_asal="IKU-01")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.update(**IMPOSSIBLE[constraint])


def test_the_workbook_is_read_whatever_its_case(scene):
    batch = services.take_in(
        sheet=HASIL_LALU, content=as_csv({}), name="HASIL.CSV", actor=scene.superadmin
    )

    assert services.read_batch(batch_id=batch.pk).status == StatusBatch.PRATINJAU
