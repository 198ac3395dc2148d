"""An upload and its rows are seen by who uploaded it and by the superadmin."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security, trigger_sees_every_row

OWN = "(SELECT konteks_superadmin()) OR user_id = (SELECT konteks_user())"
OF_BATCH = (
    "(SELECT konteks_superadmin())"
    " OR EXISTS (SELECT FROM intake_importbatch b WHERE b.id = batch_id)"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("intake", "0003_told_at_upload"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        trigger_sees_every_row("baris_impor_diterapkan_tetap"),
        row_security(
            "intake_importbatch",
            visible=OWN,
            writable=f"(SELECT konteks_menulis()) AND ({OWN})",
        ),
        row_security(
            "intake_stagedrow",
            visible=OF_BATCH,
            writable=f"(SELECT konteks_menulis()) AND ({OF_BATCH})",
        ),
    ]
