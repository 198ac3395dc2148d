"""An applied upload and its rows are history: nobody changes or deletes them, whoever writes."""

from typing import ClassVar

from django.db import migrations

APPLIED_STAYS = """
CREATE FUNCTION impor_diterapkan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'DITERAPKAN' THEN
        RAISE EXCEPTION 'import % has been applied; it is history', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER impor_diterapkan_tetap BEFORE UPDATE OR DELETE ON intake_importbatch
    FOR EACH ROW EXECUTE FUNCTION impor_diterapkan_tetap();

CREATE FUNCTION baris_impor_diterapkan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM intake_importbatch WHERE id = OLD.batch_id AND status = 'DITERAPKAN';
    IF FOUND THEN
        RAISE EXCEPTION 'import % has been applied; its rows are history', OLD.batch_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER baris_impor_diterapkan_tetap BEFORE UPDATE OR DELETE ON intake_stagedrow
    FOR EACH ROW EXECUTE FUNCTION baris_impor_diterapkan_tetap();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            sql=APPLIED_STAYS,
            reverse_sql="""
            DROP FUNCTION impor_diterapkan_tetap() CASCADE;
            DROP FUNCTION baris_impor_diterapkan_tetap() CASCADE;
            """,
        )
    ]
