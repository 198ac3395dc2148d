"""An indikator is its kode; everything else stands in its versions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0008_first_definitions"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="indikator",
            name="arah",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="aturan_agregasi",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="batas_atas",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="batas_bawah",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="bidang",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="bobot",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="catatan",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="daftar_sub_kegiatan",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="format",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="jenis_nilai",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="kelompok",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="nama",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="outcome",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="pilihan",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="satuan",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="sumber",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="tingkat",
        ),
        migrations.RemoveField(
            model_name="indikator",
            name="is_latihan",
        ),
        migrations.AlterField(
            model_name="realisasi", name="satuan", field=models.CharField(max_length=80)
        ),
    ]
