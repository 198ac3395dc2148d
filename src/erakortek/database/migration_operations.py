"""Operations that several rooms' migrations share."""

from collections.abc import Iterable

from django.db import migrations

from erakortek.database.roles import APP_ROLE

# pg_temp last: unnamed it comes first, and a temporary view of the caller would run as the owner.
SEARCH_PATH = "pg_catalog, public, pg_temp"
# FROM, JOIN, INTO and UPDATE before the name of a table get its schema; names of functions are
# never looked up in pg_temp.
HARDEN = """
DO $do$
DECLARE
    definer record;
    tables text := (
        SELECT string_agg(relname, '|') FROM pg_catalog.pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'));
BEGIN
    FOR definer IN
        SELECT oid::regprocedure AS signature, pg_get_functiondef(oid) AS made
        FROM pg_catalog.pg_proc
        WHERE prosecdef AND pronamespace = 'public'::regnamespace AND ({which})
    LOOP
        EXECUTE regexp_replace(
            definer.made, format('(\\m(?:FROM|JOIN|INTO|UPDATE)\\s+)(%s)\\M', tables),
            '\\1public.\\2', 'gi');
        EXECUTE format('ALTER FUNCTION %s SET search_path = {path}', definer.signature);
    END LOOP;
END $do$;
"""


def harden_definers(which: str = "true") -> str:
    """Return SQL that makes SECURITY DEFINER functions safe from what a caller puts in pg_temp.

    It sets their search_path and qualifies the tables they name; ``which`` is SQL on ``pg_proc``.
    """
    return HARDEN.replace("{which}", which).replace("{path}", SEARCH_PATH)


def append_only(table: str) -> migrations.RunSQL:
    """Let ``table`` only grow: grants for the app role, a trigger for everybody."""
    return migrations.RunSQL(
        sql=f"""
            REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
            CREATE TRIGGER {table}_hanya_bertambah BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
        """,
        reverse_sql=f"""
            DROP TRIGGER {table}_hanya_bertambah ON {table};
            GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};
        """,
    )


def row_security(
    table: str, *, visible: str, writable: str, addable: str = "", lockable: str = ""
) -> migrations.RunSQL:
    """Let the app role meet only its rows of ``table``; each condition is SQL on one row.

    ``visible`` rows are read, ``writable`` ones changed and deleted; new rows must be ``addable``
    (else writable). ``lockable`` rows, the writable among them, can also be locked by who may not
    change them: a service that locks before it asks its rule then answers with the rule's reason. Put what does not depend on
    the row into a scalar sub-select, ``(SELECT konteks_…())``: PostgreSQL evaluates it once per
    query. Without a context every condition must be false. The owner is exempt.
    """
    return migrations.RunSQL(
        sql=f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY {table}_dilihat ON {table} FOR SELECT TO {APP_ROLE} USING ({visible});
            CREATE POLICY {table}_ditambah ON {table} FOR INSERT TO {APP_ROLE}
                WITH CHECK ({addable or writable});
            CREATE POLICY {table}_diubah ON {table} FOR UPDATE TO {APP_ROLE}
                USING ({lockable or writable}) WITH CHECK ({writable});
            CREATE POLICY {table}_dihapus ON {table} FOR DELETE TO {APP_ROLE} USING ({writable});
        """,
        reverse_sql=f"""
            DROP POLICY {table}_dilihat ON {table};
            DROP POLICY {table}_ditambah ON {table};
            DROP POLICY {table}_diubah ON {table};
            DROP POLICY {table}_dihapus ON {table};
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def also_visible(table: str, reason: str, condition: str) -> migrations.RunSQL:
    """Show more rows of a lower room's ``table``, for a ``reason`` that only a higher room knows.

    PostgreSQL asks the policy with the last name first: a ``reason`` that comes before "dilihat" is
    asked only of rows that are not visible anyhow, which is cheaper where most are.
    """
    return migrations.RunSQL(
        sql=f"CREATE POLICY {table}_{reason} ON {table} FOR SELECT TO {APP_ROLE} USING ({condition});",
        reverse_sql=f"DROP POLICY {table}_{reason} ON {table};",
    )


def within(column: str, function: str) -> str:
    """The condition that ``column`` is among the ids of a context function; NULL of it means all.

    One sub-select where a flag and a list would be two: each costs the planner some 10 µs in every
    query. So the function must say ``'{}'``, and never NULL, where nothing is reached.
    """
    return f"coalesce({column} = ANY ((SELECT {function}())::bigint[]), true)"


def context_function(name: str, kind: str, query: str) -> migrations.RunSQL:
    """Let policies ask ``name()``: what the context reaches, of type ``kind``, as ``query`` says.

    As the owner's, so that it asks the tables themselves: policies that ask through other policies
    make a query of hundreds of plans, and two tables whose rows depend on each other go round in a
    ring. ``query`` must be bounded by the context alone. PL/pgSQL keeps its plan from call to call.
    """
    return migrations.RunSQL(
        sql=f"""
            CREATE FUNCTION {name}() RETURNS {kind} LANGUAGE plpgsql STABLE PARALLEL SAFE
            SECURITY DEFINER SET search_path = {SEARCH_PATH} AS $$
            BEGIN
                RETURN ({query});
            END $$;
            REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION {name}() TO {APP_ROLE};
        """
        + harden_definers(f"proname = '{name}'"),
        reverse_sql=f"DROP FUNCTION {name}();",
    )


def trigger_sees_every_row(function: str) -> migrations.RunSQL:
    """Let a trigger look at all rows, whoever writes: a rule must not depend on who may see."""
    return migrations.RunSQL(
        sql=f"""
            ALTER FUNCTION {function}() SECURITY DEFINER SET search_path = {SEARCH_PATH};
            REVOKE ALL ON FUNCTION {function}() FROM PUBLIC;
        """
        + harden_definers(f"proname = '{function}'"),
        reverse_sql=f"""
            ALTER FUNCTION {function}() SECURITY INVOKER RESET search_path;
            GRANT EXECUTE ON FUNCTION {function}() TO PUBLIC;
        """,
    )


def moves_of_state(
    table: str, column: str, *, start: str, moves: Iterable[tuple[str, str]]
) -> migrations.RunSQL:
    """Hold a status column to its ``workflow.py`` table, whoever writes.

    New rows stand at ``start`` (asked after the policies, which know who may add them); a change
    must be one of ``moves``. Both are written out, since a migration stays as it was;
    ``tests/architecture/test_state_moves.py`` compares the triggers in the database with the tables
    and prints the operation to add where they differ. The condition stands in ``WHEN``, so an
    allowed write calls no function.
    """
    allowed = ", ".join(f"'{source} {to}'" for source, to in moves)
    return migrations.RunSQL(
        sql=f"""
            CREATE OR REPLACE TRIGGER {column}_mulai AFTER INSERT ON {table} FOR EACH ROW
                WHEN (NEW.{column} <> '{start}')
                EXECUTE FUNCTION refuse_move('{column}');
            CREATE OR REPLACE TRIGGER {column}_berpindah BEFORE UPDATE ON {table} FOR EACH ROW
                WHEN (OLD.{column} <> NEW.{column}
                    AND (OLD.{column} || ' ' || NEW.{column}) <> ALL (ARRAY[{allowed}]))
                EXECUTE FUNCTION refuse_move('{column}');
        """,
        reverse_sql=f"""
            DROP TRIGGER {column}_mulai ON {table};
            DROP TRIGGER {column}_berpindah ON {table};
        """,
    )
