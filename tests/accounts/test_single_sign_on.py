"""Signing in through a real OpenID Connect provider: a process of its own, spoken to over HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests.accounts.test_second_factor import add_totp

KIND = "openid_connect"
CALLBACK = "http://testserver/sso/sso/kembali/"


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser that shows where it is sent instead of going there."""

    def redirect_request(self, *_):
        return None


def ask(url, data=None):
    """(status, Location, body) of a request that does not follow redirects."""
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    try:
        answer = urllib.request.build_opener(Stay).open(url, body, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that runs until the module is done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"],
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 20
    while True:
        try:
            ask(f"{address}/.well-known/openid-configuration")
            break
        except OSError:
            assert time.monotonic() < until, "the provider did not start"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture
def configured(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        KIND: {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "SSO",
                    "client_id": "e-rakortek",
                    "secret": "rahasia",
                    "settings": {"server_url": provider, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    return provider


def known(provider, subject, **claims):
    """Let the provider know a person."""
    import json

    request = urllib.request.Request(
        f"{provider}/users/{urllib.parse.quote(subject)}",
        json.dumps(claims).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=10).close()


def sign_in(client, subject, act="authorize"):
    """Through the provider and back; our answer to the callback."""
    away = client.post("/sso/sso/masuk/").headers["Location"]
    status, back, body = ask(away, {"sub": subject} if act == "authorize" else {"action": "deny"})
    assert status in {302, 303}, body[:500]
    assert back.startswith(CALLBACK)
    return client.get(back.removeprefix("http://testserver"))


def test_whoever_has_an_account_signs_in_and_is_known_again(scene, configured):
    known(configured, "orang-1", preferred_username="PD")
    client = Client()

    first = sign_in(client, "orang-1")
    again = Client()
    known(configured, "orang-1", preferred_username="nama-lain")
    second = sign_in(again, "orang-1")

    assert (first.headers["Location"], second.headers["Location"]) == ("/", "/")
    assert "Orang pd" in client.get("/").content.decode()
    assert "Orang pd" in again.get("/").content.decode()
    assert SocialAccount.objects.get().user == scene.users["pd"]


@pytest.mark.parametrize("claims", [{"preferred_username": "tidak-ada"}, {"email": "pd"}, {}])
def test_whoever_has_none_is_told_what_to_do_and_gets_none(scene, configured, claims):
    known(configured, "orang-2", **claims)
    client = Client()

    answer = sign_in(client, "orang-2")

    assert answer.status_code == 403
    assert "Akun e-Rakortek Anda belum diterbitkan" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert SocialAccount.objects.count() == 0


def test_a_closed_account_stays_closed(scene, configured):
    known(configured, "orang-3", preferred_username="pd")
    sign_in(Client(), "orang-3")
    scene.users["pd"].is_active = False
    scene.users["pd"].save()
    client = Client()

    sign_in(client, "orang-3")

    assert client.get("/").status_code == 302


def test_the_second_factor_is_asked_here_too(scene, configured):
    add_totp(scene.client("pd"))
    known(configured, "orang-4", preferred_username="pd")
    client = Client()

    answer = sign_in(client, "orang-4")

    assert answer.headers["Location"].startswith("/masuk/kode/")
    assert client.get("/").status_code == 302


def test_a_forged_answer_of_the_provider_is_refused(scene, configured):
    client = Client()
    client.post("/sso/sso/masuk/")

    answer = client.get("/sso/sso/kembali/?code=palsu&state=palsu")

    assert "Masuk lewat SSO tidak berhasil" in answer.content.decode()


def test_without_configuration_there_is_no_such_door(scene, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {KIND: {"APPS": []}}

    assert Client().post("/sso/sso/masuk/").status_code == 404
    assert not re.search(r"Masuk lewat", Client().get("/masuk/").content.decode())


CLOSE = "/rakortek/2028/status/DITUTUP/"


def grow_old(client):
    """As if everything that said who is there were long ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()


def test_whom_only_the_provider_knows_must_have_come_from_there_just_now(
    scene, configured, settings
):
    settings.OIDC_SERVER = configured
    known(configured, "orang-5", preferred_username="superadmin")
    client = Client()
    sign_in(client, "orang-5")
    grow_old(client)

    refused = client.post(CLOSE, headers={"referer": "http://testserver/rakortek/2028/"})
    assert refused.status_code == 403
    assert "belum dilakukan" in refused.text
    assert 'href="/rakortek/2028/"' in refused.text
    (again,) = re.findall(r'action="(/sso/[^"]+)"', refused.text)
    away = client.post(again.replace("&amp;", "&")).headers["Location"]
    assert "prompt=login" in away

    _, back, _ = ask(away, {"sub": "orang-5"})
    returned = client.get(back.removeprefix("http://testserver"))
    assert returned.headers["Location"] == "/rakortek/2028/"
    assert client.post(CLOSE).headers["Location"] == "/rakortek/2028/"
