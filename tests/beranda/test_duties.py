"""The first page: what one owes, and no query of the dashboard."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erakortek.beranda.duties import duties_of
from erakortek.berita_acara import services as berita_acara
from erakortek.desk.models import Sidang
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.selectors import schedule_for
from erakortek.target import services


def home(scene, who, address="/"):
    return scene.client(who).get(address).content.decode()


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


def test_a_session_whose_hour_has_come_is_owed_while_its_stage_is_open(scene):
    an_hour_ago = clock.now() - timedelta(hours=1)
    Sidang.objects.filter(pk=scene.sidang().pk).update(dijadwalkan_at=an_hour_ago)
    assert "Mulai sidang yang sudah waktunya" in home(scene, "fasilitator")
    scene.close_stage(JenisTahapan.DESK)

    assert "Mulai sidang yang sudah waktunya" not in home(scene, "fasilitator")


def test_a_berita_acara_is_owed_by_the_next_approver_only(closed):
    fasilitator = closed.actor("fasilitator")
    draft = berita_acara.draft_berita_acara(sidang_id=closed.sidang().pk, actor=fasilitator)
    assert "Setujui Berita Acara" not in home(closed, "kl")
    berita_acara.send(berita_acara_id=draft.pk, actor=fasilitator)

    assert "Setujui Berita Acara" in home(closed, "kl")
    assert "Setujui Berita Acara" not in home(closed, "pd")
    berita_acara.approve(berita_acara_id=draft.pk, actor=closed.actor("kl"))
    assert "Setujui Berita Acara" not in home(closed, "kl")
    assert "Setujui Berita Acara" in home(closed, "pd")


def test_a_set_waits_for_its_second_person_and_comes_back_to_the_first(scene):
    first, second = scene.superadmin, scene.superadmin2
    draft = rakortek.prepare_rakortek(tahun=2029, actor=first)
    rakortek.explain_differences(rakortek=draft, alasan={}, lainnya="Contoh.", actor=first)
    rakortek.submit_susunan(rakortek_id=draft.pk, actor=first)

    assert "Periksa susunan indikator Rakortek 2029" in home(
        scene, "superadmin2", "/?rakortek=2028"
    )
    assert "susunan indikator" not in home(scene, "superadmin", "/?rakortek=2028")

    rakortek.return_susunan(rakortek_id=draft.pk, alasan="Kurang satu.", actor=second)
    assert "Perbaiki susunan indikator Rakortek 2029" in home(
        scene, "superadmin", "/?rakortek=2028"
    )
    assert "susunan indikator" not in home(scene, "superadmin2", "/?rakortek=2028")


def test_a_draft_is_owed_by_those_who_may_open_it_until_it_is_open(scene):
    aceh = scene.sidang().daerah
    draft = rakortek.prepare_rakortek(tahun=2028, provinsi=aceh, actor=scene.actor("bappeda"))

    for who in ("superadmin", "bappeda"):
        assert "Siapkan dan buka Rakortek 2028-11" in home(scene, who, "/?rakortek=2028-11")
        assert "Siapkan dan buka" not in home(scene, who, "/?rakortek=2028")
    pd = scene.actor("pd")
    assert not duties_of(pd, draft, schedule_for(pd, draft))


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
