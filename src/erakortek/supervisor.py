"""``erakortek up``: start everything in order, keep it running, stop it without loss."""

import os
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

import psycopg

from erakortek.database.roles import APP_ROLE, OWNER_ROLE
from erakortek.database.server import DatabaseServerError, Server
from erakortek.lib.environment import EnvironmentVariableError, read_int, read_text

HOST = "127.0.0.1"
STOP_WITHIN = 5.0
RESTART_AFTER = 1.0
GRANIAN_KILLS_AFTER = "3"  # without it granian ignores SIGTERM while a stream is open


class StartError(Exception):
    """Something prevents the start; the message is one Indonesian sentence for the operator."""


@dataclass
class Child:
    """One process that is kept running: started again when it dies."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, env=self.environment, start_new_session=True, stdin=subprocess.DEVNULL
        )

    def revive(self) -> None:
        """Start it again if it has died."""
        if self.process and self.process.poll() is not None:
            print(f"{self.name} berhenti sendiri; dinyalakan kembali.", file=sys.stderr)
            time.sleep(RESTART_AFTER)
            self.start()

    def stop(self) -> None:
        """SIGTERM, then SIGKILL for whoever does not listen."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Supervisor:
    """The whole application on this machine."""

    folder: Path
    port: int
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    server: Server | None = None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def run(self) -> None:
        """Start, wait until asked to stop, stop. Raises ``StartError`` with one sentence."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            while not self.stopping:
                for child in self.children:
                    if not self.stopping:
                        child.revive()
                time.sleep(0.2)
        finally:
            self._stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- signal's signature
        self.stopping = True

    def _start(self) -> None:
        self._timed("folder data", self._prepare_folder)
        self._refuse_taken_port()
        self._timed("basis data", self._start_database)
        self._timed("migrasi", self._migrate)
        self._timed("data induk", lambda: self._manage("muat_referensi", quiet=True))
        if self.environment.get("ERAKORTEK_DEMO") == "1":
            self._timed("dunia latihan", lambda: self._manage("bangun_demo"))
        self._timed("berkas statis", self._collect_static)
        if not self.stopping:
            self._timed("web dan pekerja", self._start_children)
            self._welcome()

    def _timed(self, name: str, act: Callable[[], None]) -> None:
        if self.stopping:
            return
        begin = time.monotonic()
        act()
        print(f"  {name}: {time.monotonic() - begin:.1f} detik", flush=True)

    def _prepare_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            secret = self.folder / "kunci-rahasia"
            if not secret.exists():
                handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as file:
                    file.write(secrets.token_urlsafe(64))
            self.environment.setdefault("ERAKORTEK_SECRET_KEY", secret.read_text())
        except OSError as error:
            message = f"Folder data {self.folder} tidak dapat ditulis: {error.strerror}."
            raise StartError(message) from error

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError as error:
                message = f"Port {self.port} sudah dipakai; pilih yang lain dengan ERAKORTEK_PORT."
                raise StartError(message) from error

    def _start_database(self) -> None:
        if self.environment.get("DATABASE_URL"):
            self._try_connection()
            return
        try:
            self.server = Server(self.folder)
            self.server.start()
        except (DatabaseServerError, OSError) as error:
            raise StartError(str(error)) from error
        self.environment["DATABASE_URL"] = self.server.url(APP_ROLE)
        self.environment["ERAKORTEK_OWNER_DATABASE_URL"] = self.server.url(OWNER_ROLE)

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

    def _migrate(self) -> None:
        owner = self.environment["ERAKORTEK_OWNER_DATABASE_URL"]
        self._manage("migrate", "--verbosity=0", environment={"DATABASE_URL": owner})

    def _collect_static(self) -> None:
        self.environment["ERAKORTEK_STATIC"] = str(self.folder / "statis")
        self._manage("collectstatic", "--noinput", "--verbosity=0")

    def _manage(
        self, *words: str, environment: dict[str, str] | None = None, quiet: bool = False
    ) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "erakortek", "manage", *words],
            env=self.environment | (environment or {}),
            stdout=subprocess.DEVNULL if quiet else None,
            stderr=subprocess.PIPE,
            start_new_session=True,
            check=False,
        )
        if done.returncode and not self.stopping:
            reason = (done.stderr.decode().strip().splitlines() or ["tanpa keterangan"])[-1]
            message = f"Perintah {words[0]} gagal: {reason}"
            raise StartError(message)

    def _start_children(self) -> None:
        self.environment.setdefault("ERAKORTEK_PUBLIC_URL", f"http://{HOST}:{self.port}")
        web = [
            *(sys.executable, "-m", "granian", "--interface", "asginl"),
            *("--host", HOST, "--port", str(self.port), "--workers", str(os.cpu_count() or 1)),
            *("--workers-kill-timeout", GRANIAN_KILLS_AFTER, "--backlog", "256", "--no-ws"),
            *("--log-level", "warning", "--respawn-failed-workers", "erakortek.live:application"),
        ]
        worker = [sys.executable, "-m", "erakortek", "manage", "procrastinate", "worker", "-c", "1"]
        self.children = [
            Child("Web", web, self.environment | {"ERAKORTEK_POOL": "1"}),
            Child("Pekerja latar", worker, self.environment),
        ]
        for child in self.children:
            child.start()
        self._wait_for_port()

    def _wait_for_port(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and not self.stopping:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.1)

    def _welcome(self) -> None:
        print(f"\ne-Rakortek berjalan di http://{HOST}:{self.port}/  (Ctrl-C untuk berhenti)")
        if self.environment.get("ERAKORTEK_DEMO") == "1":
            from erakortek.demo.welcome import PASSWORD, lines

            print("\nAkun latihan:")
            for line in lines():
                print(f"  {line}")
            print(f"Kata sandi: {PASSWORD}")
        sys.stdout.flush()

    def _stop(self) -> None:
        for child in self.children:
            child.stop()
        if self.server:
            self.server.stop()


def from_environment() -> Supervisor:
    """As ``ERAKORTEK_DATA`` and ``ERAKORTEK_PORT`` say."""
    try:
        port = read_int("ERAKORTEK_PORT", 8000)
    except EnvironmentVariableError as error:
        raise StartError(str(error)) from error
    return Supervisor(folder=Path(read_text("ERAKORTEK_DATA", "var")).resolve(), port=port)
