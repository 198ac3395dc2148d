"""Finished results of the centre are open to whoever has signed in; those of a province to it.

As ``hasil.selectors`` says it.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import also_visible, context_function, row_security

CENTRE = "((SELECT konteks_dikenal()) AND (SELECT konteks_provinsi()) IS NULL)"
PUSAT_IDS = "SELECT array_agg(id) FROM rakortek_rakortek WHERE tingkat = 'PUSAT'"
CLOSED_IDS = """
    SELECT array_agg(id) FROM rakortek_rakortek
    WHERE status IN ('DITUTUP', 'ARSIP')
      AND (tingkat = 'PUSAT' OR konteks_provinsi() IS NULL OR provinsi_id = konteks_provinsi())
"""
FINISHED = """(SELECT konteks_dikenal()) AND (
    rakortek_id = ANY ((SELECT konteks_rakortek_selesai())::bigint[])
    OR kunci = 'FINAL' AND rakortek_id = ANY ((SELECT konteks_rakortek_pusat())::bigint[]))"""
SUPERADMIN = "(SELECT konteks_superadmin())"
OF_IMPORT = "EXISTS (SELECT FROM hasil_hasilimpor h WHERE h.id = hasil_id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("hasil", "0001_earlier_results"),
        ("target", "0003_row_security"),
    ]
    operations: ClassVar = [
        context_function("konteks_rakortek_pusat", "bigint[]", PUSAT_IDS),
        context_function("konteks_rakortek_selesai", "bigint[]", CLOSED_IDS),
        also_visible("target_target", "hasil", FINISHED),
        row_security(
            "hasil_hasilimpor",
            visible=f"""(SELECT konteks_semua()) OR {CENTRE} OR (
                (SELECT konteks_dikenal()) AND (
                    tingkat = 'PUSAT' OR wilayah_id IN (
                        SELECT w.id FROM reference_wilayah w
                        WHERE w.induk_id = (SELECT konteks_provinsi()))))""",
            writable=SUPERADMIN,
        ),
        row_security(
            "hasil_kegiatanpendukungimpor",
            visible=OF_IMPORT,
            writable=f"{SUPERADMIN} AND {OF_IMPORT}",
        ),
    ]
