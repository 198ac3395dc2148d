"""The directorates of Bangda: where they stand in the tree, who keeps them, who sits in them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from erakortek.accounts import pages
from erakortek.accounts.enums import Role
from erakortek.intake import selectors
from erakortek.lib import clock
from erakortek.reference import services
from erakortek.reference.models import Instansi
from erakortek.reference.sheets import KL, UNIT_BANGDA, UNIT_KL
from tests.reference.sheet import take

pytestmark = pytest.mark.django_db

SUPD_V = {"kode": "BANGDA-SUPD-V", "nama": "Direktorat Contoh", "singkatan": "", "sampai": ""}


def test_every_directorate_lies_two_steps_below_its_ministry():
    tree = {
        one.kode: (one.induk.kode, one.induk.induk.nama)
        for one in Instansi.objects.filter(jenis="UNIT_BANGDA")
    }

    kodes = ("PEIPD", "SUPD-I", "SUPD-II", "SUPD-III", "SUPD-IV")
    assert tree == {f"BANGDA-{one}": ("BANGDA", "Kementerian Dalam Negeri") for one in kodes}


def test_a_directorate_that_people_add_lies_below_bangda():
    assert take(UNIT_BANGDA, SUPD_V) == []

    added = Instansi.objects.get(kode="BANGDA-SUPD-V")
    assert (added.jenis, added.induk.kode, added.wilayah) == ("UNIT_BANGDA", "BANGDA", None)


def test_a_directorate_that_people_mended_stays_so_when_the_files_are_loaded_again(scene):
    client, address = scene.client("superadmin"), "/data-induk/unit-bangda/baris/"
    one = Instansi.objects.get(kode="BANGDA-SUPD-I")
    base = selectors.fingerprint(selectors.present_row(UNIT_BANGDA, one.kode))
    facts = {"kode": one.kode, "nama": "Direktorat Baru", "singkatan": "", "sampai": "31/12/2029"}

    client.post(f"{address}?kunci={one.kode}", facts | {"base": base, "alasan": "Perpres 1/2029"})
    services.load_reference()

    one.refresh_from_db()
    assert (one.nama, one.sampai_on.isoformat()) == ("Direktorat Baru", "2029-12-31")
    assert one.induk.kode == "BANGDA"


@pytest.mark.parametrize("who", ["fasilitator", "kl", "bappeda", "auditor"])
def test_nobody_but_the_superadmin_keeps_the_directorates(scene, who):
    assert not UNIT_BANGDA.can_import(scene.actor(who))
    assert UNIT_BANGDA.can_import(scene.superadmin)


@pytest.mark.parametrize("sheet", [KL, UNIT_KL])
def test_the_kode_of_a_directorate_is_taken_for_every_other_kind(sheet):
    row = {"kode": "BANGDA-SUPD-I", "nama": "Keliru", "singkatan": ""}
    row |= {"kl": "K3"} if sheet is UNIT_KL else {}

    assert take(sheet, row) == ["Kode “BANGDA-SUPD-I” sudah dipakai instansi jenis lain."]


@pytest.mark.parametrize(
    ("fault", "constraint"),
    [
        ({"induk": None}, "instansi_unit_punya_induk"),
        ({"wilayah": 1}, "instansi_daerah_punya_wilayah"),
    ],
)
def test_a_directorate_has_bangda_above_it_and_belongs_to_no_daerah(fault, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Instansi.objects.filter(kode="BANGDA-SUPD-I").update(**fault)


@pytest.mark.parametrize("role", [Role.FASILITATOR, Role.NOTULIS, Role.SUPERADMIN, Role.PEMANTAU])
def test_an_account_is_issued_in_a_directorate_while_it_is_in_force(scene, role):
    ended = Instansi.objects.filter(kode="BANGDA-SUPD-IV")
    ended.update(sampai_on=clock.today() - timedelta(days=1))
    offered = set(pages.offices_for(scene.superadmin, role).values_list("kode", flat=True))

    assert {"BANGDA", "BANGDA-PEIPD", "BANGDA-SUPD-I"} <= offered
    assert "BANGDA-SUPD-IV" not in offered
