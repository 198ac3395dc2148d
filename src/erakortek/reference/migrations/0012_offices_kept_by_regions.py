"""Offices: read by everybody, written by the Directorate and, those of a region, by its Bappeda."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security

BOUND = "(SELECT konteks_lingkup()) IS NOT NULL"
DAERAH, ROLE = "(SELECT konteks_daerah())", "(SELECT konteks_role())"
# As ``accounts.permissions.can_keep_office`` has it.
KEPT = f"""
    (SELECT konteks_superadmin())
    OR ({ROLE} IN ('BAPPEDA_PROVINSI', 'BAPPEDA_KABKOTA')
        AND wilayah_id = {DAERAH} AND jenis IN ('BAPPEDA', 'PD'))
    OR ({ROLE} = 'BAPPEDA_PROVINSI' AND jenis = 'BAPPEDA'
        AND wilayah_id IN (SELECT w.id FROM reference_wilayah w WHERE w.induk_id = {DAERAH}))
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reference", "0011_one_bappeda_per_wilayah"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        # Locked by whoever issues accounts for it, so that two at once cannot pass its quota.
        row_security("reference_instansi", visible=BOUND, writable=KEPT, lockable=BOUND),
        row_security(
            "reference_instansi_daftar_bidang",
            visible=BOUND,
            writable=f"instansi_id IN (SELECT i.id FROM reference_instansi i WHERE {KEPT})",
        ),
    ]
