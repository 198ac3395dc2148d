"""Why a set differs stays once its Rakortek is open; what was decided of a set stays as decided."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import trigger_sees_every_row

REASONS_STAY = """
CREATE FUNCTION alasan_susunan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM rakortek_rakortek
        WHERE id IN (NEW.rakortek_id, OLD.rakortek_id) AND status <> 'DRAF';
    IF FOUND THEN
        RAISE EXCEPTION 'the set of Rakortek % is in use; its reasons are history',
            coalesce(OLD.rakortek_id, NEW.rakortek_id)
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER alasan_susunan_tetap BEFORE UPDATE OR DELETE ON rakortek_alasansusunan
    FOR EACH ROW EXECUTE FUNCTION alasan_susunan_tetap();
-- After the policies have been asked: who may not add a row at all learns nothing of its Rakortek.
CREATE TRIGGER alasan_susunan_tidak_ditambah AFTER INSERT ON rakortek_alasansusunan
    FOR EACH ROW EXECUTE FUNCTION alasan_susunan_tetap();
"""
DECISIONS_STAY = """
CREATE FUNCTION pengajuan_susunan_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'DIAJUKAN'
    OR (NEW.rakortek_id, NEW.sidik, NEW.pengaju_id, NEW.diajukan_at)
        IS DISTINCT FROM (OLD.rakortek_id, OLD.sidik, OLD.pengaju_id, OLD.diajukan_at) THEN
        RAISE EXCEPTION 'submission % stays as it was submitted and decided', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pengajuan_susunan_tetap BEFORE UPDATE ON rakortek_pengajuansusunan
    FOR EACH ROW EXECUTE FUNCTION pengajuan_susunan_tetap();
CREATE TRIGGER pengajuan_susunan_tidak_dihapus BEFORE DELETE ON rakortek_pengajuansusunan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
REVERSE = """
DROP TRIGGER pengajuan_susunan_tidak_dihapus ON rakortek_pengajuansusunan;
DROP FUNCTION pengajuan_susunan_tetap() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rakortek", "0007_row_security_of_susunan"),
        ("database", "0001_refuse_change"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            sql=REASONS_STAY, reverse_sql="DROP FUNCTION alasan_susunan_tetap() CASCADE;"
        ),
        trigger_sees_every_row("alasan_susunan_tetap"),
        migrations.RunSQL(sql=DECISIONS_STAY, reverse_sql=REVERSE),
    ]
