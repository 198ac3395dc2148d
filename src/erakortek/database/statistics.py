"""The planner's statistics: after many rows were loaded it must not believe in empty tables."""

from django.db import connection


def refresh_statistics() -> None:
    """ANALYZE every table, inside the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_statistics()")
