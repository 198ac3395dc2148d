"""A target has the definition of its Rakortek, and is met by whom that definition names."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from erakortek.database.migration_operations import context_function, row_security, within

WRITES = "(SELECT konteks_menulis())"
# ON UPDATE CASCADE: a Rakortek that takes up another version takes its targets along.
FOLLOWS = """
ALTER TABLE target_target ADD CONSTRAINT target_definisi_menurut_rakortek
    FOREIGN KEY (rakortek_id, indikator_id, definisi_id)
    REFERENCES rakortek_indikatorrakortek (rakortek_id, indikator_id, definisi_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
BY_BIDANG_OF_INDIKATOR = """
    CASE WHEN konteks_semua() THEN NULL
    WHEN konteks_lingkup() IN ('DAERAH', 'DESK') AND konteks_bidang() IS NULL THEN NULL
    ELSE ARRAY(
        SELECT id FROM reference_indikator
        WHERE bidang_id = ANY ((SELECT konteks_bidang())::bigint[])
        UNION SELECT unnest(konteks_pengampu())) END
"""


def _wall(column: str, function: str) -> migrations.RunSQL:
    reached = f"""{within("daerah_id", "konteks_wilayah")}
        AND {within(column, function)}"""
    return row_security(
        "target_target",
        visible=reached,
        writable=f"{WRITES} AND ({reached})",
        lockable=reached,
    )


def _undone(operation: migrations.RunSQL) -> migrations.RunSQL:
    return migrations.RunSQL(operation.reverse_sql, operation.sql)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("target", "0005_definisi_of_each"),
        ("accounts", "0005_definisi_of_context"),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="target",
            name="definisi",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="daftar_target",
                to="reference.definisiindikator",
            ),
        ),
        migrations.RunSQL(
            FOLLOWS, "ALTER TABLE target_target DROP CONSTRAINT target_definisi_menurut_rakortek;"
        ),
        _undone(_wall("indikator_id", "konteks_indikator")),
        _wall("definisi_id", "konteks_definisi"),
        _undone(context_function("konteks_indikator", "bigint[]", BY_BIDANG_OF_INDIKATOR)),
    ]
