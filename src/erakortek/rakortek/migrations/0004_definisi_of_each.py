"""What takes part so far does so by the first version of its definition."""

from typing import ClassVar

from django.db import migrations

FILL = """
    UPDATE rakortek_indikatorrakortek ir SET definisi_id = (
        SELECT id FROM reference_definisiindikator d WHERE d.indikator_id = ir.indikator_id
        ORDER BY mulai_on LIMIT 1);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rakortek", "0003_definisi")]
    operations: ClassVar = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
