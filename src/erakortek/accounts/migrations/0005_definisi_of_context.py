"""Which versions of indikator the context reaches: by their bidang, or as their pengampu."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import context_function

# NULL is everything, '{}' nothing: see ``within``.
DEFINISI = """
    CASE WHEN konteks_semua() THEN NULL
    WHEN konteks_lingkup() IN ('DAERAH', 'DESK') AND konteks_bidang() IS NULL THEN NULL
    ELSE ARRAY(
        SELECT id FROM reference_definisiindikator
        WHERE bidang_id = ANY ((SELECT konteks_bidang())::bigint[])
           OR indikator_id = ANY ((SELECT konteks_pengampu())::bigint[])) END
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_walls_of_sign_in"),
        ("reference", "0007_definisi_indikator"),
    ]
    operations: ClassVar = [context_function("konteks_definisi", "bigint[]", DEFINISI)]
