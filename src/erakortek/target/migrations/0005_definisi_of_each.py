"""Every target is of the version that its indikator takes part by."""

from typing import ClassVar

from django.db import migrations

FILL = """
    UPDATE target_target t SET definisi_id = ir.definisi_id
    FROM rakortek_indikatorrakortek ir
    WHERE ir.rakortek_id = t.rakortek_id AND ir.indikator_id = t.indikator_id;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("target", "0004_definisi"), ("rakortek", "0005_definisi_stays")]
    operations: ClassVar = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
