"""Who approves stays as the snapshot has it; an answer is given once, and voided at most."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import trigger_sees_every_row

ANSWERS_STAY = """
CREATE FUNCTION persetujuan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.berita_acara_id, NEW.urutan, NEW.pihak, NEW.instansi_id, NEW.penugasan_id,
        NEW.nama, NEW.jabatan, NEW.nip)
        IS DISTINCT FROM
       (OLD.berita_acara_id, OLD.urutan, OLD.pihak, OLD.instansi_id, OLD.penugasan_id,
        OLD.nama, OLD.jabatan, OLD.nip)
    OR NOT (
        (NEW.status, NEW.at, NEW.alasan) IS NOT DISTINCT FROM (OLD.status, OLD.at, OLD.alasan)
        OR (OLD.status = 'MENUNGGU' AND NEW.status IN ('SETUJU', 'TOLAK'))
        OR (OLD.status IN ('MENUNGGU', 'SETUJU') AND NEW.status = 'GUGUR'
            AND NEW.at IS NULL AND NEW.alasan = OLD.alasan)
    ) THEN
        RAISE EXCEPTION 'approval % has been given; it is history', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER persetujuan_tetap BEFORE UPDATE ON berita_acara_penandatangan
    FOR EACH ROW EXECUTE FUNCTION persetujuan_tetap();
CREATE TRIGGER persetujuan_tidak_dihapus BEFORE DELETE ON berita_acara_penandatangan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- After the policies have been asked, as with the reasons of a set.
CREATE FUNCTION persetujuan_tidak_ditambah() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM berita_acara_beritaacara WHERE id = NEW.berita_acara_id AND status = 'DRAF';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Berita Acara % has been sent; who approves it stays as it is',
            NEW.berita_acara_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER persetujuan_tidak_ditambah AFTER INSERT ON berita_acara_penandatangan
    FOR EACH ROW EXECUTE FUNCTION persetujuan_tidak_ditambah();
"""
REVERSE = """
DROP FUNCTION persetujuan_tidak_ditambah() CASCADE;
DROP TRIGGER persetujuan_tidak_dihapus ON berita_acara_penandatangan;
DROP FUNCTION persetujuan_tetap() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0003_row_security"),
        ("database", "0001_refuse_change"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(sql=ANSWERS_STAY, reverse_sql=REVERSE),
        trigger_sees_every_row("persetujuan_tidak_ditambah"),
    ]
