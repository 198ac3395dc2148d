"""Let the app role refresh the planner's statistics after it has loaded many rows."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.roles import APP_ROLE

FUNCTION = f"""
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_statistics() TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0001_refuse_change")]
    operations: ClassVar = [
        migrations.RunSQL(sql=FUNCTION, reverse_sql="DROP FUNCTION refresh_statistics();")
    ]
