"""The first page: what one owes, and no query of the dashboard."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erakortek.lib.nilai import Nilai
from erakortek.rakortek.enums import JenisTahapan
from erakortek.target import services


def home(scene, who):
    return scene.client(who).get("/").content.decode()


def test_a_pd_owes_what_is_empty_then_what_is_a_draft_then_what_came_back(scene):
    assert "Isi target yang masih kosong" in home(scene, "pd")
    target = scene.target()
    services.fill_target(
        target_id=target.pk,
        nilai=Nilai.of_number(Decimal(1)),
        base_version=0,
        actor=scene.actor("pd"),
    )
    assert "Ajukan draf kepada Bappeda" in home(scene, "pd")
    services.submit_target(target_id=target.pk, actor=scene.actor("pd"))
    assert "Tidak ada yang menunggu Anda" in home(scene, "pd")
    assert "1 target menunggu verifikasi" in home(scene, "pd")
    assert "Verifikasi usulan perangkat daerah" in home(scene, "bappeda")
    services.return_target(target_id=target.pk, alasan="x", actor=scene.actor("bappeda"))
    assert "Perbaiki target yang dikembalikan" in home(scene, "pd")


def test_a_duty_ends_with_its_stage(scene):
    scene.close_stage(JenisTahapan.PRA_DAERAH)

    assert "Isi target yang masih kosong" not in home(scene, "pd")


@pytest.mark.parametrize("who", ["pd", "bappeda", "kl", "fasilitator", "superadmin", "pimpinan"])
def test_the_first_page_counts_no_dashboard(scene, who):
    client = scene.client(who)

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= 20
    assert not any("GROUP BY" in query["sql"] and "daerah_id" in query["sql"] for query in queries)


def test_one_acts_under_a_penugasan_of_ones_own_only(scene):
    client = scene.client("pd")
    foreign = scene.users["bappeda"].daftar_penugasan.get()
    own = scene.users["pd"].daftar_penugasan.get()

    assert client.post("/akun/bertindak/", {"penugasan": foreign.pk}).status_code == 404
    assert client.post("/akun/bertindak/", {"penugasan": own.pk}).headers["Location"] == "/"


def test_without_a_valid_penugasan_one_is_told_so(scene):
    scene.users["pd"].daftar_penugasan.update(mulai_on="2025-01-01", sampai_on="2025-12-31")

    answer = scene.client("pd").get("/rakortek/2028/target/")
    assert answer.status_code == 403
    assert "belum mempunyai penugasan yang berlaku" in answer.content.decode()
