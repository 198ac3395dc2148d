"""What runs as the owner cannot be made to run what its caller brings along."""

from contextlib import closing

import psycopg
import pytest
from django.db import connection

from erakortek.database.migration_operations import SEARCH_PATH
from erakortek.database.roles import OWNER_ROLE

DEFINERS = """
    SELECT p.oid::regprocedure::text, p.prosrc, array_to_string(p.proconfig, ' '),
           has_function_privilege('public', p.oid, 'EXECUTE'), p.proowner::regrole::text
    FROM pg_proc p WHERE p.prosecdef
    ORDER BY 1
"""
# A relation, by its bare name, where SQL looks one up.
BARE = """
    SELECT DISTINCT found[1] FROM regexp_matches(
        %s, '\\m(?:FROM|JOIN|INTO|UPDATE|ONLY|TABLE)\\s+([a-z_]+)\\M(?![.(])', 'gi') found
    WHERE EXISTS (SELECT FROM pg_class WHERE relname = lower(found[1]) AND relkind <> 'i')
"""


def ask(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@pytest.mark.django_db
def test_every_definer_function_looks_into_pg_temp_last_and_is_not_everybodys():
    found = ask(DEFINERS)

    assert "refresh_statistics()" in {name for name, *_ in found}
    assert {
        name: (settings, is_public, owner)
        for name, _, settings, is_public, owner in found
        if (settings, is_public, owner) != (f"search_path={SEARCH_PATH}", False, OWNER_ROLE)
    } == {}


@pytest.mark.django_db
def test_every_definer_function_names_the_schema_of_its_tables():
    bare = {name: ask(BARE, [source]) for name, source, *_ in ask(DEFINERS)}

    assert {name: tables for name, tables in bare.items() if tables} == {}


@pytest.mark.django_db
def test_the_app_role_can_create_nothing_and_nobody_temporary_objects():
    app = connection.settings_dict["USER"]

    assert (
        ask("SELECT nspname FROM pg_namespace WHERE has_schema_privilege(%s, oid, 'CREATE')", [app])
        == []
    ), "schemas"
    for right in ("CREATE", "TEMPORARY"):
        assert ask("SELECT has_database_privilege(%s, current_database(), %s)", [app, right]) == [
            (False,)
        ], right


@pytest.fixture
def may_make_temporary_objects(db):
    """As on a database whose right to temporary objects was given back by mistake."""
    name = connection.settings_dict["NAME"]
    with closing(connect(as_owner=True)) as owner:
        owner.execute(f'GRANT TEMPORARY ON DATABASE "{name}" TO PUBLIC')
        yield
        owner.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')


def connect(*, as_owner):
    from erakortek.database.settings import database_from

    facts = database_from("ERAKORTEK_OWNER_DATABASE_URL" if as_owner else "DATABASE_URL")
    return psycopg.connect(
        host=facts["HOST"],
        port=facts["PORT"],
        user=facts["USER"],
        password=facts["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    )


# ``pg_tables`` of the caller: whoever reads it runs a function that says who it runs as.
TRAP = """
    CREATE FUNCTION pg_temp.note() RETURNS name LANGUAGE plpgsql AS $$
    BEGIN
        RAISE WARNING 'ran as %', current_user;
        RETURN 'django_migrations';
    END $$;
    CREATE TEMPORARY VIEW pg_tables AS SELECT pg_temp.note() AS tablename, 'public' AS schemaname;
    GRANT SELECT ON pg_tables TO PUBLIC;
"""


def test_a_temporary_view_is_not_run_as_the_owner(may_make_temporary_objects):
    heard = []
    with closing(connect(as_owner=False)) as app:
        app.add_notice_handler(lambda notice: heard.append(notice.message_primary))
        app.execute(TRAP)
        app.execute("SELECT refresh_statistics()")

    assert [words for words in heard if words.startswith("ran as")] == []


@pytest.mark.django_db
def test_a_temporary_view_cannot_be_made():
    with closing(connect(as_owner=False)) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(TRAP)
