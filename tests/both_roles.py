"""The test databases: one PostgreSQL per run, built and flushed by the owner, used by the app role.

Bodies of tests run with exactly the rights the application has in production, so a test that
passes does not pass because of a right that nobody has there.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from erakortek.database.roles import APP_ROLE, OWNER_ROLE
from erakortek.database.server import Server
from erakortek.database.settings import database_from

OWNER_URL = "ERAKORTEK_OWNER_DATABASE_URL"
# Nothing of a test run has to survive a power cut.
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def ensure_server() -> None:
    """Start a server of our own, once per run, unless the environment names one.

    Its address goes into the environment, where the workers of this run find it.
    """
    if os.environ.get("DATABASE_URL"):
        return
    folder = Path(tempfile.mkdtemp(prefix="erk-test-"))
    server = Server(folder, extra=UNSAFE)
    server.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)  # runs before the folder goes: last in, first out
    os.environ["DATABASE_URL"] = server.url(APP_ROLE)
    os.environ[OWNER_URL] = server.url(OWNER_ROLE)


def use_server() -> None:
    """Point Django at the server of this run."""
    ensure_server()
    # In place: Django keeps this very dictionary in its connections.
    connection.settings_dict.update(
        {key: value for key, value in database_from().items() if key != "OPTIONS"}
    )


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the default connection be the owner's inside the block; it is opened anew both times."""
    owner = database_from(OWNER_URL)
    credentials = ("USER", "PASSWORD")
    before = {key: connection.settings_dict[key] for key in credentials}
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in credentials})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
