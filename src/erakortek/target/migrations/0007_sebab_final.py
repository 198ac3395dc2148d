"""What made a target FINAL is stored beside it; ``berita_acara`` fills it for the rows that are."""

from typing import ClassVar

from django.db import migrations, models

SEBAB = [
    ("BERITA_ACARA", "Berita Acara sah"),
    ("PENUTUPAN", "Rakortek ditutup"),
    ("DIMUAT", "dimuat dari Rakortek sebelumnya"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("target", "0006_definisi_bounds")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="target",
            name="sebab_final",
            field=models.CharField(blank=True, choices=SEBAB, default="", max_length=16),
            preserve_default=False,
        )
    ]
