"""``erakortek up``: it says in one sentence why it cannot start, survives kills, stops in time."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest

STARTS_WITHIN = 90
RECOVERS_WITHIN = 20
STOPS_WITHIN = 10


def environment(folder, port, **more):
    """An environment of its own: nothing of the test run's server gets in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    mine = {"ERAKORTEK_DATA": str(folder), "ERAKORTEK_PORT": str(port)}
    binaries = os.environ.get("ERAKORTEK_POSTGRES_BIN")
    return kept | mine | ({"ERAKORTEK_POSTGRES_BIN": binaries} if binaries else {}) | more


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def erakortek(*words, **options):
    return subprocess.Popen([sys.executable, "-m", "erakortek", *words], text=True, **options)


def refusal(folder, port, **more):
    """Exit code and words of an `up` that cannot start."""
    process = erakortek(
        "up",
        env=environment(folder, port, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, said = process.communicate(timeout=30)
    return process.returncode, said


def get(port, path):
    """Status and body; status 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def wait_until(true, seconds):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.1)


def children_of(pid):
    """The processes that ``pid`` started, by their command line."""
    ids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child): Path(f"/proc/{child}/cmdline").read_text() for child in ids}


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def running(folder, port):
    """An `erakortek up` that is healthy; killed at the end if the test has not stopped it."""
    log = (folder.parent / "up.log").open("w+")
    process = erakortek("up", env=environment(folder, port), stdout=log, stderr=log)
    try:
        wait_until(lambda: get(port, "/sehat/")[0] == 200 or process.poll(), STARTS_WITHIN)
        assert process.poll() is None, (folder.parent / "up.log").read_text()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
        log.close()


def test_a_taken_port_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, said = refusal(tmp_path / "data", port)

    assert code == 1
    assert said == (
        f"Port {port} sudah dipakai atau tidak boleh dipakai;"
        " pilih yang lain dengan ERAKORTEK_PORT.\n"
    )


def test_a_port_that_is_no_number_is_said_in_one_sentence(tmp_path):
    assert refusal(tmp_path, "delapan") == (
        1,
        "ERAKORTEK_PORT harus bilangan bulat, bukan “delapan”.\n",
    )


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence():
    assert refusal("/dev/null/data", free_port()) == (
        1,
        "Folder data /dev/null/data tidak dapat ditulis: Not a directory.\n",
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://x:y@127.0.0.1:1/z", "DATABASE_URL tidak dapat dipakai: "),
        ("ini bukan alamat", "DATABASE_URL tidak dapat dipakai: "),
    ],
)
def test_a_wrong_database_address_is_said_in_one_sentence(tmp_path, url, sentence):
    code, said = refusal(tmp_path, free_port(), DATABASE_URL=url, ERAKORTEK_OWNER_DATABASE_URL=url)

    assert code == 1
    assert said.startswith(sentence)
    assert said.count("\n") == 1


def test_a_demo_with_production_settings_is_refused_in_one_sentence(tmp_path):
    code, said = refusal(
        tmp_path / "data", free_port(), ERAKORTEK_DEMO="1", ERAKORTEK_ENV="production"
    )

    assert code == 1
    assert "Dunia latihan tidak berjalan dengan pengaturan produksi" in said
    assert said.count("\n") == 1


def test_it_survives_kills_in_a_deep_folder_and_stops_in_time_with_a_stream_open(tmp_path):
    folder = tmp_path / ("dalam-" * 20) / ("sekali-" * 20)
    folder.parent.mkdir(parents=True)
    port = free_port()
    with running(folder, port) as up:
        _a_crowd_silences_nobody(port)
        _second_one_is_refused(folder)
        _kill_each_once(up.pid, port, folder)
        started = children_of(up.pid)
        with _open_stream(folder, port) as stream:
            _announce(folder)
            assert stream.readline() == b'data: {"topic": "uji", "versi": 3}\n'

            up.terminate()
            up.wait(STOPS_WITHIN)

        assert up.returncode == 0
        assert [words for pid, words in started.items() if alive(pid)] == []
        assert get(port, "/hidup/")[0] == 0


def _a_crowd_silences_nobody(port):
    """More idle and half-sent connections than the backlog; the address of health answers."""
    with ExitStack() as crowd:
        for place in range(300):
            one = crowd.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            if place % 2:
                one.sendall(b"GET /hidup/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert get(port, "/hidup/")[0] == 200


def _second_one_is_refused(folder):
    assert refusal(folder, free_port()) == (
        1,
        f"Folder data {folder} sedang dipakai oleh e-Rakortek yang lain.\n",
    )


def _kill_each_once(pid, port, folder):
    """What was committed before a kill is there after it; whoever was killed comes back."""
    for name in ("granian", "postgres", "procrastinate"):
        _note(folder, name)
        victims = [child for child, words in children_of(pid).items() if name in words]
        os.kill(victims[0], signal.SIGKILL)
        wait_until(lambda victim=victims[0]: not alive(victim), RECOVERS_WITHIN)
        wait_until(lambda: get(port, "/sehat/")[0] == 200, RECOVERS_WITHIN)
    assert _notes(folder) == ["granian", "postgres", "procrastinate"]


def _facts(folder):
    return json.loads((folder / "lingkungan.json").read_text())


def _note(folder, name):
    with psycopg.connect(_facts(folder)["ERAKORTEK_OWNER_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS noted (name text)")
        connection.execute("INSERT INTO noted VALUES (%s)", [name])


def _notes(folder):
    with psycopg.connect(_facts(folder)["ERAKORTEK_OWNER_DATABASE_URL"]) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM noted ORDER BY name")]


def _announce(folder):
    with psycopg.connect(_facts(folder)["DATABASE_URL"]) as connection:
        facts = json.dumps({"topic": "uji", "versi": 3})
        connection.execute("SELECT pg_notify('erakortek', %s)", [facts])


@contextmanager
def _open_stream(folder, port):
    """A stream that is connected: its first words have been read."""
    ask = "from erakortek.lib.live_token import stream_url; print(stream_url(['uji']))"
    shell = erakortek(
        *("manage", "shell", "--verbosity=0", "--command", ask),
        env=environment(folder, port),
        stdout=subprocess.PIPE,
    )
    path, _ = shell.communicate(timeout=30)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path.strip())
    with connection.getresponse() as response, closing(connection):
        assert response.getheader("content-type") == "text/event-stream"
        assert [response.readline(), response.readline()] == [b": mulai\n", b"\n"]
        yield response
