"""The application as a stranger starts it (``erakortek up``), on a pinned day, in Chromium."""

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from erakortek.demo.welcome import PASSWORD

TODAY = "2027-02-15"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.fspath):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


class Application:
    """A running e-Rakortek: its address, its environment, its output.

    With its demo world it lives on the pinned day; an empty one has nothing but master data, today.
    """

    def __init__(self, folder: Path, *, demo: bool = True) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not re.match("ERAKORTEK_|DATABASE_URL", k)}
        self.environment = kept | {
            "ERAKORTEK_DATA": str(folder),
            "ERAKORTEK_PORT": str(self.port),
        }
        if demo:
            self.environment |= {"ERAKORTEK_DEMO": "1", "ERAKORTEK_DEMO_TODAY": TODAY}
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "erakortek", "up"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.ready = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        assert self.ready.wait(180), "\n".join(self.lines[-30:])

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("Siap dalam"):
                self.ready.set()
        self.ready.set()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.reader.join(5)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def application(tmp_path_factory) -> Application:
    running = Application(tmp_path_factory.mktemp("erk"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Browser:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class People:
    """Signs people in, each in a browser context of their own."""

    def __init__(self, browser: Browser, application: Application) -> None:
        self.browser = browser
        self.application = application
        self.contexts: dict[str, BrowserContext] = {}

    def page(self, username: str) -> Page:
        if username not in self.contexts:
            context = self.browser.new_context(
                base_url=self.application.address, viewport={"width": 1366, "height": 900}
            )
            page = context.new_page()
            page.goto("/masuk/")
            page.fill("[name=login]", username)
            page.fill("[name=password]", PASSWORD)
            page.get_by_role("button", name="Masuk", exact=True).click()
            expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()
            self.contexts[username] = context
        return self.contexts[username].pages[0]


def confirm(page: Page, password: str = PASSWORD) -> None:
    """Say again who is there, as a first signature or opening asks; what was sent is then done."""
    expect(page.get_by_role("heading", name="Pastikan ini Anda")).to_be_visible()
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Konfirmasi").click()


@pytest.fixture(scope="session")
def people(browser, application) -> People:
    return People(browser, application)
