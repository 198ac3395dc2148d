"""Targets are met by the office of their daerah and by who is in charge of their indikator.

As ``target.selectors.visible_to`` says it. Versions and the log of a target follow it, acuan their
Rakortek.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import (
    also_visible,
    row_security,
    trigger_sees_every_row,
    within,
)

SEES_ALL = "(SELECT konteks_semua())"
WRITES = "(SELECT konteks_menulis())"
TARGET = f"""{within("daerah_id", "konteks_wilayah")}
    AND {within("indikator_id", "konteks_indikator")}"""
OF_TARGET = f"{SEES_ALL} OR EXISTS (SELECT FROM target_target t WHERE t.id = target_id)"
OF_INDIKATOR = """EXISTS (
    SELECT FROM rakortek_indikatorrakortek ir WHERE ir.id = indikator_rakortek_id)"""
# Pusat: the K/L in charge. Provinsi: an office of that province.
IN_CHARGE = """EXISTS (
    SELECT FROM rakortek_indikatorrakortek ir JOIN rakortek_rakortek r ON r.id = ir.rakortek_id
    WHERE ir.id = indikator_rakortek_id
      AND CASE r.tingkat
          WHEN 'PUSAT' THEN ir.indikator_id = ANY ((SELECT konteks_pengampu())::bigint[])
          ELSE r.provinsi_id = (SELECT konteks_daerah()) END)"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("target", "0002_versions_only_grow"),
        ("rakortek", "0002_row_security"),
        ("audit", "0003_row_security"),
    ]
    operations: ClassVar = [
        trigger_sees_every_row("target_terkunci_menolak_versi"),
        trigger_sees_every_row("versi_tanpa_celah"),
        row_security(
            "target_target",
            visible=TARGET,
            writable=f"{WRITES} AND ({TARGET})",
            lockable=TARGET,
        ),
        row_security(
            "target_targetversion",
            visible=OF_TARGET,
            writable=f"{WRITES} AND ({OF_TARGET})",
        ),
        row_security(
            "target_acuanversion",
            visible=OF_INDIKATOR,
            writable=f"(SELECT konteks_superadmin()) OR ({WRITES} AND {IN_CHARGE})",
        ),
        also_visible(
            "audit_auditentry",
            "riwayat_target",
            "object_kind = 'target.target'"
            " AND EXISTS (SELECT FROM target_target t WHERE t.id = object_id)",
        ),
    ]
