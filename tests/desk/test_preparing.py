"""Desks are added and taken out of a draft; officers sit down and leave."""

from datetime import UTC, datetime, timedelta

import pytest

from erakortek.accounts.enums import Role
from erakortek.accounts.models import User
from erakortek.desk import services
from erakortek.desk.enums import JenisDesk, PeranDesk
from erakortek.desk.models import Desk, PetugasDesk, Sidang
from erakortek.desk.selectors import candidates_for
from erakortek.desk.services.preparing import create_sessions
from erakortek.desk.timetable import officers_in_two_places
from erakortek.lib import clock
from erakortek.lib.errors import AccessDeniedError, DomainError, InvalidInputError
from erakortek.rakortek import preflight
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan
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


def test_seating_costs_the_same_for_one_desk_and_for_all(scene, draft, django_assert_num_queries):
    for _ in range(2):
        PetugasDesk.objects.filter(desk__rakortek=draft).delete()
        # savepoint, officers, their bidang, seats, desks, their bidang, new seats, log, release
        with django_assert_num_queries(9):
            services.seat_by_role(rakortek=draft, actor=scene.superadmin)
        Desk.objects.filter(rakortek=draft).exclude(kode="1.02").delete()


def test_the_sessions_of_all_desks_are_written_at_once(scene, django_assert_num_queries):
    Sidang.objects.filter(desk__rakortek=scene.rakortek).delete()

    with django_assert_num_queries(4):  # daerah, stages, desks, sessions
        create_sessions(scene.rakortek)

    assert Sidang.objects.filter(desk__rakortek=scene.rakortek).count() == 35 * 38


def narrowed(username, role, instansi, *bidang):
    """Somebody whose penugasan names some bidang urusan."""
    held = person(username, role, instansi).daftar_penugasan.get()
    held.daftar_bidang.set(BidangUrusan.objects.filter(kode__in=bidang))
    return held


def desks_held(penugasan, rakortek):
    seats = PetugasDesk.objects.filter(penugasan=penugasan, desk__rakortek=rakortek)
    return sorted(seats.values_list("desk__kode", flat=True))


def test_whoever_is_narrowed_to_bidang_is_seated_where_these_are_discussed(scene, draft):
    bangda = Instansi.objects.get(kode="BANGDA")
    held = narrowed("dua", Role.FASILITATOR, bangda, "1.02", "1.03")
    bappenas = scene.users["bappenas"].daftar_penugasan.get().instansi
    of_one = narrowed("satu", Role.BAPPENAS, bappenas, "1.02")

    services.seat_by_role(rakortek=draft, actor=scene.superadmin)

    assert desks_held(held, draft) == ["1.02", "1.03"]
    assert desks_held(of_one, draft) == []
    whole = scene.users["bappenas"].daftar_penugasan.get()
    assert desks_held(whole, draft) == ["W"]


def test_in_a_province_too_people_sit_where_their_bidang_are_discussed(scene):
    bappeda = scene.users["bappeda"].daftar_penugasan.get()
    held = narrowed("satu", Role.BAPPEDA_PROVINSI, bappeda.instansi, "1.02")

    provincial = rakortek_services.prepare_rakortek(
        tahun=2028, provinsi=bappeda.instansi.wilayah, actor=scene.actor("bappeda")
    )

    assert desks_held(held, provincial) == ["1.02"]
    assert len(desks_held(bappeda, provincial)) == provincial.daftar_desk.count()


def clashes(rakortek):
    found = [one for one in preflight.findings(rakortek) if "pada saat yang sama" in one.sentence]
    assert not any(one.is_blocking for one in found)
    return [one.sentence for one in found]


def dated(scene, draft, jenis=JenisTahapan.DESK):
    rakortek_services.set_tahapan(
        rakortek=draft,
        jenis=jenis,
        mulai_at=datetime(2028, 3, 4, tzinfo=UTC),  # a Saturday
        sampai_at=datetime(2028, 3, 31, tzinfo=UTC),
        actor=scene.superadmin,
    )


def test_preflight_warns_of_officers_in_two_sessions_at_once(scene, draft):
    PetugasDesk.objects.filter(desk__rakortek=draft).delete()
    bangda = Instansi.objects.get(kode="BANGDA")
    narrowed("a-satu", Role.FASILITATOR, bangda, "1.02")
    narrowed("b-dua", Role.NOTULIS, bangda, "1.02", "1.03")
    for name in ("fasilitator", "notulis"):
        scene.users[name].daftar_penugasan.update(sampai_on=clock.today() - timedelta(days=1))
    services.seat_by_role(rakortek=draft, actor=scene.superadmin)

    assert clashes(draft) == []  # no dates, no sessions
    dated(scene, draft)

    (told,) = clashes(draft)
    assert told == (
        "Orang b-dua menjalankan 2 sidang pada saat yang sama, pertama kali 6 Maret 2028, 09.00 WIB: "
        "1.02 Kesehatan, 1.03 Pekerjaan Umum dan Penataan Ruang. Tempatkan petugas lain, atau lepas "
        "dari desk yang tidak dihadirinya, di “Desk dan petugasnya”."
    )


def test_whoever_has_ended_or_is_closed_runs_no_desk(scene, draft):
    def without():
        told = (one.sentence for one in preflight.findings(draft) if one.is_blocking)
        return [one for one in told if "belum mempunyai fasilitator atau notulis" in one]

    dated(scene, draft)
    yesterday = clock.today() - timedelta(days=1)
    scene.users["fasilitator"].daftar_penugasan.update(sampai_on=yesterday)
    assert without() == []
    assert [one.split(" menjalankan")[0] for one in clashes(draft)] == ["Orang notulis"]
    User.objects.filter(username__in=("notulis", "bappenas")).update(is_active=False)

    assert len(without()) == Desk.objects.filter(rakortek=draft).count()
    assert clashes(draft) == []


def test_the_warning_names_five_people_and_five_desks_and_counts_the_rest(scene, draft):
    bangda = Instansi.objects.get(kode="BANGDA")
    for number in range(5):
        person(f"a{number}", Role.NOTULIS, bangda)
    services.seat_by_role(rakortek=draft, actor=scene.superadmin)
    dated(scene, draft)

    told = clashes(draft)

    assert [one.split(" menjalankan")[0] for one in told[:-1]] == [f"Orang a{n}" for n in range(5)]
    assert ", dan 29 desk lain. " in told[0]
    assert told[-1] == "2 petugas lain juga menjalankan beberapa sidang pada saat yang sama."


def test_the_warning_costs_the_same_for_one_officer_and_for_many(
    scene, draft, django_assert_num_queries
):
    dated(scene, draft)
    for number in range(2):
        with django_assert_num_queries(3):  # daerah, stages, seats
            list(officers_in_two_places(draft))
        person(f"a{number}", Role.NOTULIS, Instansi.objects.get(kode="BANGDA"))
        services.seat_by_role(rakortek=draft, actor=scene.superadmin)


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


def test_what_was_done_is_said_once_on_the_page_that_follows(scene):
    client = scene.client("superadmin")
    said = (
        '<div class="ek-notice ek-notice--ok" role="status" data-outcome tabindex="-1">',
        "Tidak ada petugas lagi yang dapat ditempatkan menurut peran dan bidangnya.",
    )

    client.post("/rakortek/2028/desk/petugas/menurut-peran/")
    after, again = (client.get("/rakortek/2028/desk/daftar/").text for _ in range(2))

    assert [[part in page for part in said] for page in (after, again)] == [[True] * 2, [False] * 2]


def test_the_page_counts_who_was_seated_and_passes_over_who_fits_no_desk(scene, draft):
    here, there = (
        person(name, Role.NOTULIS, Instansi.objects.get(kode="BANGDA")) for name in ("a", "b")
    )
    here.daftar_penugasan.get().daftar_bidang.add(BidangUrusan.objects.get(kode=KESEHATAN))
    there.daftar_penugasan.get().daftar_bidang.add(
        BidangUrusan.objects.exclude(daftar_desk__rakortek=draft).first()
    )
    client = scene.client("superadmin")

    client.post(f"/rakortek/{draft.kunci}/desk/petugas/menurut-peran/")
    page = client.get(f"/rakortek/{draft.kunci}/desk/daftar/").text

    assert "1 petugas ditempatkan menurut peran dan bidangnya, di 1 desk." in page


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
