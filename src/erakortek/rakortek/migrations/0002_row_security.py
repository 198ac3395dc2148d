"""A provincial Rakortek belongs to its province, a draft to who prepares it; the rest follows it."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, row_security

# A Bappeda provinsi prepares and steers that of its own province.
OWN = """((SELECT konteks_role()) = 'BAPPEDA_PROVINSI'
          AND provinsi_id = (SELECT konteks_daerah()))"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
SEEN = f"""{SEES_ALL} OR {OWN} OR (
    status <> 'DRAF' AND (SELECT konteks_dikenal()) AND (
        provinsi_id IS NULL OR (SELECT konteks_semua_daerah())
        OR provinsi_id = (SELECT konteks_provinsi())))"""
SEEN_IDS = f"SELECT array_agg(id) FROM rakortek_rakortek WHERE {SEEN}"
MANAGED_IDS = f"SELECT array_agg(id) FROM rakortek_rakortek WHERE {OWN}"
OF_RAKORTEK = f"{SEES_ALL} OR rakortek_id = ANY ((SELECT konteks_rakortek())::bigint[])"
OF_MANAGED = f"{SUPERADMIN} OR rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[])"
OF_STAGE = "EXISTS (SELECT FROM rakortek_tahapan t WHERE t.id = tahapan_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0001_initial"),
        ("accounts", "0003_row_security"),
    ]
    operations: ClassVar = [
        row_security(
            "rakortek_rakortek",
            visible=SEEN,
            writable=f"{SUPERADMIN} OR {OWN}",
            lockable=SEEN,
        ),
        context_function("konteks_rakortek", "bigint[]", SEEN_IDS),
        context_function("konteks_rakortek_dikelola", "bigint[]", MANAGED_IDS),
        row_security("rakortek_tahapan", visible=OF_RAKORTEK, writable=OF_MANAGED),
        row_security(
            "rakortek_perpanjangan",
            visible=f"{SEES_ALL} OR {OF_STAGE}",
            writable=f"""{SUPERADMIN} OR tahapan_id IN (
                SELECT t.id FROM rakortek_tahapan t
                WHERE t.rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[]))""",
        ),
        row_security(
            "rakortek_indikatorrakortek",
            visible=OF_RAKORTEK,
            writable=OF_MANAGED,
            lockable=OF_RAKORTEK,
        ),
    ]
