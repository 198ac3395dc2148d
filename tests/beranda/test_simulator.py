"""The simulator gives the very answers that the pages and services would give."""

import re
from html import unescape

import pytest

from erakortek.beranda.simulator import UNSEEN, simulate
from erakortek.desk import services as desk
from erakortek.desk.selectors import sidang_for
from erakortek.lib.errors import InvalidInputError
from tests.scene import ACEH, AKI, KESEHATAN

ABOUT = {"indikator": AKI, "daerah": ACEH}


def ask(scene, asker, who, about=ABOUT):
    held = scene.users[who].daftar_penugasan.get()
    return simulate(scene.actor(asker), scene.rakortek, about | {"penugasan": str(held.pk)})


def answers(found, thing):
    (part,) = (one for one in found.answers if thing in one.thing)
    return {one.what: one.verdict.reason or "boleh" for one in part.questions}


def test_each_action_is_answered_with_its_reason(scene):
    of_target = answers(ask(scene, "superadmin", "pd"), "Target")

    assert of_target["Melihat"] == "boleh"
    assert of_target["Mengisi usulan daerah"] == "boleh"
    assert of_target["Mengisi target nasional"] == (
        "Hanya K/L pengampu indikator ini yang dapat mengisi target nasional."
    )


def test_what_somebody_does_not_see_is_said(scene):
    assert answers(ask(scene, "superadmin", "pd_bali"), "Target")["Melihat"] == UNSEEN


def test_the_session_and_its_document_are_answered_too(closed):
    from erakortek.berita_acara import services as berita_acara

    fasilitator = closed.actor("fasilitator")
    sidang = sidang_for(fasilitator).get(desk__kode=KESEHATAN, daerah__kode=ACEH)
    made = berita_acara.draft_berita_acara(sidang_id=sidang.pk, actor=fasilitator)

    found = ask(closed, "superadmin", "fasilitator")

    assert answers(found, "Sidang Kesehatan")["Memulai sidang"] == (
        "Sidang ini ditutup, jadi tidak dapat dimulai."
    )
    assert answers(found, made.nomor)["Mencabut"].startswith("Berita Acara yang sah hanya dicabut")


def test_people_and_things_outside_the_askers_tier_are_not_asked_about(scene):
    foreign = ask(scene, "bappeda", "kl", {})
    assert (foreign.actor, foreign.answers) == (None, [])

    with pytest.raises(InvalidInputError, match="Tidak ada target"):
        ask(scene, "bappeda", "pd", {"indikator": AKI, "daerah": "51"})


def test_the_page_finds_people_as_one_types_and_shows_the_answers(scene):
    client = scene.client("superadmin")
    held = scene.users["pd"].daftar_penugasan.get()

    found = client.get("/simulator/?cari=orang+pd").content.decode()
    options = re.findall(r"<option value=\"\d+\"[^>]*>([^<]+)<", found)
    shown = client.get(
        f"/simulator/?cari=pd&penugasan={held.pk}&indikator={AKI}&daerah={ACEH}"
    ).content.decode()
    wrong = client.get(f"/simulator/?penugasan={held.pk}&indikator=X&daerah=11")

    assert sorted(one.split(",")[0] for one in options) == ["Orang pd", "Orang pd_bali"]
    assert "Usulan diverifikasi atau dikembalikan oleh Bappeda daerahnya." in unescape(shown)
    assert wrong.status_code == 422
    assert scene.client("pd").get("/simulator/").status_code == 403


def test_before_any_rakortek_it_says_so(db):
    from erakortek.accounts.enums import Role
    from erakortek.reference.models import Instansi
    from tests.scene import Scene, person

    office = Instansi.objects.get(kode="BANGDA")
    scene = Scene(None, {"superadmin": person("superadmin", Role.SUPERADMIN, office)})

    assert scene.client("superadmin").get("/simulator/").status_code == 200


def test_a_running_session_lets_its_officer_decide(scene):
    sidang = scene.sidang()
    desk.start_session(sidang_id=sidang.pk, tempat="R", actor=scene.actor("fasilitator"))

    of_target = answers(ask(scene, "superadmin", "fasilitator"), "Target")

    assert of_target["Memutuskan di sidang"] == "boleh"
