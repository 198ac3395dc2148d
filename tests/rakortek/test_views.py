"""The page of a Rakortek: its stages are typed in our notation, whatever the browser speaks."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erakortek.lib.verdict import deny
from erakortek.rakortek import preflight, services, workflow
from erakortek.rakortek.enums import StatusRakortek
from erakortek.rakortek.models import Perpanjangan, Tahapan

DESK = "/rakortek/2028/tahapan/DESK/"
FIELD = r'<input[^>]*name="{}"[^>]*form="t-DESK"[^>]*>'


def fields(page):
    return [re.search(FIELD.format(name), page)[0] for name in ("mulai_at", "sampai_at")]


def test_a_stage_is_shown_as_it_is_typed(scene):
    client = scene.client("superadmin")
    typed = {"mulai_at": "26/02/2027 08:00", "sampai_at": "2027-02-26T23:59"}

    saved = client.post(DESK, typed)
    mulai, sampai = fields(client.get("/rakortek/2028/").text)

    assert saved.status_code == 302
    stage = Tahapan.objects.get(rakortek=scene.rakortek, jenis="DESK")
    assert stage.mulai_at == datetime(2027, 2, 26, 1, tzinfo=UTC)
    assert 'value="26-02-2027 08.00"' in mulai
    assert 'value="26-02-2027 23.59"' in sampai
    assert 'type="text"' in mulai
    assert 'inputmode="numeric"' in mulai
    assert 'aria-describedby="tahapan-cara"' in mulai


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("02/26/2027 11:59 PM", "Mulai (WIB): “02/26/2027 11:59 PM” bukan tanggal dan jam. Tulis"),
        ("26-02-0207 08.00", "Mulai (WIB): Tahun pada “26-02-0207” harus antara 1900 dan 2200."),
        ("", "Isi mulai (WIB), misalnya 26-02-2027 23.59."),
    ],
)
def test_what_cannot_be_read_stays_and_says_how_to_write_it(scene, typed, words):
    refused = scene.client("superadmin").post(
        DESK, {"mulai_at": typed, "sampai_at": "26-02-2027 23.59"}
    )

    mulai, sampai = fields(refused.text)
    assert refused.status_code == 422
    assert words in refused.text
    assert (f'value="{typed}"' in mulai) == bool(typed)
    assert "is-invalid" in mulai
    assert "is-invalid" not in sampai


def test_a_stage_of_days_begins_with_the_first_and_ends_with_the_last(scene):
    client = scene.client("superadmin")

    saved = client.post(DESK, {"mulai_at": "26-02-2027", "sampai_at": "27-02-2027"})
    mulai, sampai = fields(client.get("/rakortek/2028/").text)

    assert saved.status_code == 302
    assert 'value="26-02-2027 00.00"' in mulai
    assert 'value="27-02-2027 23.59"' in sampai


def test_an_extension_until_a_day_ends_with_it(scene):
    client = scene.client("superadmin")
    facts = {"instansi": "PD-11-1.02", "alasan": "Gempa.", "sampai_at": "27-02-2099"}

    client.post(f"{DESK}perpanjangan/", facts)

    assert Perpanjangan.objects.get().sampai_at == datetime(2099, 2, 27, 16, 59, tzinfo=UTC)


def test_no_page_asks_a_browser_for_a_date_in_its_own_language(scene):
    client = scene.client("superadmin")
    for address in ("/rakortek/2028/", "/akun/baru/?peran=PD_PROVINSI"):
        page = client.get(address).text
        assert page.count('inputmode="numeric"') >= 2
        assert not re.search(r'type="(date|datetime-local)"', page)


def test_the_page_says_of_an_opening_what_the_table_says(scene, monkeypatch):
    services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    later = workflow.Move(lambda *_: deny("Dibuka sesudah rapat pimpinan."), "rakortek.dibuka")
    monkeypatch.setitem(workflow.STATUS, (StatusRakortek.DRAF, StatusRakortek.DIBUKA), later)

    page = scene.client("superadmin").get("/rakortek/2029/").text

    assert "Dibuka sesudah rapat pimpinan." in page
    assert "Rakortek belum dapat dibuka:" not in page


def test_what_was_found_for_one_page_is_asked_anew_for_the_next(scene):
    draft = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    with preflight.made_once():
        before = preflight.findings(draft)
        draft.daftar_indikator.all().delete()
        meanwhile = preflight.findings(draft)

    assert meanwhile == before
    assert preflight.findings(draft) != before


def test_the_page_of_a_draft_makes_its_preflight_once(scene, django_assert_num_queries):
    draft = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    client = scene.client("superadmin")
    with CaptureQueriesContext(connection) as check:
        preflight.findings(draft)

    # around it: session, user, penugasan, context, duties, rakortek, stages, extensions, indikator
    with django_assert_num_queries(len(check) + 11):
        page = client.get("/rakortek/2029/")

    assert "Rakortek belum dapat dibuka:" in page.text
