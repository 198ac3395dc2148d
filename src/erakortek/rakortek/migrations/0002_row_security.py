"""A provincial Rakortek belongs to its province, a draft to who prepares it; the rest follows it."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function, row_security, within

# A Bappeda provinsi prepares and steers that of its own province.
OWN = """((SELECT konteks_role()) = 'BAPPEDA_PROVINSI'
          AND provinsi_id = (SELECT konteks_daerah()))"""
SUPERADMIN = "(SELECT konteks_superadmin())"
SEEN_IDS = f"""
    CASE WHEN konteks_semua() THEN NULL ELSE ARRAY(
        SELECT id FROM rakortek_rakortek WHERE {OWN} OR (
            status <> 'DRAF' AND (SELECT konteks_dikenal()) AND (
                provinsi_id IS NULL OR (SELECT konteks_lingkup()) IN ('KL', 'DESK')
                OR provinsi_id = (SELECT konteks_provinsi())))) END
"""
SEEN = within("id", "konteks_rakortek")
MANAGED_IDS = f"SELECT array_agg(id) FROM rakortek_rakortek WHERE {OWN}"
OF_RAKORTEK = within("rakortek_id", "konteks_rakortek")
OF_MANAGED = f"{SUPERADMIN} OR rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[])"
OF_STAGE = "EXISTS (SELECT FROM rakortek_tahapan t WHERE t.id = tahapan_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0001_initial"),
        ("accounts", "0003_row_security"),
    ]
    operations: ClassVar = [
        context_function("konteks_rakortek", "bigint[]", SEEN_IDS),
        context_function("konteks_rakortek_dikelola", "bigint[]", MANAGED_IDS),
        row_security(
            "rakortek_rakortek",
            visible=f"{SEEN} OR {OWN}",  # a row that is just being added is in no list yet
            writable=f"{SUPERADMIN} OR {OWN}",
            lockable=f"{SEEN} OR {OWN}",
        ),
        row_security("rakortek_tahapan", visible=OF_RAKORTEK, writable=OF_MANAGED),
        row_security(
            "rakortek_perpanjangan",
            visible=OF_STAGE,
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
