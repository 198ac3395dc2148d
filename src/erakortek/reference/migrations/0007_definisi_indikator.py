"""What is said of an indikator moves to dated versions; its old columns may be empty from here on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0006_padanan"),
    ]

    operations = [
        migrations.CreateModel(
            name="DefinisiIndikator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mulai_on", models.DateField()),
                ("sampai_on", models.DateField(null=True)),
                ("kode", models.CharField(max_length=24)),
                ("nama", models.TextField()),
                ("outcome", models.TextField(blank=True)),
                (
                    "kelompok",
                    models.CharField(
                        choices=[
                            ("MAKRO", "Indikator makro"),
                            ("OUTCOME", "Outcome bidang urusan"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("F1", "F1 Indikator makro"), ("F2", "F2 Target outcome urusan")],
                        max_length=4,
                    ),
                ),
                ("satuan", models.CharField(max_length=80)),
                (
                    "arah",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NAIK", "makin tinggi makin baik"),
                            ("TURUN", "makin rendah makin baik"),
                            ("RENTANG", "baik di dalam rentang"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "jenis_nilai",
                    models.CharField(
                        choices=[
                            ("ANGKA", "Angka"),
                            ("RENTANG", "Angka atau rentang"),
                            ("PILIHAN", "Pilihan"),
                        ],
                        max_length=16,
                    ),
                ),
                ("pilihan", models.JSONField(default=list)),
                (
                    "aturan_agregasi",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("JUMLAH", "jumlah"),
                            ("RATA_RATA_TERTIMBANG", "rata-rata tertimbang"),
                            ("RASIO", "rasio"),
                            ("MIN", "nilai terendah"),
                            ("MAKS", "nilai tertinggi"),
                            ("TIDAK_DIJUMLAH", "tidak digabung"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "bobot",
                    models.CharField(
                        blank=True,
                        choices=[("", "tanpa bobot"), ("PENDUDUK", "penduduk")],
                        max_length=16,
                    ),
                ),
                ("batas_bawah", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("batas_atas", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                (
                    "tingkat",
                    models.CharField(
                        choices=[
                            ("PROVINSI", "Provinsi"),
                            ("KABKOTA", "Kabupaten/kota"),
                            ("KEDUANYA", "Provinsi dan kabupaten/kota"),
                        ],
                        max_length=16,
                    ),
                ),
                ("definisi_operasional", models.TextField(blank=True)),
                ("rumus", models.TextField(blank=True)),
                ("sumber_data", models.TextField(blank=True)),
                (
                    "frekuensi",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BULANAN", "Bulanan"),
                            ("TRIWULANAN", "Triwulanan"),
                            ("SEMESTERAN", "Semesteran"),
                            ("TAHUNAN", "Tahunan"),
                            ("LEBIH_JARANG", "Lebih jarang dari setahun sekali"),
                        ],
                        max_length=16,
                    ),
                ),
                ("kode_satu_data", models.CharField(blank=True, max_length=40)),
                ("sumber", models.TextField(blank=True)),
                ("catatan", models.TextField(blank=True)),
                ("perlu_diperiksa", models.TextField(blank=True)),
                ("is_latihan", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("indikator__kode", "mulai_on"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_kelompok_dikenal",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_arah_dikenal",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_jenis_nilai_dikenal",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_aturan_dikenal",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_tingkat_dikenal",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_rata_rata_berbobot",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_makro_tanpa_bidang",
        ),
        migrations.RemoveConstraint(
            model_name="indikator",
            name="indikator_pilihan_ada_daftarnya",
        ),
        migrations.AddField(
            model_name="realisasi",
            name="satuan",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.AddField(
            model_name="definisiindikator",
            name="bidang",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="daftar_definisi",
                to="reference.bidangurusan",
            ),
        ),
        migrations.AddField(
            model_name="definisiindikator",
            name="daftar_prioritas",
            field=models.ManyToManyField(related_name="daftar_definisi", to="reference.prioritas"),
        ),
        migrations.AddField(
            model_name="definisiindikator",
            name="daftar_sub_kegiatan",
            field=models.ManyToManyField(
                related_name="daftar_definisi", to="reference.subkegiatan"
            ),
        ),
        migrations.AddField(
            model_name="definisiindikator",
            name="indikator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="daftar_definisi",
                to="reference.indikator",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.UniqueConstraint(
                fields=("indikator", "mulai_on"), name="definisi_satu_per_tanggal"
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sampai_on__isnull", True),
                    ("sampai_on__gte", models.F("mulai_on")),
                    _connector="OR",
                ),
                name="definisi_mulai_sebelum_sampai",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("kelompok__in", ["MAKRO", "OUTCOME"])),
                name="definisi_kelompok_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("arah__in", ["", "NAIK", "TURUN", "RENTANG"])),
                name="definisi_arah_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("jenis_nilai__in", ["ANGKA", "RENTANG", "PILIHAN"])),
                name="definisi_jenis_nilai_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "aturan_agregasi__in",
                        [
                            "",
                            "JUMLAH",
                            "RATA_RATA_TERTIMBANG",
                            "RASIO",
                            "MIN",
                            "MAKS",
                            "TIDAK_DIJUMLAH",
                        ],
                    )
                ),
                name="definisi_aturan_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(("tingkat__in", ["PROVINSI", "KABKOTA", "KEDUANYA"])),
                name="definisi_tingkat_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "frekuensi__in",
                        ["", "BULANAN", "TRIWULANAN", "SEMESTERAN", "TAHUNAN", "LEBIH_JARANG"],
                    )
                ),
                name="definisi_frekuensi_dikenal",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aturan_agregasi", "RATA_RATA_TERTIMBANG"), _negated=True),
                    models.Q(("bobot", ""), _negated=True),
                    _connector="OR",
                ),
                name="definisi_rata_rata_berbobot",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bidang__isnull", True), ("kelompok", "MAKRO")),
                    models.Q(("bidang__isnull", False), ("kelompok", "OUTCOME")),
                    _connector="OR",
                ),
                name="definisi_makro_tanpa_bidang",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("jenis_nilai", "PILIHAN"), models.Q(("pilihan", []), _negated=True)),
                    models.Q(models.Q(("jenis_nilai", "PILIHAN"), _negated=True), ("pilihan", [])),
                    _connector="OR",
                ),
                name="definisi_pilihan_ada_daftarnya",
            ),
        ),
        migrations.AddConstraint(
            model_name="definisiindikator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("batas_bawah__isnull", True),
                    ("batas_atas__isnull", True),
                    ("batas_bawah__lte", models.F("batas_atas")),
                    _connector="OR",
                ),
                name="definisi_batas_bawah_tidak_di_atas",
            ),
        ),
        migrations.AlterField(
            model_name="indikator", name="nama", field=models.TextField(null=True)
        ),
        migrations.AlterField(
            model_name="indikator",
            name="kelompok",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name="indikator", name="format", field=models.CharField(max_length=4, null=True)
        ),
        migrations.AlterField(
            model_name="indikator", name="satuan", field=models.CharField(max_length=80, null=True)
        ),
        migrations.AlterField(
            model_name="indikator", name="arah", field=models.CharField(max_length=16, null=True)
        ),
        migrations.AlterField(
            model_name="indikator",
            name="jenis_nilai",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name="indikator",
            name="aturan_agregasi",
            field=models.CharField(max_length=24, null=True),
        ),
        migrations.AlterField(
            model_name="indikator", name="tingkat", field=models.CharField(max_length=16, null=True)
        ),
    ]
