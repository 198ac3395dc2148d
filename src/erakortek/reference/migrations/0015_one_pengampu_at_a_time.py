from typing import ClassVar

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reference", "0014_units_of_bangda")]

    operations: ClassVar = [
        # Where the server was set up before: a trusted extension, which the owner of a database
        # may add. It stays on the way back, since the server may have it from its launcher.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="pengampu",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                deferrable=models.Deferrable["DEFERRED"],
                expressions=[
                    ("indikator", "="),
                    (
                        models.Func(
                            models.F("mulai_on"),
                            models.F("sampai_on"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="pengampu_satu_per_saat",
            ),
        ),
        migrations.RemoveConstraint(model_name="pengampu", name="pengampu_satu_yang_berjalan"),
    ]
