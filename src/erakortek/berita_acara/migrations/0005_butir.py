"""Each Berita Acara names the rows that it holds, and governs those while it counts."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# From the frozen snapshots: all rows but those that a desk leaves to the pleno.
FILL = """
INSERT INTO berita_acara_butirberitaacara (berita_acara_id, target_id, berlaku)
SELECT b.id, (row ->> 'id')::bigint, b.status IN ('SEBAGIAN', 'SAH')
FROM berita_acara_beritaacara b
CROSS JOIN LATERAL (SELECT b.snapshot::jsonb AS facts) s
CROSS JOIN LATERAL jsonb_array_elements(
    (facts -> 'disepakati') || (facts -> 'belum_disepakati')) AS row
WHERE facts -> 'desk' ->> 'jenis' = 'PLENO'
   OR row ->> 'hasil' NOT IN ('TIDAK_SEPAKAT', 'DITUNDA');

-- The rows of a revoked one stayed FINAL: they are discussed again, as their Rakortek allows.
UPDATE target_target t SET kunci = 'TERBUKA', hasil = 'BELUM', alasan = b.alasan
FROM berita_acara_butirberitaacara i
JOIN berita_acara_beritaacara b ON b.id = i.berita_acara_id AND b.status = 'DICABUT'
JOIN desk_sidang s ON s.id = b.sidang_id
JOIN desk_desk d ON d.id = s.desk_id
JOIN rakortek_rakortek r ON r.id = d.rakortek_id AND r.status = 'DIBUKA'
WHERE i.target_id = t.id AND t.kunci = 'FINAL' AND NOT EXISTS (
    SELECT FROM berita_acara_butirberitaacara o WHERE o.target_id = t.id AND o.berlaku);
UPDATE desk_sidang s
SET status = 'BERLANGSUNG', selesai_at = NULL, alasan = b.alasan,
    batas_at = now() + interval '7 days'
FROM berita_acara_beritaacara b, desk_desk d, rakortek_rakortek r
WHERE b.sidang_id = s.id AND b.status = 'DICABUT' AND s.status = 'DITUTUP'
  AND d.id = s.desk_id AND r.id = d.rakortek_id AND r.status = 'DIBUKA'
  AND NOT EXISTS (SELECT FROM berita_acara_beritaacara o WHERE o.sidang_id = s.id
                  AND o.status NOT IN ('DITOLAK', 'DICABUT', 'DIGANTIKAN'));

UPDATE target_target t SET sebab_final = CASE
    WHEN EXISTS (SELECT FROM berita_acara_butirberitaacara i
                 WHERE i.target_id = t.id AND i.berlaku) THEN 'BERITA_ACARA'
    WHEN EXISTS (SELECT FROM rakortek_rakortek r WHERE r.id = t.rakortek_id
                 AND r.status IN ('DITUTUP', 'ARSIP')) THEN 'PENUTUPAN'
    ELSE 'DIMUAT' END
WHERE t.kunci = 'FINAL';
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0004_answers_stay"),
        ("target", "0007_sebab_final"),
        ("desk", "0004_own_deadline"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ButirBeritaAcara",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("berlaku", models.BooleanField(default=False)),
                (
                    "berita_acara",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_butir",
                        to="berita_acara.beritaacara",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daftar_butir",
                        to="target.target",
                    ),
                ),
            ],
            options={"ordering": ("berita_acara", "target")},
        ),
        migrations.AddConstraint(
            model_name="butirberitaacara",
            constraint=models.UniqueConstraint(
                fields=("berita_acara", "target"), name="butir_sekali_per_berita_acara"
            ),
        ),
        migrations.AddConstraint(
            model_name="butirberitaacara",
            constraint=models.UniqueConstraint(
                condition=models.Q(("berlaku", True)),
                fields=("target",),
                name="butir_satu_yang_berlaku_per_target",
            ),
        ),
        migrations.RunSQL(sql=FILL, reverse_sql=migrations.RunSQL.noop),
    ]
