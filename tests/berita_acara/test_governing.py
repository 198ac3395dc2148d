"""A Berita Acara governs its rows exactly while it counts, whoever writes; what it loses is free."""

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.berita_acara import services
from erakortek.berita_acara.models import BeritaAcara, ButirBeritaAcara, Penandatangan
from erakortek.dashboard.selectors import progress_of
from erakortek.desk import services as desk
from erakortek.desk.models import Sidang
from erakortek.hasil.selectors import own_for
from erakortek.integration.results import result_rows
from erakortek.lib.errors import AccessDeniedError, DomainError
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.target.enums import HasilTarget
from erakortek.target.models import Target
from erakortek.target.services import Shown

APPROVERS = ("kl", "pd", "bappeda", "fasilitator")


def revoke(scene):
    return services.revoke(
        berita_acara_id=BeritaAcara.objects.get(status="SAH").pk,
        alasan="Putusan pengadilan.",
        actor=scene.superadmin,
    )


def test_revoking_frees_the_rows_and_reopens_the_session(signed):
    assert (signed.target().kunci, signed.target().sebab_final) == ("FINAL", "BERITA_ACARA")

    revoke(signed)
    connection.check_constraints()

    target, sidang = signed.target(), signed.sidang()
    assert (target.kunci, target.sebab_final, target.hasil) == ("TERBUKA", "", "BELUM")
    assert (target.alasan, target.disepakati) == ("Putusan pengadilan.", None)
    assert (sidang.status, sidang.alasan) == ("BERLANGSUNG", "Putusan pengadilan.")
    assert not ButirBeritaAcara.objects.filter(berlaku=True).exists()


def test_nothing_counts_a_figure_of_a_revoked_berita_acara(signed):
    before = progress_of(signed.superadmin, signed.rakortek)
    assert own_for(signed.superadmin).count() == 1
    shown = [cell for row in result_rows(signed.superadmin, signed.rakortek) for cell in row]
    assert "110" in map(str, shown)

    revoke(signed)

    after = progress_of(signed.superadmin, signed.rakortek)
    shown = [cell for row in result_rows(signed.superadmin, signed.rakortek) for cell in row]
    assert "110" not in map(str, shown)
    assert not own_for(signed.superadmin).exists()
    assert before != after


def test_a_revoked_session_reaches_a_new_berita_acara_although_its_stages_are_over(signed):
    for jenis in JenisTahapan:
        signed.close_stage(jenis)
    revoke(signed)
    actor = signed.actor("fasilitator")

    desk.decide_row(
        sidang_id=signed.sidang().pk,
        target_id=signed.target().pk,
        hasil=HasilTarget.TIDAK_TERBAHAS,
        shown=Shown(signed.target().urut, 0),
        actor=actor,
    )
    desk.close_session(sidang_id=signed.sidang().pk, actor=actor)
    made = services.draft_berita_acara(sidang_id=signed.sidang().pk, actor=actor)
    services.send(berita_acara_id=made.pk, actor=actor)
    for name in APPROVERS:
        services.approve(berita_acara_id=made.pk, actor=signed.actor(name))
    connection.check_constraints()

    assert BeritaAcara.objects.get(pk=made.pk).status == "SAH"
    assert signed.target().kunci == "FINAL"


def test_whoever_has_approved_may_still_refuse(half_signed):
    services.refuse(
        berita_acara_id=BeritaAcara.objects.get().pk,
        alasan="Saya keliru membaca.",
        actor=half_signed.actor("kl"),
    )

    answers = list(Penandatangan.objects.values_list("status", flat=True))
    assert answers == ["TOLAK", "GUGUR", "GUGUR", "GUGUR"]


def test_a_draft_is_discarded_with_its_reason_and_the_session_goes_on(closed):
    actor = closed.actor("fasilitator")
    made = services.draft_berita_acara(sidang_id=closed.sidang().pk, actor=actor)

    services.discard(berita_acara_id=made.pk, alasan="Salah tempat.", actor=actor)

    discarded = BeritaAcara.objects.get()
    assert (discarded.status, discarded.alasan) == ("DIBUANG", "Salah tempat.")
    assert (closed.sidang().status, closed.sidang().alasan) == ("BERLANGSUNG", "Salah tempat.")


def test_what_somebody_has_approved_is_not_discarded(half_signed):
    with pytest.raises(DomainError, match=r"“Disetujui sebagian” tidak dapat menjadi “Dibuang”"):
        services.discard(
            berita_acara_id=BeritaAcara.objects.get().pk,
            alasan="Salah.",
            actor=half_signed.actor("fasilitator"),
        )


def test_the_rakortek_is_not_closed_while_a_berita_acara_waits(half_signed):
    with pytest.raises(AccessDeniedError, match="1 Berita Acara masih draf atau menunggu"):
        rakortek.close_rakortek(rakortek_id=half_signed.rakortek.pk, actor=half_signed.superadmin)


def test_after_the_closing_nothing_is_revoked_or_drafted(signed):
    rakortek.close_rakortek(rakortek_id=signed.rakortek.pk, actor=signed.superadmin)

    with pytest.raises(AccessDeniedError, match="tidak dapat dibuka lagi"):
        revoke(signed)


def stored(sql, *values):
    """What psql would do, and the check at the end of its transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        connection.check_constraints()


AGAINST_THE_RULES = {
    "a final row moves": "UPDATE target_target SET hasil = 'DITUNDA' WHERE id = %s",
    "a final row is reopened": (
        "UPDATE target_target SET kunci = 'TERBUKA', sebab_final = '' WHERE id = %s"
    ),
    "an agreed head goes": (
        "UPDATE target_target SET kesepakatan_id = usulan_pengampu_id WHERE id = %s"
    ),
    "another cause": "UPDATE target_target SET sebab_final = 'DIMUAT' WHERE id = %s",
    "no cause": "UPDATE target_target SET sebab_final = '' WHERE id = %s",
    "it governs no more": (
        "UPDATE berita_acara_butirberitaacara SET berlaku = false WHERE target_id = %s"
    ),
}


@pytest.mark.parametrize("name", AGAINST_THE_RULES)
def test_the_database_keeps_what_was_signed(signed, name):
    with pytest.raises(IntegrityError):
        stored(AGAINST_THE_RULES[name], signed.target().pk)


def test_a_berita_acara_is_not_sah_without_its_approvals(closed):
    actor = closed.actor("fasilitator")
    made = services.draft_berita_acara(sidang_id=closed.sidang().pk, actor=actor)
    services.send(berita_acara_id=made.pk, actor=actor)

    with pytest.raises(IntegrityError, match=r"lacks approvals|governs rows"):
        stored(
            "UPDATE berita_acara_beritaacara SET status = 'SAH', sah_at = now() WHERE id = %s",
            made.pk,
        )


def test_a_lock_and_a_final_row_have_their_reason(closed):
    for facts in (
        "kunci = 'TERKUNCI'",
        "kunci = 'FINAL', sebab_final = 'BERITA_ACARA'",
        "kunci = 'FINAL', sebab_final = 'PENUTUPAN'",
    ):
        with pytest.raises(IntegrityError, match="without its reason"):
            stored(f"UPDATE target_target SET {facts} WHERE id = %s", closed.target().pk)  # noqa: S608 -- words of this test


def test_the_rows_of_a_session_follow_their_berita_acara(signed):
    assert list(ButirBeritaAcara.objects.values_list("target", flat=True)) == [signed.target().pk]
    assert Sidang.objects.get(daftar_berita_acara__status="SAH") == signed.sidang()
    assert Target.objects.filter(daftar_butir__berlaku=True).count() == 1
