"""Every indikator gets its first version, from what stood in its own columns."""

from typing import ClassVar

from django.db import migrations

# The term of RPJMN 2025-2029 begins; every Rakortek so far is for a later year.
SINCE = "2025-01-01"
FACTS = """nama, outcome, bidang_id, kelompok, format, satuan, arah, jenis_nilai, pilihan,
    aturan_agregasi, bobot, batas_bawah, batas_atas, tingkat, sumber, catatan,
    is_latihan"""
NEW = """'' AS definisi_operasional, '' AS rumus, '' AS sumber_data, '' AS frekuensi,
    '' AS kode_satu_data, '' AS perlu_diperiksa"""
BECOME_VERSIONS = f"""
    INSERT INTO reference_definisiindikator (indikator_id, mulai_on, kode, {FACTS},
        definisi_operasional, rumus, sumber_data, frekuensi, kode_satu_data, perlu_diperiksa)
    SELECT id, DATE '{SINCE}', kode, {FACTS}, {NEW} FROM reference_indikator;
    INSERT INTO reference_definisiindikator_daftar_sub_kegiatan
        (definisiindikator_id, subkegiatan_id)
    SELECT d.id, s.subkegiatan_id FROM reference_indikator_daftar_sub_kegiatan s
    JOIN reference_definisiindikator d ON d.indikator_id = s.indikator_id;
    UPDATE reference_realisasi r SET satuan = i.satuan
    FROM reference_indikator i WHERE i.id = r.indikator_id;
"""
# The newest version is what the columns said.
BECOME_COLUMNS = f"""
    UPDATE reference_indikator i SET ({FACTS}) = (SELECT {FACTS}
        FROM reference_definisiindikator d WHERE d.indikator_id = i.id
        ORDER BY mulai_on DESC LIMIT 1);
    INSERT INTO reference_indikator_daftar_sub_kegiatan (indikator_id, subkegiatan_id)
    SELECT DISTINCT d.indikator_id, s.subkegiatan_id
    FROM reference_definisiindikator_daftar_sub_kegiatan s
    JOIN reference_definisiindikator d ON d.id = s.definisiindikator_id
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reference", "0007_definisi_indikator")]
    operations: ClassVar = [migrations.RunSQL(BECOME_VERSIONS, BECOME_COLUMNS)]
