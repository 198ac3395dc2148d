from datetime import timedelta

import pytest

from erakortek.accounts.models import User
from erakortek.audit.models import AuditEntry
from erakortek.desk.models import Sidang
from erakortek.lib import clock
from erakortek.lib.dates_id import show_date
from erakortek.lib.errors import (
    AccessDeniedError,
    DomainError,
    IllegalTransitionError,
    InvalidInputError,
)
from erakortek.rakortek import preflight, services
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.office_checks import departments_amiss
from erakortek.rakortek.selectors import indikator_choices, preparable_by
from erakortek.reference.models import Indikator, Instansi, Pengampu, Wilayah
from erakortek.target.models import Target


def test_opening_makes_the_targets_and_the_sessions(scene):
    assert Target.objects.filter(rakortek=scene.rakortek).count() == 38 * 3
    # 33 urusan desks, kewilayahan and pleno, each with 38 provinces
    assert Sidang.objects.filter(desk__rakortek=scene.rakortek).count() == 35 * 38


def test_next_year_is_copied_with_indicators_and_desks(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)

    assert copy.kunci == "2029"
    assert copy.daftar_indikator.count() == 3
    assert copy.daftar_desk.count() == 35
    assert not copy.daftar_tahapan.exists()


def test_a_draft_without_stages_says_what_is_missing_and_does_not_open(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)

    sentences = [one.sentence for one in preflight.findings(copy) if one.is_blocking]
    assert (
        "Tahapan “Desk urusan dan kewilayahan” belum mempunyai tanggal; isi pada bagian Tahapan."
        in sentences
    )
    with pytest.raises(AccessDeniedError, match="belum dapat dibuka: 6 hal masih kurang"):
        services.open_rakortek(rakortek_id=copy.pk, actor=scene.superadmin)
    assert not Target.objects.filter(rakortek=copy).exists()


def test_an_indikator_without_pengampu_blocks_by_name(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    Pengampu.objects.filter(indikator__kode="C6-004").delete()

    assert "Indikator C6-004 belum mempunyai K/L pengampu; tetapkan dahulu." in [
        one.sentence for one in preflight.findings(copy)
    ]


def said_of_pengampu(rakortek, *spans):
    """What pre-flight says where C6-004 has these pengampu: (first, last) as days from today."""
    kept = Pengampu.objects.filter(indikator__kode="C6-004")
    facts = kept.values("indikator_id", "instansi_id")[0]
    kept.delete()
    for first, last in spans:
        end = None if last is None else day(last)
        Pengampu.objects.create(**facts, mulai_on=day(first), sampai_on=end)
    return [
        one.sentence
        for one in preflight.findings(rakortek)
        if one.is_blocking and "pengampu" in one.sentence
    ]


def day(distance):
    return clock.today() + timedelta(days=distance)


@pytest.mark.parametrize(
    "spans",
    [
        [(-300, 1000)],
        [(-300, 7)],
        [(-300, 2), (3, None)],
    ],
)
def test_a_pengampu_with_an_end_is_in_charge_until_then(scene, spans):
    assert said_of_pengampu(scene.rakortek, *spans) == []


@pytest.mark.parametrize("spans", [[(3000, None)], [(-300, -1)], [(-300, -1), (8, None)]])
def test_who_is_in_charge_before_or_after_the_stages_only_is_none(scene, spans):
    assert said_of_pengampu(scene.rakortek, *spans) == [
        "Indikator C6-004 belum mempunyai K/L pengampu; tetapkan dahulu."
    ]


@pytest.mark.parametrize("spans", [[(-300, 2)], [(-300, 2), (5, None)]])
def test_a_day_of_the_stages_without_pengampu_blocks_and_is_named(scene, spans):
    (told,) = said_of_pengampu(scene.rakortek, *spans)
    assert told == (
        f"Indikator C6-004 tidak mempunyai K/L pengampu mulai {show_date(day(3))}, padahal tahapan "
        f"Rakortek ini berjalan sampai {show_date(day(7))}; tetapkan penggantinya di data induk "
        "Pengampu indikator."
    )


def test_a_pengampu_begins_with_the_stages_in_which_it_acts(scene):
    last = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.BERITA_ACARA).sampai_at
    of_daerah = (JenisTahapan.PRA_DAERAH, JenisTahapan.VERIFIKASI)
    acting = scene.rakortek.daftar_tahapan.exclude(jenis__in=of_daerah)
    acting.update(mulai_at=last - timedelta(days=2))

    assert said_of_pengampu(scene.rakortek, (5, None)) == []


def test_before_any_stage_has_its_dates_today_counts(scene):
    scene.rakortek.daftar_tahapan.all().delete()

    assert said_of_pengampu(scene.rakortek, (-300, 0)) == []
    assert len(said_of_pengampu(scene.rakortek, (1, None))) == 1


def test_a_draft_without_indikator_says_so(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    missing = "Belum ada indikator yang diikutkan; pilih pada bagian Indikator."
    assert missing not in [one.sentence for one in preflight.findings(copy)]
    services.set_indikator(rakortek=copy, indikator_ids=[], actor=scene.superadmin)

    assert missing in [one.sentence for one in preflight.findings(copy)]


def test_a_stage_that_ends_before_the_one_before_it_begins_is_a_slip(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    now = clock.now()
    for jenis, begin in (
        (JenisTahapan.DESK, 9),
        (JenisTahapan.PLENO, 8),
        (JenisTahapan.BERITA_ACARA, 1),
    ):
        services.set_tahapan(
            rakortek=copy,
            jenis=jenis,
            mulai_at=now + timedelta(days=begin),
            sampai_at=now + timedelta(days=begin + 2),
            actor=scene.superadmin,
        )

    slips = [one for one in preflight.findings(copy) if "periksa tahunnya" in one.sentence]
    assert [(one.sentence, one.is_blocking) for one in slips] == [
        (
            "Tahapan “Berita Acara” berakhir sebelum “Sidang pleno” dimulai; periksa tahunnya.",
            True,
        )
    ]


def test_the_choice_of_indikator_names_all_that_can_take_part_by_bidang(scene):
    copy = services.prepare_rakortek(tahun=2029, source=scene.rakortek, actor=scene.superadmin)
    aki = scene.row().definisi
    services.set_indikator(rakortek=copy, indikator_ids=[aki.indikator_id], actor=scene.superadmin)

    choices = indikator_choices(copy)
    assert sum(len(group) for group in choices.values()) == Indikator.objects.count()
    assert (aki, True) in choices["1.02 Kesehatan"]
    chosen = [one for group in choices.values() for one, is_chosen in group if is_chosen]
    assert chosen == [aki]
    assert {one.kelompok for one, _ in choices["Indikator makro"]} == {"MAKRO"}


def test_a_year_has_one_rakortek_per_tingkat(scene):
    with pytest.raises(DomainError, match="Rakortek 2028 sudah ada"):
        services.prepare_rakortek(tahun=2028, actor=scene.superadmin)
    ntb = Wilayah.objects.get(kode="52")
    assert (
        services.prepare_rakortek(tahun=2028, provinsi=ntb, actor=scene.superadmin).kunci
        == "2028-52"
    )


@pytest.mark.parametrize("who", ["kl", "pd", "bappeda", "fasilitator", "auditor"])
def test_nobody_else_prepares_or_closes(scene, who):
    with pytest.raises(AccessDeniedError):
        services.prepare_rakortek(tahun=2030, actor=scene.actor(who))
    with pytest.raises(AccessDeniedError):
        services.close_rakortek(rakortek_id=scene.rakortek.pk, actor=scene.actor(who))


def test_a_bappeda_prepares_the_rakortek_of_its_own_province_only(scene):
    aceh, bali = (Wilayah.objects.get(kode=kode) for kode in ("11", "51"))

    assert services.prepare_rakortek(tahun=2028, provinsi=aceh, actor=scene.actor("bappeda"))
    with pytest.raises(AccessDeniedError):
        services.prepare_rakortek(tahun=2028, provinsi=bali, actor=scene.actor("bappeda"))


@pytest.mark.parametrize(
    ("who", "allowed", "provinsi"),
    [("superadmin", True, 38), ("bappeda", True, 1), ("pd", False, 1), ("kl", False, 0)],
)
def test_who_may_prepare_is_offered_their_own_provinces(scene, who, allowed, provinsi):
    scope = preparable_by(scene.actor(who))

    assert (bool(scope.verdict), scope.provinsi.count()) == (allowed, provinsi)


def test_a_stage_ends_after_it_begins_and_an_extension_needs_words(scene):
    now = clock.now()
    with pytest.raises(InvalidInputError, match="harus dimulai sebelum berakhir"):
        services.set_tahapan(
            rakortek=scene.rakortek,
            jenis=JenisTahapan.DESK,
            mulai_at=now,
            sampai_at=now - timedelta(days=1),
            actor=scene.superadmin,
        )
    stage = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.DESK)
    with pytest.raises(InvalidInputError, match="alasan"):
        services.extend_tahapan(
            tahapan=stage,
            instansi=Instansi.objects.get(kode="PD-11-1.02"),
            sampai_at=stage.sampai_at + timedelta(days=1),
            alasan=" ",
            actor=scene.superadmin,
        )


def test_an_extension_ends_after_its_stage(scene):
    stage = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.DESK)

    with pytest.raises(InvalidInputError, match="sesudah batas tahapannya"):
        services.extend_tahapan(
            tahapan=stage,
            instansi=Instansi.objects.get(kode="PD-11-1.02"),
            sampai_at=stage.sampai_at,
            alasan="Jaringan terputus.",
            actor=scene.superadmin,
        )
    assert not stage.daftar_perpanjangan.exists()


def test_a_closed_rakortek_keeps_its_dates_and_goes_to_the_archive(scene):
    pk = scene.rakortek.pk
    with pytest.raises(IllegalTransitionError, match="“Dibuka” tidak dapat menjadi “Arsip”"):
        services.archive_rakortek(rakortek_id=pk, actor=scene.superadmin)
    closed = services.close_rakortek(rakortek_id=pk, actor=scene.superadmin)
    now = clock.now()
    with pytest.raises(AccessDeniedError, match="jadwalnya tidak dapat diubah lagi"):
        services.set_tahapan(
            rakortek=closed,
            jenis=JenisTahapan.DESK,
            mulai_at=now,
            sampai_at=now + timedelta(days=1),
            actor=scene.superadmin,
        )
    with pytest.raises(AccessDeniedError):
        services.archive_rakortek(rakortek_id=pk, actor=scene.actor("kl"))

    assert services.archive_rakortek(rakortek_id=pk, actor=scene.superadmin).status == "ARSIP"
    assert AuditEntry.objects.filter(event="rakortek.diarsipkan").count() == 1


def test_what_is_open_cannot_be_opened_again_and_closing_makes_it_read_only(scene):
    with pytest.raises(IllegalTransitionError, match="“Dibuka” tidak dapat menjadi “Dibuka”"):
        services.open_rakortek(rakortek_id=scene.rakortek.pk, actor=scene.superadmin)
    services.close_rakortek(rakortek_id=scene.rakortek.pk, actor=scene.superadmin)
    with pytest.raises(AccessDeniedError):
        services.set_indikator(
            rakortek=scene.target().rakortek, indikator_ids=[], actor=scene.superadmin
        )


def test_indicators_change_only_while_it_is_a_draft(scene):
    with pytest.raises(AccessDeniedError, match="hanya dapat diubah selama draf"):
        services.set_indikator(rakortek=scene.rakortek, indikator_ids=[], actor=scene.superadmin)


def test_an_office_that_has_ended_gets_no_extension(scene):
    pd = Instansi.objects.get(kode="PD-11-1.02")
    Instansi.objects.filter(pk=pd.pk).update(sampai_on=clock.today() - timedelta(days=1))
    pd.refresh_from_db()
    stage = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.DESK)

    with pytest.raises(InvalidInputError, match="tidak berlaku lagi sejak"):
        services.extend_tahapan(
            tahapan=stage,
            instansi=pd,
            sampai_at=stage.sampai_at + timedelta(days=1),
            alasan="Banjir.",
            actor=scene.superadmin,
        )
    assert not stage.daftar_perpanjangan.exists()


def sentences(rakortek, words):
    found = [one for one in preflight.findings(rakortek) if words in one.sentence]
    assert not any(one.is_blocking for one in found)
    return [one.sentence for one in found]


WITHOUT = "bidang urusan yang ikut tidak mempunyai perangkat daerah yang berlaku"


def test_a_bidang_without_a_department_is_told_once_per_daerah(scene):
    assert sentences(scene.rakortek, WITHOUT) == []
    ended = Instansi.objects.filter(kode__in=["PD-11-1.02", "PD-51-1.02"])
    ended.update(sampai_on=clock.today() - timedelta(days=1))
    Instansi.objects.get(kode="PD-11-1.03").daftar_bidang.clear()

    assert sentences(scene.rakortek, WITHOUT) == [
        f"Aceh: 2 {WITHOUT}, yaitu 1.02 Kesehatan, 1.03 Pekerjaan Umum dan Penataan Ruang.",
        f"Bali: 1 {WITHOUT}, yaitu 1.02 Kesehatan.",
    ]


def test_departments_without_an_account_are_told_once_per_daerah(scene):
    told = sentences(scene.rakortek, "perangkat daerah belum mempunyai akun")

    assert len(told) == 38
    assert told[0] == (
        "Aceh: 1 perangkat daerah belum mempunyai akun, yaitu Perangkat daerah bidang Pekerjaan "
        "Umum dan Penataan Ruang, Aceh."
    )


def test_accounts_that_ended_or_were_closed_are_none(scene):
    told = "belum mempunyai akun Bappeda"
    assert len(sentences(scene.rakortek, told)) == 36  # of 38: Aceh and Bali have theirs
    scene.users["bappeda"].daftar_penugasan.update(sampai_on=day(-1))
    User.objects.filter(pk=scene.users["bappeda_bali"].pk).update(is_active=False)

    assert sentences(scene.rakortek, told)[0] == "Aceh belum mempunyai akun Bappeda."
    assert "Bali belum mempunyai akun Bappeda." in sentences(scene.rakortek, told)
    scene.users["bappeda"].daftar_penugasan.update(sampai_on=day(0))
    assert "Aceh belum mempunyai akun Bappeda." not in sentences(scene.rakortek, told)


def test_the_check_of_departments_costs_the_same_for_one_daerah_and_for_all(
    scene, django_assert_num_queries
):
    ntb = Wilayah.objects.get(kode="52")
    of_ntb = services.prepare_rakortek(tahun=2028, provinsi=ntb, actor=scene.superadmin)
    for rakortek in (scene.rakortek, of_ntb):
        with django_assert_num_queries(5):  # bidang, daerah, PD, their bidang, accounts
            list(departments_amiss(rakortek))
