"""Documents only grow; the snapshot, number and code of a Berita Acara never change."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import append_only

FROZEN = """
CREATE FUNCTION berita_acara_beku() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.snapshot, NEW.sha256, NEW.nomor, NEW.kode, NEW.sidang_id, NEW.created_at)
        IS DISTINCT FROM
       (OLD.snapshot, OLD.sha256, OLD.nomor, OLD.kode, OLD.sidang_id, OLD.created_at) THEN
        RAISE EXCEPTION 'the snapshot of a Berita Acara never changes'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER berita_acara_beku BEFORE UPDATE ON berita_acara_beritaacara
    FOR EACH ROW EXECUTE FUNCTION berita_acara_beku();
CREATE TRIGGER berita_acara_tidak_dihapus BEFORE DELETE ON berita_acara_beritaacara
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
REVERSE = """
DROP TRIGGER berita_acara_tidak_dihapus ON berita_acara_beritaacara;
DROP FUNCTION berita_acara_beku() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("berita_acara", "0001_initial"), ("database", "0001_refuse_change")]
    operations: ClassVar = [
        append_only("berita_acara_dokumen"),
        migrations.RunSQL(sql=FROZEN, reverse_sql=REVERSE),
    ]
