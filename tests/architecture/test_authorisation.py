"""Who gets what answer at every door: routes come from the URL configuration, answers are reviewed.

The reviewed answers stand in ``authorisation.csv``, one column per role. A new route without a row
fails; so does any answer that differs. ``ERAKORTEK_SNAPSHOT=1`` writes the file anew, to be read
line by line before it is committed.

Every route is asked with what belongs to Aceh (11) and to Bali (51): "pd" and "bappeda" are
Aceh's, so that 51 is foreign to them. Writes are asked while every stage is open and after all
have closed, and rolled back.
"""

import csv
import os
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from erakortek.desk import services as desk
from erakortek.intake import services as intake
from erakortek.integration.services import create_token
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import IndikatorRakortek
from erakortek.rakortek.selectors import newer_versions
from erakortek.reference import services as reference
from erakortek.reference.models import Nomenklatur, Padanan
from erakortek.reference.sheets import KL
from erakortek.target import services as targets
from erakortek.target.enums import StatusTarget
from erakortek.target.models import Target
from tests.architecture.drafts import drafted
from tests.architecture.test_doors import OPEN, all_routes
from tests.intake.workbook import KL_HEAD, book
from tests.scene import AKI, KESEHATAN, MAKRO, SANITASI, open_scene, redefine_apart

KEWILAYAHAN = "W"  # the desk of the makro indicators
FILE = Path(__file__).parent / "authorisation.csv"
ROLES = (
    "superadmin",
    "fasilitator",
    "notulis",
    "bappenas",
    "kl",
    "bappeda",
    "pd",
    "bappeda_bali",
    "pd_bali",
    "pimpinan",
    "auditor",
)
KEY = ("route", "metode", "daerah", "tahapan")
WORDS = {"alasan": "Uji pintu.", "catatan": "Uji pintu.", "tempat": "Ruang 1"}
VALUE = {"nilai": "7", "base_version": "1"}
DECISION = {"hasil": "TIDAK_SEPAKAT", "urut": "1", "acuan_version": "0", "tindak_lanjut": "Pleno."}
THINGS = ("pk", "sidang_id", "target_id", "user_id", "penugasan_id", "daerah")
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
    """An opened Rakortek in which something of each kind is there, in Aceh and in Bali."""
    scene = open_scene()
    for who, daerah in (("pd", "11"), ("pd_bali", "51")):
        targets.fill_target(
            target_id=scene.target(AKI, daerah).pk,
            nilai=Nilai.of_number(Decimal(9)),
            base_version=0,
            actor=scene.actor(who),
        )
    acts = {}
    for daerah, desk_kode, indikator in (("11", KEWILAYAHAN, MAKRO), ("51", KESEHATAN, AKI)):
        acts[daerah] = drafted(scene, daerah, desk_kode, indikator)
    desk.start_session(
        sidang_id=scene.sidang(KESEHATAN).pk, tempat="Ruang 2", actor=scene.actor("fasilitator")
    )
    upload = intake.read_now(sheet=KL, content=book(KL_HEAD, ("Z1", "Lembaga", "")), name="kl.xlsx")
    redefine_apart(SANITASI)
    return scene, acts, upload, _ended_sub_kegiatan(scene.superadmin)


def _ended_sub_kegiatan(actor):
    """The padanan of a sub kegiatan that the second version of the nomenclature has no more."""
    for nomor, kode in enumerate(("1.02.02.1.92.0001", "1.02.02.1.92.0002"), start=1):
        versi = reference.prepare_versi(is_copy=False, actor=actor)
        Nomenklatur.objects.create(versi=versi, kode=kode, tingkat="PROVINSI", nama=f"Versi {kode}")
        day = date(2024 + nomor, 1, 1)
        reference.publish_versi(versi_id=versi.pk, regulasi="K", berlaku_on=day, actor=actor)
    return Padanan.objects.get()


def _addresses(doors, daerah, *, in_desk=False):
    """What stands in an address: things of ``daerah``; a row in a desk is one of its session."""
    scene, acts, upload, padanan = doors
    sidang = scene.sidang(KESEHATAN if daerah == "11" else KEWILAYAHAN, daerah)
    pd = scene.users["pd" if daerah == "11" else "pd_bali"].daftar_penugasan.get()
    indikator = MAKRO if in_desk and daerah == "51" else AKI
    return {
        "<str:key>": "2028",
        "<kunci>": "2028",
        "<str:jenis>": JenisTahapan.DESK,
        "<str:status>": "DITUTUP",
        "<str:name>": "masuk.png",
        "<str:kode>": "TIDAK-ADA",
        "<str:indikator>": AKI,
        "<str:daerah>": daerah,
        "<slug:slug>": "desk",
        "<slug:lembar>": "kl",
        "<int:batch_id>": upload.pk,
        "<int:nomor>": padanan.ke_versi.nomor,
        "<int:padanan_id>": padanan.pk,
        "<int:pk>": acts[daerah].pk,
        "<int:user_id>": pd.user_id,
        "<int:penugasan_id>": pd.pk,
        "<int:desk_id>": sidang.desk_id,
        "officer": scene.users["notulis"].daftar_penugasan.get().pk,
        "<int:seat_id>": sidang.desk.daftar_petugas.order_by("pk")[0].pk,
        "<int:row_id>": IndikatorRakortek.objects.get(indikator__kode=AKI).pk,
        "<int:definisi_id>": newer_versions(scene.rakortek).get().pk,
        "<int:sidang_id>": sidang.pk,
        "<int:target_id>": scene.target(indikator, daerah).pk,
        "<target_id>": scene.target(AKI, daerah).pk,
    }


def _asked() -> Iterator[tuple[str, str, str, str]]:
    """(route, metode, daerah, tahapan) of everything that is asked."""
    for route in sorted(set(all_routes()) - OPEN.keys()):
        has_thing = any(f"{kind}>" in route for kind in THINGS)
        for daerah in ("11", "51") if has_thing else ("",):
            yield route, "GET", daerah, ""
            for tahapan in ("dibuka", "ditutup"):
                yield route, "POST", daerah, tahapan


def _answers(doors, who):
    scene, *_ = doors
    penugasan = scene.users[who].daftar_penugasan.get()
    facts = {"nama": who, "penugasan": penugasan, "days": 1}
    bearer = f"Bearer {create_token(**facts, actor=scene.superadmin)[1]}"
    places = {
        (daerah, in_desk): _addresses(doors, daerah, in_desk=in_desk)
        for daerah in ("11", "51")
        for in_desk in (False, True)
    }
    signed_in = scene.client(who)
    found = {}
    for asked in _asked():
        route, method, daerah, tahapan = asked
        place = places[daerah or "11", "/desk/" in route]
        url = f"/{route}"
        for argument, value in place.items():
            url = url.replace(argument, str(value))
        machine = Client(headers={"authorization": bearer})
        asking = machine if route.startswith("api/") else _with_cookies_of(signed_in)
        before = transaction.savepoint()
        if tahapan == "ditutup":
            _close_every_stage(scene)
        if route.endswith(("/verifikasi/", "/kembalikan/")):  # Bappeda meets what was submitted
            Target.objects.filter(status=StatusTarget.DRAF).update(status=StatusTarget.DIAJUKAN)
        found[asked] = _status(asking, method, url, route, place)
        transaction.savepoint_rollback(before)
    return found


def _with_cookies_of(signed_in):
    """A client of its own for each door: one of them leads out."""
    client = Client()
    for name, cookie in signed_in.cookies.items():
        client.cookies[name] = cookie.value
    return client


def _status(client, method, url, route, place):
    if method == "GET":
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a stream is closed when it has been read
        return answer.status_code
    if route.startswith("api/"):
        return client.post(
            url, {"nilai": "7", "base_version": 1}, content_type="application/json"
        ).status_code
    body = WORDS | VALUE | DECISION | {"target": place["<int:target_id>"]} | BODIES.get(route, {})
    if route.endswith("desk/petugas/"):
        body |= {"desk": place["<int:desk_id>"], "penugasan": place["officer"], "peran": "UNDANGAN"}
    status = client.post(url, body).status_code
    # A response of 500 rolls back by itself; here it would hide every answer that follows.
    assert status < 500, url
    connection.needs_rollback = False
    return status


def _close_every_stage(scene):
    now = clock.now()
    for jenis in JenisTahapan:
        scene.rakortek.daftar_tahapan.filter(jenis=jenis).update(
            mulai_at=now - timedelta(days=9), sampai_at=now - timedelta(days=1)
        )


def _reviewed():
    with FILE.open(newline="", encoding="utf-8") as file:
        return {tuple(row[one] for one in KEY): row for row in csv.DictReader(file)}


if "ERAKORTEK_SNAPSHOT" in os.environ:

    def test_write_the_file(doors):
        answers = {who: _answers(doors, who) for who in ROLES}
        with FILE.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*KEY, *ROLES))
            for key in answers[ROLES[0]]:
                writer.writerow((*key, *(answers[who][key] for who in ROLES)))

else:

    @pytest.mark.parametrize("who", ROLES)
    def test_every_door_answers_each_role_as_reviewed(doors, who):
        reviewed = {key: int(row[who]) for key, row in _reviewed().items()}
        found = _answers(doors, who)

        assert sorted(found.keys() - reviewed.keys()) == [], "routes without a reviewed row"
        assert {
            key: (reviewed[key], now) for key, now in found.items() if reviewed[key] != now
        } == {}
        assert sorted(reviewed.keys() - found.keys()) == [], "rows of routes that are gone"
