"""A row can be taken back on its page: DICABUT."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

STATUSES = {
    "BARU": "Baru",
    "BERUBAH": "Berubah",
    "SAMA": "Sama",
    "BENTROK": "Bentrok",
    "SALAH": "Salah",
    "DICABUT": "Dicabut",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0008_mapping_of_its_teller")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="stagedrow", name="baris_impor_status_dikenal"),
        migrations.AlterField(
            model_name="stagedrow",
            name="status",
            field=models.CharField(choices=list(STATUSES.items()), max_length=8),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.CheckConstraint(
                name="baris_impor_status_dikenal", condition=Q(status__in=list(STATUSES))
            ),
        ),
    ]
