"""Nothing takes part without a definition, and one that a Rakortek was opened with stays as it is."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# Ending a version, and settling a doubt about it, change nothing that a target means. PostgreSQL
# fills TG_ARGV with the column that names the version.
STAYS = """
CREATE FUNCTION definisi_dipakai_tetap() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    row_before jsonb := to_jsonb(OLD) - '{sampai_on,perlu_diperiksa}'::text[];
    row_after jsonb := to_jsonb(NEW) - '{sampai_on,perlu_diperiksa}'::text[];
    used bigint := coalesce(row_before, row_after) ->> TG_ARGV[0];
BEGIN
    IF row_before IS DISTINCT FROM row_after AND EXISTS (
        SELECT FROM rakortek_indikatorrakortek ir JOIN rakortek_rakortek r ON r.id = ir.rakortek_id
        WHERE ir.definisi_id = used AND r.status <> 'DRAF'
    ) THEN
        RAISE EXCEPTION 'definition % is used by an opened Rakortek', used
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
REVOKE ALL ON FUNCTION definisi_dipakai_tetap() FROM PUBLIC;
CREATE TRIGGER definisi_dipakai_tetap BEFORE UPDATE OR DELETE ON reference_definisiindikator
    FOR EACH ROW EXECUTE FUNCTION definisi_dipakai_tetap('id');
CREATE TRIGGER definisi_dipakai_tetap_tautan
    BEFORE INSERT OR UPDATE OR DELETE ON reference_definisiindikator_daftar_sub_kegiatan
    FOR EACH ROW EXECUTE FUNCTION definisi_dipakai_tetap('definisiindikator_id');
CREATE TRIGGER definisi_dipakai_tetap_prioritas
    BEFORE INSERT OR UPDATE OR DELETE ON reference_definisiindikator_daftar_prioritas
    FOR EACH ROW EXECUTE FUNCTION definisi_dipakai_tetap('definisiindikator_id');
"""
OWN_DEFINITION = """
ALTER TABLE reference_definisiindikator
    ADD CONSTRAINT definisi_milik_indikator UNIQUE (indikator_id, id);
ALTER TABLE rakortek_indikatorrakortek ADD CONSTRAINT indikator_rakortek_definisi_sendiri
    FOREIGN KEY (indikator_id, definisi_id)
    REFERENCES reference_definisiindikator (indikator_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
NOT_OWN = """
ALTER TABLE rakortek_indikatorrakortek DROP CONSTRAINT indikator_rakortek_definisi_sendiri;
ALTER TABLE reference_definisiindikator DROP CONSTRAINT definisi_milik_indikator;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rakortek", "0004_definisi_of_each")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="indikatorrakortek",
            name="definisi",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="daftar_rakortek",
                to="reference.definisiindikator",
            ),
        ),
        migrations.AddConstraint(
            model_name="indikatorrakortek",
            constraint=models.UniqueConstraint(
                fields=("rakortek", "indikator", "definisi"),
                name="indikator_rakortek_satu_definisi",
            ),
        ),
        migrations.RunSQL(OWN_DEFINITION, NOT_OWN),
        migrations.RunSQL(STAYS, "DROP FUNCTION definisi_dipakai_tetap() CASCADE;"),
    ]
