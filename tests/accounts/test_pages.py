"""The pages of accounts: bounded lists, one-time links, looking as somebody without touching."""

import io
import re
from urllib.parse import quote

import pypdfium2
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from erakortek.accounts import letters, register, services
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, TautanAktivasi, User
from erakortek.accounts.register import history_of
from erakortek.audit.models import AuditEntry
from erakortek.lib import clock
from erakortek.target.models import TargetVersion
from tests.accounts.test_issuing import GOOD, department, issue
from tests.scene import SIGN_IN, person

KEEP = {"alasan": "Surat 1."}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_any_number(scene, more, django_assert_num_queries):
    for number in range(more):
        person(f"lagi{number}", Role.PD_PROVINSI, department())
    client = scene.client("bappeda")
    page(client, "/akun/")

    with django_assert_num_queries(17):
        found = page(client, "/akun/")

    assert len(re.findall(r"<tr><th scope=\"row\">", found)) == 2 + more


def test_the_list_is_narrowed_by_words_role_and_state(scene):
    issue(scene.actor("bappeda"))
    client = scene.client("bappeda")

    def names(query):
        return re.findall(r"/akun/\d+/\">([^<]+)</a>", page(client, f"/akun/?{query}"))

    assert names("") == ["Orang bappeda", "Cut Nyak", "Orang pd"]
    assert names("cari=cut+1980") == ["Cut Nyak"]
    assert names("peran=BAPPEDA_PROVINSI") == ["Orang bappeda"]
    User.objects.filter(username="bappeda").update(last_login=clock.now())
    User.objects.filter(username="pd").update(password="argon2")
    assert names("keadaan=BELUM_AKTIF") == ["Cut Nyak"]
    assert names("keadaan=TIDUR") == ["Orang pd"]
    assert names("keadaan=AKTIF") == ["Orang bappeda"]
    assert names("peran=TIDAK_ADA") == names("")


def test_an_account_is_issued_on_a_page(scene):
    client = scene.client("bappeda")
    assert "Superadmin" not in page(client, "/akun/baru/")

    answer = client.post(
        "/akun/baru/?peran=PD_PROVINSI",
        {
            "username": "cut.nyak",
            "nama": "Cut Nyak",
            "instansi": department().pk,
            "jenis": "DEFINITIF",
            "mulai_on": "01-01-2026",
            "daftar_bidang": [department().daftar_bidang.get().pk],
        },
    )

    made = Penugasan.objects.get(user__username="cut.nyak")
    assert answer.headers["Location"] == f"/akun/{made.user_id}/"
    assert made.daftar_bidang.get() == department().daftar_bidang.get()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Isi nama akun, misalnya NIP-nya."),
        ({"mulai_on": "besok"}, "Mulai: “besok” bukan tanggal. Tulis misalnya 31-12-2027."),
        ({"mulai_on": "01-01-0001"}, "Mulai: Tahun pada “01-01-0001” harus antara 1900 dan 2200."),
        ({"instansi": "0"}, "Pilih"),
    ],
)
def test_what_is_missing_is_said_at_its_field(scene, data, message):
    answer = scene.client("bappeda").post("/akun/baru/?peran=PD_PROVINSI", data)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_link_is_shown_once(scene):
    client = scene.client("bappeda")
    address = f"/akun/{scene.users['pd'].pk}/"

    answer = client.post(f"{address}tautan/")

    (link,) = re.findall(r"/aktivasi/(\w+)/", answer.content.decode())
    assert "/aktivasi/" not in page(client, address)
    assert "Orang pd" in page(Client(), f"/aktivasi/{link}/")


def test_the_owner_of_a_link_sets_a_password_and_signs_in(scene):
    secret = services.new_link(user_id=scene.users["pd"].pk, actor=scene.actor("bappeda"))
    client, address = Client(), f"/aktivasi/{secret}/"

    refused = client.post(address, {"password": GOOD, "again": "lain"})
    weak = client.post(address, {"password": "pendek", "again": "pendek"})
    done = client.post(address, {"password": GOOD, "again": GOOD})

    assert (refused.status_code, weak.status_code, done.status_code) == (422, 422, 200)
    assert "Kedua kata sandi tidak sama" in refused.content.decode()
    assert "12 karakter" in weak.content.decode()
    assert client.get(address).status_code == 410
    assert client.post("/masuk/", {"login": "PD", "password": GOOD}).status_code == 302


def test_letters_hold_a_fresh_link_for_each_who_waits(scene):
    issue(scene.actor("bappeda"))
    issue(scene.actor("bappeda"), username="kedua")

    answer = scene.client("bappeda").post("/akun/surat/", {"berkas": "1", "cari": "Cut"})

    pdf = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    assert len(texts) == 2
    assert "Nama akun" in texts[0]
    assert "198001012005011001" in texts[0]
    secrets = [re.search(r"/aktivasi/([^/]+)/", text)[1] for text in texts]
    opened = [page(Client(), f"/aktivasi/{quote(secret)}/") for secret in secrets]
    assert ["Akun 198001012005011001" in opened[0], "Akun kedua" in opened[1]] == [True, True]
    assert TautanAktivasi.objects.filter(dicabut_at=None).count() == 2


def test_letters_beyond_one_file_fill_the_next(scene, monkeypatch):
    monkeypatch.setattr(register, "LETTERS_PER_FILE", 1)
    actor = scene.actor("bappeda")
    first, *_ = [issue(actor, username=name) for name in ("pertama", "kedua", "ketiga")]
    client = scene.client("bappeda")

    # Whoever activates takes nobody else out of their file.
    services.activate(secret=services.new_link(user_id=first.user_id, actor=actor), password=GOOD)
    buttons = re.findall(
        r'name="berkas" value="(\d)"', page(client, "/akun/?keadaan=AKTIF&cari=Cut")
    )
    files = [client.post("/akun/surat/", {"cari": "Cut", "berkas": one}).content for one in buttons]

    pdfs = [pypdfium2.PdfDocument(io.BytesIO(one)) for one in files]
    texts = [pdf[0].get_textpage().get_text_range() for pdf in pdfs]
    named = [re.search(r"Nama akun\s+(\S+)", text)[1] for text in texts]
    assert buttons == ["2", "3"]
    assert named == ["kedua", "ketiga"]
    assert [len(pdf) for pdf in pdfs] == [1, 1]


def test_letters_of_foreign_people_are_not_made(scene):
    from erakortek.lib.errors import AccessDeniedError

    with pytest.raises(AccessDeniedError):
        letters.letters_for(
            [scene.users["kl"].daftar_penugasan.get()], actor=scene.actor("bappeda")
        )


@pytest.mark.parametrize("act", ["ubah", "tautan", "sesi", "tutup", "buka", "penugasan"])
def test_people_of_another_tier_are_not_there(scene, act):
    client = scene.client("bappeda")
    foreign = f"/akun/{scene.users['pd_bali'].pk}/"

    assert client.get(foreign).status_code == 404
    assert client.post(f"{foreign}{act}/?peran=PD_PROVINSI", KEEP).status_code == 404


def test_a_penugasan_of_another_tier_is_not_there(scene):
    held = scene.users["pd_bali"].daftar_penugasan.get()
    client = scene.client("bappeda")

    for act in ("akhiri", "serah-terima"):
        assert client.post(f"/akun/penugasan/{held.pk}/{act}/", KEEP).status_code == 404


def test_each_form_does_its_one_thing_and_returns_to_the_person(scene):
    client, user = scene.client("bappeda"), scene.users["pd"]
    home = f"/akun/{user.pk}/"
    held = user.daftar_penugasan.get()
    User.objects.create_user("pengganti", nama="Orang pengganti")

    for address, data in (
        (f"{home}ubah/", {"nama": "Nama Baru"}),
        (f"{home}sesi/", {}),
        (f"{home}tutup/", {}),
        (f"{home}buka/", {}),
        (f"/akun/penugasan/{held.pk}/serah-terima/", {"successor": "pengganti"}),
    ):
        assert "Alasan" in page(client, address)
        assert client.post(address, data).status_code == 422
        assert client.post(address, data | KEEP).headers["Location"] == home
    assert [one.event for one in history_of(user)][::-1] == [
        "akun.diubah",
        "akun.sesi_diakhiri",
        "akun.ditutup",
        "akun.dibuka_kembali",
        "penugasan.diakhiri",
        "penugasan.diserahterimakan",
    ]
    assert "Nama Baru" in page(client, home)


def test_an_unknown_successor_is_named(scene):
    held = scene.users["pd"].daftar_penugasan.get()

    answer = scene.client("bappeda").post(
        f"/akun/penugasan/{held.pk}/serah-terima/", KEEP | {"successor": "siapa"}
    )

    assert "Akun “siapa” tidak ada." in answer.content.decode()


def test_one_more_penugasan_is_given_on_a_page(scene):
    user = scene.users["kl"]
    issue(scene.superadmin, username="kl")
    client = scene.client("bappeda")

    answer = client.post(
        f"/akun/{user.pk}/penugasan/?peran=PD_PROVINSI",
        {"instansi": department().pk, "jenis": "DEFINITIF", "mulai_on": "01-01-2020", "sampai_on": "31-12-2020"},
    )  # fmt: skip

    assert answer.headers["Location"] == f"/akun/{user.pk}/"
    assert user.daftar_penugasan.count() == 3
    assert client.get(f"/akun/{user.pk}/penugasan/?peran=SUPERADMIN").status_code == 404


def test_only_the_directorate_sets_a_quota(scene):
    data = {"instansi": "BAPPEDA-11", "jumlah": "5"}

    assert scene.client("bappeda").get("/akun/kuota/").status_code == 403
    assert scene.client("superadmin").post("/akun/kuota/", data).status_code == 302
    unknown = scene.client("superadmin").post("/akun/kuota/", data | {"instansi": "X"})
    assert "Instansi dengan kode “X” tidak ada" in unknown.content.decode()
    assert "kuota terpakai 0 dari 5" in page(scene.client("bappeda"), "/akun/")


@pytest.mark.parametrize("who", ["pd", "pimpinan"])
def test_whoever_keeps_no_accounts_is_told_who_does(scene, who):
    answer = scene.client(who).get("/akun/")

    assert answer.status_code == 403
    assert "Akun diterbitkan oleh Ditjen" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_looks_as_somebody_reads_their_pages_and_changes_nothing(live_scene):
    scene = live_scene
    client, user = scene.client("superadmin"), scene.users["pd"]
    target = scene.target()

    assert client.post(f"/akun/{user.pk}/lihat-sebagai/", {"alasan": ""}).status_code == 422
    client.post(f"/akun/{user.pk}/lihat-sebagai/", KEEP)

    seen = page(client, "/rakortek/2028/target/")
    assert "Anda sedang melihat sebagai Orang pd" in seen
    assert "Bali" not in seen
    refused = client.post(
        f"/rakortek/2028/target/{target.pk}/usulan-daerah/", {"nilai": "9", "base_version": "0"}
    )
    assert refused.status_code == 403
    assert TargetVersion.objects.count() == 0
    assert client.get("/akun/").status_code == 403  # as they would meet it
    client.post("/akun/lihat-sebagai/selesai/")
    assert "Anda sedang melihat" not in page(client, "/akun/")
    (entry,) = AuditEntry.objects.filter(event="akun.dilihat_sebagai")
    assert (entry.user_id, entry.object_id) == (scene.users["superadmin"].pk, user.pk)


@pytest.mark.django_db(transaction=True)
def test_whoever_looks_as_somebody_can_sign_out_from_there(live_scene):
    client = live_scene.client("superadmin")
    client.post(f"/akun/{live_scene.users['pd'].pk}/lihat-sebagai/", KEEP)

    answer = client.post("/keluar/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/")
    assert client.get("/").headers["Location"].startswith("/masuk/")
    assert Session.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_postgresql_refuses_what_a_page_would_write_while_somebody_only_looks(live_scene):
    from django.db import InternalError, transaction

    from erakortek.accounts.middleware import _refuse_writes

    with pytest.raises(InternalError, match="read-only"), transaction.atomic():
        _refuse_writes()
        User.objects.update(nama="Diubah")


def test_nobody_else_looks_as_somebody(scene):
    client = scene.client("bappeda")

    assert client.post(f"/akun/{scene.users['pd'].pk}/lihat-sebagai/", KEEP).status_code == 403
    # Nor with a session that says so: the rule is asked again at every request.
    session = client.session
    session["lihat_sebagai"] = {
        "user": scene.users["superadmin"].pk,
        "penugasan": scene.users["superadmin"].daftar_penugasan.get().pk,
    }
    session.save()
    assert "Anda sedang melihat" not in page(client, "/")


def test_signing_asks_again_who_is_there(scene):
    """Without a fresh confirmation the act waits; after it, what was sent is done."""
    user = scene.users["superadmin"]
    user.set_password(GOOD)
    user.save()
    client = Client()
    client.force_login(user, SIGN_IN)
    address = f"/akun/{scene.users['pd'].pk}/lihat-sebagai/"

    asked = client.post(address, KEEP)
    assert asked.headers["Location"].startswith("/konfirmasi/")
    wrong = client.post("/konfirmasi/", {"password": "salah", "next": address})
    assert "Kata sandi tidak cocok." in wrong.content.decode()
    done = client.post("/konfirmasi/", {"password": GOOD, "next": address})

    assert done.headers["Location"] == "/"
    assert AuditEntry.objects.filter(event="akun.dilihat_sebagai").count() == 1
