"""Telling open pages that something changed, by PostgreSQL's NOTIFY."""

import json

from django.db import connection

CHANNEL = "erakortek"


def announce(topic: str, **facts: int | str) -> None:
    """Say on ``topic`` what changed; delivered when the running transaction commits.

    The message names a row and its version, never a value: the page that hears it asks for the
    row and gets what it may see. PostgreSQL takes less than 8,000 bytes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"topic": topic} | facts)])
