"""An indikator takes part as one version of its definition says."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rakortek", "0002_row_security"),
        ("reference", "0008_first_definitions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="indikatorrakortek",
            options={"ordering": ("rakortek", "definisi__kode")},
        ),
        migrations.AddField(
            model_name="indikatorrakortek",
            name="definisi",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="daftar_rakortek",
                to="reference.definisiindikator",
            ),
        ),
    ]
