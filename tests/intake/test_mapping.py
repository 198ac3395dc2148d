"""A file from elsewhere: its heads are told once, then known."""

import pytest

from erakortek.accounts.sheets import INSTANSI_DAERAH
from erakortek.intake import selectors, services
from erakortek.intake.enums import StatusBatch
from erakortek.intake.heads import sign_of
from erakortek.intake.models import ColumnMapping, ImportBatch
from erakortek.lib import clock
from erakortek.lib.errors import AccessDeniedError, IllegalTransitionError, InvalidInputError
from erakortek.reference.models import Nomenklatur
from erakortek.reference.sheets import NOMENKLATUR, join_kode
from tests.intake.workbook import book

HEADS = ("U", "B", "P", "K", "SK", "Uraian nomenklatur", "Pemerintahan")
COLUMNS = ["kode", "kode", "kode", "kode", "kode", "nama", "tingkat"]
ROWS = (
    (1, 2, "", "", "", "Kesehatan", "Provinsi"),
    (1, 2, 2, "", "", "Program kesehatan", "Provinsi"),
    (1, 2, 2, "1.02", "", "Kegiatan  layanan", "Provinsi"),
    (1, 2, 2, "1.02", 15, "Sub kegiatan", "Provinsi"),
    ("", "", "", "", "", "", ""),
    ("Jumlah", "", "", "", "", "", ""),
)
CONTENT = book(("REKAP NOMENKLATUR 2027",), (), HEADS, *ROWS)


@pytest.fixture
def refused(scene):
    batch = services.take_in(
        sheet=NOMENKLATUR, content=CONTENT, name="kepmen.xlsx", actor=scene.superadmin
    )
    return services.read_batch(batch_id=batch.pk)


@pytest.mark.parametrize(
    ("parts", "kode"),
    [
        (("1", "2"), "1.02"),
        (("1", "02", "2"), "1.02.02"),
        (("1", "2", "2", "1.2"), "1.02.02.1.02"),
        (("1", "2", "2", "1.02", "15"), "1.02.02.1.02.0015"),
        ((1.0, 2.0, 2.0, 1.1, 15.0), "1.02.02.1.10.0015"),  # a number has lost the zero at its end
        ((1.0, 2.0, 2.0, 2.01), "1.02.02.2.01"),
        (("1", "2", "2", "1", "2", "15"), "1.02.02.1.02.0015"),
        (("X", "XX", "1"), "X.XX.01"),
    ],
)
def test_a_kode_split_over_columns_gets_its_zeros_back(parts, kode):
    assert join_kode(parts) == kode


MERGED = ("Kode", "", "", "", "", "Nomenklatur", "Jenis Pemda")
PARTS = ("Urusan", "Bidang", "Program", "Kegiatan", "Sub Kegiatan", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize("heads", [[MERGED], [MERGED, PARTS]])
def test_a_head_that_is_merged_over_the_parts_of_a_kode_has_all_of_them(heads):
    content = book(("REKAP NOMENKLATUR 2027",), (), *heads, *ROWS)

    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    assert [(one.kunci.partition(" ")[0], one.temuan) for one in batch.daftar_baris.all()] == [
        ("1.02", []),
        ("1.02.02", []),
        ("1.02.02.1.02", []),
        ("1.02.02.1.02.0015", []),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("beside", ["catatan", "12 catatan"])
def test_a_column_without_a_head_that_holds_words_is_not_of_the_kode(beside):
    heads = ("Kode", "", "Nomenklatur", "Jenis Pemda")
    content = book(heads, *[(one, beside, "Nama", "Provinsi") for one in ("1.02", "1.03")])

    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    assert [one.nilai["kode"] for one in batch.daftar_baris.all()] == ["1.02", "1.03"]


@pytest.mark.django_db
def test_the_words_of_sipd_for_a_level_are_read_in_any_shape():
    rows = [("1.02", "Kesehatan", one) for one in ("PROV", "kabkot", "Kabupaten/kota")]
    content = book(("Kode", "Nomenklatur", "Jenis Pemda"), *rows)

    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    assert [one.nilai["tingkat"] for one in batch.daftar_baris.all()] == [
        "PROVINSI",
        "KABKOTA",
    ]


@pytest.mark.django_db
def test_a_part_of_a_kode_that_is_a_number_is_told_how_it_was_read():
    rows = [(1, 2, "", "", "", "Kesehatan", "Provinsi"), (1, 2, 2, "", "", "P", "Provinsi")]
    content = book(MERGED, *rows, (1, 2, 2, 1.2, "", "K", "Provinsi"))

    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    (told,) = [one for row in batch.daftar_baris.all() for one in row.temuan]
    assert (told["sel"], told["is_blocking"]) == ("D4", False)
    assert told["pesan"] == "Bagian kode ini tersimpan sebagai angka, dan dibaca 1.20."


def test_unknown_heads_can_be_told_on_the_page_and_are_remembered(scene, refused):
    client = scene.client("superadmin")
    address = f"/data-induk/unggahan/{refused.pk}/"
    offered = client.get(address).content.decode()
    asked = client.get(f"{address}petakan/").content.decode()
    answer = client.post(
        f"{address}petakan/", {f"kolom_{place}": name for place, name in enumerate(COLUMNS)}
    )
    again = ImportBatch.objects.latest("pk")
    services.read_batch(batch_id=again.pk)
    services.apply_batch(batch_id=again.pk, actor=scene.superadmin)
    next_year = services.read_now(sheet=NOMENKLATUR, content=CONTENT, name="kepmen-2028.xlsx")

    assert refused.status == StatusBatch.GAGAL
    assert "Petakan kolom" in offered
    assert "Contoh isi: Kesehatan" in asked
    assert answer.headers["Location"] == f"/data-induk/unggahan/{again.pk}/"
    assert list(Nomenklatur.objects.values_list("kode", flat=True)) == [
        "1.02",
        "1.02.02",
        "1.02.02.1.02",
        "1.02.02.1.02.0015",
    ]
    assert {state.value: n for state, n in selectors.counts_of(next_year).items() if n} == {
        "SAMA": 4
    }
    page = client.get(f"/data-induk/unggahan/{next_year.pk}/").content.decode()
    assert "Petakan ulang kolom" in page


def test_a_head_over_two_rows_is_offered_as_one_and_its_row_of_numbers_is_no_sample(scene):
    content = book(
        ("REKAP NOMENKLATUR 2027",),
        ("Nomor sandi", "Sebutan", "", "Berlaku bagi"),
        ("", "Lama", "Baru", ""),
        (1, 2, 3, 4),
        ("1.02", "Sehat", "Kesehatan", "Provinsi"),
    )
    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")
    address = f"/data-induk/unggahan/{batch.pk}/petakan/"
    asked = scene.client("superadmin").get(address).content.decode()
    columns = ["kode", "", "nama", "tingkat"]
    again = services.map_columns(batch_id=batch.pk, columns=columns, actor=scene.superadmin)
    read = services.read_batch(batch_id=again.pk)

    assert all(head in asked for head in ("Nomor sandi", "Lama", "Baru", "Berlaku bagi"))
    assert "Contoh isi: Kesehatan" in asked
    assert [(row.baris, row.kunci) for row in read.daftar_baris.all()] == [(5, "1.02 · PROVINSI")]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["kode", "", "", "", "", "nama", ""], "berisi Tingkat"),
        (["kode", "nama", "", "", "", "nama", "tingkat"], "Nama dipilih untuk 2 kolom"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(scene, refused, columns, words):
    with pytest.raises(InvalidInputError, match=words):
        services.map_columns(batch_id=refused.pk, columns=columns, actor=scene.superadmin)


def test_nobody_else_maps(scene, refused):
    with pytest.raises(AccessDeniedError):
        services.map_columns(batch_id=refused.pk, columns=COLUMNS, actor=scene.actor("bappeda"))


def test_a_file_that_is_broken_is_not_offered_for_mapping(scene):
    batch = services.read_now(sheet=NOMENKLATUR, content=b"PK", name="rusak.xlsx")

    text = scene.client("superadmin").get(f"/data-induk/unggahan/{batch.pk}/").content.decode()

    assert "Petakan kolom" not in text
    assert "rusak" in text


@pytest.mark.parametrize(
    "content",
    [
        book(("Kode", "Nama", "Tingkat"), ("1.02", "Kesehatan", "Provinsi")),
        b"PK",
    ],
)
def test_nothing_is_mapped_where_the_heads_are_no_hindrance(scene, content):
    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    with pytest.raises(IllegalTransitionError, match="tidak perlu dipetakan"):
        services.map_columns(
            batch_id=batch.pk, columns=["nama", "kode", "tingkat"], actor=scene.superadmin
        )
    assert not ColumnMapping.objects.exists()


def test_the_heads_of_the_sheet_itself_beat_what_somebody_has_told(scene):
    heads = ("Kode", "Nama", "Tingkat")
    ColumnMapping.objects.create(
        lembar=NOMENKLATUR.kode,
        tanda=sign_of(heads),
        kolom=["nama", "kode", "tingkat"],
        created_at=clock.now(),
    )
    content = book(heads, ("1.02", "Kesehatan", "Provinsi"))
    batch = services.read_now(sheet=NOMENKLATUR, content=content, name="kepmen.xlsx")

    assert [row.nilai["kode"] for row in batch.daftar_baris.all()] == ["1.02"]
    assert not batch.dapat_dipetakan


OFFICE_HEADS = ("Sandi", "Sebutan", "Golongan", "Tempat")
OFFICE_COLUMNS = ["kode", "nama", "jenis", "wilayah"]


def office_file(scene, who):
    """An office's list under heads of its own, as it was read for ``who``."""
    content = book(OFFICE_HEADS, ("PD-11-9.99", "Dinas Contoh", "Perangkat daerah", "11"))
    batch = services.take_in(
        sheet=INSTANSI_DAERAH, content=content, name="pd.xlsx", actor=scene.actor(who)
    )
    return services.read_batch(batch_id=batch.pk)


def test_what_one_office_tells_reads_no_file_of_another(scene):
    first = office_file(scene, "bappeda")
    services.map_columns(batch_id=first.pk, columns=OFFICE_COLUMNS, actor=scene.actor("bappeda"))
    swapped = ["nama", "kode", "jenis", "wilayah"]
    other = office_file(scene, "bappeda_bali")
    services.map_columns(batch_id=other.pk, columns=swapped, actor=scene.actor("bappeda_bali"))
    again = office_file(scene, "bappeda")

    assert first.status == other.status == StatusBatch.GAGAL
    assert [row.nilai["kode"] for row in again.daftar_baris.all()] == ["PD-11-9.99"]
    assert ColumnMapping.objects.filter(tanda=sign_of(OFFICE_HEADS)).count() == 2
