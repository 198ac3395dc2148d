"""The suite runs as the app role, and what that role lacks."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from tests.conftest import as_owner

APPEND_ONLY = """
    SELECT c.relname FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname = 'refuse_change' AND t.tgname LIKE '%_hanya_bertambah' ORDER BY 1
"""
# Bits of pg_trigger.tgtype: for each ROW, BEFORE, DELETE, UPDATE.
REFUSES_BOTH = 1 | 2 | 8 | 16
GROW_ONLY = [
    "audit_auditentry",
    "berita_acara_dokumen",
    "desk_keputusan",
    "target_acuanversion",
    "target_targetversion",
]
RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


def rows(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def rights_on(table):
    found = rows(
        "SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, r)", [RIGHTS, table]
    )
    return [right for (right,) in found]


@pytest.mark.django_db
def test_bodies_of_tests_run_as_the_app_role_which_is_nobody_special():
    assert rows(
        "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls"
        " FROM pg_roles WHERE rolname = current_user"
    ) == [("erakortek_app", False, False, False, False)]


@pytest.mark.django_db
def test_the_app_role_owns_nothing():
    assert rows("SELECT relname FROM pg_class WHERE relowner = current_user::regrole") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE accounts_user ADD COLUMN mine int",
        "DROP TABLE accounts_user",
        "TRUNCATE accounts_user CASCADE",
        "CREATE EXTENSION hstore",
    ],
)
def test_the_app_role_may_not_change_the_schema(statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows(statement)


@pytest.mark.django_db
def test_an_ordinary_table_may_be_read_and_written_and_no_more():
    assert rights_on("accounts_penugasan") == ["SELECT", "INSERT", "UPDATE", "DELETE"]


@pytest.mark.django_db
def test_the_tables_that_only_grow_may_be_read_and_added_to_and_no_more():
    tables = [name for (name,) in rows(APPEND_ONLY)]

    assert "audit_auditentry" in tables
    assert "target_targetversion" in tables
    assert {name: rights_on(name) for name in tables} == dict.fromkeys(tables, ["SELECT", "INSERT"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["UPDATE probe SET n = 2", "DELETE FROM probe"])
def test_even_the_owner_cannot_change_a_row_of_a_table_that_only_grows(act):
    with as_owner(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE probe (n int)")
            cursor.execute("INSERT INTO probe VALUES (1)")
            cursor.execute(
                "CREATE TRIGGER probe_hanya_bertambah BEFORE UPDATE OR DELETE ON probe"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        with pytest.raises(IntegrityError, match="probe only grows"), transaction.atomic():
            rows(act)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("table", GROW_ONLY)
def test_what_only_grows_is_refused_by_a_trigger_too_whoever_writes(table):
    found = rows(
        "SELECT t.tgtype, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE p.proname = 'refuse_change' AND t.tgrelid = %s::regclass",
        [table],
    )

    assert found == [(REFUSES_BOTH, "O")]


@pytest.mark.django_db
def test_every_table_without_update_is_one_of_those_that_only_grow():
    may_not = rows(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
        " AND c.relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(c.oid, 'INSERT') AND NOT has_table_privilege(c.oid, 'UPDATE')"
    )

    assert sorted(table for (table,) in may_not) == GROW_ONLY


@pytest.mark.django_db
def test_the_app_role_makes_nothing_and_sets_no_sequence_back():
    assert rows("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]
    assert (
        rows(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S'"
            " AND c.relnamespace = 'public'::regnamespace"
            " AND c.relname !~ '^procrastinate'"
            " AND (has_sequence_privilege(c.oid, 'UPDATE') OR NOT has_sequence_privilege(c.oid, 'USAGE'))"
        )
        == []
    )
