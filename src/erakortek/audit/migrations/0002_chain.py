"""The log only grows, and the database itself chains it."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import append_only

# One writer at a time per stream: without the lock two entries would prove the same predecessor.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.stream, 0));
    SELECT nomor, hash INTO newest FROM audit_auditentry
        WHERE stream = NEW.stream ORDER BY nomor DESC LIMIT 1;
    NEW.nomor := coalesce(newest.nomor, 0) + 1;
    NEW.previous_hash := coalesce(newest.hash, repeat('0', 64));
    NEW.hash := encode(sha256(convert_to(NEW.previous_hash || NEW.isi, 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER audit_auditentry_berantai BEFORE INSERT ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial"), ("database", "0001_refuse_change")]
    operations: ClassVar = [
        append_only("audit_auditentry"),
        migrations.RunSQL(sql=CHAIN, reverse_sql="DROP FUNCTION audit_chain() CASCADE;"),
    ]
