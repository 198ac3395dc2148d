"""An applied upload takes no more rows: what it says it has written is what it wrote."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import trigger_sees_every_row

NO_MORE_ROWS = """
CREATE FUNCTION impor_diterapkan_menolak_baris() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM baru JOIN intake_importbatch batch ON batch.id = baru.batch_id
        WHERE batch.status = 'DITERAPKAN';
    IF FOUND THEN
        RAISE EXCEPTION 'an import that has been applied takes no more rows'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impor_diterapkan_menolak_baris AFTER INSERT ON intake_stagedrow
    REFERENCING NEW TABLE AS baru
    FOR EACH STATEMENT EXECUTE FUNCTION impor_diterapkan_menolak_baris();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0004_row_security")]
    operations: ClassVar = [
        migrations.RunSQL(
            sql=NO_MORE_ROWS,
            reverse_sql="DROP FUNCTION impor_diterapkan_menolak_baris() CASCADE;",
        ),
        trigger_sees_every_row("impor_diterapkan_menolak_baris"),
    ]
