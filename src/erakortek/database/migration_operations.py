"""Operations that several rooms' migrations share."""

from django.db import migrations

from erakortek.database.roles import APP_ROLE


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
