"""From an empty database to an opened Rakortek 2028 for 38 provinces, as a new administrator would.

Nothing but pages and workbooks: the link that ``erakortek up`` prints, the sheets as they are
downloaded, and whoever else is needed signed in by the link that the first one hands over.
"""

import io
import re
from itertools import count

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from erakortek.lib.numbers_id import show_number
from erakortek.rakortek.enums import JenisTahapan
from tests.accounts.test_second_factor import code_of
from tests.browser.conftest import Application, confirm

OWN = "tiga gajah makan siang"
COLLEAGUE = "superadmin.dua"
HEAD = ("Nama akun", "Peran", "Kode instansi", "Nama", "Mulai")
LINK = re.compile(r"http\S+/aktivasi/\S+")
PROVINCIAL = re.compile(r"\d\d")  # the kode of a provinsi


@pytest.fixture
def empty(tmp_path):
    running = Application(tmp_path, demo=False)
    yield running
    running.stop()


@pytest.fixture
def contexts(browser, empty):
    """Makes a browser for each person, and closes them all."""
    opened = []

    def another():
        opened.append(
            browser.new_context(base_url=empty.address, viewport={"width": 1366, "height": 900})
        )
        return opened[-1]

    yield another
    for context in opened:
        context.close()


def arrive(context, link, username):
    """The page of a new superadmin: activated, signed in, with a second factor.

    Until that is there, every other page leads to the one where it is added.
    """
    page = context.new_page()
    page.goto(link)
    for label in ("Kata sandi baru", "Kata sandi baru, sekali lagi"):
        page.get_by_role("textbox", name=label, exact=True).fill(OWN)
    page.get_by_role("button", name="Aktifkan akun").click()
    page.get_by_role("link", name="Masuk", exact=True).click()
    page.get_by_label("Nama akun").fill(username)
    page.get_by_label("Kata sandi").fill(OWN)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", name="Keamanan akun")).to_be_visible()
    page.get_by_role("link", name="Pasang aplikasi autentikator").click()
    confirm(page, OWN)
    page.get_by_label("Kode").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    return page


def present(page, judul):
    """What the sheet of this title holds, from its workbook: head → cell, one per row."""
    page.get_by_role("link", name="Data induk").first.click()
    page.get_by_role("link", name=judul, exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh data").click()
    content = io.BytesIO(download.value.path().read_bytes())
    head, *rows = load_workbook(content, read_only=True).worksheets[0].values
    labels = [label.rstrip(" *") for label in head]
    return [dict(zip(labels, row, strict=True)) for row in rows]


def accounts(page):
    """A row per account: the Directorate's, each K/L's in charge, and every province's."""
    yield (COLLEAGUE, "Superadmin", "BANGDA")
    yield ("fasilitator", "Fasilitator", "BANGDA")
    yield ("notulis", "Notulis", "BANGDA")
    in_charge = present(page, "K/L per bidang urusan")
    for kode in sorted({row["Kode K/L"] for row in in_charge if row["Peran"] == "Utama"}):
        yield (f"kl.{kode}", "Admin K/L", kode)
    for row in present(page, "Bappeda dan perangkat daerah"):
        if PROVINCIAL.fullmatch(str(row["Kode wilayah"])):
            role = "Bappeda provinsi" if row["Jenis"] == "Bappeda" else "PD provinsi"
            yield (row["Kode"].casefold(), role, row["Kode"])


def workbook_of(rows):
    book = Workbook()
    book.active.append(HEAD)
    for place, (akun, peran, instansi) in zip(count(1), rows, strict=False):
        book.active.append((akun, peran, instansi, f"Pejabat Rekaan {place}", "01-01-2026"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def issue(page, rows):
    """Bring all of them in from one workbook."""
    page.get_by_role("link", name="Data induk").first.click()
    page.get_by_role("link", name="Akun dan penugasan", exact=True).click()
    page.get_by_label("Pilih berkas Excel").set_input_files(
        {"name": "akun.xlsx", "mimeType": "application/octet-stream", "buffer": workbook_of(rows)}
    )
    page.get_by_label("Dasar perubahan").fill("Surat rekaan tentang petugas Rakortek 2028")
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("heading", name="Putuskan")).to_be_visible(timeout=60_000)
    # As many as there are lines: none is refused, so nothing asks what to do with the rest.
    page.get_by_role("button", name=f"Terapkan {show_number(len(rows))} baris").click()
    expect(page.get_by_role("heading", name="Sudah diterapkan")).to_be_visible(timeout=60_000)


def link_for(page, username):
    page.get_by_role("link", name="Akun", exact=True).first.click()
    page.get_by_label("Cari").first.fill(username)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Pejabat Rekaan 1", exact=True).click()
    page.get_by_role("button", name="Buat tautan aktivasi baru").click()
    return page.get_by_label("Tautan aktivasi", exact=True).input_value()


def prepare(page):
    page.get_by_role("link", name="Rakortek", exact=True).first.click()
    page.get_by_role("link", name="Siapkan Rakortek").first.click()
    page.get_by_label("Tahun rencana").fill("2028")
    page.get_by_role("button", name="Siapkan draf Rakortek").click()
    for place, jenis in enumerate(JenisTahapan, start=1):
        page.get_by_label(f"Mulai {jenis.label}").fill(f"0{place}-02-2027 08.00")
        page.get_by_label(f"Sampai {jenis.label}").fill(f"2{place}-02-2027 16.00")
        page.locator(f"button[form=t-{jenis}]").click()
        expect(page.get_by_label(f"Sampai {jenis.label}")).to_have_value(f"2{place}-02-2027 16.00")
    page.get_by_role("link", name="Bandingkan dan setujui susunan").click()
    page.get_by_role("button", name="Ajukan susunan").click()
    expect(page.get_by_text("Susunan ini menunggu persetujuan.")).to_be_visible()


def approve(page):
    page.get_by_role("link", name="Rakortek", exact=True).first.click()
    page.get_by_role("link", name="Rakortek 2028").click()
    page.get_by_role("link", name="Bandingkan dan setujui susunan").click()
    page.get_by_role("button", name="Setujui susunan ini").click()
    expect(page.get_by_text("Susunan ini sudah disetujui.")).to_be_visible()


def test_a_new_administrator_opens_2028_without_a_shell(empty, contexts):
    (link,) = (found[0] for line in empty.lines if (found := LINK.findall(line)))
    page = arrive(contexts(), link, "superadmin")

    rows = list(accounts(page))
    assert len(rows) > 38 * 34
    issue(page, rows)
    prepare(page)
    approve(arrive(contexts(), link_for(page, COLLEAGUE), COLLEAGUE))

    page.get_by_role("link", name="Rakortek", exact=True).first.click()
    page.get_by_role("link", name="Rakortek 2028").click()
    expect(page.get_by_text("0 menghalangi")).to_be_visible()
    page.get_by_role("button", name="Buka Rakortek 2028").click()
    expect(page.locator(".ek-head .ek-status").get_by_text("Dibuka")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Lihat desk dan petugasnya").click()
    desks = page.get_by_role("region", name="Tabel desk")
    expect(desks.get_by_role("row")).to_have_count(1 + 33 + 2)  # the head, kewilayahan and pleno
    expect(desks.get_by_role("cell", name="38", exact=True)).to_have_count(33 + 2)
