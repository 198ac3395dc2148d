"""A provincial Rakortek belongs to its province, a draft to who prepares it; the rest follows it."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security

# A Bappeda provinsi prepares and steers that of its own province.
OWN = """((SELECT konteks_role()) = 'BAPPEDA_PROVINSI'
          AND provinsi_id = (SELECT konteks_daerah()))"""
MANAGED = """
CREATE FUNCTION konteks_rakortek_dikelola() RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM rakortek_rakortek
    WHERE (SELECT konteks_role()) = 'BAPPEDA_PROVINSI'
      AND provinsi_id = (SELECT konteks_daerah())
$$;
"""
SEES_ALL = "(SELECT konteks_semua())"
SUPERADMIN = "(SELECT konteks_superadmin())"
SEEN = f"""{SEES_ALL} OR {OWN} OR (
    status <> 'DRAF' AND (SELECT konteks_dikenal()) AND (
        provinsi_id IS NULL OR (SELECT konteks_semua_daerah())
        OR provinsi_id = (SELECT konteks_provinsi())))"""
OF_RAKORTEK = f"{SEES_ALL} OR rakortek_id IN (SELECT r.id FROM rakortek_rakortek r)"
OF_MANAGED = f"{SUPERADMIN} OR rakortek_id IN (SELECT r FROM konteks_rakortek_dikelola() r)"
OF_STAGE = "EXISTS (SELECT FROM rakortek_tahapan t WHERE t.id = tahapan_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0001_initial"),
        ("accounts", "0002_row_security"),
    ]
    operations: ClassVar = [
        row_security(
            "rakortek_rakortek",
            visible=SEEN,
            writable=f"{SUPERADMIN} OR {OWN}",
            lockable=SEEN,
        ),
        migrations.RunSQL(sql=MANAGED, reverse_sql="DROP FUNCTION konteks_rakortek_dikelola();"),
        row_security("rakortek_tahapan", visible=OF_RAKORTEK, writable=OF_MANAGED),
        row_security(
            "rakortek_perpanjangan",
            visible=f"{SEES_ALL} OR {OF_STAGE}",
            writable=f"""{SUPERADMIN} OR tahapan_id IN (
                SELECT t.id FROM rakortek_tahapan t
                WHERE t.rakortek_id IN (SELECT r FROM konteks_rakortek_dikelola() r))""",
        ),
        row_security(
            "rakortek_indikatorrakortek",
            visible=OF_RAKORTEK,
            writable=OF_MANAGED,
            lockable=OF_RAKORTEK,
        ),
    ]
