"""The embedded PostgreSQL: private, complete even after an interrupted start, whole after a kill."""

import os
import signal
import stat
import time

import psycopg
import pytest

from erakortek.database import server as module
from erakortek.database.roles import APP_ROLE, OWNER_ROLE
from erakortek.database.server import DatabaseServerError, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    # What a first start leaves behind that was killed in the middle of initdb.
    (folder / "postgresql.belum-jadi").mkdir()
    (folder / "postgresql.belum-jadi" / "PG_VERSION").write_text("18")
    running = Server(folder)
    running.start()
    yield running
    running.stop()


def ask(server, role, statement):
    with psycopg.connect(server.url(role)) as connection:
        return connection.execute(statement).fetchall()


def test_it_listens_on_a_private_socket_and_on_no_network(server):
    assert ask(server, APP_ROLE, "SHOW listen_addresses") == [("",)]
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700


def test_passwords_are_generated_kept_private_and_asked_for(server):
    kept = server.folder / "sandi-basis-data.json"

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://{APP_ROLE}:tebakan@/erakortek?host={server.socket}")


def test_what_the_owner_makes_the_app_role_may_use_but_not_change(server):
    with psycopg.connect(server.url(OWNER_ROLE)) as connection:
        connection.execute("CREATE TABLE made (n int)")

    assert ask(server, APP_ROLE, "SELECT count(*) FROM made") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, APP_ROLE, "DROP TABLE made")


def test_a_start_that_was_interrupted_before_the_database_existed_is_completed(server):
    with psycopg.connect(server.url(OWNER_ROLE, "postgres"), autocommit=True) as connection:
        connection.execute("ALTER DATABASE erakortek RENAME TO aside")
    try:
        server._ensure_roles(server._passwords())
        assert ask(server, APP_ROLE, "SELECT current_database()") == [("erakortek",)]
    finally:
        with psycopg.connect(server.url(OWNER_ROLE, "postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE erakortek WITH (FORCE)")
            connection.execute("ALTER DATABASE aside RENAME TO erakortek")


def test_what_was_committed_is_there_after_a_kill_at_the_same_address(server):
    address = server.url(OWNER_ROLE)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE acknowledged AS SELECT generate_series(1, 200) AS n")

    os.kill(server.process.pid, signal.SIGKILL)
    while server.process.poll() is None:
        time.sleep(0.01)

    assert server.revive()
    assert server.url(OWNER_ROLE) == address
    assert ask(server, OWNER_ROLE, "SELECT count(*) FROM acknowledged") == [(200,)]
    assert not server.revive()


def test_a_deep_folder_for_temporary_files_does_not_make_the_socket_too_long(monkeypatch, tmp_path):
    deep = tmp_path / ("dalam" * 20)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))

    folder = module._socket_folder()
    folder.rmdir()

    assert len(str(folder)) < 60


def test_without_binaries_one_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("ERAKORTEK_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(DatabaseServerError, match=r"PostgreSQL tidak ditemukan; pasang paketnya"):
        module.find_binaries()
