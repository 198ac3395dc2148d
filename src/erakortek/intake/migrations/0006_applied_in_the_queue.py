"""An upload of many rows is written by a job: until then it is MENERAPKAN."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

STATUSES = {
    "DIUNGGAH": "Menunggu dibaca",
    "DIBACA": "Sedang dibaca",
    "PRATINJAU": "Menunggu keputusan",
    "MENERAPKAN": "Sedang diterapkan",
    "DITERAPKAN": "Diterapkan",
    "GAGAL": "Ditolak",
    "DIBATALKAN": "Dibatalkan",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0005_applied_takes_no_rows")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="importbatch", name="impor_status_dikenal"),
        migrations.AlterField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=list(STATUSES.items()), default="DIUNGGAH", max_length=16
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                name="impor_status_dikenal", condition=Q(status__in=list(STATUSES))
            ),
        ),
    ]
