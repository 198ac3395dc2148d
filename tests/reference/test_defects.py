"""What the words of a definition betray."""

import pytest

from erakortek.intake.cells import same_word
from erakortek.reference import defects
from erakortek.reference.models import DefinisiIndikator

UNITS = {same_word(one): name for one, name in (
    ("%", "%"), ("persen", "%"), ("Ha", "Hektare"), ("Hektare", "Hektare"), ("Ton", "Ton"),
    ("Nilai", "Nilai"), ("Indeks", "Indeks"), ("Orang", "Orang"), ("Keluarga", "Keluarga"),
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
