"""Desks are added and taken out of a draft; officers sit down and leave."""

import pytest

from erakortek.accounts.enums import Role
from erakortek.desk import services
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import Desk, PetugasDesk
from erakortek.desk.selectors import candidates_for
from erakortek.lib.errors import AccessDeniedError, DomainError, InvalidInputError
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.models import Rakortek
from erakortek.reference.models import BidangUrusan, Instansi
from tests.scene import KESEHATAN, person

PETUGAS = "/rakortek/2028/desk/petugas/"
DAFTAR = "/rakortek/2029/desk/daftar/"


@pytest.fixture
def draft(scene):
    return rakortek_services.prepare_rakortek(tahun=2029, actor=scene.superadmin)


def add(scene, draft, **facts):
    bidang = BidangUrusan.objects.filter(kode=KESEHATAN)
    given = {"kode": "1.02-A", "nama": "Kesehatan A", "jenis": JenisDesk.URUSAN} | facts
    return services.add_desk(
        rakortek=draft, daftar_bidang=facts.pop("bidang", bidang), actor=scene.superadmin, **given
    )


def test_one_more_desk_of_a_draft_is_seated_by_role(scene, draft):
    desk = add(scene, draft)

    assert [one.kode for one in desk.daftar_bidang.all()] == [KESEHATAN]
    seated = desk.daftar_petugas.values_list("penugasan__user__username", "peran")
    assert sorted(seated) == [("fasilitator", "FASILITATOR"), ("notulis", "NOTULIS")]


def test_a_kode_is_taken_once_and_an_urusan_desk_has_a_bidang(scene, draft):
    add(scene, draft)

    with pytest.raises(DomainError, match="sudah ada"):
        add(scene, draft)
    with pytest.raises(InvalidInputError):
        services.add_desk(
            rakortek=draft,
            kode="X",
            nama="X",
            jenis=JenisDesk.URUSAN,
            daftar_bidang=[],
            actor=scene.superadmin,
        )


def test_a_desk_leaves_a_draft_and_no_opened_rakortek(scene, draft):
    services.remove_desk(desk=add(scene, draft), actor=scene.superadmin)
    assert not Desk.objects.filter(rakortek=draft, kode="1.02-A").exists()

    opened = Desk.objects.filter(rakortek=scene.rakortek)[0]
    with pytest.raises(AccessDeniedError):
        services.remove_desk(desk=opened, actor=scene.superadmin)
    with pytest.raises(AccessDeniedError):
        services.remove_desk(desk=Desk.objects.filter(rakortek=draft)[0], actor=scene.actor("kl"))


def test_accounts_issued_later_are_seated_at_once(scene, draft):
    later = person("baru", Role.NOTULIS, Instansi.objects.get(kode="BANGDA"))
    held = later.daftar_penugasan.get()

    services.seat_by_role(rakortek=draft, actor=scene.superadmin)
    services.seat_by_role(rakortek=draft, actor=scene.superadmin)

    seats = PetugasDesk.objects.filter(penugasan=held, desk__rakortek=draft)
    assert seats.count() == Desk.objects.filter(rakortek=draft).count()


def test_an_ended_penugasan_is_not_seated(scene):
    held = scene.users["notulis"].daftar_penugasan.get()
    held.mulai_on, held.sampai_on = "2020-01-01", "2020-12-31"
    held.save()

    draft = rakortek_services.prepare_rakortek(tahun=2030, actor=scene.superadmin)

    assert not PetugasDesk.objects.filter(desk__rakortek=draft, penugasan=held).exists()
    assert held not in candidates_for(draft)


def test_the_last_officer_of_a_running_desk_is_replaced_first(scene):
    desk = scene.sidang().desk
    seat = desk.daftar_petugas.get(peran=PeranDesk.NOTULIS)
    other = person("lain", Role.NOTULIS, Instansi.objects.get(kode="BANGDA"))

    with pytest.raises(DomainError, match="satu-satunya notulis"):
        services.unseat_officer(seat_id=seat.pk, actor=scene.superadmin)
    services.seat_officer(
        desk=desk,
        penugasan=other.daftar_penugasan.get(),
        peran=PeranDesk.NOTULIS,
        actor=scene.superadmin,
    )
    services.unseat_officer(seat_id=seat.pk, actor=scene.superadmin)

    assert desk.daftar_petugas.get(peran=PeranDesk.NOTULIS).penugasan.user == other


def test_the_page_does_it_and_says_what_is_refused(scene, draft):
    client, held = scene.client("superadmin"), scene.users["notulis"].daftar_penugasan.get()
    desk = scene.sidang().desk

    seated = client.post(
        PETUGAS, {"desk": desk.pk, "penugasan": held.pk, "peran": PeranDesk.UNDANGAN}
    )
    seat = desk.daftar_petugas.get(peran=PeranDesk.UNDANGAN)
    left = client.post(f"{PETUGAS}{seat.pk}/lepas/")
    refused = client.post(f"{DAFTAR}tambah/", {"kode": "9", "nama": "A", "jenis": "URUSAN"})
    added = client.post(f"{DAFTAR}tambah/", {"kode": "9", "nama": "A", "jenis": "PLENO"})
    gone = client.post(f"{DAFTAR}{Desk.objects.get(rakortek=draft, kode='9').pk}/hapus/")

    assert [one.status_code for one in (seated, left, added, gone)] == [302, 302, 302, 302]
    assert refused.status_code == 422
    assert "Pilih bidang urusan yang dibahas desk ini." in refused.content.decode()


def test_a_province_seats_its_own_people_alone(scene):
    from erakortek.reference.models import Wilayah

    provincial = rakortek_services.prepare_rakortek(
        tahun=2028, provinsi=Wilayah.objects.get(kode="11"), actor=scene.actor("bappeda")
    )

    assert [one.user.username for one in candidates_for(provincial)] == ["bappeda"]
    assert {one.user.username for one in candidates_for(Rakortek.objects.get(kunci="2028"))} == {
        "superadmin",
        "superadmin2",
        "fasilitator",
        "notulis",
        "bappenas",
    }
