from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reference", "0015_one_pengampu_at_a_time")]

    operations: ClassVar = [
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(
                condition=Q(tahun__range=(1945, 2100)), name=f"{table}_tahun_wajar"
            ),
        )
        for model, table in (("realisasi", "realisasi"), ("bobotwilayah", "bobot_wilayah"))
    ]
