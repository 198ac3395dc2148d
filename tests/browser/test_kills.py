"""``kill -9`` of web, worker and PostgreSQL while somebody saves: what was acknowledged is there.

Three kills here; twenty of each in ``make soak``.
"""

import http.client
import os
import re
import signal
import subprocess
import time
import urllib.parse
from contextlib import suppress

import pytest
from benchmarks.run import Session, cells

KINDS = ("granian", "procrastinate worker", "postgres")
KILLS = 20 if os.environ.get("ERAKORTEK_SOAK") else 1
SAVES = 200 if os.environ.get("ERAKORTEK_SOAK") else 30


def pid_of(application, kind):
    """The first process of this kind below the supervisor, once the supervisor has revived it."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for pid, words in processes_below(application.process.pid):
            if kind in words:
                return pid
        time.sleep(0.2)
    raise AssertionError(f"no {kind} runs")


def processes_below(parent):
    """(pid, command line) of every child that still runs."""
    children = subprocess.run(
        ["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False
    ).stdout.split()
    for pid in children:
        with suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
            yield int(pid), file.read().replace(b"\0", b" ").decode()


def save(session, address, number, token, version):
    """One save; the version the server acknowledged, or None when it did not answer 200."""
    body = urllib.parse.urlencode(
        {"nilai": str(number), "base_version": version, "csrfmiddlewaretoken": token}
    )
    headers = session.headers | {
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
    }
    connection = http.client.HTTPConnection("127.0.0.1", session.port, timeout=10)
    try:
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None, version
    finally:
        connection.close()
    found = re.search(r'name="base_version" value="(\d+)"', text)
    now = int(found[1]) if found else version
    return (now if answer.status == 200 else None), now


@pytest.mark.parametrize("kind", KINDS)
def test_every_acknowledged_save_is_there_after_a_kill(application, kind):
    session = Session(application.port, "pd.12.1.02")
    path = "/rakortek/2028/target/?daerah=12"
    found, token = cells(session, path)
    address, version = found[0][0], int(found[0][1])
    acknowledged: list[tuple[int, int]] = []
    kills = number = 0
    until = time.monotonic() + 60 * (KILLS + 1)
    while len(acknowledged) < SAVES and time.monotonic() < until:
        if kills < KILLS and len(acknowledged) >= (kills + 1) * SAVES // (KILLS + 1):
            os.kill(pid_of(application, kind), signal.SIGKILL)
            kills += 1
        number += 1
        done, version = save(session, address, number, token, version)
        if done is None:
            time.sleep(0.3)
        else:
            acknowledged.append((done, number))
    wait_until_well(session)
    history = session.get_raw(address.replace("usulan-daerah/", ""), session.headers)

    assert kills == KILLS
    assert len(acknowledged) == SAVES
    missing = [
        (done, number)
        for done, number in acknowledged
        if f"versi {done}" not in history or f"Usulan daerah {number} " not in history
    ]
    assert missing == []


def wait_until_well(session):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if '"sehat"' in session.get_raw("/sehat/", {}):
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.5)
    raise AssertionError("it did not get well again within a minute")
