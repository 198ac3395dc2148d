"""Figures of a wilayah and who is in charge: read by whoever says who they are, kept by the Directorate."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security

TABLES = (
    "reference_realisasi",
    "reference_sasaranrpjmn",
    "reference_bobotwilayah",
    "reference_pengampu",
    "reference_bidangkl",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reference", "0012_offices_kept_by_regions"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        row_security(
            table,
            visible="(SELECT konteks_lingkup()) IS NOT NULL",
            writable="(SELECT konteks_superadmin())",
        )
        for table in TABLES
    ]
