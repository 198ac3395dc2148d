"""Every door is locked but those that are listed open, with the reason."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import URLResolver, get_resolver

from erakortek.lib import clock

PASSWORD, WRONG = "tiga gajah makan siang", "salah"

OPEN = {
    "hidup/": "liveness, asked by the proxy",
    "sehat/": "readiness, asked by the proxy",
    "masuk/": "the door itself",
    "aktivasi/<str:secret>/": "whoever holds the one-time link",
    "sso/<str:provider_id>/masuk/": "the door itself, through the provider",
    "sso/<str:provider_id>/kembali/": "the provider's answer, signed and bound to the session",
    "sso/batal/": "what is told after turning back at the provider",
    "sso/gagal/": "what is told when the provider's answer cannot be trusted",
    "verifikasi/": "anyone with the paper",
    "verifikasi/<str:kode>/": "anyone with the paper",
    "api/v1/": "a name for reversing; it answers 404",
    "api/v1/openapi.json": "the contract; it names no data",
}
ARGUMENTS = {
    "<str:key>": "2028",
    "<str:kode>": "XXXX",
    "<str:jenis>": "DESK",
    "<str:status>": "DIBUKA",
    "<str:name>": "x.png",
    "<slug:slug>": "x",
    "<str:kunci>": "2028",
    "<kunci>": "2028",
    "<target_id>": "1",
    "<int:target_id>": "1",
}


def all_routes(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern.url_patterns, route)
        else:
            yield route


def address(route):
    return "/" + re.sub(r"<[\w:]+>", lambda found: ARGUMENTS.get(found[0], "1"), route)


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(set(all_routes()) - OPEN.keys()))
def test_anonymous_is_turned_away(route):
    client = Client()
    url = address(route)

    for answer in (client.get(url), client.post(url)):
        if url.startswith("/api/"):
            assert answer.status_code in {401, 405}, f"{url} is open to the public"
        else:
            assert answer.headers.get("Location", "").startswith("/masuk/"), f"{url} is open"


def test_every_open_door_exists():
    assert set(all_routes()) >= OPEN.keys()


@pytest.mark.django_db
def test_nobody_registers_themselves():
    assert Client().get("/signup/").status_code == 404
    assert Client().get("/accounts/signup/").status_code == 404


@pytest.mark.django_db
def test_a_wrong_password_locks_after_five_and_says_nothing_about_the_account(scene):
    answers = {}
    with time_machine.travel(clock.now(), tick=False):  # the page tells the time, to the minute
        for username in ("pd", "tidak-ada"):
            client = Client()
            for _ in range(5):
                last = client.post("/masuk/", {"login": username, "password": "salah"})
            answers[username] = re.sub(r"value=\"[^\"]*\"", "", last.content.decode())
            assert last.status_code == 429
    assert "dikunci selama 15 menit" in answers["pd"]
    assert answers["pd"] == answers["tidak-ada"]


@pytest.fixture
def with_password(scene):
    scene.users["pd"].set_password(PASSWORD)
    scene.users["pd"].save()


@pytest.mark.django_db
@pytest.mark.usefixtures("with_password")
def test_a_lock_holds_one_name_at_one_address_and_nobody_else():
    def answer(login, password=WRONG, address="10.0.0.1"):
        form = {"login": login, "password": password}
        return Client().post("/masuk/", form, REMOTE_ADDR=address)

    for _ in range(5):
        locked = answer("PD")
    right = answer("pd", PASSWORD)
    elsewhere = answer("pd", PASSWORD, address="10.0.0.2")
    colleague = answer("kl")

    assert [locked.status_code, right.status_code, elsewhere.status_code] == [429, 429, 302]
    assert "Nama akun atau kata sandi tidak cocok" in colleague.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("with_password")
def test_a_name_is_read_as_it_is_kept_whatever_its_spaces_and_case():
    answer = Client().post("/masuk/", {"login": " P D ", "password": PASSWORD})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/", "/akun/", "/akun/keamanan/", "/akun/sesi/", "/rakortek/2028/hasil.csv", "/tidak-ada/"],
)
def test_no_answer_to_whoever_has_signed_in_stays_in_a_cache(scene, address):
    answer = scene.client("superadmin").get(address)

    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_what_is_public_may_stay_in_a_cache():
    assert "Cache-Control" not in Client().get("/verifikasi/").headers


@pytest.mark.django_db
def test_the_content_security_policy_is_strict():
    policy = Client().get("/masuk/").headers["Content-Security-Policy"]

    assert {one.strip() for one in policy.split(";")} == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
