"""Accounts are issued, activated, changed, handed over and closed; every act says who and why."""

import json
from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client

from erakortek.accounts import handover, services
from erakortek.accounts.enums import JenisPenugasan, Role
from erakortek.accounts.models import KuotaAkun, Penugasan, TautanAktivasi, User
from erakortek.accounts.permissions import can_keep_person
from erakortek.accounts.register import history_of, people_for
from erakortek.accounts.services import Grant
from erakortek.audit.services import first_broken
from erakortek.desk.models import PetugasDesk
from erakortek.intake import services as imports
from erakortek.integration.selectors import actor_of_token
from erakortek.integration.services import create_token
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import AccessDeniedError, DomainError, InvalidInputError
from erakortek.reference.enums import JenisInstansi
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.reference.sheets import KL
from tests.intake.workbook import KL_HEAD, book
from tests.scene import KESEHATAN

GOOD = "empat kata yang panjang"


def bangda():
    return Instansi.objects.get(kode="BANGDA")


def department(daerah="11"):
    return Instansi.objects.select_related("wilayah").get(
        jenis=JenisInstansi.PD, wilayah__kode=daerah, daftar_bidang__kode=KESEHATAN
    )


def grant(**facts):
    today = clock.today()
    return Grant(
        **({"role": Role.PD_PROVINSI, "instansi": department(), "mulai_on": today} | facts)
    )


def issue(actor, username="19800101 200501 1 001", **facts):
    return services.issue_account(
        username=username, nama="Cut Nyak", grant=grant(**facts), actor=actor
    )


def test_an_issued_account_has_no_password_and_says_who_gave_it(scene):
    made = issue(scene.actor("bappeda"))

    assert made.user.username == "198001012005011001"
    assert not made.user.has_usable_password()
    assert made.pemberi_id == scene.actor("bappeda").penugasan_id
    entries = [(one.event, one.user_id) for one in history_of(made.user)]
    assert entries == [
        ("penugasan.diberikan", scene.users["bappeda"].pk),
        ("akun.diterbitkan", scene.users["bappeda"].pk),
    ]
    assert first_broken(f"akun:{scene.actor('bappeda').instansi_id}") is None


def test_whoever_has_an_account_gets_a_penugasan_beside_it_and_keeps_their_name(scene):
    made = issue(scene.superadmin, username="KL")

    assert (made.user.pk, made.user.nama) == (scene.users["kl"].pk, "Orang kl")
    assert made.user.daftar_penugasan.count() == 2


@pytest.mark.parametrize(
    "spelled",
    [
        "FASILITATOR",
        "fa\N{LATIN SMALL LETTER LONG S}ilitator",
        "\N{FULLWIDTH LATIN SMALL LETTER F}asili tator",
    ],
)
def test_every_spelling_of_a_name_is_one_account(scene, spelled):
    made = issue(scene.superadmin, username=spelled, role=Role.PIMPINAN, instansi=bangda())

    assert made.user_id == scene.users["fasilitator"].pk


@pytest.mark.parametrize(
    "odd", ["superadm\N{LATIN SMALL LETTER DOTLESS I}n", "cut nyak!", "a/b", "a\0"]
)
def test_a_name_that_could_be_read_as_another_is_refused(scene, odd):
    with pytest.raises(InvalidInputError, match="memuat tanda yang tidak dapat dipakai"):
        issue(scene.actor("bappeda"), username=odd)


def test_the_database_keeps_the_one_spelling_of_a_name(scene):
    with pytest.raises(IntegrityError, match="akun_bernama_baku"):
        User.objects.filter(pk=scene.users["pd"].pk).update(username="PD")


def ended(penugasan, day="2026-01-31"):
    Penugasan.objects.filter(pk=penugasan.pk).update(mulai_on="2026-01-01", sampai_on=day)


def test_an_account_without_a_running_penugasan_is_still_that_of_its_office(scene):
    person, actor = scene.users["pd_bali"], scene.actor("bappeda")
    ended(person.daftar_penugasan.get())

    with pytest.raises(AccessDeniedError, match="orang di luar jenjang Anda"):
        issue(actor, username="pd_bali")
    assert not can_keep_person(actor, person)
    assert can_keep_person(scene.actor("bappeda_bali"), person)


def test_whoever_left_a_tier_for_another_is_kept_by_the_new_one_alone(scene):
    person = scene.users["pd"]
    ended(person.daftar_penugasan.get())
    services.give_penugasan(
        user=person, grant=grant(role=Role.PIMPINAN, instansi=bangda()), actor=scene.superadmin
    )

    with pytest.raises(AccessDeniedError, match="orang di luar jenjang Anda"):
        issue(scene.actor("bappeda"), username="pd")
    assert not can_keep_person(scene.actor("bappeda"), person)


def test_the_newest_of_several_ended_penugasan_says_whose_an_account_is(scene):
    person = scene.users["pd"]
    ended(person.daftar_penugasan.get(), "2026-02-28")
    old = Penugasan.objects.create(
        user=person, role=Role.PD_PROVINSI, instansi=department("51"), mulai_on="2025-01-01"
    )
    ended(old)

    kept = [bool(can_keep_person(scene.actor(one), person)) for one in ("bappeda", "bappeda_bali")]

    assert kept == [True, False]


def test_nobody_gives_themselves_a_penugasan(scene):
    actor, me = scene.actor("bappeda"), scene.users["bappeda"]
    own = Grant(
        role=Role.BAPPEDA_PROVINSI,
        instansi=me.daftar_penugasan.get().instansi,
        mulai_on=clock.today() + timedelta(days=400),
    )

    with pytest.raises(AccessDeniedError, match="penugasan Anda sendiri"):
        services.give_penugasan(user=me, grant=own, actor=actor)


def test_a_known_account_name_does_not_draw_its_person_into_ones_tier(scene):
    with pytest.raises(AccessDeniedError, match="orang di luar jenjang Anda"):
        issue(scene.actor("bappeda"), username="superadmin")

    assert not people_for(scene.actor("bappeda")).filter(username="superadmin").exists()
    issue(
        scene.superadmin, username="kl"
    )  # the Directorate brings them in; from then on they are known
    assert issue(
        scene.actor("bappeda"),
        username="kl",
        mulai_on=date(2020, 1, 1),
        sampai_on=date(2020, 12, 31),
    )


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (
            {"sampai_on": date(2020, 1, 1)},
            "Penugasan berakhir sebelum dimulai; periksa tanggalnya.",
        ),
        (
            {"jenis": JenisPenugasan.PLT},
            "Plt. dan Plh. memerlukan nomor surat dan tanggal berakhir.",
        ),
    ],
)
def test_an_impossible_penugasan_is_refused(scene, facts, error):
    with pytest.raises(InvalidInputError, match=error):
        issue(scene.actor("bappeda"), **facts)
    assert not User.objects.filter(nama="Cut Nyak").exists()


def test_the_same_penugasan_is_not_given_twice(scene):
    issue(scene.actor("bappeda"))

    with pytest.raises(DomainError, match="sudah memegang peran itu"):
        issue(scene.actor("bappeda"))


def test_a_name_and_a_person_are_needed(scene):
    with pytest.raises(InvalidInputError):
        issue(scene.actor("bappeda"), username="   ")


@pytest.mark.parametrize("who", ["bappeda_bali", "pd", "kl", "auditor"])
def test_nobody_issues_outside_their_tier(scene, who):
    with pytest.raises(AccessDeniedError):
        issue(scene.actor(who))


def test_an_office_stops_at_its_quota_until_the_directorate_raises_it(scene):
    actor = scene.actor("bappeda")
    services.set_quota(
        instansi=Instansi.objects.get(pk=actor.instansi_id), jumlah=1, actor=scene.superadmin
    )
    issue(actor)

    with pytest.raises(DomainError, match="Kuota akun instansi Anda 1, sudah terpakai 1"):
        issue(actor, username="lain")
    services.set_quota(
        instansi=Instansi.objects.get(pk=actor.instansi_id), jumlah=2, actor=scene.superadmin
    )
    issue(actor, username="lain")

    assert KuotaAkun.objects.count() == 1
    with pytest.raises(AccessDeniedError):
        services.set_quota(instansi=department(), jumlah=999, actor=actor)


def test_a_link_works_once_and_then_its_owner_signs_in(scene):
    made = issue(scene.actor("bappeda"))
    secret = services.new_link(user_id=made.user_id, actor=scene.actor("bappeda"))

    services.activate(secret=secret, password=GOOD)

    with pytest.raises(DomainError, match="tidak berlaku lagi"):
        services.activate(secret=secret, password=GOOD)
    client = Client()
    answer = client.post("/masuk/", {"login": "198001012005011001", "password": GOOD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    assert secret not in str(list(TautanAktivasi.objects.values()))


def test_a_new_link_ends_the_one_before(scene):
    actor, made = scene.actor("bappeda"), issue(scene.actor("bappeda"))
    first = services.new_link(user_id=made.user_id, actor=actor)
    second = services.new_link(user_id=made.user_id, actor=actor)

    with pytest.raises(DomainError):
        services.activate(secret=first, password=GOOD)
    services.activate(secret=second, password=GOOD)


def test_a_link_ends_with_its_time_and_with_its_account(scene):
    actor, made = scene.actor("bappeda"), issue(scene.actor("bappeda"))
    secret = services.new_link(user_id=made.user_id, actor=actor)
    link = TautanAktivasi.objects.get(user=made.user, dicabut_at=None)

    with clock.at(link.berlaku_sampai_at + timedelta(seconds=1)):
        with pytest.raises(DomainError):
            services.activate(secret=secret, password=GOOD)
    services.close_account(user_id=made.user_id, actor=actor, alasan="Pindah.")
    with pytest.raises(DomainError):
        services.activate(secret=secret, password=GOOD)
    with pytest.raises(DomainError, match="ditutup"):
        services.new_link(user_id=made.user_id, actor=actor)


@pytest.mark.parametrize("weak", ["sebelas hrf", "123456789012", "cut nyak dhien"])
def test_a_weak_password_is_refused_and_the_link_stays(scene, weak):
    made = issue(scene.actor("bappeda"))
    User.objects.filter(pk=made.user_id).update(nama="Cut Nyak Dhien")
    secret = services.new_link(user_id=made.user_id, actor=scene.actor("bappeda"))

    with pytest.raises(InvalidInputError):
        services.activate(secret=secret, password=weak)
    services.activate(secret=secret, password=GOOD)


def test_a_forgotten_password_ends_every_session(scene):
    user = scene.users["pd"]
    session = UserSession.objects.create(user=user, ip="127.0.0.1", session_key="kunci")
    Session.objects.create(
        session_key="kunci", session_data="", expire_date=clock.now() + timedelta(hours=1)
    )
    secret = services.new_link(user_id=user.pk, actor=scene.actor("bappeda"))

    services.activate(secret=secret, password=GOOD)

    assert not UserSession.objects.filter(pk=session.pk).exists()
    assert not Session.objects.filter(session_key="kunci").exists()


def test_an_ended_penugasan_is_no_longer_acted_under(scene):
    held = scene.users["pd"].daftar_penugasan.get()

    services.end_penugasan(penugasan_id=held.pk, actor=scene.actor("bappeda"), alasan="Mutasi.")

    assert scene.client("pd").get("/").status_code == 403
    (entry,) = history_of(scene.users["pd"])
    assert json.loads(entry.isi)["after"]["alasan"] == "Mutasi."


def test_a_penugasan_that_begins_today_can_end_at_once(scene):
    made = issue(scene.actor("bappeda"))

    ended = services.end_penugasan(
        penugasan_id=made.pk, actor=scene.actor("bappeda"), alasan="Keliru."
    )

    assert ended.mulai_on == ended.sampai_on == clock.today() - timedelta(days=1)


def test_an_end_needs_a_reason_and_is_not_ones_own(scene):
    actor = scene.actor("bappeda")
    held = scene.users["pd"].daftar_penugasan.get()

    with pytest.raises(InvalidInputError):
        services.end_penugasan(penugasan_id=held.pk, actor=actor, alasan=" ")
    with pytest.raises(DomainError, match="sedang bertindak"):
        services.end_penugasan(penugasan_id=actor.penugasan_id, actor=actor, alasan="Pergi.")
    with pytest.raises(AccessDeniedError):
        services.end_penugasan(
            penugasan_id=held.pk, actor=scene.actor("bappeda_bali"), alasan="Bukan hak saya."
        )


@pytest.mark.parametrize(
    ("end", "last", "message"),
    [
        ("2026-01-31", "2030-01-01", "sudah berakhir"),
        ("2029-12-31", "2030-01-01", "tidak diperpanj"),
    ],
)
def test_ending_a_penugasan_never_prolongs_it(scene, end, last, message):
    actor, made = scene.actor("bappeda"), issue(scene.actor("bappeda"))
    ended(made, end)

    with pytest.raises(DomainError, match=message):
        services.end_penugasan(
            penugasan_id=made.pk, actor=actor, alasan="x", sampai_on=date.fromisoformat(last)
        )

    made.refresh_from_db()
    assert made.sampai_on.isoformat() == end


def test_a_later_penugasan_is_not_brought_into_one_that_runs(scene):
    actor, made = scene.actor("bappeda"), issue(scene.actor("bappeda"))
    today = clock.today()
    Penugasan.objects.filter(pk=made.pk).update(sampai_on=today + timedelta(days=10))
    later = services.give_penugasan(
        user=made.user, grant=grant(mulai_on=today + timedelta(days=20)), actor=actor
    )

    with pytest.raises(DomainError, match="sudah memegang peran itu"):
        services.bring_forward(penugasan_id=later.pk, actor=actor, alasan="x")


def test_a_person_is_renamed_with_a_reason(scene):
    facts = {"nama": "Nama Baru", "nip": "1", "email": "a@contoh.invalid"}

    services.change_person(
        user_id=scene.users["pd"].pk, actor=scene.actor("bappeda"), alasan="SK.", **facts
    )

    user = User.objects.get(username="pd")
    assert (user.nama, user.nip, user.email) == tuple(facts.values())
    entry = json.loads(history_of(user)[0].isi)
    assert (entry["before"]["nama"], entry["after"]["nama"]) == ("Orang pd", "Nama Baru")
    with pytest.raises(InvalidInputError):
        services.change_person(user_id=user.pk, actor=scene.actor("bappeda"), alasan="", **facts)


def test_a_closed_account_signs_in_no_more_until_it_is_reopened(scene):
    user, actor = scene.users["pd"], scene.actor("bappeda")
    client = scene.client("pd")

    services.close_account(user_id=user.pk, actor=actor, alasan="Pensiun.")
    assert client.get("/").headers["Location"].startswith("/masuk/")
    services.reopen_account(user_id=user.pk, actor=actor, alasan="Keliru.")
    assert scene.client("pd").get("/").status_code == 200

    assert [one.event for one in history_of(user)] == ["akun.dibuka_kembali", "akun.ditutup"]
    with pytest.raises(DomainError):
        services.close_account(user_id=actor.user_id, actor=actor, alasan="Sendiri.")


def test_whoever_leaves_hands_everything_over_in_one_step(scene):
    old = scene.users["notulis"].daftar_penugasan.get()
    successor = User.objects.create_user("pengganti", nama="Orang pengganti")
    seats = PetugasDesk.objects.filter(penugasan=old).count()
    told = handover.held_by(old)

    new = services.hand_over(
        penugasan_id=old.pk, successor=successor, actor=scene.superadmin, alasan="Mutasi."
    )

    assert len(told) == seats > 0
    assert told[0] == "Notulis desk Pendidikan, Rakortek 2028."
    assert (new.role, new.instansi_id) == (old.role, old.instansi_id)
    assert PetugasDesk.objects.filter(penugasan=old).count() == 0
    assert PetugasDesk.objects.filter(penugasan=new).count() == seats
    old.refresh_from_db()
    assert old.sampai_on == clock.today() - timedelta(days=1)
    assert handover.held_by(old) == []


def test_what_an_ended_penugasan_still_holds_is_handed_over_too(scene):
    old = scene.users["notulis"].daftar_penugasan.get()
    ended(old)
    successor = User.objects.create_user("pengganti", nama="Orang pengganti")
    shown = scene.client("superadmin").get(f"/akun/{old.user_id}/").content.decode()

    services.hand_over(
        penugasan_id=old.pk, successor=successor, actor=scene.superadmin, alasan="Mutasi."
    )

    old.refresh_from_db()
    assert old.sampai_on.isoformat() == "2026-01-31"
    assert handover.held_by(old) == []
    assert f"/akun/penugasan/{old.pk}/serah-terima/" in shown
    assert f"/akun/penugasan/{old.pk}/akhiri/" not in shown
    with pytest.raises(AccessDeniedError):
        services.hand_over(
            penugasan_id=old.pk, successor=successor, actor=scene.actor("bappeda"), alasan="x"
        )


def test_what_a_leaver_has_uploaded_is_decided_by_the_successor(scene):
    old = scene.users["superadmin2"].daftar_penugasan.get()
    mine = scene.actor("superadmin2")
    content = book(KL_HEAD, ("Z1", "Baru", ""))
    batch = imports.take_in(sheet=KL, content=content, name="kl.xlsx", actor=mine)
    told = handover.held_by(old)
    successor = User.objects.create_user("pengganti", nama="Orang pengganti")

    new = services.hand_over(
        penugasan_id=old.pk, successor=successor, actor=scene.superadmin, alasan="Mutasi."
    )

    batch.refresh_from_db()
    assert told == ["Unggahan “kl.xlsx” di lembar Kementerian dan lembaga belum diputuskan."]
    assert (batch.user_id, batch.penugasan_id) == (successor.pk, new.pk)


def test_a_token_of_a_leaver_is_told_and_stops_with_the_penugasan(scene):
    held = scene.users["pd"].daftar_penugasan.get()
    _, secret = create_token(nama="SIPD Aceh", penugasan=held, days=30, actor=scene.superadmin)
    told = handover.held_by(held)
    successor = issue(scene.actor("bappeda"), username="pengganti").user

    services.hand_over(
        penugasan_id=held.pk, successor=successor, actor=scene.actor("bappeda"), alasan="Mutasi."
    )

    assert told == [
        "Token API “SIPD Aceh” berhenti bersama penugasan ini; terbitkan yang baru bagi penerimanya."
    ]
    assert actor_of_token(secret) is None


def test_a_successor_who_sits_there_already_keeps_one_seat(scene):
    old, held = (scene.users[one].daftar_penugasan.get() for one in ("notulis", "fasilitator"))
    held.role = Role.NOTULIS
    held.save()
    PetugasDesk.objects.filter(penugasan=held).update(peran="NOTULIS")
    seats = PetugasDesk.objects.filter(penugasan=old).count()

    new = services.hand_over(
        penugasan_id=old.pk, successor=held.user, actor=scene.superadmin, alasan="Mutasi."
    )

    assert new == held
    assert PetugasDesk.objects.filter(penugasan=new, peran="NOTULIS").count() == seats


def test_a_successor_whose_bidang_are_narrower_does_not_take_over(scene):
    old, held = (scene.users[one].daftar_penugasan.get() for one in ("notulis", "fasilitator"))
    held.role = Role.NOTULIS
    held.save()
    one, other = BidangUrusan.objects.filter(kode__in=(KESEHATAN, "1.03")).order_by("kode")
    held.daftar_bidang.set([one])
    narrower = ([], [other], [one, other])

    for left in narrower:
        old.daftar_bidang.set(left)
        with pytest.raises(DomainError, match="yang diserahkan mencakup bidang lain"):
            hand_to(held, old, scene.superadmin)
    old.daftar_bidang.set([one])

    assert hand_to(held, old, scene.superadmin) == held


def later_of(scene, old, **facts):
    """A successor who was given the same as ``old``, from the tenth day from now on."""
    bidang = facts.pop("daftar_bidang", list(old.daftar_bidang.all()))
    successor = User.objects.create_user("pengganti", nama="Orang pengganti")
    given = Grant(
        role=Role(old.role),
        instansi=old.instansi,
        mulai_on=clock.today() + timedelta(days=10),
        daftar_bidang=bidang,
        **facts,
    )
    return services.give_penugasan(user=successor, grant=given, actor=scene.superadmin)


def hand_to(later, old, actor):
    return services.hand_over(
        penugasan_id=old.pk, successor=later.user, actor=actor, alasan="Mutasi."
    )


def test_a_successor_who_was_to_begin_later_begins_today(scene):
    old = scene.users["notulis"].daftar_penugasan.get()
    seats = PetugasDesk.objects.filter(penugasan=old).count()
    later = later_of(scene, old)

    new = hand_to(later, old, scene.superadmin)

    assert (new.pk, new.mulai_on, new.sampai_on) == (later.pk, clock.today(), None)
    assert PetugasDesk.objects.filter(penugasan=new).count() == seats > 0
    entry = history_of(new.user)[0]
    assert (entry.event, json.loads(entry.isi)["after"]["alasan"]) == (
        "penugasan.dimajukan",
        "Mutasi.",
    )


def test_a_letter_or_another_bidang_from_a_later_day_is_not_moved_to_today(scene):
    old = scene.users["notulis"].daftar_penugasan.get()
    begin = clock.today() + timedelta(days=10)
    day = show_date(begin)
    what_now = "Serahkan pada hari itu, akhiri dahulu penugasan itu, atau pilih orang lain."
    later = later_of(scene, old, daftar_bidang=[BidangUrusan.objects.get(kode=KESEHATAN)])

    with pytest.raises(DomainError) as other_bidang:
        hand_to(later, old, scene.superadmin)
    later.daftar_bidang.clear()
    later.jenis, later.nomor_surat, later.sampai_on = JenisPenugasan.PLT, "12/SK", begin
    later.save()
    with pytest.raises(DomainError) as letter:
        hand_to(later, old, scene.superadmin)

    who = f"Orang pengganti sudah mendapat peran Notulis di {old.instansi.nama} mulai {day}, "
    assert other_bidang.value.message == f"{who}untuk bidang urusan yang lain. {what_now}"
    assert letter.value.message == f"{who}sebagai Plt. menurut surat 12/SK. {what_now}"
    old.refresh_from_db()
    assert (old.sampai_on, PetugasDesk.objects.filter(penugasan=old).exists()) == (None, True)


def test_only_who_could_give_a_penugasan_today_brings_it_forward(scene):
    old = scene.users["pd"].daftar_penugasan.get()
    later = later_of(scene, old)

    with pytest.raises(AccessDeniedError, match="di luar jenjang Anda; mintalah"):
        services.bring_forward(
            penugasan_id=later.pk, actor=scene.actor("bappeda_bali"), alasan="Bukan hak saya."
        )

    assert hand_to(later, old, scene.actor("bappeda")).mulai_on == clock.today()


def test_nobody_hands_over_to_themselves(scene):
    held = scene.users["pd"].daftar_penugasan.get()

    with pytest.raises(DomainError, match="pemegangnya sendiri"):
        services.hand_over(
            penugasan_id=held.pk,
            successor=scene.users["pd"],
            actor=scene.actor("bappeda"),
            alasan="Coba.",
        )


def test_the_first_account_of_an_empty_system_is_a_superadmin_until_it_is_activated(db):
    bangda = Instansi.objects.get(kode="BANGDA")

    first = services.first_account(instansi=bangda)
    again = services.first_account(instansi=bangda)
    services.activate(secret=again, password=GOOD)

    assert first != again
    assert services.first_account(instansi=bangda) is None
    assert Penugasan.objects.get(user__username="superadmin").role == Role.SUPERADMIN


def test_a_system_with_people_gets_no_first_account(scene):
    assert services.first_account(instansi=Instansi.objects.get(kode="BANGDA")) is None
    assert TautanAktivasi.objects.count() == 0


def test_two_links_are_never_open_for_one_person(scene):
    from django.db import IntegrityError

    facts = {
        "user": scene.users["pd"],
        "created_at": clock.now(),
        "berlaku_sampai_at": clock.now(),
    }
    TautanAktivasi.objects.create(tanda="a", **facts)

    with pytest.raises(IntegrityError, match="tautan_satu_yang_terbuka"):
        TautanAktivasi.objects.create(tanda="b", **facts)
