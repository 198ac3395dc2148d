import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from erakortek.berita_acara import services
from erakortek.berita_acara.models import BeritaAcara, Dokumen
from erakortek.desk import services as desk
from erakortek.lib.errors import AccessDeniedError, DomainError, IllegalTransitionError
from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.target.enums import HasilTarget
from erakortek.target.services import Shown
from tests.scene import AKI

ORDER = ("kl", "pd", "bappeda", "fasilitator")


@pytest.fixture
def closed(scene):
    """A closed session of one agreed row."""
    actor = scene.actor("fasilitator")
    sidang = scene.sidang()
    desk.start_session(sidang_id=sidang.pk, tempat="Ruang Sumatera 1", actor=actor)
    desk.decide_row(
        sidang_id=sidang.pk,
        target_id=scene.target().pk,
        hasil=HasilTarget.SEPAKAT,
        shown=Shown(0, 0),
        actor=actor,
        nilai=Nilai.of_number(Decimal(110)),
    )
    desk.close_session(sidang_id=sidang.pk, actor=actor)
    return scene


def draft(scene):
    return services.draft_berita_acara(
        sidang_id=scene.sidang().pk, actor=scene.actor("fasilitator")
    )


def sent(scene):
    return services.send(berita_acara_id=draft(scene).pk, actor=scene.actor("fasilitator"))


def approve(scene, berita_acara, *names):
    for name in names:
        services.approve(berita_acara_id=berita_acara.pk, actor=scene.actor(name))
    return BeritaAcara.objects.get(pk=berita_acara.pk)


def test_the_snapshot_is_canonical_hashed_and_names_its_versions(closed):
    made = draft(closed)
    facts = json.loads(made.snapshot)

    assert made.snapshot == canonical_json(facts)
    assert made.sha256 == sha256_hex(made.snapshot)
    (row,) = facts["disepakati"]
    assert (row["kode"], row["kesepakatan"]["nilai"]["bawah"], row["kesepakatan"]["versi"]) == (
        AKI,
        "110",
        1,
    )
    assert [one["sebutan"] for one in facts["penandatangan"]] == [
        "PIHAK PERTAMA",
        "PIHAK KEDUA",
        "PIHAK KEDUA",
        "FASILITATOR",
    ]
    assert facts["akar_log"] != "0" * 64


def test_approval_locks_at_the_first_and_finalizes_at_the_last(closed):
    berita_acara = sent(closed)

    assert approve(closed, berita_acara, "kl").status == "SEBAGIAN"
    assert closed.target().kunci == "TERKUNCI"
    done = approve(closed, berita_acara, "pd", "bappeda", "fasilitator")
    assert (done.status, closed.target().kunci) == ("SAH", "FINAL")
    assert done.sah_at is not None


@pytest.mark.parametrize("early", ["pd", "bappeda", "fasilitator"])
def test_nobody_approves_out_of_order(closed, early):
    berita_acara = sent(closed)

    with pytest.raises(AccessDeniedError, match="sekarang giliran Orang kl"):
        approve(closed, berita_acara, early)
    assert closed.target().kunci == "TERBUKA"


def test_who_is_not_named_does_not_approve(closed):
    berita_acara = sent(closed)

    with pytest.raises(AccessDeniedError, match="tidak tercantum"):
        approve(closed, berita_acara, "superadmin")


def test_a_refusal_voids_the_approvals_unlocks_and_reopens(closed):
    berita_acara = sent(closed)
    approve(closed, berita_acara, "kl", "pd")
    services.refuse(
        berita_acara_id=berita_acara.pk, alasan="Angkanya keliru.", actor=closed.actor("bappeda")
    )

    refused = BeritaAcara.objects.get(pk=berita_acara.pk)
    answers = list(refused.daftar_penandatangan.values_list("status", flat=True))
    assert (refused.status, answers) == ("DITOLAK", ["GUGUR", "GUGUR", "TOLAK", "GUGUR"])
    assert (closed.target().kunci, closed.sidang().status) == ("TERBUKA", "BERLANGSUNG")
    desk.close_session(sidang_id=closed.sidang().pk, actor=closed.actor("fasilitator"))
    assert draft(closed).nomor != refused.nomor


def test_a_session_has_one_berita_acara_at_a_time(closed):
    draft(closed)

    with pytest.raises(DomainError, match="sudah mempunyai Berita Acara"):
        draft(closed)


def test_a_berita_acara_is_drafted_only_after_closing(scene):
    with pytest.raises(AccessDeniedError, match="setelah sidang ditutup"):
        draft(scene)


def test_an_office_without_anybody_is_named(closed):
    closed.users["pd"].daftar_penugasan.update(sampai_on="2026-01-01", mulai_on="2025-12-01")

    with pytest.raises(DomainError, match="bidang Kesehatan, Aceh belum mempunyai pejabat"):
        draft(closed)


def test_the_snapshot_never_changes_whoever_writes(closed, owner):
    made = draft(closed)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        BeritaAcara.objects.filter(pk=made.pk).update(snapshot="{}")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        BeritaAcara.objects.filter(pk=made.pk)._raw_delete("default")


def test_the_stored_pdf_is_the_same_bytes_again_and_is_stored_once(closed):
    berita_acara = sent(closed)
    approve(closed, berita_acara, *ORDER)

    stored = services.store_document(berita_acara_id=berita_acara.pk)
    again = services.store_document(berita_acara_id=berita_acara.pk)
    assert stored.pk == again.pk
    fresh = BeritaAcara.objects.get(pk=berita_acara.pk)
    assert sha256_hex(services.preview(fresh)) == stored.sha256
    assert Dokumen.objects.count() == 1


def test_the_public_sees_sah_then_dicabut_and_no_nip(closed):
    berita_acara = sent(closed)
    address = f"/verifikasi/{berita_acara.kode}/"
    assert Client().get(address).status_code == 404
    approve(closed, berita_acara, *ORDER)

    page = Client().get(address).content.decode()
    assert "Sah dan berlaku" in page
    assert "Orang kl" in page
    assert "NIP" not in page
    assert "110" not in page.split("<main")[1].split("Sidik isi")[0]
    services.revoke(
        berita_acara_id=berita_acara.pk, alasan="Salah pihak.", actor=closed.actor("superadmin")
    )
    assert "Dicabut" in Client().get(address).content.decode()
    with pytest.raises(IllegalTransitionError):
        services.revoke(
            berita_acara_id=berita_acara.pk, alasan="Lagi.", actor=closed.actor("superadmin")
        )


def test_closing_the_rakortek_settles_what_was_discussed(closed):
    rakortek.close_rakortek(rakortek_id=closed.rakortek.pk, actor=closed.superadmin)

    assert closed.target().kunci == "FINAL"
    assert closed.target("C6-005").kunci == "TERBUKA"


def test_drafting_many_costs_no_more_queries_than_one(closed, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        services.draft_many(sidang_ids=[closed.sidang().pk], actor=closed.actor("fasilitator"))
