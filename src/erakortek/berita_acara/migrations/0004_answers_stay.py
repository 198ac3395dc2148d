"""Who approves stays as the snapshot has it; an answer is given once, and voided at most."""

from typing import ClassVar

from django.db import migrations

ANSWERS_STAY = """
CREATE FUNCTION persetujuan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.berita_acara_id, NEW.urutan, NEW.pihak, NEW.instansi_id, NEW.penugasan_id,
        NEW.nama, NEW.jabatan, NEW.nip)
        IS DISTINCT FROM
       (OLD.berita_acara_id, OLD.urutan, OLD.pihak, OLD.instansi_id, OLD.penugasan_id,
        OLD.nama, OLD.jabatan, OLD.nip)
    OR (OLD.status <> 'MENUNGGU' AND NOT (OLD.status = 'SETUJU' AND NEW.status = 'GUGUR')
        AND (NEW.status, NEW.at, NEW.alasan) IS DISTINCT FROM (OLD.status, OLD.at, OLD.alasan)) THEN
        RAISE EXCEPTION 'approval % has been given; it is history', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER persetujuan_tetap BEFORE UPDATE ON berita_acara_penandatangan
    FOR EACH ROW EXECUTE FUNCTION persetujuan_tetap();
CREATE TRIGGER persetujuan_tidak_dihapus BEFORE DELETE ON berita_acara_penandatangan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
REVERSE = """
DROP TRIGGER persetujuan_tidak_dihapus ON berita_acara_penandatangan;
DROP FUNCTION persetujuan_tetap() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("berita_acara", "0003_row_security"),
        ("database", "0001_refuse_change"),
    ]
    operations: ClassVar = [migrations.RunSQL(sql=ANSWERS_STAY, reverse_sql=REVERSE)]
