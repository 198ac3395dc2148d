import json
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from erakortek.accounts.models import User
from erakortek.audit.models import AuditEntry
from erakortek.berita_acara import services
from erakortek.berita_acara.models import BeritaAcara, Dokumen
from erakortek.berita_acara.selectors import berita_acara_for, counts_of
from erakortek.berita_acara.services.documents import RENDER_TASK
from erakortek.berita_acara.services.history import BETWEEN
from erakortek.desk import services as desk
from erakortek.desk.models import Sidang
from erakortek.lib.errors import (
    AccessDeniedError,
    DomainError,
    IllegalTransitionError,
    InvalidInputError,
)
from erakortek.lib.hashing import canonical_json, sha256_hex
from erakortek.rakortek import services as rakortek
from erakortek.reference.models import Indikator, Instansi
from erakortek.target import services as targets
from erakortek.target.enums import HasilTarget
from erakortek.target.services import Shown
from tests.scene import AKI, SANITASI

ORDER = ("kl", "pd", "bappeda", "fasilitator")


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


def test_whoever_leads_from_a_directorate_approves_for_the_ditjen_that_is_the_party(closed):
    lead = closed.users["fasilitator"].daftar_penugasan.get()
    lead.instansi, lead.jabatan = Instansi.objects.get(kode="BANGDA-SUPD-III"), "Direktur SUPD III"
    lead.save()

    made = sent(closed)

    party = json.loads(made.snapshot)["penandatangan"][-1]
    assert (party["sebutan"], party["instansi"], party["jabatan"]) == (
        "FASILITATOR",
        "Direktorat Jenderal Bina Pembangunan Daerah",
        "Direktur SUPD III",
    )
    assert made.daftar_penandatangan.get(urutan=4).instansi.kode == "BANGDA"
    assert approve(closed, made, *ORDER).status == "SAH"


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


def test_nobody_approves_before_it_is_sent_nor_twice(closed):
    made = draft(closed)
    with pytest.raises(AccessDeniedError, match="ini draf; tidak ada yang perlu disetujui"):
        approve(closed, made, "kl")
    services.send(berita_acara_id=made.pk, actor=closed.actor("fasilitator"))
    approve(closed, made, "kl")

    with pytest.raises(AccessDeniedError, match="Anda sudah menyetujui"):
        approve(closed, made, "kl")


def test_nobody_locks_a_target_without_a_berita_acara_to_approve(closed):
    for who in ("kl", "superadmin"):
        with pytest.raises(AccessDeniedError, match="oleh persetujuan Berita Acaranya"):
            targets.lock_targets(target_ids=[closed.target().pk], actor=closed.actor(who))
    assert closed.target().kunci == "TERBUKA"


def test_what_a_desk_leaves_to_the_pleno_is_signed_but_not_locked(scene):
    fasilitator = scene.actor("fasilitator")
    sidang = scene.sidang()
    desk.start_session(sidang_id=sidang.pk, tempat="Ruang 1", actor=fasilitator)
    desk.decide_row(
        sidang_id=sidang.pk,
        target_id=scene.target().pk,
        hasil=HasilTarget.DITUNDA,
        shown=Shown(0, 0),
        actor=fasilitator,
        catatan="Menunggu data.",
    )
    desk.close_session(sidang_id=sidang.pk, actor=fasilitator)

    assert approve(scene, sent(scene), *ORDER).status == "SAH"
    assert scene.target().kunci == "TERBUKA"


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


def test_a_refusal_before_any_approval_reopens_too(closed):
    berita_acara = sent(closed)
    services.refuse(berita_acara_id=berita_acara.pk, alasan="Keliru.", actor=closed.actor("pd"))

    assert (closed.target().kunci, closed.sidang().status) == ("TERBUKA", "BERLANGSUNG")
    assert not AuditEntry.objects.filter(event="target.dibuka_kembali").exists()


def test_a_refusal_and_a_revocation_need_their_reason(closed):
    berita_acara = sent(closed)

    with pytest.raises(InvalidInputError, match="alasan penolakan"):
        services.refuse(berita_acara_id=berita_acara.pk, alasan=" ", actor=closed.actor("kl"))
    with pytest.raises(InvalidInputError, match="alasan membuang"):
        services.discard(
            berita_acara_id=berita_acara.pk, alasan=" ", actor=closed.actor("fasilitator")
        )
    assert BeritaAcara.objects.get().status == "MENUNGGU"
    approve(closed, berita_acara, *ORDER)
    with pytest.raises(InvalidInputError, match="alasan pencabutan"):
        services.revoke(
            berita_acara_id=berita_acara.pk, alasan=" ", actor=closed.actor("superadmin")
        )
    assert BeritaAcara.objects.get().status == "SAH"


def test_only_the_superadmin_revokes(closed):
    berita_acara = approve(closed, sent(closed), *ORDER)

    for who in ("kl", "fasilitator"):
        with pytest.raises(AccessDeniedError, match="hanya dicabut superadmin"):
            services.revoke(
                berita_acara_id=berita_acara.pk, alasan="Salah.", actor=closed.actor(who)
            )
    assert BeritaAcara.objects.get().status == "SAH"


def test_a_session_has_one_berita_acara_at_a_time(closed):
    draft(closed)

    with pytest.raises(DomainError, match="sudah mempunyai Berita Acara"):
        draft(closed)


def test_a_berita_acara_is_drafted_only_after_closing(scene):
    with pytest.raises(AccessDeniedError, match="setelah sidang ditutup"):
        draft(scene)


def test_nothing_is_drafted_of_a_session_that_is_not_ones_own(closed):
    drafts = services.draft_many(
        sidang_ids=[closed.sidang().pk], actor=closed.actor("bappeda_bali")
    )

    assert drafts == []
    assert not BeritaAcara.objects.exists()


def test_the_room_leads_to_the_draft_and_then_to_the_berita_acara(closed):
    room = f"/rakortek/2028/desk/{closed.sidang().pk}/"

    def steps(who):
        page = closed.client(who).get(room).content.decode()
        return "Susun Berita Acara" in page, "Buka Berita Acara" in page

    assert (steps("fasilitator"), steps("kl")) == ((True, False), (False, False))
    berita_acara = sent(closed)
    assert (steps("fasilitator"), steps("kl")) == ((False, True), (False, True))
    services.refuse(berita_acara_id=berita_acara.pk, alasan="Keliru.", actor=closed.actor("kl"))
    assert steps("kl") == (False, False)


def test_the_chips_count_each_berita_acara_once_and_only_what_one_sees(closed):
    berita_acara = sent(closed)
    services.refuse(berita_acara_id=berita_acara.pk, alasan="Keliru.", actor=closed.actor("kl"))
    desk.close_session(sidang_id=closed.sidang().pk, actor=closed.actor("fasilitator"))
    draft(closed)

    counts = counts_of(berita_acara_for(closed.actor("kl")))
    assert {status: count for status, count in counts.items() if count} == {
        "semua": 2,
        "DITOLAK": 1,
        "DRAF": 1,
    }
    assert counts_of(berita_acara_for(closed.actor("bappeda_bali")))["semua"] == 0


def test_an_office_without_anybody_is_named(closed):
    closed.users["pd"].daftar_penugasan.update(sampai_on="2026-01-01", mulai_on="2025-12-01")

    with pytest.raises(DomainError, match="bidang Kesehatan, Aceh belum mempunyai pejabat"):
        draft(closed)


def end(rows):
    rows.update(mulai_on="2025-12-01", sampai_on="2026-01-01")


def test_what_has_ended_is_met_by_a_sentence(closed):
    """A pengampu, a Bappeda, a fasilitator: each by its own, and nobody who has gone is named."""
    aceh = closed.target().daerah
    ended = {
        "tidak mempunyai K/L pengampu": lambda: end(
            Indikator.objects.get(kode=AKI).daftar_pengampu
        ),
        "Bappeda Aceh tidak ada atau sudah berakhir": lambda: Instansi.objects.filter(
            jenis="BAPPEDA", wilayah=aceh
        ).update(sampai_on="2026-01-01"),
        "tidak mempunyai fasilitator": lambda: User.objects.filter(username="fasilitator").update(
            is_active=False
        ),
    }
    drafter = closed.actor("fasilitator")
    for sentence, act in ended.items():
        before = transaction.savepoint()
        act()
        with pytest.raises(DomainError, match=sentence):
            services.draft_berita_acara(sidang_id=closed.sidang().pk, actor=drafter)
        transaction.savepoint_rollback(before)


def test_the_snapshot_never_changes_whoever_writes(closed, owner):
    made = draft(closed)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        BeritaAcara.objects.filter(pk=made.pk).update(snapshot="{}")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        BeritaAcara.objects.filter(pk=made.pk)._raw_delete("default")


def test_what_is_not_sah_has_no_final_document(closed):
    with pytest.raises(DomainError, match="belum sah"):
        services.store_document(berita_acara_id=sent(closed).pk)
    assert not Dokumen.objects.exists()


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


def test_the_public_finds_a_berita_acara_by_its_code_however_typed(closed):
    berita_acara = approve(closed, sent(closed), *ORDER)
    ask = partial(Client().get, "/verifikasi/")

    typed = ask({"kode": berita_acara.kode.lower().replace("-", " ")})
    assert typed.headers["Location"] == f"/verifikasi/{berita_acara.kode}/"
    assert ask({"kode": berita_acara.kode[:-1]}).status_code == 404
    assert ask({"kode": "0000-0000-00"}).status_code == 404


def test_the_public_recognises_the_stored_file_and_no_other(closed):
    berita_acara = approve(closed, sent(closed), *ORDER)
    stored = services.store_document(berita_acara_id=berita_acara.pk)

    def said(pdf):
        page = Client().post("/verifikasi/", {"berkas": SimpleUploadedFile("ba.pdf", pdf)})
        return page.content.decode()

    assert berita_acara.nomor in said(bytes(stored.isi))
    assert "Bukan berkas yang tercatat" in said(bytes(stored.isi) + b" ")


def test_what_was_signed_elsewhere_is_sah_final_and_typeset_by_a_job(closed):
    made = draft(closed)
    first = made.created_at + timedelta(hours=2)
    loaded = services.load_signed(
        rakortek=closed.rakortek,
        berita_acara=[made],
        first_at={made.pk: first},
        actor=closed.superadmin,
    )

    signed = BeritaAcara.objects.get()
    approvals = [(one.status, one.at) for one in signed.daftar_penandatangan.all()]
    assert approvals == [("SETUJU", first + place * BETWEEN) for place in range(4)]
    assert (loaded, signed.status, signed.sah_at) == (1, "SAH", first + 3 * BETWEEN)
    assert closed.target().kunci == "FINAL"
    job = ProcrastinateJob.objects.get(task_name=RENDER_TASK)
    assert job.args == {"berita_acara_id": signed.pk}
    assert AuditEntry.objects.filter(event="berita_acara.dimuat").count() == 1


def test_closing_the_rakortek_settles_what_was_discussed(closed):
    rakortek.close_rakortek(rakortek_id=closed.rakortek.pk, actor=closed.superadmin)

    facts = {
        kode: (target.hasil, target.kunci, target.sebab_final)
        for kode in (AKI, SANITASI)
        for target in [closed.target(kode)]
    }
    assert facts == {
        AKI: ("SEPAKAT", "FINAL", "PENUTUPAN"),
        SANITASI: ("TIDAK_TERBAHAS", "FINAL", "PENUTUPAN"),
    }
    sanitasi = closed.target(SANITASI)
    events = AuditEntry.objects.filter(object_kind="target.target", object_id=sanitasi.pk)
    assert list(events.order_by("nomor").values_list("event", flat=True)) == [
        "target.tidak_terbahas",
        "target.final",
    ]
    statuses = set(Sidang.objects.values_list("status", flat=True))
    assert statuses == {"DITUTUP", "DIBATALKAN"}


def test_drafting_many_costs_no_more_queries_than_one(closed, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        services.draft_many(sidang_ids=[closed.sidang().pk], actor=closed.actor("fasilitator"))
