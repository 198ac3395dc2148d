"""What is said about the set of a Rakortek follows it: seen with it, written by who steers it."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security, within

SEEN = within("rakortek_id", "konteks_rakortek")
MANAGED = """(SELECT konteks_superadmin())
    OR rakortek_id = ANY ((SELECT konteks_rakortek_dikelola())::bigint[])"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rakortek", "0006_susunan")]
    operations: ClassVar = [
        row_security(table, visible=SEEN, writable=MANAGED)
        for table in ("rakortek_alasansusunan", "rakortek_pengajuansusunan")
    ]
