from decimal import Decimal

import pytest

from erakortek.desk import services
from erakortek.desk.enums import StatusSidang
from erakortek.desk.models import Keputusan
from erakortek.lib.errors import (
    AccessDeniedError,
    IllegalTransitionError,
    InvalidInputError,
    StaleVersionError,
)
from erakortek.lib.nilai import Nilai
from erakortek.target import services as targets
from erakortek.target.enums import HasilTarget
from erakortek.target.models import Target
from erakortek.target.services import Shown

AGREED = Nilai.of_number(Decimal(110))


def start(scene, who="fasilitator"):
    return services.start_session(
        sidang_id=scene.sidang().pk, tempat="Ruang 1", actor=scene.actor(who)
    )


def decide(scene, hasil=HasilTarget.SEPAKAT, *, who="fasilitator", urut=0, acuan=0, **facts):
    facts.setdefault("nilai", AGREED if hasil in {"SEPAKAT", "SEPAKAT_CATATAN"} else None)
    return services.decide_row(
        sidang_id=scene.sidang().pk,
        target_id=scene.target().pk,
        hasil=hasil,
        shown=Shown(urut, acuan),
        actor=scene.actor(who),
        **facts,
    )


def test_the_fasilitator_records_what_was_agreed(scene):
    start(scene)
    keputusan = decide(scene)

    target = scene.target()
    assert (target.hasil, target.kesepakatan.bawah) == ("SEPAKAT", Decimal(110))
    assert (keputusan.urut, keputusan.kesepakatan) == (0, target.kesepakatan)


def test_before_the_session_nobody_decides(scene):
    with pytest.raises(AccessDeniedError, match="mulai sidangnya dahulu"):
        decide(scene)


@pytest.mark.parametrize("who", ["kl", "pd", "bappeda", "superadmin"])
def test_the_parties_do_not_decide_for_themselves(scene, who):
    start(scene)

    with pytest.raises(AccessDeniedError, match="dijalankan fasilitator atau notulis"):
        decide(scene, who=who)


def test_another_daerah_does_not_even_find_the_session(scene):
    start(scene)

    with pytest.raises(scene.sidang().DoesNotExist):
        decide(scene, who="bappeda_bali")


def test_a_change_in_between_voids_the_decision(scene):
    start(scene)
    targets.fill_target(
        target_id=scene.target().pk, nilai=AGREED, base_version=0, actor=scene.actor("pd")
    )

    with pytest.raises(StaleVersionError, match=r"keadaan 1, yang Anda lihat 0"):
        decide(scene)
    targets.set_acuan(
        indikator_rakortek_id=scene.row().pk, nilai=AGREED, base_version=0, actor=scene.actor("kl")
    )
    with pytest.raises(StaleVersionError, match="Target nasional berubah"):
        decide(scene, urut=1)
    assert not Keputusan.objects.exists()


@pytest.mark.parametrize(
    ("hasil", "facts", "words"),
    [
        (HasilTarget.SEPAKAT, {"nilai": None}, "Isi nilai yang disepakati"),
        (HasilTarget.SEPAKAT_CATATAN, {}, "Tulis catatan"),
        (HasilTarget.TIDAK_SEPAKAT, {}, "Tulis catatan"),
        (HasilTarget.DITUNDA, {}, "Tulis catatan"),
    ],
)
def test_an_incomplete_result_is_refused(scene, hasil, facts, words):
    start(scene)

    with pytest.raises(InvalidInputError, match=words):
        decide(scene, hasil, **facts)


def test_closing_demands_a_result_on_every_row(scene):
    start(scene)
    with pytest.raises(AccessDeniedError, match="1 baris belum mempunyai hasil"):
        services.close_session(sidang_id=scene.sidang().pk, actor=scene.actor("fasilitator"))
    decide(scene, HasilTarget.TIDAK_TERBAHAS)
    services.close_session(sidang_id=scene.sidang().pk, actor=scene.actor("notulis"))

    assert scene.sidang().status == StatusSidang.DITUTUP
    with pytest.raises(IllegalTransitionError):
        services.start_session(
            sidang_id=scene.sidang().pk, tempat="Ruang 1", actor=scene.actor("fasilitator")
        )


def test_a_row_is_reopened_with_its_reason_and_keeps_its_history(scene):
    start(scene)
    decide(scene)
    services.reopen_row(
        sidang_id=scene.sidang().pk,
        target_id=scene.target().pk,
        alasan="Salah catat.",
        actor=scene.actor("fasilitator"),
    )

    target = scene.target()
    assert (target.hasil, target.alasan, target.kesepakatan.version) == ("BELUM", "Salah catat.", 1)
    decide(scene, urut=1)
    assert scene.target().kesepakatan.version == 2


def test_dissent_waits_for_the_pleno_which_decides_again(scene):
    start(scene)
    decide(scene, HasilTarget.TIDAK_SEPAKAT, catatan="Berbeda hitungan.")
    services.close_session(sidang_id=scene.sidang().pk, actor=scene.actor("fasilitator"))
    pleno = scene.sidang("Z")
    services.start_session(sidang_id=pleno.pk, tempat="Aula", actor=scene.actor("fasilitator"))
    services.decide_row(
        sidang_id=pleno.pk,
        target_id=scene.target().pk,
        hasil=HasilTarget.SEPAKAT,
        shown=Shown(0, 0),
        actor=scene.actor("fasilitator"),
        nilai=AGREED,
    )

    assert scene.target().hasil == HasilTarget.SEPAKAT
    services.close_session(sidang_id=pleno.pk, actor=scene.actor("fasilitator"))
    assert Target.objects.filter(daftar_keputusan__sidang=pleno).count() == 1
