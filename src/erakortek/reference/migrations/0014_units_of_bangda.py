"""A kind for the directorates of Bangda; taken back only while none of them is there."""

from typing import ClassVar

from django.db import migrations, models

CENTRE, OF_DAERAH = ["KL", "UNIT_KL", "BANGDA", "UNIT_BANGDA"], ["PEMDA", "BAPPEDA", "PD"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reference", "0013_figures_behind_the_wall")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="instansi", name="instansi_jenis_dikenal"),
        migrations.RemoveConstraint(model_name="instansi", name="instansi_unit_punya_induk"),
        migrations.RemoveConstraint(model_name="instansi", name="instansi_daerah_punya_wilayah"),
        migrations.AlterField(
            model_name="instansi",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("KL", "Kementerian/lembaga"),
                    ("UNIT_KL", "Unit kementerian/lembaga"),
                    ("BANGDA", "Ditjen Bina Pembangunan Daerah"),
                    ("UNIT_BANGDA", "Unit Ditjen Bina Pembangunan Daerah"),
                    ("PEMDA", "Pemerintah daerah"),
                    ("BAPPEDA", "Bappeda"),
                    ("PD", "Perangkat daerah"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="instansi",
            constraint=models.CheckConstraint(
                condition=models.Q(("jenis__in", [*CENTRE, *OF_DAERAH])),
                name="instansi_jenis_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="instansi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("jenis__in", ["UNIT_KL", "UNIT_BANGDA"]), _negated=True),
                    ("induk__isnull", False),
                    _connector="OR",
                ),
                name="instansi_unit_punya_induk",
            ),
        ),
        migrations.AddConstraint(
            model_name="instansi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("jenis__in", CENTRE), ("wilayah__isnull", True)),
                    models.Q(("jenis__in", OF_DAERAH), ("wilayah__isnull", False)),
                    _connector="OR",
                ),
                name="instansi_daerah_punya_wilayah",
            ),
        ),
    ]
