"""Offices that are retired, and units of a K/L that reach what their K/L reaches."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from erakortek.accounts.enums import Role
from erakortek.accounts.selectors import actor_of, penugasan_of
from erakortek.intake import selectors
from erakortek.lib import clock
from erakortek.rakortek import preflight
from erakortek.rakortek import services as rakortek
from erakortek.reference.models import BidangKL, BidangUrusan, Indikator, Instansi, Pengampu
from erakortek.reference.sheets import BIDANG, BIDANG_KL, KL, PENGAMPU, UNIT_KL
from tests.reference.sheet import take
from tests.scene import person

pytestmark = pytest.mark.django_db

AKI = "C6-004"


@pytest.fixture
def kl():
    return Indikator.objects.get(kode=AKI).daftar_pengampu.get().instansi


def retire(kl, day=None):
    Instansi.objects.filter(pk=kl.pk).update(sampai_on=day or clock.today() - timedelta(days=1))


def unit_of(kl, kode="K9-1"):
    row = {"kode": kode, "nama": "Direktorat Gizi", "singkatan": "", "kl": kl.kode}
    assert take(UNIT_KL, row) == []
    return Instansi.objects.get(kode=kode)


def test_a_unit_reaches_the_bidang_and_indikator_of_its_kl(kl, django_assert_num_queries):
    of_kl = actor_of(person("induk", Role.ADMIN_KL, kl).pk)
    user = person("unit", Role.UNIT_KL, unit_of(kl))

    with django_assert_num_queries(1):
        of_unit = actor_of(user.pk)

    assert of_unit.bidang_ids == of_kl.bidang_ids != frozenset()
    assert of_unit.pengampu_of == of_kl.pengampu_of != frozenset()


def test_a_scope_of_its_own_narrows_a_unit(kl):
    user = person("unit", Role.UNIT_KL, unit_of(kl))
    other = BidangUrusan.objects.get(kode="2.08")
    penugasan_of(user.pk).get().daftar_bidang.add(other)

    actor = actor_of(user.pk)

    assert (actor.bidang_ids, actor.pengampu_of) == (frozenset({other.pk}), frozenset())


def test_a_unit_of_another_kl_reaches_nothing_of_this_one(kl):
    other = Instansi.objects.filter(jenis="KL", daftar_bidang_kl=None, daftar_pengampuan=None)[0]
    actor = actor_of(person("unit", Role.UNIT_KL, unit_of(other)).pk)

    assert (actor.bidang_ids, actor.pengampu_of) == (frozenset(), frozenset())


def test_a_unit_has_a_kl_above_it(kl):
    unit = unit_of(kl)

    with pytest.raises(IntegrityError, match="instansi_unit_punya_induk"), transaction.atomic():
        Instansi.objects.filter(pk=unit.pk).update(induk=None)
    row = {"kode": "K9-2", "nama": "Unit", "singkatan": "", "kl": "TIDAK-ADA"}
    assert take(UNIT_KL, row) == ["Kode K/L “TIDAK-ADA” tidak ada di data induk."]


def test_a_kode_names_one_office_among_all_kinds(kl):
    row = {"kode": "BANGDA", "nama": "Keliru", "singkatan": ""}

    said = ["Kode “BANGDA” sudah dipakai instansi jenis lain."]
    assert take(KL, row) == take(UNIT_KL, row | {"kl": kl.kode}) == said


def test_what_is_retired_is_not_referred_to_anew_and_goes_on_where_it_was(kl):
    retire(kl)
    old = BidangKL.objects.filter(instansi=kl).select_related("bidang")[0]
    same = {
        "bidang": old.bidang.kode,
        "kl": kl.kode,
        "peran": old.get_peran_display(),
        "dasar": "P",
    }
    taken = BidangKL.objects.filter(instansi=kl).values("bidang")
    free = BidangUrusan.objects.exclude(pk__in=taken)[0]
    said = [f"Kode K/L “{kl.kode}” tidak berlaku lagi."]

    assert take(BIDANG_KL, same) == []
    assert take(BIDANG_KL, same | {"bidang": free.kode}) == said
    assert take(UNIT_KL, {"kode": "U1", "nama": "Unit", "kl": kl.kode}) == said
    assert take(PENGAMPU, {"indikator": "F1.04", "mulai": "2031-01-01", "kl": kl.kode})[0] in said


def names(**search):
    return {row["kode"] for row in selectors.search_rows(KL, "", 200, **search).rows}


def test_a_list_is_narrowed_to_what_is_in_force_until_the_end_of_its_last_day(kl):
    everything = names()
    retire(kl, clock.today())
    assert names(keadaan="tidak") == set()
    retire(kl)

    assert names(keadaan="tidak") == {kl.kode}
    assert names(keadaan="berlaku") == everything - {kl.kode}
    assert names(keadaan="lain") == everything
    outside = selectors.search_rows(BIDANG, "", 100, "tidak").rows
    assert {row["ikut_rakortek"] for row in outside} == {"tidak"}


def test_the_list_and_the_row_say_since_when_it_is_over_and_what_it_is_in_charge_of(scene, kl):
    retire(kl, date(2026, 1, 31))
    client = scene.client("superadmin")

    page = client.get("/data-induk/kl/isi/?keadaan=tidak").text
    row = client.get(f"/data-induk/kl/baris/?kunci={kl.kode}").text

    assert page.count("tidak berlaku sejak 1 Februari 2026") == 1
    assert "Baris ini tidak berlaku sejak 1 Februari 2026." in row
    total = Pengampu.objects.filter(instansi=kl).count()
    assert f"Mengampu {total} indikator" in row


def test_a_retired_pengampu_blocks_the_opening_by_name(scene, kl):
    copy = rakortek.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    retire(kl)

    found = [one for one in preflight.findings(copy) if "yang tidak berlaku lagi" in one.sentence]
    assert [(AKI in one.sentence, one.is_blocking) for one in found] == [(True, True)]


def test_a_kl_is_retired_on_its_page_and_its_history_says_by_whom(scene, kl):
    client = scene.client("superadmin")
    address = f"/data-induk/kl/baris/?kunci={kl.kode}"
    base = selectors.fingerprint(selectors.present_row(KL, kl.kode))
    facts = {"kode": kl.kode, "nama": kl.nama, "singkatan": kl.singkatan, "base": base}

    client.post(address, facts | {"sampai": "31/12/2029", "alasan": "Perpres 1/2029"})

    kl.refresh_from_db()
    assert kl.sampai_on == date(2029, 12, 31)
    assert "<b>Berubah</b> oleh Orang superadmin" in client.get(address).text


def test_a_file_without_a_column_leaves_what_stands_in_it(kl):
    retire(kl, date(2029, 12, 31))

    assert take(KL, {"kode": kl.kode, "nama": "Nama Baru"}) == []

    before = kl.singkatan
    kl.refresh_from_db()
    assert (kl.nama, kl.singkatan, kl.sampai_on) == ("Nama Baru", before, date(2029, 12, 31))
