"""``erakortek up``: start everything in order, keep it running, stop it without loss."""

import contextlib
import ctypes
import fcntl
import http.client
import json
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

import psycopg

from erakortek.database.private_file import read_or_make, write_private
from erakortek.database.roles import APP_ROLE, OWNER_ROLE
from erakortek.database.server import DatabaseServerError, Server
from erakortek.lib.environment import EnvironmentVariableError, read_int, read_text

HOST = "127.0.0.1"
# Uploads have a worker of their own: they wait behind no document, and what typesetting keeps of memory
# does not add to what a big workbook takes.
WORKERS = {"Pekerja latar": ("builtin", "default", "dokumen"), "Pekerja impor": ("impor",)}
MOST_CONNECTIONS = 8000
FILES_KEPT = 256  # for the database, logs and static files of a web process
ANSWERS_WITHIN = 30.0  # seconds from starting the web processes to the first answer
STOP_WITHIN = 4.5  # with the database's own time it stays below 10 seconds
RESTART_AFTER = 1.0
SHORT_LIFE = 2.0
LONGEST_WAIT = 15.0
MOST_SHORT_LIVES = 5  # in a row while starting; then everything stops
GRANIAN_KILLS_AFTER = "3"  # without it granian ignores SIGTERM while a stream is open
PR_SET_PDEATHSIG = 1
RUNNING = "lingkungan.json"  # how `erakortek manage` finds what `erakortek up` has started


class StartError(Exception):
    """Something prevents the start; the message is one Indonesian sentence for the operator."""


@dataclass
class Child:
    """One process that is kept running: started again when it dies."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0
    retry_at: float | None = None  # when it died: the time at which it is started again

    def start(self) -> None:
        self.started, self.retry_at = time.monotonic(), None
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- the supervisor has one thread
        )

    def revive(self, *, is_starting: bool) -> None:
        """Start it again if it has died, later each time it dies at once; never waits itself.

        Raises ``StartError`` when it keeps dying while the application ``is_starting``: then it is
        not an accident. Later the rest goes on: without worker people still fill their targets.
        """
        if self.process is None or self.process.poll() is None:
            return
        if self.retry_at is None:
            self._has_died(is_starting=is_starting)
        if self.retry_at is not None and time.monotonic() >= self.retry_at:
            self.start()

    def _has_died(self, *, is_starting: bool) -> None:
        self.kill()  # what a killed parent leaves behind would keep the port
        short = time.monotonic() - self.started < SHORT_LIFE
        self.short_lives = self.short_lives + 1 if short else 0
        if is_starting and self.short_lives >= MOST_SHORT_LIVES:
            message = f"{self.name} selalu berhenti begitu dinyalakan; e-Rakortek dihentikan."
            raise StartError(message)
        print(f"{self.name} berhenti sendiri; dinyalakan kembali.", file=sys.stderr)
        self.retry_at = time.monotonic() + min(self.short_lives * RESTART_AFTER, LONGEST_WAIT)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def stop_by(self, deadline: float) -> None:
        """Wait until ``deadline`` of the monotonic clock, then end it and all that it started."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        self.kill()
        self.process.wait()

    def kill(self) -> None:
        """End the whole group: the process and what it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def places() -> list[str]:
    """How many connections a web process holds; pages, streams and silent ones count alike.

    Without ``--backpressure`` granian divides the backlog among the workers, so that 256 streams
    silenced everybody. Only with ``--http 1`` it closes a connection that says nothing.
    """
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    most = str(min(MOST_CONNECTIONS, files - FILES_KEPT))
    silence = ("--http", "1", "--http1-header-read-timeout", "10000")
    return ["--backlog", "1024", "--backpressure", most, *silence]


@dataclass
class Supervisor:
    """The whole application on this machine."""

    folder: Path
    port: int
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    server: Server | None = None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    has_answered: bool = False
    lock: TextIO | None = None

    def run(self) -> None:
        """Start, wait until asked to stop, stop. Raises ``StartError`` with one sentence."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            while not self.stopping:
                self._keep_running()
                time.sleep(0.2)
        finally:
            self._stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- signal's signature
        self.stopping = True

    def _start(self) -> None:
        begin = time.monotonic()
        self._timed("folder data", self._prepare_folder)
        self._refuse_taken_port()
        self._timed("basis data", self._start_database)
        self._timed("migrasi", lambda: self._manage("migrate", "--verbosity=0"))
        self._timed("data dan berkas", self._prepare_data)
        self._timed("web dan pekerja", self._start_children)
        if not self.stopping:
            self._welcome(time.monotonic() - begin)

    @property
    def _is_demo(self) -> bool:
        return self.environment.get("ERAKORTEK_DEMO") == "1"

    def _timed(self, name: str, act: Callable[[], None]) -> None:
        """Do one step and print what it took; nothing once we were asked to stop."""
        if self.stopping:
            return
        begin = time.monotonic()
        act()
        if not self.stopping:
            print(f"  {name}: {time.monotonic() - begin:.1f} detik", flush=True)

    def _prepare_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.lock = (self.folder / "sedang-dipakai").open("w")
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            secret = read_or_make(self.folder / "kunci-rahasia", lambda: secrets.token_urlsafe(64))
        except BlockingIOError as error:
            message = f"Folder data {self.folder} sedang dipakai oleh e-Rakortek yang lain."
            raise StartError(message) from error
        except OSError as error:
            message = f"Folder data {self.folder} tidak dapat ditulis: {error.strerror}."
            raise StartError(message) from error
        self._default("ERAKORTEK_SECRET_KEY", secret)
        self._default("ERAKORTEK_PUBLIC_URL", f"http://{HOST}:{self.port}")

    def _default(self, name: str, value: str) -> None:
        if not self.environment.get(name, "").strip():
            self.environment[name] = value

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except (OSError, OverflowError) as error:
                message = (
                    f"Port {self.port} sudah dipakai atau tidak boleh dipakai;"
                    " pilih yang lain dengan ERAKORTEK_PORT."
                )
                raise StartError(message) from error

    def _start_database(self) -> None:
        if self.environment.get("DATABASE_URL", "").strip():
            self._try_connection()
            return
        try:
            self.server = Server(self.folder)
            self.server.start()
        except DatabaseServerError as error:
            raise StartError(str(error)) from error
        except OSError as error:
            message = f"PostgreSQL tidak dapat dijalankan: {error.strerror}."
            raise StartError(message) from error
        self.environment["DATABASE_URL"] = self.server.url(APP_ROLE)
        self.environment["ERAKORTEK_OWNER_DATABASE_URL"] = self.server.url(OWNER_ROLE)
        self._announce()

    def _announce(self) -> None:
        """Leave the way to the running application in the data folder, for `erakortek manage`."""
        facts = {
            name: value
            for name, value in self.environment.items()
            if name == "DATABASE_URL" or name.startswith("ERAKORTEK_")
        }
        write_private(self.folder / RUNNING, json.dumps(facts))

    def _try_connection(self) -> None:
        for name in ("DATABASE_URL", "ERAKORTEK_OWNER_DATABASE_URL"):
            url = self.environment.get(name, "")
            if not url:
                message = f"{name} belum diisi; tanpa server bawaan keduanya diperlukan."
                raise StartError(message)
            try:
                psycopg.connect(url, connect_timeout=5).close()
            except psycopg.Error as error:
                message = f"{name} tidak dapat dipakai: {str(error).strip().splitlines()[-1]}"
                raise StartError(message) from error

    def _prepare_data(self) -> None:
        self.environment["ERAKORTEK_STATIC"] = str(self.folder / "statis")
        self._manage("siapkan")

    def _manage(self, *words: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "erakortek", "manage", *words],
            env=self.environment,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        errors = self._wait_for(process)
        if process.returncode and not self.stopping:
            reason = (errors.decode().strip().splitlines() or ["tanpa keterangan"])[-1]
            message = f"Perintah {words[0]} gagal: {reason}"
            raise StartError(message)

    def _wait_for(self, process: subprocess.Popen[bytes]) -> bytes:
        """What ``process`` wrote to stderr; it is ended when we are asked to stop meanwhile."""
        while True:
            try:
                return process.communicate(timeout=0.2)[1]
            except subprocess.TimeoutExpired:
                if self.stopping:
                    process.kill()  # its transaction rolls back

    def _start_children(self) -> None:
        web = [
            *(sys.executable, "-m", "granian", "--interface", "asginl"),
            *("--host", HOST, "--port", str(self.port), "--workers", str(os.cpu_count() or 1)),
            *("--workers-kill-timeout", GRANIAN_KILLS_AFTER, "--no-ws", *places()),
            *("--log-level", "warning", "--respawn-failed-workers", "erakortek.live:application"),
        ]
        worker = [sys.executable, "-m", "erakortek", "manage", "procrastinate", "worker", "-c", "1"]
        self.children = [
            Child("Web", web, self.environment | {"ERAKORTEK_POOL": "1"}),
            *(
                Child(name, [*worker, "-q", ",".join(queues)], self.environment)
                for name, queues in WORKERS.items()
            ),
        ]
        for child in self.children:
            child.start()
        self._wait_for_answer()

    def _wait_for_answer(self) -> None:
        until = time.monotonic() + ANSWERS_WITHIN
        while not self.stopping and not _answers(self.port):
            if time.monotonic() > until:
                message = f"Web tidak menjawab dalam {ANSWERS_WITHIN:.0f} detik."
                raise StartError(message)
            self._keep_running()
            time.sleep(0.1)
        self.has_answered = True

    def _keep_running(self) -> None:
        """Start again what has died: first the database, then what needs it."""
        try:
            if self.server and self.server.revive():
                print("PostgreSQL berhenti sendiri; dinyalakan kembali.", file=sys.stderr)
        except DatabaseServerError as error:
            raise StartError(str(error)) from error
        for child in self.children:
            if not self.stopping:
                child.revive(is_starting=not self.has_answered)

    def _welcome(self, seconds: float) -> None:
        print(f"\ne-Rakortek berjalan di http://{HOST}:{self.port}/  (Ctrl-C untuk berhenti)")
        if self._is_demo:
            from erakortek.demo.welcome import PASSWORD, lines

            print("\nAkun latihan:")
            for line in lines():
                print(f"  {line}")
            print(f"Kata sandi: {PASSWORD}")
        print(f"\nSiap dalam {seconds:.1f} detik.", flush=True)

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.stop_by(deadline)
        if self.server:
            self.server.stop()
            (self.folder / RUNNING).unlink(missing_ok=True)


def from_environment() -> Supervisor:
    """As ``ERAKORTEK_DATA`` and ``ERAKORTEK_PORT`` say."""
    try:
        port = read_int("ERAKORTEK_PORT", 8000)
    except EnvironmentVariableError as error:
        raise StartError(str(error)) from error
    return Supervisor(folder=data_folder(), port=port)


def data_folder() -> Path:
    """Where everything of this machine lies."""
    return Path(read_text("ERAKORTEK_DATA", "var")).resolve()


def join_running() -> None:
    """Take over the environment of the `erakortek up` that runs with our data folder, if any."""
    path = data_folder() / RUNNING
    if os.environ.get("DATABASE_URL", "").strip() or not path.is_file():
        return
    for name, value in json.loads(path.read_text()).items():
        os.environ.setdefault(name, value)


def _answers(port: int) -> bool:
    """Whether the web processes answer at all; how they are is asked at ``/sehat/``."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/hidup/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _die_with_parent() -> None:
    """In the child: be asked to stop when the supervisor is killed (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
