"""A second factor: asked at sign-in, demanded of a superadmin, sealed in the database."""

import base64
import hmac
import re
import struct
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.test_issuing import GOOD


def code_of(secret, at=None):
    """The six digits of a TOTP secret. Source: RFC 6238, RFC 4226."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), "sha1").digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def add_totp(client):
    page = client.get("/akun/keamanan/autentikator/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    answer = client.post("/akun/keamanan/autentikator/", {"code": code_of(secret)})
    return secret, answer


@pytest.fixture
def guarded(scene):
    """The superadmin with a password and an authenticator app; its secret."""
    user = scene.users["superadmin"]
    user.set_password(GOOD)
    user.save()
    secret, answer = add_totp(scene.client("superadmin"))
    assert answer.headers["Location"] == "/akun/keamanan/kode-cadangan/"
    return scene, secret


def sign_in():
    client = Client()
    answer = client.post("/masuk/", {"login": "superadmin", "password": GOOD})
    return client, answer


def test_a_password_alone_opens_nothing_any_more(guarded):
    client, answer = sign_in()

    assert answer.headers["Location"].startswith("/masuk/kode/")
    assert client.get("/").headers["Location"].startswith("/masuk/")


def test_a_code_opens_the_door_and_a_wrong_one_says_so(guarded):
    _, secret = guarded
    client, _ = sign_in()

    wrong = client.post("/masuk/kode/", {"code": "000000"})
    right = client.post("/masuk/kode/", {"code": code_of(secret, time.time() + 30)})

    assert "Kode tidak cocok, atau sudah dipakai." in wrong.content.decode()
    assert right.headers["Location"] == "/"
    assert client.get("/akun/keamanan/").status_code == 200


def test_a_spare_code_works_once(guarded):
    scene, _ = guarded
    page = scene.client("superadmin").get("/akun/keamanan/kode-cadangan/").content.decode()
    spare = re.findall(r"<code>(\d+)</code>", page)[0]

    first, second = sign_in()[0], sign_in()[0]

    assert first.post("/masuk/kode/", {"code": spare}).status_code == 302
    assert second.post("/masuk/kode/", {"code": spare}).status_code == 200


def test_guessing_codes_ends_after_twenty(guarded):
    _, secret = guarded
    client, _ = sign_in()
    for _ in range(20):
        client.post("/masuk/kode/", {"code": "000000"})

    answer = client.post("/masuk/kode/", {"code": code_of(secret, time.time() + 30)})

    assert "Terlalu banyak percobaan." in answer.content.decode()


def test_the_secret_is_sealed_in_the_database(guarded):
    _, secret = guarded
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data

    assert secret not in str(stored)


def test_whoever_has_a_second_factor_confirms_with_it_and_not_with_the_password(guarded):
    scene, _ = guarded
    client, _ = sign_in()
    client.post("/masuk/kode/", {"code": code_of(guarded[1], time.time() + 30)})
    address = f"/akun/{scene.users['pd'].pk}/lihat-sebagai/"

    asked = client.post(address, {"alasan": "Bantuan."})

    assert asked.headers["Location"].startswith("/konfirmasi/kode/")
    assert client.get("/konfirmasi/").headers["Location"].startswith("/konfirmasi/kode/")


def test_a_superadmin_in_production_works_only_with_a_second_factor(scene, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = scene.client("superadmin")

    assert client.get("/akun/").headers["Location"] == "/akun/keamanan/"
    assert client.get("/akun/keamanan/").status_code == 200
    assert scene.client("pd").get("/").status_code == 200
    add_totp(client)
    assert client.get("/akun/").status_code == 200


def test_every_page_of_the_second_factor_is_ours(guarded):
    scene, _ = guarded
    client = scene.client("superadmin")

    for address, words in {
        "/akun/keamanan/": "Keamanan akun",
        "/akun/keamanan/autentikator/hapus/": "Hapus aplikasi autentikator?",
        "/akun/keamanan/kode-cadangan/baru/": "Buat kode cadangan baru?",
        "/akun/keamanan/kunci-sandi/": "Belum ada kunci sandi.",
        "/akun/keamanan/kunci-sandi/tambah/": "Tambah kunci sandi",
        "/akun/sesi/": "Di mana saja Anda masuk",
    }.items():
        assert words in client.get(address).content.decode()


def test_ones_own_other_sessions_are_ended(guarded):
    _, secret = guarded
    began = time.time()
    clients = []
    for later in (30, 60):  # seconds: each code opens one door
        with time_machine.travel(began + later, tick=False):
            client, _ = sign_in()
            client.post("/masuk/kode/", {"code": code_of(secret)})
        clients.append(client)
    first, second = clients

    page = second.get("/akun/sesi/").content.decode()
    second.post("/akun/sesi/")

    assert page.count('<tr><th scope="row">') >= 2
    assert first.get("/").headers["Location"].startswith("/masuk/")
    assert second.get("/").status_code == 200
