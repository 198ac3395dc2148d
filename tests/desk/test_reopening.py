"""Sessions that were cancelled, closed by mistake or out of time go on; the pleno decides again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erakortek.berita_acara import services as berita_acara
from erakortek.desk import services
from erakortek.desk.permissions import can_decide
from erakortek.desk.selectors import peran_of, rows_of, undecided_in
from erakortek.lib import clock
from erakortek.lib.errors import AccessDeniedError, IllegalTransitionError, InvalidInputError
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.selectors import schedule_for
from erakortek.target.enums import HasilTarget
from erakortek.target.services import Shown
from tests.scene import AKI

PLENO = "Z"


def start(scene, kode):
    return services.start_session(
        sidang_id=scene.sidang(kode).pk, tempat="Ruang 1", actor=scene.actor("fasilitator")
    )


def decide(scene, kode, hasil):
    return services.decide_row(
        sidang_id=scene.sidang(kode).pk,
        target_id=scene.target().pk,
        hasil=hasil,
        shown=Shown(scene.target().urut, 0),
        actor=scene.actor("fasilitator"),
        nilai=Nilai.of_number(Decimal(110)),
        catatan="Menunggu data.",
    )


def close(scene, kode):
    return services.close_session(sidang_id=scene.sidang(kode).pk, actor=scene.actor("fasilitator"))


def may_decide(scene):
    actor, sidang = scene.actor("fasilitator"), scene.sidang()
    schedule = schedule_for(actor, scene.rakortek)
    return can_decide(actor, sidang, peran_of(actor, sidang.desk), schedule)


@pytest.fixture
def left_to_pleno(scene):
    """The desk deferred its row and has closed; the pleno runs."""
    start(scene, "1.02")
    decide(scene, "1.02", HasilTarget.DITUNDA)
    close(scene, "1.02")
    start(scene, PLENO)
    return scene


def test_a_cancelled_session_is_set_again(scene):
    actor, sidang = scene.actor("fasilitator"), scene.sidang()
    services.cancel_session(sidang_id=sidang.pk, alasan="Banjir.", actor=actor)
    assert (scene.sidang().status, scene.sidang().alasan) == ("DIBATALKAN", "Banjir.")

    with pytest.raises(InvalidInputError, match="sudah lewat"):
        services.reschedule_session(
            sidang_id=sidang.pk, dijadwalkan_at=clock.now() - timedelta(hours=1), actor=actor
        )
    at = timezone.now() + timedelta(days=2)
    services.reschedule_session(sidang_id=sidang.pk, dijadwalkan_at=at, actor=actor)

    assert (scene.sidang().status, scene.sidang().dijadwalkan_at) == ("DIJADWALKAN", at)
    assert start(scene, "1.02").status == "BERLANGSUNG"


def test_a_session_closed_by_mistake_is_reopened_until_its_berita_acara_is_drafted(closed):
    actor, sidang = closed.actor("fasilitator"), closed.sidang()
    reopen = {"sidang_id": sidang.pk, "actor": actor}

    with pytest.raises(InvalidInputError, match="alasan membuka"):
        services.reopen_closed_session(**reopen, alasan=" ")
    services.reopen_closed_session(**reopen, alasan="Satu baris terlewat.")
    assert closed.sidang().status == "BERLANGSUNG"
    close(closed, "1.02")
    berita_acara.draft_berita_acara(sidang_id=sidang.pk, actor=actor)
    with pytest.raises(AccessDeniedError, match="sudah disusun dari sidang ini"):
        services.reopen_closed_session(**reopen, alasan="Lagi.")


def test_a_reopened_session_goes_on_after_its_stage_by_its_own_deadline(closed):
    for jenis in JenisTahapan:
        closed.close_stage(jenis)
    services.reopen_closed_session(
        sidang_id=closed.sidang().pk, alasan="Keliru.", actor=closed.actor("fasilitator")
    )
    assert may_decide(closed)

    closed.sidang().__class__.objects.filter(pk=closed.sidang().pk).update(
        batas_at=clock.now() - timedelta(minutes=1)
    )
    assert "ditutup" in may_decide(closed).reason
    services.prolong_session(
        sidang_id=closed.sidang().pk,
        batas_at=clock.now() + timedelta(days=1),
        alasan="Listrik padam.",
        actor=closed.superadmin,
    )
    assert may_decide(closed)


def test_only_whoever_steers_the_rakortek_gives_more_time(closed):
    with pytest.raises(AccessDeniedError):
        services.prolong_session(
            sidang_id=closed.sidang().pk,
            batas_at=clock.now() + timedelta(days=1),
            alasan="Perlu.",
            actor=closed.actor("fasilitator"),
        )


def test_a_desk_does_not_decide_again_what_it_deferred(scene):
    start(scene, "1.02")
    decide(scene, "1.02", HasilTarget.DITUNDA)

    with pytest.raises(AccessDeniedError, match="diputuskan lagi oleh sidang pleno"):
        decide(scene, "1.02", HasilTarget.SEPAKAT)
    assert scene.target().hasil == "DITUNDA"


def test_the_pleno_holds_what_the_desks_left_only_once_they_have_closed(scene):
    auditor = scene.actor("auditor")
    start(scene, "1.02")
    decide(scene, "1.02", HasilTarget.TIDAK_SEPAKAT)
    assert not rows_of(scene.sidang(PLENO), auditor)

    close(scene, "1.02")

    assert [one.definisi.kode for one in rows_of(scene.sidang(PLENO), auditor)] == [AKI]


def test_the_pleno_closes_when_each_row_has_a_decision_of_its_own(left_to_pleno):
    assert undecided_in(left_to_pleno.sidang(PLENO)) == 1
    with pytest.raises(AccessDeniedError, match="1 baris belum mempunyai hasil"):
        close(left_to_pleno, PLENO)

    decide(left_to_pleno, PLENO, HasilTarget.SEPAKAT)
    assert close(left_to_pleno, PLENO).status == "DITUTUP"


def test_a_desk_gets_no_row_back_that_the_pleno_has_decided(left_to_pleno):
    scene, actor = left_to_pleno, left_to_pleno.actor("fasilitator")
    decide(scene, PLENO, HasilTarget.SEPAKAT)
    services.reopen_closed_session(
        sidang_id=scene.sidang().pk, alasan="Tertutup keliru.", actor=actor
    )

    with pytest.raises(IllegalTransitionError, match="dipegang"):
        services.reopen_row(
            sidang_id=scene.sidang().pk, target_id=scene.target().pk, alasan="Lagi.", actor=actor
        )
    room = scene.client("fasilitator").get(f"/rakortek/2028/desk/{scene.sidang().pk}/")
    assert "pleno sudah memutuskannya" in room.content.decode()
    assert scene.target().hasil == "SEPAKAT"


def test_a_rakortek_is_not_closed_while_a_session_runs(scene):
    start(scene, "1.02")

    with pytest.raises(AccessDeniedError, match="1 sidang masih berlangsung"):
        rakortek.close_rakortek(rakortek_id=scene.rakortek.pk, actor=scene.superadmin)


def test_the_page_of_a_rakortek_says_what_its_closing_does(scene):
    page = scene.client("superadmin").get("/rakortek/2028/").content.decode()

    assert "sidang belum dimulai; sidang itu dibatalkan." in page


def test_each_new_act_has_its_form_in_the_room(closed):
    room = f"/rakortek/2028/desk/{closed.sidang().pk}/"

    assert "buka-kembali/" in closed.client("fasilitator").get(room).content.decode()
    assert "waktu-tambahan/" in closed.client("superadmin").get(room).content.decode()
    answer = closed.client("fasilitator").post(f"{room}buka-kembali/", {"alasan": "Keliru."})
    assert (answer.status_code, closed.sidang().status) == (302, "BERLANGSUNG")
