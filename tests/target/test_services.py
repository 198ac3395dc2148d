from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from erakortek.audit.models import AuditEntry
from erakortek.audit.services import first_broken
from erakortek.lib import clock
from erakortek.lib.errors import (
    AccessDeniedError,
    IllegalTransitionError,
    InvalidInputError,
    StaleVersionError,
)
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan
from erakortek.reference.values import read_nilai_for
from erakortek.target import services
from erakortek.target.enums import StatusTarget, Voice
from erakortek.target.models import Target, TargetVersion
from erakortek.target.services import change
from tests.scene import AKI, MAKRO, SANITASI


def fill(scene, nilai="112", base=0, who="pd", indikator=AKI):
    target = scene.target(indikator)
    return services.fill_target(
        target_id=target.pk,
        nilai=read_nilai_for(target.indikator, nilai),
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
        read_nilai_for(target.indikator, "870")


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
    for kunci in ("TERKUNCI", "FINAL"):
        Target.objects.filter(pk=scene.target().pk).update(hasil="DITUNDA", kunci=kunci)
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
