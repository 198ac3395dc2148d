"""Locks on what is no single row."""

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds ``name``; it is let go when the running transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
