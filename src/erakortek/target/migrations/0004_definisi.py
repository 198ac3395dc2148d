"""A target is of one version of its indikator."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0008_first_definitions"),
        ("target", "0003_row_security"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="target",
            options={"ordering": ("rakortek", "definisi__kode", "daerah__kode")},
        ),
        migrations.AddField(
            model_name="target",
            name="definisi",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="daftar_target",
                to="reference.definisiindikator",
            ),
        ),
    ]
