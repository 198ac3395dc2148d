"""A pytest plugin: one temporary PostgreSQL per run, shared by all workers.

It is loaded before Django's settings (``-p tests.postgres``), because they read ``DATABASE_URL``.
``ERAKORTEK_POSTGRES_BIN`` chooses other binaries, as the run on Debian's PostgreSQL 15 does.
"""

import os
import shutil
import tempfile
from pathlib import Path

from erakortek.database.roles import APP_ROLE, OWNER_ROLE
from erakortek.database.server import Server

MARK = "ERAKORTEK_TEST_SERVER"
# Nothing of a test run has to survive a power cut.
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_mine: list[tuple[Server, Path]] = []

if MARK not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="erk-test-"))
    server = Server(folder, extra=UNSAFE)
    server.start()
    _mine.append((server, folder))
    os.environ[MARK] = "1"
    os.environ["DATABASE_URL"] = server.url(APP_ROLE)
    os.environ["ERAKORTEK_OWNER_DATABASE_URL"] = server.url(OWNER_ROLE)
    os.environ["ERAKORTEK_SECRET_KEY"] = (
        "kunci-pengujian-yang-tidak-dipakai-di-mana-pun-selain-di-sini"
    )
    os.environ["ERAKORTEK_DEMO"] = "1"
    os.environ["ERAKORTEK_SISTEM"] = "1"  # the bodies of tests; requests begin as the web's do
    os.environ.pop("ERAKORTEK_DEMO_TODAY", None)


def pytest_unconfigure() -> None:
    for server, folder in _mine:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    _mine.clear()
