"""The app role makes no objects, so that nothing of it is taken for ours by what runs as the owner.

``refresh_statistics`` read a view by its bare name: a temporary view of that name ran as the owner.
"""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import SEARCH_PATH
from erakortek.database.roles import APP_ROLE

ANALYZE = """
CREATE OR REPLACE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = {path} AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM {view} WHERE schemaname = 'public' LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END $$;
"""
# Whatever database this is: that of tests has another name.
ON_DATABASE = """
DO $$ BEGIN EXECUTE format('{} TEMPORARY ON DATABASE %I {} PUBLIC', current_database()); END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0005_refuse_move")]
    operations: ClassVar = [
        migrations.RunSQL(
            ANALYZE.format(path=SEARCH_PATH, view="pg_catalog.pg_tables").replace(
                "'ANALYZE %I'", "'ANALYZE public.%I'"
            ),
            ANALYZE.format(path="public", view="pg_tables"),
        ),
        migrations.RunSQL(ON_DATABASE.format("REVOKE", "FROM"), ON_DATABASE.format("GRANT", "TO")),
        # PostgreSQL 15 and later grant it to nobody; a database restored from before may.
        migrations.RunSQL(
            f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {APP_ROLE};", migrations.RunSQL.noop
        ),
    ]
