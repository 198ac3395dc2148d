"""Versions only grow, without gap, and a locked target refuses them, whoever writes."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import append_only

LOCKED_REFUSES = """
CREATE FUNCTION target_terkunci_menolak_versi() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM target_target WHERE id = NEW.target_id AND kunci = 'TERBUKA' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'target % is locked by its Berita Acara', NEW.target_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER target_terkunci_menolak_versi BEFORE INSERT ON target_targetversion
    FOR EACH ROW EXECUTE FUNCTION target_terkunci_menolak_versi();
"""

# The unique constraints refuse a second version n; this refuses a version n+2 after n.
NO_GAP = """
CREATE FUNCTION versi_tanpa_celah() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (
        SELECT FROM target_targetversion
        WHERE target_id = NEW.target_id AND voice = NEW.voice AND version = NEW.version - 1
    ) THEN
        RAISE EXCEPTION 'version % of target % has no predecessor', NEW.version, NEW.target_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER versi_tanpa_celah BEFORE INSERT ON target_targetversion
    FOR EACH ROW EXECUTE FUNCTION versi_tanpa_celah();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("target", "0001_initial"), ("database", "0001_refuse_change")]
    operations: ClassVar = [
        append_only("target_targetversion"),
        append_only("target_acuanversion"),
        migrations.RunSQL(
            sql=LOCKED_REFUSES,
            reverse_sql="DROP FUNCTION target_terkunci_menolak_versi() CASCADE;",
        ),
        migrations.RunSQL(sql=NO_GAP, reverse_sql="DROP FUNCTION versi_tanpa_celah() CASCADE;"),
    ]
