"""Who acts in the running transaction, where PostgreSQL can read it.

House rule: one ``set_config(key, value, true)`` statement opens every transaction of a request or a
job. It is valid until that transaction ends, so nothing survives in a pooled connection.
"""

import json

from django.db import connection

SETTING = "erakortek.context"


def bind(**facts: int | str | None) -> None:
    """Let the running transaction carry ``facts`` (user, penugasan, role, daerah)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, json.dumps(facts)])
