"""Who acts in the running transaction, where PostgreSQL can read it.

House rule: one ``set_config(key, value, true)`` statement opens every transaction of a request. It
is valid until that transaction ends, so nothing survives in a pooled connection. Row level security
rests on it: a transaction that says nothing meets no row of anybody.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import TransactionManagementError
from psycopg.pq import TransactionStatus

from erakortek.database.lingkup import SETTING, SYSTEM, Lingkup

Fact = int | str | Sequence[int] | None

BIND = "SELECT set_config(%s, %s, true)"
# The CTE comes first, so that what it reads is what was bound before.
SWAP = """
    WITH before AS MATERIALIZED (SELECT current_setting(%s, true) AS bound)
    SELECT bound, set_config(%s, %s, true) FROM before
"""


def bind(*, lingkup: Lingkup, menulis: bool = False, **facts: Fact) -> None:
    """Let the running transaction carry who acts: ``accounts.scope`` says what of an actor.

    ``menulis`` lets it change rows that it sees; without it the wall refuses every change but that
    of one's own account. Raises ``TransactionManagementError`` where no transaction runs.
    """
    _refuse_outside_transaction()
    _bind(json.dumps({"lingkup": lingkup, "menulis": menulis} | facts))


@contextmanager
def as_system() -> Iterator[None]:
    """Meet every row inside: for what must be counted or done "whoever asks".

    Also a decorator. Evaluate querysets inside; what leaves is bounded by the caller. After a
    database error the rollback that must follow takes the binding back, so nothing is sent. Raises
    ``TransactionManagementError`` where no transaction runs.
    """
    _refuse_outside_transaction()
    with connection.cursor() as cursor:
        cursor.execute(SWAP, [SETTING, SETTING, SYSTEM])
        before = cursor.fetchone()[0]
    try:
        yield
    finally:
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:
            _bind(before or "")


def _refuse_outside_transaction() -> None:
    """Outside of one a binding ends with its own statement, and the next meets no row, in silence."""
    if not connection.in_atomic_block:
        msg = "who acts is bound to a transaction, and none runs: put transaction.atomic around it"
        raise TransactionManagementError(msg)


def _bind(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BIND, [SETTING, text])
