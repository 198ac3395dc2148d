from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reference", "0010_published_versions_stay")]

    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="instansi",
            constraint=models.UniqueConstraint(
                condition=models.Q(("jenis", "BAPPEDA"), ("sampai_on__isnull", True)),
                fields=("wilayah",),
                name="instansi_satu_bappeda_per_wilayah",
            ),
        ),
    ]
