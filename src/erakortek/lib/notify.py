"""Telling open pages that something changed, by PostgreSQL's NOTIFY."""

import json

from django.db import connection

CHANNEL = "erakortek"


def of_rakortek(rakortek_id: int) -> str:
    """The topic of everything that changes in a Rakortek: rows, sessions, documents."""
    return f"rakortek:{rakortek_id}"


def announce(topic: str) -> None:
    """Say that something on ``topic`` changed; delivered when the running transaction commits.

    Not what: everybody who may open the Rakortek hears it, and most may not see the row. The page
    that hears it asks for its block and gets what it may see.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"topic": topic})])
