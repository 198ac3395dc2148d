"""The dictionary of indikator: dated versions, what holds when, and what must stay as it was."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.intake import services as intake
from erakortek.rakortek import services as rakortek
from erakortek.reference import impact
from erakortek.reference.differences import changes_between
from erakortek.reference.models import (
    DefinisiIndikator,
    Indikator,
    Realisasi,
    Satuan,
    SubKegiatan,
)
from erakortek.reference.selectors import definisi_for, definisi_now, find_definisi
from erakortek.reference.sheets import INDIKATOR, REALISASI
from erakortek.reference.sheets.indikator import values_of
from tests.intake.workbook import book
from tests.reference.sheet import take
from tests.scene import AKI, MAKRO, SANITASI, redefine

pytestmark = pytest.mark.django_db


def stored_key(of=AKI, /):
    """The key of the present version of an indikator."""
    return INDIKATOR.key_of(values_of(definisi_now().get(indikator__kode=of)))


def row(of=AKI, /, **changes):
    """The present version of an indikator as a row of the sheet, in words, with ``changes``."""
    values = values_of(definisi_now().get(indikator__kode=of))
    words = {column.name: column.show(values[column.name]) for column in INDIKATOR.columns}
    return words | changes


NEW = {
    "indikator": "T-01",
    "mulai": "2027-01-01",
    "nama": "Persentase contoh",
    "bidang": "1.02",
    "kelompok": "Outcome bidang urusan",
    "format": "F2 Target outcome urusan",
    "satuan": "%",
    "jenis_nilai": "Angka",
    "tingkat": "Provinsi",
}


def holding(kode, tahun):
    return (
        definisi_for(tahun).filter(indikator__kode=kode).values_list("mulai_on", flat=True).first()
    )


def test_a_year_takes_the_version_of_its_1_january():
    take(INDIKATOR, row(mulai="2028-01-02", satuan="Kasus"))

    assert holding(AKI, 2028) == date(2025, 1, 1)
    assert holding(AKI, 2029) == date(2028, 1, 2)
    assert holding(AKI, 2024) is None


def test_an_ended_version_holds_no_more_and_nothing_takes_its_place():
    take(INDIKATOR, row(sampai="2027-12-31"))

    assert holding(AKI, 2027) == date(2025, 1, 1)
    assert holding(AKI, 2028) is None


def test_today_is_the_version_that_has_begun_last_and_before_any_the_first():
    take(INDIKATOR, row(mulai="2090-01-01"))
    take(INDIKATOR, NEW | {"mulai": "2090-01-01"})

    assert definisi_now().get(indikator__kode=AKI).mulai_on == date(2025, 1, 1)
    assert definisi_now().get(indikator__kode="T-01").mulai_on == date(2090, 1, 1)


def test_a_new_indikator_gets_the_pengampu_of_its_bidang_and_may_still_be_open():
    assert take(INDIKATOR, NEW) == []

    kept = DefinisiIndikator.objects.get(kode="T-01")
    assert (kept.arah, kept.aturan_agregasi, kept.is_latihan) == ("", "", False)
    (pengampu,) = kept.indikator.daftar_pengampu.all()
    assert pengampu.instansi == Indikator.objects.get(kode=AKI).daftar_pengampu.get().instansi


def test_the_kode_of_the_regulation_may_differ_from_that_of_the_indikator():
    assert take(INDIKATOR, row(mulai="2028-01-01", kode="IKU-7")) == []

    newest = DefinisiIndikator.objects.get(kode="IKU-7")
    assert newest.indikator.kode == AKI
    assert [one.label for one in changes_between(definisi_now().get(kode=AKI), newest)] == ["Kode"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bidang": "9.99"}, "Kode bidang “9.99” tidak ada di data induk."),
        ({"bidang": ""}, "Indikator outcome harus mempunyai bidang urusan."),
        ({"kelompok": "Indikator makro"}, "Indikator makro tidak mempunyai bidang urusan."),
        ({"jenis_nilai": "Pilihan"}, "Daftar pilihan belum diisi."),
        ({"pilihan": "A | B"}, "Daftar pilihan hanya untuk jenis nilai “Pilihan”."),
        ({"aturan_agregasi": "rata-rata tertimbang"}, "Rata-rata tertimbang memerlukan bobot."),
        ({"batas_bawah": "9", "batas_atas": "8,5"}, "Batas terendah melebihi batas tertinggi."),
        ({"sampai": "2026-12-31"}, "“Berlaku sampai” mendahului “Mulai berlaku”."),
        (
            {"sub_kegiatan": "1.02.02"},
            "Sub kegiatan “1.02.02” tidak ada di nomenklatur yang berlaku.",
        ),
        ({"prioritas": "AC-99"}, "Prioritas “AC-99” tidak ada di data induk."),
        ({"arah": "miring"}, "Arah “miring” tidak dikenal."),
    ],
)
def test_a_row_that_contradicts_itself_or_names_the_unknown_is_refused(changes, sentence):
    assert take(INDIKATOR, NEW | changes) == [sentence]
    assert not Indikator.objects.filter(kode="T-01").exists()


def test_an_unknown_unit_is_told_and_kept():
    assert take(INDIKATOR, NEW | {"satuan": "lusin"}) == [
        "Satuan “lusin” tidak ada di data induk Satuan."
    ]
    assert DefinisiIndikator.objects.get(kode="T-01").satuan == "lusin"


def test_what_was_invented_for_training_stays_so_in_its_next_version():
    DefinisiIndikator.objects.filter(indikator__kode=AKI).update(is_latihan=True)
    take(INDIKATOR, row(mulai="2029-01-01"), row(SANITASI, mulai="2029-01-01"))

    marks = dict(definisi_for(2029).values_list("indikator__kode", "is_latihan"))
    assert (marks[AKI], marks[SANITASI]) == (True, False)


def test_links_follow_the_row():
    linked = SubKegiatan.objects.filter(tingkat="PROVINSI", ada_di_nomenklatur=True)[:2]
    codes = " | ".join(one.kode for one in linked)

    take(INDIKATOR, NEW | {"sub_kegiatan": codes, "prioritas": "AC-1 | AC-2"})
    kept = DefinisiIndikator.objects.get(kode="T-01")
    assert set(kept.daftar_sub_kegiatan.all()) == set(linked)
    assert {one.kode for one in kept.daftar_prioritas.all()} == {"AC-1", "AC-2"}

    take(INDIKATOR, NEW | {"sub_kegiatan": linked[0].kode, "prioritas": ""})
    assert list(kept.daftar_sub_kegiatan.all()) == [linked[0]]
    assert not kept.daftar_prioritas.exists()


def test_what_an_opened_rakortek_holds_is_not_changed_but_continued(scene):
    said = take(INDIKATOR, row(satuan="Kasus"))
    assert said == ["Versi ini dipakai Rakortek 2028, jadi isinya tetap."]
    assert take(INDIKATOR, row(mulai="2029-01-01", satuan="Kasus")) == []

    assert scene.target().definisi.satuan == "per 100.000 kelahiran hidup"
    assert definisi_for(2029).get(indikator__kode=AKI).satuan == "Kasus"


def test_a_held_version_may_be_ended_and_its_doubt_settled(scene):
    assert take(INDIKATOR, row(sampai="2028-12-31", perlu_diperiksa="")) == []
    assert scene.target().definisi.sampai_on == date(2028, 12, 31)


def test_the_database_keeps_what_an_opened_rakortek_holds_whoever_writes(scene):
    held = scene.row().definisi
    linked = held.daftar_sub_kegiatan.through.objects.filter(definisiindikator=held)
    other = SubKegiatan.objects.exclude(daftar_definisi=held).first()
    for act in (
        lambda: DefinisiIndikator.objects.filter(pk=held.pk).update(satuan="Kasus"),
        linked.delete,
        lambda: held.daftar_sub_kegiatan.add(other),
        lambda: held.daftar_prioritas.add(1),
    ):
        with pytest.raises(IntegrityError, match="definisi_dipakai_tetap"), transaction.atomic():
            act()
    DefinisiIndikator.objects.filter(pk=held.pk).update(perlu_diperiksa="Arah?")
    DefinisiIndikator.objects.filter(kode="C6-067").update(satuan="bebas")


def test_a_target_has_the_definition_of_its_rakortek_and_no_other(scene):
    target, newer = scene.target(), redefine(SANITASI)
    with pytest.raises(IntegrityError, match="menurut_rakortek"), transaction.atomic():
        type(target).objects.filter(pk=target.pk).update(definisi=newer)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_whoever_changes_an_indikator_is_told_where_it_is_used(scene):
    rakortek.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    key = stored_key()
    page = scene.client("superadmin").get("/data-induk/indikator/baris/", {"kunci": key})

    sentences = list(impact.uses({scene.row().indikator_id}))
    draft, opened, targets = sentences
    assert draft.startswith("Draf Rakortek 2029 memakainya: ia mengikuti versi")
    assert opened.startswith("Rakortek 2028 yang sedang dibuka memakainya dan memegang versinya")
    assert targets.startswith("38 target memakainya: 0 sudah terisi, 0 sudah dikunci")
    for sentence in (*sentences, "Versi ini dipakai Rakortek 2028, jadi isinya tetap."):
        assert sentence in page.text


def test_a_row_is_copied_as_the_beginning_of_the_next_version(scene):
    key = stored_key()
    client = scene.client("superadmin")
    begun = client.get("/data-induk/indikator/baris/", {"salin": key})
    assert "Angka Kematian Ibu (AKI)" in begun.text
    assert "readonly" not in begun.text

    words = row(mulai="2029-01-01", rumus="Kematian ibu dibagi kelahiran hidup, kali 100.000")
    kept = client.post("/data-induk/indikator/baris/", words | {"base": "", "alasan": "Edaran"})
    assert kept.status_code == 302
    assert definisi_for(2029).get(indikator__kode=AKI).rumus.startswith("Kematian ibu")


def test_realisasi_keep_the_satuan_they_were_measured_in(scene):
    Realisasi.objects.filter(indikator__kode=AKI).delete()
    figure = {"indikator": AKI, "wilayah": "11", "tahun": "2024", "nilai": "90", "sumber": "Rekaan"}
    assert take(REALISASI, figure) == []
    redefine(AKI, satuan="Kasus")

    assert Realisasi.objects.get(indikator__kode=AKI).satuan == "per 100.000 kelahiran hidup"
    said = take(REALISASI, figure | {"tahun": "2023", "satuan": "per 100.000 kelahiran hidup"})
    assert said == ["Satuan indikator ini sekarang Kasus, bukan per 100.000 kelahiran hidup."]


def test_the_dictionary_is_found_by_words_and_bidang():
    assert [one.kode for one in find_definisi("kematian aki", "")] == [AKI]
    assert AKI in {one.kode for one in find_definisi("", "1.02")}
    assert {one.kelompok for one in find_definisi("", "makro")} == {"MAKRO"}


def test_anybody_reads_the_dictionary_with_every_version(scene, django_assert_max_num_queries):
    redefine(MAKRO, rumus="Penduduk miskin dibagi penduduk, kali 100", sumber_data="BPS")
    client = scene.client("pd")
    client.get("/kamus-indikator/")
    with django_assert_max_num_queries(21):
        page = client.get(f"/kamus-indikator/{MAKRO}/")

    assert "Penduduk miskin dibagi penduduk, kali 100" in page.text
    assert "Buat versi baru" not in page.text
    assert "Buat versi baru" in scene.client("superadmin").get(f"/kamus-indikator/{MAKRO}/").text
    assert client.get("/kamus-indikator/TIDAK-ADA/").status_code == 404
    assert "Tingkat kemiskinan" in client.get("/kamus-indikator/?cari=kemiskinan").text


def test_a_held_version_gets_no_offer_to_be_spelled_another_way(scene):
    held = scene.target().definisi
    Satuan.objects.filter(nama=held.satuan).delete()
    Satuan.objects.create(nama="Ejaan baku", sinonim=[held.satuan])
    rows = (row(held.indikator.kode), NEW | {"satuan": held.satuan})
    heads = list(NEW)
    lines = [[one[name] for name in heads] for one in rows]
    content = book([INDIKATOR.column(name).label for name in heads], *lines)

    batch = intake.read_now(sheet=INDIKATOR, content=content, name="kamus.xlsx")
    intake.apply_batch(batch_id=batch.pk, actor=None, unify=True)

    offered = [row.nilai["indikator"] for row in batch.daftar_baris.exclude(temuan=[])]
    assert offered == ["T-01"]
    assert DefinisiIndikator.objects.get(indikator__kode="T-01").satuan == "Ejaan baku"
    held.refresh_from_db()
    assert held.satuan != "Ejaan baku"
