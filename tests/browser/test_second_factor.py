"""A passkey in a real browser: registered, asked at the next sign-in, and enough to confirm."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, confirm

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser, application):
    # A passkey belongs to a name, never to a number: WebAuthn knows no addresses.
    context = browser.new_context(base_url=application.address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def sign_in(page):
    page.goto("/masuk/")
    page.fill("[name=login]", "pimpinan")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_a_passkey_is_registered_and_asked_at_the_next_sign_in(page):
    sign_in(page)
    page.goto("/akun/keamanan/kunci-sandi/tambah/")
    confirm(page)
    page.get_by_role("button", name="Daftarkan kunci sandi").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="Masuk dengan faktor kedua")).to_be_visible()
    page.get_by_role("button", name="Gunakan kunci sandi").click()
    expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()

    page.goto("/akun/keamanan/kunci-sandi/")
    page.get_by_role("link", name="Hapus").click()
    page.get_by_role("button", name="Gunakan kunci sandi").click()
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("Belum ada kunci sandi.")).to_be_visible()
