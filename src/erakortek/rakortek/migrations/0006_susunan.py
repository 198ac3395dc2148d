"""The set of indikator of a draft: why it differs, and who approved it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_definisi_of_context"),
        ("rakortek", "0005_definisi_stays"),
        ("reference", "0009_indikator_is_identity"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlasanSusunan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("alasan", models.TextField()),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.indikator",
                    ),
                ),
                (
                    "penugasan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.penugasan",
                    ),
                ),
                (
                    "rakortek",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="daftar_alasan_susunan",
                        to="rakortek.rakortek",
                    ),
                ),
            ],
            options={
                "ordering": ("rakortek", "indikator"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rakortek", "indikator"), name="alasan_susunan_satu_per_indikator"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alasan", ""), _negated=True),
                        name="alasan_susunan_terisi",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PengajuanSusunan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sidik", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DIAJUKAN", "Menunggu persetujuan"),
                            ("DISETUJUI", "Disetujui"),
                            ("DIKEMBALIKAN", "Dikembalikan"),
                        ],
                        default="DIAJUKAN",
                        max_length=12,
                    ),
                ),
                ("diajukan_at", models.DateTimeField()),
                ("diputus_at", models.DateTimeField(null=True)),
                ("alasan", models.TextField(blank=True)),
                (
                    "pemutus",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.penugasan",
                    ),
                ),
                (
                    "pengaju",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.penugasan",
                    ),
                ),
                (
                    "rakortek",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="daftar_pengajuan_susunan",
                        to="rakortek.rakortek",
                    ),
                ),
            ],
            options={
                "ordering": ("rakortek", "-diajukan_at"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["DIAJUKAN", "DISETUJUI", "DIKEMBALIKAN"])
                        ),
                        name="pengajuan_susunan_status_dikenal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("diputus_at__isnull", True),
                                ("pemutus__isnull", True),
                                ("status", "DIAJUKAN"),
                            ),
                            models.Q(
                                models.Q(("status", "DIAJUKAN"), _negated=True),
                                ("diputus_at__isnull", False),
                                ("pemutus__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pengajuan_susunan_diputus_seseorang",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "DIKEMBALIKAN"), _negated=True),
                            models.Q(("alasan", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pengajuan_susunan_dikembalikan_beralasan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "DIAJUKAN")),
                        fields=("rakortek",),
                        name="pengajuan_susunan_satu_menunggu",
                    ),
                ],
            },
        ),
    ]
