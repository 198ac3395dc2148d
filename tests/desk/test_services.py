import re
from datetime import timedelta
from decimal import Decimal

import pytest

from erakortek.accounts.enums import Role
from erakortek.audit.models import AuditEntry
from erakortek.desk import services
from erakortek.desk.enums import StatusSidang
from erakortek.desk.lists import session_rows
from erakortek.desk.models import Desk, Keputusan, PetugasDesk, Sidang
from erakortek.desk.selectors import rows_of_sessions
from erakortek.lib import clock
from erakortek.lib.errors import (
    AccessDeniedError,
    IllegalTransitionError,
    InvalidInputError,
    StaleVersionError,
)
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import preflight
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan
from erakortek.reference.models import BidangUrusan, Instansi
from erakortek.target import services as targets
from erakortek.target.enums import HasilTarget, StatusTarget, SumberVersi, Voice
from erakortek.target.models import Target
from erakortek.target.services import LoadedTarget, LoadedVersion, Shown
from tests.scene import AKI, KESEHATAN, MAKRO, SANITASI, open_by_two, person

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


def test_a_session_starts_with_its_place(scene):
    with pytest.raises(InvalidInputError, match="Tulis tempat sidang"):
        services.start_session(
            sidang_id=scene.sidang().pk, tempat=" ", actor=scene.actor("fasilitator")
        )
    assert scene.sidang().status == StatusSidang.DIJADWALKAN


@pytest.mark.parametrize("who", ["superadmin", "notulis"])
def test_a_scheduled_session_is_cancelled_with_its_reason(scene, who):
    def cancel(alasan):
        services.cancel_session(sidang_id=scene.sidang().pk, alasan=alasan, actor=scene.actor(who))

    with pytest.raises(InvalidInputError, match="Tulis alasan pembatalan"):
        cancel(" ")
    cancel("Banjir.")

    assert scene.sidang().status == StatusSidang.DIBATALKAN
    assert '"alasan":"Banjir."' in AuditEntry.objects.get(event="sidang.dibatalkan").isi


def test_neither_a_party_nor_a_session_that_runs_is_cancelled(scene):
    def cancel(who):
        services.cancel_session(
            sidang_id=scene.sidang().pk, alasan="Banjir.", actor=scene.actor(who)
        )

    with pytest.raises(AccessDeniedError, match="dijalankan fasilitator atau notulis"):
        cancel("kl")
    start(scene)
    with pytest.raises(IllegalTransitionError, match="“Berlangsung” tidak dapat menjadi “Dibatal"):
        cancel("fasilitator")
    assert scene.sidang().status == StatusSidang.BERLANGSUNG


def test_the_room_says_why_nothing_is_decided_before_it_runs(scene):
    room = f"/rakortek/2028/desk/{scene.sidang().pk}/"
    why = "baris hanya diputuskan selama sidang berlangsung"

    assert why in scene.client("fasilitator").get(room).content.decode()
    start(scene)
    page = scene.client("fasilitator").get(room).content.decode()
    assert why not in page
    assert "data-desk-keys" in page


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


def test_a_row_is_not_reopened_without_words(scene):
    start(scene)
    decide(scene)

    with pytest.raises(InvalidInputError, match="alasan membuka kembali"):
        services.reopen_row(
            sidang_id=scene.sidang().pk,
            target_id=scene.target().pk,
            alasan=" ",
            actor=scene.actor("fasilitator"),
        )
    assert scene.target().hasil == HasilTarget.SEPAKAT


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


def test_bappenas_leads_the_desk_of_the_makro_rows_and_of_no_other(scene):
    makro, bappenas = scene.sidang("W"), scene.actor("bappenas")
    services.start_session(sidang_id=makro.pk, tempat="Ruang 2", actor=bappenas)

    def decide_in_makro(indikator):
        services.decide_row(
            sidang_id=makro.pk,
            target_id=scene.target(indikator).pk,
            hasil=HasilTarget.SEPAKAT,
            shown=Shown(0, 0),
            actor=bappenas,
            nilai=Nilai(Decimal("10.5"), Decimal(11)),
        )

    decide_in_makro(MAKRO)
    with pytest.raises(Target.DoesNotExist):
        decide_in_makro(AKI)
    assert (scene.target(MAKRO).hasil, scene.target().hasil) == ("SEPAKAT", "BELUM")


def test_rows_read_for_many_sessions_are_those_of_each(scene):
    start(scene)
    decide(scene, HasilTarget.DITUNDA, catatan="Menunggu data.")
    services.close_session(sidang_id=scene.sidang().pk, actor=scene.actor("fasilitator"))
    kinds = {KESEHATAN: [AKI], "1.03": [SANITASI], "W": [MAKRO], "Z": [AKI]}
    sessions = {kode: scene.sidang(kode) for kode in kinds}

    rows = rows_of_sessions(list(sessions.values()), scene.actor("auditor"))
    found = {
        kode: [(row.definisi.kode, row.daerah_id) for row in rows[one.pk]]
        for kode, one in sessions.items()
    }
    aceh = scene.target().daerah_id
    assert found == {kode: [(one, aceh) for one in daftar] for kode, daftar in kinds.items()}


def test_the_list_counts_the_rows_of_each_session_and_those_decided(scene):
    start(scene)
    decide(scene)

    rows = session_rows([scene.sidang(kode) for kode in (KESEHATAN, "1.03", "W", "Z", "2.12")])
    assert {row.sidang.desk.kode: (row.diputuskan, row.jumlah) for row in rows} == {
        KESEHATAN: (1, 1),
        "1.03": (0, 1),
        "2.12": (0, 0),
        "W": (0, 1),
        "Z": (None, None),
    }


def test_the_desks_are_listed_with_bidang_officers_and_sessions(scene):
    page = scene.client("auditor").get("/rakortek/2028/desk/daftar/").content.decode()

    kodes = re.findall(r'<th scope="row"><span>([\w.]+) ', page)
    assert kodes == sorted(kodes)
    row = page.split(f'<th scope="row"><span>{KESEHATAN} ')[1].split("</tr>")[0]
    assert re.findall(r"Orang \w+ \(\w+\)", row) == [
        "Orang fasilitator (fasilitator)",
        "Orang notulis (notulis)",
    ]
    assert ">38<" in row


def test_preflight_names_rows_without_desk_and_desks_without_officers(scene):
    copy = rakortek_services.prepare_rakortek(
        tahun=2029, source=scene.rakortek, actor=scene.superadmin
    )
    copy.daftar_desk.filter(kode__in=(KESEHATAN, "W")).delete()
    PetugasDesk.objects.filter(desk__rakortek=copy, desk__kode="Z").delete()

    found = {one.sentence for one in preflight.findings(copy) if "desk" in one.sentence.lower()}
    assert found >= {
        "Bidang urusan 1.02 Kesehatan belum mempunyai desk; tambahkan pada bagian Desk.",
        "Indikator makro belum mempunyai desk kewilayahan; tambahkan desknya.",
        "Desk Z Sidang pleno belum mempunyai fasilitator atau notulis.",
    }
    assert not any("1.03" in sentence for sentence in found)


def test_a_fasilitator_of_one_bidang_sits_at_its_desk_only(scene):
    bangda = Instansi.objects.get(kode="BANGDA")
    narrow = person("fasilitator_pu", Role.FASILITATOR, bangda).daftar_penugasan.get()
    narrow.daftar_bidang.add(BidangUrusan.objects.get(kode="1.03"))

    copy = rakortek_services.prepare_rakortek(
        tahun=2029, source=scene.rakortek, actor=scene.superadmin
    )
    seats = PetugasDesk.objects.filter(desk__rakortek=copy, penugasan=narrow)
    assert list(seats.values_list("desk__kode", "peran")) == [("1.03", "FASILITATOR")]


def test_a_rakortek_without_a_pleno_opens_without_its_sessions(scene):
    copy = rakortek_services.prepare_rakortek(
        tahun=2029, source=scene.rakortek, actor=scene.superadmin
    )
    for stage in scene.rakortek.daftar_tahapan.exclude(jenis=JenisTahapan.PLENO):
        rakortek_services.set_tahapan(
            rakortek=copy,
            jenis=JenisTahapan(stage.jenis),
            mulai_at=stage.mulai_at,
            sampai_at=stage.sampai_at,
            actor=scene.superadmin,
        )
    open_by_two(copy, scene.superadmin, scene.superadmin2)

    without = Desk.objects.filter(rakortek=copy, daftar_sidang__isnull=True)
    assert list(without.values_list("kode", flat=True)) == ["Z"]


def test_sessions_of_elsewhere_are_loaded_with_what_their_targets_carry(scene):
    agreed, dissent = scene.target(), scene.target(daerah="51")
    by, at = scene.actor("fasilitator"), clock.now() - timedelta(days=1)
    value = LoadedVersion(Voice.KESEPAKATAN, AGREED, by.user_id, by.penugasan_id, at)
    targets.load_history(
        rakortek=scene.rakortek,
        rows=[
            LoadedTarget(agreed.pk, StatusTarget.KOSONG, HasilTarget.SEPAKAT, [value]),
            LoadedTarget(dissent.pk, StatusTarget.KOSONG, HasilTarget.TIDAK_SEPAKAT, []),
        ],
        actor=scene.superadmin,
        sumber=SumberVersi.LATIHAN,
    )

    def session(daerah, status, rows, selesai_at, catatan):
        sidang = scene.sidang(daerah=daerah)
        return services.LoadedSession(sidang, status, "Aula", at, selesai_at, rows, catatan)

    until = at + timedelta(hours=1)
    undecided = scene.target(daerah="12")
    loaded = services.load_sessions(
        rakortek=scene.rakortek,
        rows=[
            session("11", StatusSidang.DITUTUP, [scene.target()], until, {}),
            session(
                "51",
                StatusSidang.BERLANGSUNG,
                [scene.target(daerah="51"), undecided],
                None,
                {dissent.pk: ("Berbeda.", "Ke pleno.")},
            ),
        ],
        actor=by,
    )

    assert loaded == 2
    assert list(
        Sidang.objects.filter(tempat="Aula").values_list("status", "mulai_at", "selesai_at")
    ) == [("DITUTUP", at, until), ("BERLANGSUNG", at, None)]
    facts = ("hasil", "kesepakatan__bawah", "urut", "catatan", "tindak_lanjut", "created_at")
    assert list(Keputusan.objects.order_by("target__daerah__kode").values_list(*facts)) == [
        ("SEPAKAT", Decimal(110), 0, "", "", until),
        ("TIDAK_SEPAKAT", None, 0, "Berbeda.", "Ke pleno.", at),
    ]
    assert AuditEntry.objects.filter(event="sidang.dimuat").count() == 1
