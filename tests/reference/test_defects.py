"""What the words of a definition betray."""

import pytest

from erakortek.intake.cells import same_word
from erakortek.reference import defects
from erakortek.reference.models import DefinisiIndikator

UNITS = {same_word(one): name for one, name in (
    ("%", "%"), ("persen", "%"), ("Ha", "Hektare"), ("Hektare", "Hektare"), ("Ton", "Ton"),
    ("Nilai", "Nilai"), ("Indeks", "Indeks"), ("Orang", "Orang"), ("Keluarga", "Keluarga"),
    ("SBM/Miliar Rupiah", "SBM/Miliar Rupiah"), ("Perda/Perkada", "Perda/Perkada"),
)}  # fmt: skip


@pytest.mark.parametrize(
    ("nama", "satuan", "found"),
    [
        ("Luas kawasan terlindungi (Ha)", "%", ["namanya menyebut (Ha), tetapi satuannya “%”"]),
        ("Luas kawasan terlindungi (Ha)", "Hektare", []),
        ("Rumah tangga dengan akses (%)", "Persen", []),
        ("Jumlah lulusan", "%", ["namanya menyebut jumlah, tetapi satuannya “%”"]),
        ("Jumlah lulusan", "Orang", []),
        (
            "Persentase desa mandiri",
            "Nilai",
            ["namanya menyebut bagian dari keseluruhan, tetapi satuannya “Nilai”"],
        ),
        (
            "Kawasan konservasi yang operasional",
            "Ton",
            ["namanya menyebut kawasan atau luas, tetapi satuannya “Ton”"],
        ),
        ("Indeks layanan", "%", ["namanya menyebut indeks, tetapi satuannya “%”"]),
        ("Indeks layanan", "Poin", []),
        ("Persentase desa", "% %", ["satuannya “% %” tampak seperti beberapa satuan"]),
        (
            "Keluarga miskin",
            "Nilai Keluarga",
            ["satuannya “Nilai Keluarga” tampak seperti beberapa satuan"],
        ),
        (
            "Nilai ekspor",
            "SBM/ Miliar Rupiah",
            ["satuannya “SBM/ Miliar Rupiah” tampak seperti beberapa satuan"],
        ),
        ("Penetapan RDTR", "Perda/Perkada", []),
        ("Pengeluaran", "Rp/bulan", []),
        ("Warga yang berpartisipas i dalam", "%", ["namanya memuat kata yang terputus"]),
        ("Penduduk usia 4-18 (a) dan/atau b-1", "%", []),
        ("Tingkat penyelesaian jenjang SD dan", "%", ["namanya tampak terpotong di akhir"]),
        ("Prevalensi (pendek", "%", ["tanda kurung pada namanya tidak berpasangan"]),
    ],
)
def test_a_name_and_its_unit_are_compared(nama, satuan, found):
    one = DefinisiIndikator(nama=nama, satuan=satuan)

    assert list(defects.of_words(one, UNITS)) == found


def test_twins_share_a_kode_or_a_name():
    one, two, three = (
        DefinisiIndikator(kode=kode, nama=nama)
        for kode, nama in (
            ("A", "Indeks kualitas lingkungan hidup daerah"),
            ("B", "Indeks Kualitas Lingkungan Hidup (IKLH)"),
            ("a", "Rasio Gini"),
        )
    )
    assert list(defects.twins([one, two, three])) == [("kode", [one, three]), ("nama", [one, two])]


def test_a_name_that_begins_another_of_its_satuan_is_seen():
    one, two, three, four, twin = (
        DefinisiIndikator(kode=kode, nama=nama, satuan=satuan)
        for kode, nama, satuan in (
            ("A", "Prevalensi stunting pada balita", "%"),
            ("B", "Prevalensi Stunting (Pendek)", "%"),
            ("C", "Prevalensi stunting pada balita menurut wilayah", "Orang"),
            ("D", "Prevalensi", "%"),
            ("D", "Prevalensi", "%"),  # a twin, which another rule finds
        )
    )
    assert list(defects.beginnings([one, two, three, four, twin])) == [(two, one)]


@pytest.mark.parametrize(
    ("kodes", "left_out"),
    [
        (["C6-001", "C6-002"], []),
        (["C6-002", "C6-004"], [("C6-", [1, 3])]),
        (["IKK-1.c.3", "IKK-1.b.1"], [("IKK-1.c.", [1, 2])]),
        (["IKU", "7", "IKU-20270101"], []),
    ],
)
def test_numbers_that_are_left_out_are_found(kodes, left_out):
    assert list(defects.left_out(kodes, kodes)) == left_out


def test_numbers_that_the_dictionary_has_are_not_left_out():
    assert list(defects.left_out(["C6-001", "C6-002", "X-9"], ["C6-002"])) == []
