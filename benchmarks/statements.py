"""What a request sends to PostgreSQL: counted per page, and one save's statements as a bare loop.

Runs inside the benchmark's own process, connected to the database of the server under test.
"""

import itertools
import os
import re
import threading
import time

import psycopg

SIGN_IN = "erakortek.accounts.backends.WithPenugasan"
INSERT = re.compile(
    r'INSERT INTO "target_targetversion" \((?P<columns>[^)]*)\) VALUES \((?P<values>.*?)\) RETURNING'
)


def join(folder):
    """Connect Django in this process to the server whose data is in ``folder``."""
    os.environ["ERAKORTEK_DATA"] = str(folder)
    os.environ["ERAKORTEK_SISTEM"] = "1"  # as a command; requests of its clients say who asks
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erakortek.settings")
    from erakortek.supervisor import join_running

    join_running()
    import django

    django.setup()


def wait_for_quiet():
    """Until no job waits or runs; how many seconds that took."""
    from django.db import connection

    begin = time.monotonic()
    with connection.cursor() as cursor:
        while time.monotonic() - begin < 600:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            )
            if cursor.fetchone() == (0,):
                break
            time.sleep(2)
    return time.monotonic() - begin


def client_of(username):
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get(username=username), SIGN_IN)
    return client


def statements_of(act):
    """The SQL of ``act``, BEGIN, savepoints and COMMIT included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def count(username, path):
    """How many statements one page costs, the second time it is asked for."""
    client = client_of(username)
    client.get(path)
    return len(statements_of(lambda: client.get(path)))


def save_statements(username, cells):
    """Per cell (address, version): the statements of one save, its version and urut as ``{n}``."""
    client = client_of(username)
    found = []
    for address, version in cells:
        body = {"nilai": "41,5", "base_version": version}
        answers = []
        sql = statements_of(
            lambda a=address, b=body, kept=answers: kept.append(
                client.post(a, b, headers={"HX-Request": "true"})
            )
        )
        assert answers[0].status_code == 200, answers[0].status_code
        found.append(Cell([_numbered(one) for one in sql]))
    return found


def _numbered(sql):
    """The insert of a version with other numbers each time; every other statement as it was."""
    match = INSERT.search(sql)
    if not match:
        return sql
    columns = [name.strip(' "') for name in match["columns"].split(",")]
    values = match["values"].split(", ")
    for name in ("version", "urut"):
        place = columns.index(name)
        values[place] = f"{values[place]} + {{n}}"
    return sql[: match.start("values")] + ", ".join(values) + sql[match.end("values") :]


class Cell:
    """The statements of one target; one connection at a time goes through them."""

    def __init__(self, statements):
        self.statements = statements
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    def run(self, connection):
        with self.lock:
            number = next(self.numbers)
            for statement in self.statements:
                connection.execute(statement.replace("{n}", str(number)))


def looper(cells):
    """``act(number)`` for ``load``: one save's statements through psycopg, a connection a thread."""
    here = threading.local()

    def act(number):
        if not hasattr(here, "connection"):
            here.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        cells[number % len(cells)].run(here.connection)
        return b""

    return act
