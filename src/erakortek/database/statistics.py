"""The planner's statistics: after many rows were loaded it must not believe in empty tables."""

from django.db import connection

MANY_ROWS = 1_000  # fewer are left to PostgreSQL, which looks once a minute


def refresh_after(written: int) -> None:
    """Refresh the statistics if so many rows were written at once that plans would be wrong.

    Until PostgreSQL looks again by itself a search in 10,000 new rows takes ten times as long.
    """
    if written >= MANY_ROWS:
        refresh_statistics()


def refresh_statistics() -> None:
    """ANALYZE every table, inside the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_statistics()")
