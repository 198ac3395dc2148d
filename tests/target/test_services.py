from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.accounts.enums import Role
from erakortek.audit.models import AuditEntry
from erakortek.audit.services import first_broken
from erakortek.desk import services as desk
from erakortek.lib import clock
from erakortek.lib.errors import (
    AccessDeniedError,
    IllegalTransitionError,
    InvalidInputError,
    StaleVersionError,
)
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan, StatusRakortek
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.reference.enums import Tingkat
from erakortek.reference.models import Instansi, Wilayah
from erakortek.reference.values import read_nilai_for
from erakortek.target import services
from erakortek.target.enums import HasilTarget, StatusTarget, SumberVersi, Voice
from erakortek.target.models import AcuanVersion, Target, TargetVersion
from erakortek.target.selectors import targets_for
from erakortek.target.services import change
from tests.scene import ACEH, AKI, MAKRO, SANITASI, person, redefine


def fill(scene, nilai="112", base=0, who="pd", indikator=AKI):
    target = scene.target(indikator)
    return services.fill_target(
        target_id=target.pk,
        nilai=read_nilai_for(target.definisi, nilai),
        base_version=base,
        actor=scene.actor(who),
    )


def test_filling_makes_a_version_a_draft_and_an_audit_entry(scene):
    version = fill(scene, "1.112,5")

    target = scene.target()
    assert (version.version, version.urut, version.bawah) == (1, 1, Decimal("1112.5"))
    assert (target.status, target.urut, target.usulan_daerah_id) == ("DRAF", 1, version.pk)
    entry = AuditEntry.objects.get(event="target.diisi")
    assert (entry.user_id, entry.object_id) == (scene.users["pd"].pk, target.pk)


def test_a_second_writer_is_told_both_values_and_nothing_is_stored(scene):
    fill(scene, "112")
    fill(scene, "110", base=1)

    with pytest.raises(StaleVersionError) as refused:
        fill(scene, "108", base=1)

    assert "sudah menjadi 110 per 100.000" in refused.value.message
    assert "Isian Anda, 108, belum disimpan" in refused.value.message
    assert TargetVersion.objects.count() == 2


def test_voices_never_make_each_other_stale(scene):
    target = scene.target()
    fill(scene, "112")
    offered = services.offer_share(
        target_id=target.pk,
        nilai=Nilai.of_number(Decimal(100)),
        base_version=0,
        actor=scene.actor("kl"),
    )
    again = fill(scene, "111", base=1)

    assert (offered.version, again.version, again.urut) == (1, 2, 3)


@pytest.mark.parametrize(
    "who", ["kl", "bappeda", "pd_bali", "superadmin", "auditor", "fasilitator"]
)
def test_nobody_but_the_pd_of_its_bidang_fills(scene, who):
    with pytest.raises((AccessDeniedError, Target.DoesNotExist)):
        fill(scene, who=who)
    assert not TargetVersion.objects.exists()


def test_bappeda_fills_makro_as_a_range(scene):
    version = fill(scene, "10,75-11,25", who="bappeda", indikator=MAKRO)

    assert (version.bawah, version.atas) == (Decimal("10.75"), Decimal("11.25"))


def test_a_percent_above_100_is_refused_with_its_limit(scene):
    target = scene.target(SANITASI)

    with pytest.raises(InvalidInputError, match="melebihi batas tertinggi"):
        read_nilai_for(target.definisi, "870")


def test_filling_after_the_stage_says_when_it_closed(scene):
    scene.close_stage(JenisTahapan.PRA_DAERAH)

    with pytest.raises(AccessDeniedError, match=r"ditutup .* Perpanjangan diberikan"):
        fill(scene)


def test_an_extension_opens_the_stage_for_one_instansi_only(scene):
    scene.close_stage(JenisTahapan.PRA_DAERAH)
    stage = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.PRA_DAERAH)
    rakortek_services.extend_tahapan(
        tahapan=stage,
        instansi=scene.users["pd"].daftar_penugasan.get().instansi,
        sampai_at=clock.now() + timedelta(hours=1),
        alasan="Jaringan terputus dua hari.",
        actor=scene.superadmin,
    )

    assert fill(scene).version == 1
    bali = scene.target(daerah="51")
    with pytest.raises(AccessDeniedError):
        services.fill_target(
            target_id=bali.pk,
            nilai=Nilai.of_number(Decimal(1)),
            base_version=0,
            actor=scene.actor("pd_bali"),
        )


def test_submit_verify_return_and_mend(scene):
    fill(scene)
    target = scene.target()
    services.submit_target(target_id=target.pk, actor=scene.actor("pd"))
    with pytest.raises(AccessDeniedError, match="menunggu verifikasi"):
        fill(scene, "100", base=1)
    services.return_target(
        target_id=target.pk, alasan="Terlalu tinggi.", actor=scene.actor("bappeda")
    )
    assert (scene.target().status, scene.target().alasan) == ("DIKEMBALIKAN", "Terlalu tinggi.")
    fill(scene, "100", base=1)
    services.submit_target(target_id=target.pk, actor=scene.actor("pd"))
    services.verify_target(target_id=target.pk, actor=scene.actor("bappeda"))

    assert scene.target().status == StatusTarget.TERVERIFIKASI
    with pytest.raises(IllegalTransitionError):
        services.verify_target(target_id=target.pk, actor=scene.actor("bappeda"))
    assert first_broken(change.stream_of(target.rakortek_id, target.daerah_id)) is None


def test_what_is_verified_is_filled_again_only_after_its_return(scene):
    fill(scene)
    pk = scene.target().pk
    services.submit_target(target_id=pk, actor=scene.actor("pd"))
    services.verify_target(target_id=pk, actor=scene.actor("bappeda"))
    with pytest.raises(AccessDeniedError, match="sudah diverifikasi Bappeda"):
        fill(scene, "100", base=1)
    services.return_target(target_id=pk, alasan="Keliru.", actor=scene.actor("bappeda"))

    assert fill(scene, "100", base=1).version == 2


def test_what_was_discussed_is_neither_verified_nor_returned(scene):
    fill(scene)
    services.submit_target(target_id=scene.target().pk, actor=scene.actor("pd"))
    sidang, fasilitator = scene.sidang().pk, scene.actor("fasilitator")
    desk.start_session(sidang_id=sidang, tempat="Ruang 1", actor=fasilitator)
    desk.decide_row(
        sidang_id=sidang,
        target_id=scene.target().pk,
        hasil=HasilTarget.DITUNDA,
        shown=services.Shown(1, 0),
        actor=fasilitator,
        catatan="Menunggu data.",
    )

    for act in (services.verify_target, partial(services.return_target, alasan="Keliru.")):
        with pytest.raises(AccessDeniedError, match="sudah dibahas di desk"):
            act(target_id=scene.target().pk, actor=scene.actor("bappeda"))


def test_what_a_berita_acara_locks_is_neither_filled_nor_offered(half_signed):
    refuse_speaking(half_signed, "sedang disetujui")


def test_what_a_berita_acara_made_final_is_neither_filled_nor_offered(signed):
    refuse_speaking(signed, "final karena Berita Acaranya sah")


def refuse_speaking(scene, reason):
    before = TargetVersion.objects.count()

    for act, who in ((services.fill_target, "pd"), (services.offer_share, "kl")):
        with pytest.raises(AccessDeniedError, match=reason):
            act(
                target_id=scene.target().pk,
                nilai=Nilai.of_number(Decimal(1)),
                base_version=0,
                actor=scene.actor(who),
            )
    assert TargetVersion.objects.count() == before


def test_a_return_needs_its_reason(scene):
    fill(scene)
    services.submit_target(target_id=scene.target().pk, actor=scene.actor("pd"))

    with pytest.raises(InvalidInputError, match="alasan"):
        services.return_target(
            target_id=scene.target().pk, alasan=" ", actor=scene.actor("bappeda")
        )


def test_only_the_pengampu_sets_the_acuan(scene):
    row = scene.row()
    made = services.set_acuan(
        indikator_rakortek_id=row.pk,
        nilai=Nilai.of_number(Decimal(90)),
        base_version=0,
        actor=scene.actor("kl"),
    )
    with pytest.raises(StaleVersionError, match="Target nasional sudah menjadi 90"):
        services.set_acuan(
            indikator_rakortek_id=row.pk,
            nilai=Nilai.of_number(Decimal(80)),
            base_version=0,
            actor=scene.actor("kl"),
        )
    for who in ("bappenas", "pd", "superadmin"):
        with pytest.raises(AccessDeniedError, match="Hanya K/L pengampu"):
            services.set_acuan(
                indikator_rakortek_id=row.pk,
                nilai=Nilai.of_number(Decimal(80)),
                base_version=1,
                actor=scene.actor(who),
            )
    assert made.version == 1


def test_in_a_province_its_pd_and_for_makro_its_bappeda_set_the_acuan(scene):
    for kode in (AKI, MAKRO):
        redefine(kode, tingkat=Tingkat.KEDUANYA)
    aceh = Wilayah.objects.get(kode=ACEH)
    rakortek = rakortek_services.prepare_rakortek(
        tahun=2028, provinsi=aceh, actor=scene.actor("bappeda")
    )
    rakortek_services.set_tahapan(
        rakortek=rakortek,
        jenis=JenisTahapan.PRA_PENGAMPU,
        mulai_at=clock.now() - timedelta(days=1),
        sampai_at=clock.now() + timedelta(days=1),
        actor=scene.actor("bappeda"),
    )
    Rakortek.objects.filter(pk=rakortek.pk).update(status=StatusRakortek.DIBUKA)

    def refused(indikator, who):
        row = IndikatorRakortek.objects.get(rakortek=rakortek, indikator__kode=indikator)
        nilai = Nilai.of_number(Decimal(10))
        try:
            services.set_acuan(
                indikator_rakortek_id=row.pk, nilai=nilai, base_version=0, actor=scene.actor(who)
            )
        except AccessDeniedError as error:
            return error.message
        return ""

    nobody_else = "Hanya perangkat daerah pengampu di provinsi ini yang dapat mengisi"
    for indikator, its_own, others in (
        (AKI, "pd", ("bappeda", "kl", "pd_bali")),
        (MAKRO, "bappeda", ("pd", "bappenas", "bappeda_bali")),
    ):
        assert all(nobody_else in refused(indikator, who) for who in others)
        assert refused(indikator, its_own) == ""
    assert AcuanVersion.objects.filter(indikator_rakortek__rakortek=rakortek).count() == 2


def test_an_integrator_of_the_centre_reads_every_row_and_one_of_a_daerah_its_own(scene):
    office = {"centre": "BANGDA", "aceh": "PEMDA-11"}
    for name, kode in office.items():
        instansi = Instansi.objects.get(kode=kode)
        scene.users[name] = person(name, Role.INTEGRATOR, instansi)
    scene.users["nowhere"] = person("nowhere", Role.PD_PROVINSI, Instansi.objects.get(kode="K3"))

    seen = {name: targets_for(scene.actor(name)).count() for name in (*office, "nowhere")}
    assert seen == {"centre": 38 * 3, "aceh": 3, "nowhere": 0}


def told(scene, target, *values):
    """A target as it was agreed elsewhere: what the daerah proposed, one after another, then 110."""
    pd, at = scene.actor("pd"), clock.now() - timedelta(days=9)
    voices = [*[(Voice.USULAN_DAERAH, one) for one in values], (Voice.KESEPAKATAN, 110)]
    versions = [
        services.LoadedVersion(
            voice, Nilai.of_number(Decimal(value)), pd.user_id, pd.penugasan_id, at
        )
        for voice, value in voices
    ]
    return services.LoadedTarget(
        target.pk, StatusTarget.TERVERIFIKASI, HasilTarget.SEPAKAT, versions
    )


def load(scene, *rows):
    return services.load_history(
        rakortek=scene.rakortek, rows=rows, actor=scene.superadmin, sumber=SumberVersi.PERINTAH
    )


def test_a_loaded_target_has_the_chains_heads_and_facts_it_was_told_with(scene):
    bali = scene.target(daerah="51")

    assert load(scene, told(scene, scene.target(), 120, 112), told(scene, bali, 90)) == 5
    target = scene.target()
    chain = [(one.voice, one.version, one.urut, one.bawah) for one in target.versions.all()]
    assert chain == [
        ("USULAN_DAERAH", 1, 1, 120),
        ("USULAN_DAERAH", 2, 2, 112),
        ("KESEPAKATAN", 1, 3, 110),
    ]
    assert (target.status, target.hasil, target.urut) == ("TERVERIFIKASI", "SEPAKAT", 3)
    assert (target.usulan_daerah.bawah, target.kesepakatan.bawah) == (112, 110)
    assert (target.usulan_pengampu, scene.target(daerah="51").usulan_daerah.bawah) == (None, 90)
    told_of = AuditEntry.objects.filter(event="target.dimuat").values_list("object_id", "stream")
    assert set(told_of) == {
        (one.pk, change.stream_of(one.rakortek_id, one.daerah_id)) for one in (target, bali)
    }


def test_loading_overwrites_nothing(scene):
    fill(scene, "100")

    with pytest.raises(IntegrityError), transaction.atomic():
        load(scene, told(scene, scene.target(), 120))
    assert (scene.target().usulan_daerah.bawah, scene.target().hasil) == (100, "BELUM")


def test_the_first_acuan_is_loaded_in_the_name_of_its_pengampu(scene):
    kl = scene.users["kl"].daftar_penugasan.get()

    def load_first(nilai):
        return services.load_acuan(
            row=scene.row(),
            nilai=Nilai.of_number(Decimal(nilai)),
            penugasan=kl,
            sumber=SumberVersi.PERINTAH,
        )

    with pytest.raises(InvalidInputError, match="kurang dari batas terendah"):
        load_first(-1)
    made = load_first(90)
    assert (made.version, made.bawah, made.user, made.sumber) == (1, 90, kl.user, "PERINTAH")
    with pytest.raises(IntegrityError), transaction.atomic():
        load_first(80)


def test_the_database_refuses_a_gap_a_change_and_a_version_on_a_locked_target(scene, owner):
    version = fill(scene)
    copy = {
        field.attname: getattr(version, field.attname)
        for field in TargetVersion._meta.concrete_fields
        if field.name != "id"
    }
    with pytest.raises(IntegrityError, match="no predecessor"), transaction.atomic():
        TargetVersion.objects.create(**copy | {"version": 3, "urut": 9})
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        TargetVersion.objects.update(catatan="diubah")
    one = Target.objects.filter(pk=scene.target().pk)
    one.update(hasil="DITUNDA")
    one.update(kunci="FINAL", sebab_final="DIMUAT")
    with pytest.raises(IntegrityError, match="locked by its Berita"), transaction.atomic():
        TargetVersion.objects.create(**copy | {"version": 2, "urut": 2})


def test_the_app_role_may_add_and_read_and_nothing_else(db):
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("erakortek_app", False)
        for table in (
            "target_targetversion",
            "target_acuanversion",
            "audit_auditentry",
            "desk_keputusan",
            "berita_acara_dokumen",
        ):
            cursor.execute(
                "SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, r)",
                [rights, table],
            )
            assert [right for (right,) in cursor.fetchall()] == ["SELECT", "INSERT"], table


def test_head_is_the_newest_version_of_each_chain(scene):
    fill(scene)
    fill(scene, "100", base=1)

    target = scene.target()
    for voice in Voice:
        newest = target.versions.filter(voice=voice).order_by("-version").first()
        assert target.head(voice) == newest
