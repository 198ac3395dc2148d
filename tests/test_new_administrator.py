"""From an empty system to an opened Rakortek 2028 for 38 provinces, by pages and workbooks alone."""

import json
import re

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from django.test import Client

from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.services import first_account
from erakortek.accounts.sheets import AKUN
from erakortek.desk.models import Sidang
from erakortek.intake.jobs import apply_decided
from erakortek.intake.models import ImportBatch
from erakortek.intake.services import APPLY_TASK, read_batch
from erakortek.lib.clock import today
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import Rakortek
from erakortek.reference.enums import JenisInstansi, PeranKL
from erakortek.reference.models import BidangKL, Instansi
from erakortek.reference.selectors import definisi_now
from erakortek.target.models import Target
from tests.intake.workbook import book

PASSWORD = "tiga gajah makan siang"
SINCE = "2026-01-01"
pytestmark = pytest.mark.django_db


def everybody():
    """One line per account of the year: Bangda, Bappenas, K/L, Bappeda and PD of every province."""
    yield ("rekan", "Superadmin", "BANGDA")
    yield ("fasilitator", "Fasilitator", "BANGDA")
    yield ("notulis", "Notulis", "BANGDA")
    yield ("bappenas", "Bappenas", Instansi.objects.get(singkatan="Bappenas").kode)
    mains = BidangKL.objects.filter(peran=PeranKL.UTAMA).values_list("instansi__kode", flat=True)
    for kode in sorted(set(mains)):
        yield (f"kl.{kode}", "Admin K/L", kode)
    provincial = Instansi.objects.filter(wilayah__induk=None)
    for office in provincial.filter(jenis=JenisInstansi.BAPPEDA):
        yield (office.kode, "Bappeda provinsi", office.kode)
    for office in provincial.filter(jenis=JenisInstansi.PD):
        yield (office.kode, "PD provinsi", office.kode)


def line(akun, peran, instansi):
    cells = {
        "akun": akun,
        "peran": peran,
        "instansi": instansi,
        "nama": f"Orang {akun}",
        "mulai": SINCE,
    }
    return tuple(cells.get(column.name, "") for column in AKUN.columns)


@pytest.fixture
def administrator():
    """Whoever started the system, signed in with the password they chose themselves."""
    return sign_in(first_account(instansi=Instansi.objects.get(kode="BANGDA")), "superadmin")


def sign_in(secret, username):
    """A client that has followed its link, chosen a password, and typed it again."""
    client = Client()
    client.post(f"/aktivasi/{secret}/", {"password": PASSWORD, "again": PASSWORD})
    assert client.post("/masuk/", {"login": username, "password": PASSWORD}).status_code == 302
    client.post("/konfirmasi/", {"password": PASSWORD})
    return client


def colleague_of(administrator):
    """The second superadmin, signed in by the link that the first one hands over."""
    user = User.objects.get(username="rekan")
    answer = administrator.post(f"/akun/{user.pk}/tautan/").content.decode()
    (secret,) = re.findall(r"/aktivasi/(\w+)/", answer)
    return sign_in(secret, "rekan")


def applied_by_the_worker():
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [APPLY_TASK])
        ((facts,),) = cursor.fetchall()
    apply_decided(**(json.loads(facts) if isinstance(facts, str) else facts))


def test_a_new_administrator_opens_2028_without_a_shell(administrator):
    lines = [line(*one) for one in everybody()]
    head = tuple(column.label for column in AKUN.columns)

    upload = administrator.post(
        "/data-induk/akun/", {"berkas": as_file(book(head, *lines)), "alasan": "Awal tahun."}
    )
    read_batch(batch_id=ImportBatch.objects.get().pk)  # what the worker does
    administrator.post(f"{upload.headers['Location']}terapkan/", {"all_or_none": "on"})
    applied_by_the_worker()
    administrator.post("/rakortek/baru/", {"tahun": "2028"})
    for place, jenis in enumerate(JenisTahapan):
        administrator.post(
            f"/rakortek/2028/tahapan/{jenis}/",
            {"mulai_at": f"01-0{place + 1}-2027 08.00", "sampai_at": f"20-0{place + 1}-2027 16.00"},
        )
    administrator.post("/rakortek/2028/susunan/ajukan/")
    colleague = colleague_of(administrator)
    (sidik,) = re.findall(
        r'name="sidik" value="(\w+)"', colleague.get("/rakortek/2028/susunan/").content.decode()
    )
    colleague.post("/rakortek/2028/susunan/setujui/", {"sidik": sidik})
    page = administrator.get("/rakortek/2028/").content.decode()
    opened = administrator.post("/rakortek/2028/status/DIBUKA/")

    assert Penugasan.objects.count() == len(lines) + 1
    assert {one.username for one in User.objects.all() if has_password(one)} == {
        "superadmin",
        "rekan",
    }
    assert re.findall(r"(\d+) menghalangi", page) == ["0"]
    assert opened.headers["Location"] == "/rakortek/2028/"
    rakortek = Rakortek.objects.get()
    taking_part = rakortek.daftar_indikator.count()
    assert taking_part == definisi_now().filter(is_latihan=False).count()
    assert Target.objects.filter(rakortek=rakortek).count() == 38 * taking_part
    desks = rakortek.daftar_desk.count()
    assert Sidang.objects.filter(desk__rakortek=rakortek).count() == 38 * desks
    assert desks == 33 + 2  # kewilayahan and pleno
    assert today().year < rakortek.tahun


def has_password(user):
    return user.has_usable_password() and identify_hasher(user.password)


def as_file(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("akun.xlsx", content)
