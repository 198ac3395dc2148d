"""Who gets what answer at every door: routes come from the URL configuration, answers are reviewed.

The reviewed answers stand in ``authorisation.csv``, one column per person of ``door_world``, every
role among them. A new route without a row fails; so does any answer that differs.
``ERAKORTEK_SNAPSHOT=1`` writes the file anew, to be read line by line before it is committed.

Every route is asked ``tentang`` what belongs to Aceh (11), to Bali (51) and, in the Rakortek of Aceh,
to Banda Aceh (11.71): what is one's own to some is foreign to the others. A sheet is asked about as
one that the Directorate keeps (kl) and one that offices keep, each its own rows (akun). Writes are
rolled back; what belongs to a Rakortek is written while every stage is open and after all have closed.
"""

import csv
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.integration.services import create_token
from erakortek.lib import clock
from erakortek.rakortek.models import Tahapan
from erakortek.target.enums import StatusTarget
from erakortek.target.models import Target
from tests.architecture.door_world import ACEH, BALI, BANDA_ACEH, NEW_ACCOUNT, open_doors
from tests.architecture.test_doors import OPEN, all_routes

FILE = Path(__file__).parent / "authorisation.csv"
PEOPLE = (
    "superadmin",
    "fasilitator",
    "notulis",
    "bappenas",
    "kl",
    "unit_kl",
    "kl_lain",
    "bappeda",
    "pd",
    "bappeda_kota",
    "pd_kota",
    "bappeda_kota_lain",
    "bappeda_bali",
    "pimpinan",
    "pemantau",
    "auditor",
    "integrator",
)
KEY = ("route", "metode", "tentang", "tahapan")
NOT_ALLOWED = 405
OF_ONESELF = "akun/keamanan/"  # one's own keys: no daerah and no Rakortek has anything there
WORDS = {"alasan": "Uji pintu.", "catatan": "Uji pintu.", "tempat": "Ruang 1"}
WORDS |= {"dijadwalkan_at": "31-12-2099 10.00", "batas_at": "31-12-2099 10.00"}
VALUE = {"nilai": "7", "base_version": "1"}
DECISION = {"hasil": "TIDAK_SEPAKAT", "urut": "1", "acuan_version": "0", "tindak_lanjut": "Pleno."}
THINGS = ("pk", "sidang_id", "target_id", "user_id", "penugasan_id", "daerah")
OF_A_SHEET = ("lembar", "batch_id")
OF_A_YEAR = ("key", "kunci")
WITH_STAGES = (*OF_A_YEAR, "pk")  # what belongs to a Rakortek; accounts and masters know no tahapan
BODIES = {
    "akun/baru/": {"peran": "PD_PROVINSI"},
    "akun/kuota/": {"instansi": "BAPPEDA-11", "jumlah": "5"},
    "akun/<int:user_id>/ubah/": {"nama": "Nama"},
    "akun/penugasan/<int:penugasan_id>/serah-terima/": {
        "successor": "auditor"
    },  # a stranger to every Bappeda
    "rakortek/<str:key>/desk/daftar/tambah/": {"kode": "9", "nama": "Desk", "jenis": "PLENO"},
    "rakortek/baru/": {"tahun": "2031"},
    "rakortek/<str:key>/susunan/setujui/": {"sidik": "0" * 64},
    "rakortek/<str:key>/tahapan/<str:jenis>/": {
        "mulai_at": "2027-01-01T00:00",
        "sampai_at": "2027-12-31T00:00",
    },
    "rakortek/<str:key>/tahapan/<str:jenis>/perpanjangan/": {
        "instansi": "BAPPEDA-11",
        "sampai_at": "2099-12-31T00:00",
    },
    "rakortek/<str:key>/acuan/<int:row_id>/": {"base_version": "0"},
    "rakortek/<str:key>/target/<int:target_id>/usulan-pengampu/": {"base_version": "0"},
    "data-induk/nomenklatur/versi/<int:nomor>/": {"regulasi": "K", "berlaku_on": "2099-01-01"},
    "data-induk/<slug:lembar>/baris/": {"kode": "Z9", "nama": "Lembaga", "base": ""},
}


@pytest.fixture
def doors(db):
    return open_doors()


def _asked() -> Iterator[tuple[str, str, str, str]]:
    """(route, metode, tentang, tahapan) of everything that is asked."""
    for route in sorted(set(all_routes()) - OPEN.keys()):
        for about in _abouts(route):
            yield route, "GET", about, ""
            for tahapan in _stages(route, about):
                yield route, "POST", about, tahapan


def _stages(route: str, about: str) -> tuple[str, ...]:
    """Bali is foreign to nearly everybody, so what is there is written while all is open only."""
    if route.startswith(OF_ONESELF) or not _names(route, WITH_STAGES):
        return ("",)
    return ("dibuka",) if about == BALI else ("dibuka", "ditutup")


def _abouts(route: str) -> tuple[str, ...]:
    """What else than itself a route is asked about."""
    if _names(route, OF_A_SHEET):
        return ("kl", "akun")
    if _names(route, THINGS) and not route.startswith(OF_ONESELF):
        return (ACEH, BALI, BANDA_ACEH)
    return ("", BANDA_ACEH) if _names(route, OF_A_YEAR) else ("",)


def _names(route: str, arguments: tuple[str, ...]) -> bool:
    return any(f"{one}>" in route for one in arguments)


def _answers(doors, who):
    """The answer of each door to one person, who signs in once.

    A method that a route does not have is refused before anything else is looked at: it is asked
    once per route.
    """
    web, machine = doors.scene.client(who), _machine_of(doors, who)
    places = {
        (about, in_desk): _place(doors, about, in_desk=in_desk)
        for about in ("", ACEH, BALI, BANDA_ACEH, "kl", "akun")
        for in_desk in (False, True)
    }
    found, unknown = {}, set()
    for asked in _asked():
        route, method, about, tahapan = asked
        if (route, method) in unknown:
            found[asked] = NOT_ALLOWED
            continue
        asking = machine if route.startswith("api/") else _with_cookies_of(web)
        before = transaction.savepoint()
        if tahapan == "ditutup":
            _close_every_stage()
        if route.endswith(("/verifikasi/", "/kembalikan/")):  # Bappeda meets what was submitted
            Target.objects.filter(status=StatusTarget.DRAF).update(status=StatusTarget.DIAJUKAN)
        found[asked] = _status(asking, method, route, places[about, "/desk/" in route], about)
        transaction.savepoint_rollback(before)
        if found[asked] == NOT_ALLOWED:
            unknown.add((route, method))
    return found


def _place(doors, about, *, in_desk):
    daerah = about if about in {BALI, BANDA_ACEH} else ACEH
    return doors.addresses(daerah, "akun" if about == "akun" else "kl", in_desk=in_desk)


def _machine_of(doors, who):
    penugasan = doors.scene.users[who].daftar_penugasan.get()
    facts = {"nama": who, "penugasan": penugasan, "days": 1}
    _, secret = create_token(**facts, actor=doors.scene.superadmin)
    return Client(headers={"authorization": f"Bearer {secret}"})


def _with_cookies_of(signed_in):
    """A client of its own for each door: one of them leads out.

    They share one handler: to put the middleware together anew costs a fifth of a request.
    """
    client = Client()
    client.handler = signed_in.handler
    for name, cookie in signed_in.cookies.items():
        client.cookies[name] = cookie.value
    return client


def _status(client, method, route, place, about):
    url = f"/{route}"
    for argument, value in place.items():
        url = url.replace(argument, str(value))
    if method == "GET":
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a stream is closed when it has been read
        return answer.status_code
    if route.startswith("api/"):
        return client.post(
            url, {"nilai": "7", "base_version": 1}, content_type="application/json"
        ).status_code
    status = client.post(url, _body(route, place, about)).status_code
    # A response of 500 rolls back by itself; here it would hide every answer that follows.
    assert status < 500, url
    connection.needs_rollback = False
    return status


def _body(route, place, about):
    body = WORDS | VALUE | DECISION | {"target": place["<int:target_id>"]} | BODIES.get(route, {})
    if about == "akun":
        body |= NEW_ACCOUNT
    if route.endswith("desk/petugas/"):
        body |= {"desk": place["<int:desk_id>"], "penugasan": place["officer"], "peran": "UNDANGAN"}
    return body


def _close_every_stage():
    now = clock.now()
    Tahapan.objects.update(mulai_at=now - timedelta(days=9), sampai_at=now - timedelta(days=1))


def _reviewed():
    with FILE.open(newline="", encoding="utf-8") as file:
        return {tuple(row[one] for one in KEY): row for row in csv.DictReader(file)}


def _write(who, found):
    """The column of one person anew; rows that nobody is asked about any more go."""
    before = _reviewed() if FILE.exists() else {}
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, (*KEY, *PEOPLE), restval="", lineterminator="\n")
        writer.writeheader()
        for key, now in found.items():
            kept = {one: before.get(key, {}).get(one, "") for one in PEOPLE}
            writer.writerow(dict(zip(KEY, key, strict=True)) | kept | {who: now})


def test_every_role_is_asked(doors):
    held = Penugasan.objects.filter(user__username__in=PEOPLE)

    assert set(held.values_list("role", flat=True)) == set(Role)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_answers_each_role_as_reviewed(doors, who):
    """Each in a world of their own: what is rolled back stays in its tables, and slows the next."""
    found = _answers(doors, who)
    if "ERAKORTEK_SNAPSHOT" in os.environ:
        _write(who, found)

    reviewed = {key: int(row[who]) for key, row in _reviewed().items()}
    assert sorted(found.keys() - reviewed.keys()) == [], "routes without a reviewed row"
    assert {key: (reviewed[key], now) for key, now in found.items() if reviewed[key] != now} == {}
    assert sorted(reviewed.keys() - found.keys()) == [], "rows of routes that are gone"
