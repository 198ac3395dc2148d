"""A session is met by its key, a count of wrong passwords by the lock-out; by no query of a page."""

from typing import ClassVar

from django.db import migrations

from erakortek.database.migration_operations import row_security
from erakortek.database.roles import APP_ROLE

SYSTEM = "(SELECT konteks_sistem())"
COUNTED = (
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0006_people_behind_the_wall"),
        ("axes", "0010_accessattemptexpiration"),
        ("sessions", "0001_initial"),
    ]
    operations: ClassVar = [
        row_security("django_session", visible=SYSTEM, writable=SYSTEM),
        # Every request reads its session before it is known who asks; this costs it no statement
        # more, and opens nothing to whoever does not hold the key.
        migrations.RunSQL(
            sql=f"""
                CREATE FUNCTION sesi_berkunci(kunci text) RETURNS SETOF django_session
                LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
                AS $$ SELECT * FROM django_session WHERE session_key = kunci $$;
                REVOKE ALL ON FUNCTION sesi_berkunci(text) FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION sesi_berkunci(text) TO {APP_ROLE};
            """,
            reverse_sql="DROP FUNCTION sesi_berkunci(text);",
        ),
        *(row_security(table, visible=SYSTEM, writable=SYSTEM) for table in COUNTED),
    ]
