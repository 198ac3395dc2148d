"""Single rows: found as one types, mended on their page, in the same history as workbooks."""

import pytest

from erakortek.intake import selectors, services
from erakortek.intake.sheets import find_sheet
from erakortek.lib.errors import AccessDeniedError, InvalidInputError, StaleVersionError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import Instansi
from erakortek.reference.sheets import KL, NOMENKLATUR
from tests.intake.workbook import book

ROW = "/data-induk/kl/baris/"


@pytest.fixture
def first(scene):
    return Instansi.objects.filter(jenis=JenisInstansi.KL).order_by("kode")[0]


def change(scene, first, base=None, **texts):
    present = selectors.present_row(KL, texts.get("kode", first.kode))
    return services.change_row(
        sheet=KL,
        texts={"kode": first.kode, "nama": first.nama, "singkatan": first.singkatan} | texts,
        base=selectors.fingerprint(present) if base is None else base,
        actor=scene.superadmin,
        alasan="Keppres 1",
    )


def test_a_row_is_mended_and_its_history_says_who_what_and_why(scene, first):
    change(scene, first, nama="Nama Diperbaiki")

    (row,) = selectors.history_of(KL, first.kode)
    assert Instansi.objects.get(pk=first.pk).nama == "Nama Diperbaiki"
    assert (row.sebelum["nama"], row.nilai["nama"]) == (first.nama, "Nama Diperbaiki")
    assert (row.batch.user_id, row.batch.alasan) == (scene.superadmin.user_id, "Keppres 1")


def test_a_row_is_added(scene, first):
    change(scene, first, kode="Z1", nama="Lembaga Baru", singkatan="")

    assert Instansi.objects.get(kode="Z1").jenis == JenisInstansi.KL


@pytest.mark.parametrize(
    ("texts", "error", "words"),
    [
        ({"nama": ""}, InvalidInputError, "Nama belum diisi. Isi selnya."),
        ({"nama": "x" * 300}, InvalidInputError, "memuat 300 huruf"),
        ({}, InvalidInputError, "Tidak ada isian yang berubah"),
    ],
)
def test_what_may_not_be_stored_is_refused(scene, first, texts, error, words):
    with pytest.raises(error, match=words):
        change(scene, first, **texts)


def test_a_row_that_somebody_else_changed_is_not_overwritten(scene, first):
    seen = selectors.fingerprint(selectors.present_row(KL, first.kode))
    change(scene, first, nama="Lebih dahulu")

    with pytest.raises(StaleVersionError, match="belum disimpan"):
        change(scene, first, base=seen, nama="Belakangan")
    with pytest.raises(StaleVersionError):
        change(scene, first, base="", nama="Seolah-olah baru")


def test_a_change_needs_its_reason_and_its_keeper(scene, first):
    present = selectors.present_row(KL, first.kode)
    facts = {
        "sheet": KL,
        "texts": present | {"nama": "Lain"},
        "base": selectors.fingerprint(present),
    }
    with pytest.raises(InvalidInputError, match="dasar perubahannya"):
        services.change_row(**facts, actor=scene.superadmin, alasan=" ")
    with pytest.raises(AccessDeniedError):
        services.change_row(**facts, actor=scene.actor("kl"), alasan="Keppres 1")


def test_the_page_shows_the_row_refuses_with_the_reason_and_leads_back(scene, first):
    client = scene.client("superadmin")
    address = f"{ROW}?kunci={first.kode}"
    base = selectors.fingerprint(selectors.present_row(KL, first.kode))
    facts = {"kode": first.kode, "nama": "Lain", "singkatan": "L", "base": base}

    shown = client.get(address).content.decode()
    refused = client.post(address, facts)
    done = client.post(address, facts | {"alasan": "Keppres 1"})
    stale = client.post(address, facts | {"alasan": "Keppres 1", "nama": "Lain lagi"})

    assert f'value="{first.nama}"' in shown
    assert refused.status_code == 422
    assert "dasar perubahannya" in refused.content.decode()
    assert done.headers["Location"] == "/data-induk/kl/isi/"
    assert stale.status_code == 409
    assert 'value="Lain lagi"' in stale.content.decode()
    assert client.get(f"{ROW}?kunci=TIDAK-ADA").status_code == 404


def test_the_fragment_of_a_search_is_part_of_the_page(scene, first):
    client = scene.client("superadmin")
    address = f"/data-induk/kl/isi/?cari={first.kode}"

    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    page = client.get(address).content.decode()

    assert fragment.strip() in page
    assert first.nama in fragment


@pytest.fixture
def nomenklatur(scene):
    rows = [
        ("1.02", "Provinsi", "Urusan Kesehatan"),
        ("1.02.02", "Provinsi", "Program Pemenuhan Upaya Kesehatan"),
        ("1.02.03", "Provinsi", "Program Peningkatan Kapasitas Sumber Daya Manusia"),
        ("1.03", "Provinsi", "Urusan Pekerjaan Umum"),
    ]
    batch = services.read_now(
        sheet=NOMENKLATUR, content=book(("Kode", "Tingkat", "Nama"), *rows), name="n.xlsx"
    )
    services.apply_batch(batch_id=batch.pk, actor=None)
    return NOMENKLATUR


@pytest.mark.parametrize(
    ("cari", "first"),
    [
        ("1.02.0", "1.02.02"),
        ("kapasitas", "1.02.03"),
        ("kesehtan", "1.02"),  # a letter is missing
        ("pekerjaan umun", "1.03"),  # a wrong one
    ],
)
def test_nomenclature_is_found_by_kode_and_despite_slips(nomenklatur, cari, first):
    found = selectors.search_rows(nomenklatur, cari, 10).rows

    assert found[0]["kode"] == first


def test_what_is_not_there_is_not_found(nomenklatur):
    assert selectors.search_rows(nomenklatur, "zzz qqq", 10).rows == []
    assert selectors.search_rows(find_sheet("kl"), "zzz qqq", 10).rows == []
