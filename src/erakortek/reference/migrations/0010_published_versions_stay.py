"""A published version of the nomenclature and its rows stay as they are, whoever writes."""

from typing import ClassVar

from django.db import migrations

# The version is locked before it is looked at, so that it is not published between the two.
PUBLISHED_STAYS = """
CREATE FUNCTION nomenklatur_terbit_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM reference_versinomenklatur WHERE id IN (OLD.versi_id, NEW.versi_id) FOR SHARE;
    PERFORM FROM reference_versinomenklatur
        WHERE id IN (OLD.versi_id, NEW.versi_id) AND berlaku_on IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'nomenclature has been published: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER nomenklatur_terbit_tetap BEFORE INSERT OR UPDATE OR DELETE ON reference_nomenklatur
    FOR EACH ROW EXECUTE FUNCTION nomenklatur_terbit_tetap();
CREATE TRIGGER versi_terbit_tetap BEFORE UPDATE OR DELETE ON reference_versinomenklatur
    FOR EACH ROW WHEN (OLD.berlaku_on IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reference", "0009_indikator_is_identity"),
        ("database", "0001_refuse_change"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            sql=PUBLISHED_STAYS,
            reverse_sql="""
            DROP TRIGGER versi_terbit_tetap ON reference_versinomenklatur;
            DROP FUNCTION nomenklatur_terbit_tetap() CASCADE;
            """,
        )
    ]
