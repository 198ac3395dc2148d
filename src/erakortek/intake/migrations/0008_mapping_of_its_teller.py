"""A mapping for a sheet that is narrowed belongs to the penugasan that told it."""

from typing import ClassVar

from django.db import migrations, models

from erakortek.database.migration_operations import row_security

OWN = "(SELECT konteks_superadmin()) OR penugasan_id = (SELECT konteks_penugasan())"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("intake", "0007_number_of_the_reading"),
        ("database", "0003_context"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="columnmapping",
            name="penugasan_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RemoveConstraint(model_name="columnmapping", name="pemetaan_satu_per_tanda"),
        migrations.AddConstraint(
            model_name="columnmapping",
            constraint=models.UniqueConstraint(
                name="pemetaan_satu_per_tanda",
                fields=["lembar", "tanda", "penugasan_id"],
                nulls_distinct=False,
            ),
        ),
        row_security(
            "intake_columnmapping",
            visible=OWN,
            writable=f"(SELECT konteks_menulis()) AND ({OWN})",
        ),
    ]
