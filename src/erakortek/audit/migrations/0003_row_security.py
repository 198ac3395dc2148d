"""Whoever acts adds entries in their own name; who may read everything reads the log.

The rooms above show the entries of what they show: each adds its reason to see them.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security, trigger_sees_every_row


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_chain"), ("database", "0003_context")]
    operations: ClassVar = [
        trigger_sees_every_row("audit_chain"),
        row_security(
            "audit_auditentry",
            visible="(SELECT konteks_semua()) OR user_id = (SELECT konteks_user())",
            writable="(SELECT konteks_sistem()) OR user_id = (SELECT konteks_user())",
        ),
    ]
