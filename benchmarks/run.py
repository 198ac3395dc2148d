"""``make bench``: what the pages cost on this machine, printed, never asserted.

Starts the demo world on a port of its own (data in a temporary folder), signs in, and asks with a
few connections from this machine; the load generator's share of the CPU is printed with each row.
"bare" is a signed-in Django view of the same process that returns the same bytes.
"""

import http.client
import os
import platform
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from erakortek.demo.welcome import PASSWORD

SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))


@dataclass
class Result:
    rate: float
    p50: float
    p95: float
    size: int
    own_cpu: float


class Session:
    """One signed-in person, a cookie and a CSRF token."""

    def __init__(self, port, username):
        self.port = port
        body = self.get_raw("/masuk/", {})
        cookie = self.cookies["csrftoken"]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)[1]
        form = urllib.parse.urlencode(
            {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        )
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request(
            "POST",
            "/masuk/",
            form,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"csrftoken={cookie}",
            },
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        self._keep(answer)
        connection.close()

    def _keep(self, answer):
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]

    def get_raw(self, path, headers):
        self.cookies = getattr(self, "cookies", {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self._keep(answer)
        connection.close()
        return text

    @property
    def headers(self):
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}


def load(port, requests, connections):
    """``requests(i)`` gives (method, path, body, headers); asked for ``SECONDS`` by some threads."""
    times, sizes, errors = [], [], []
    until = time.monotonic() + SECONDS
    counter = iter(range(10**9))
    lock = threading.Lock()

    def person(_):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            with lock:
                number = next(counter)
            method, path, body, headers = requests(number)
            begin = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            times.append(time.perf_counter() - begin)
            sizes.append(len(content))
            if answer.status >= 400:
                errors.append(answer.status)
        connection.close()

    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.monotonic()
    with ThreadPoolExecutor(connections) as people:
        list(people.map(person, range(connections)))
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_SELF)
    own = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / wall
    if errors:
        print(f"    {len(errors)} answers were errors: {sorted(set(errors))}")
    times.sort()
    return Result(
        rate=len(times) / wall,
        p50=statistics.median(times) * 1000,
        p95=times[int(len(times) * 0.95)] * 1000,
        size=round(statistics.mean(sizes)),
        own_cpu=own,
    )


def show(name, result, ratio=None):
    extra = f"  {ratio:4.2f} of bare" if ratio else ""
    print(
        f"{name:44} {result.rate:7.1f}/s  p50 {result.p50:6.1f} ms  p95 {result.p95:6.1f} ms "
        f"{result.size / 1024:7.1f} kB  generator {result.own_cpu:4.0%}{extra}",
        flush=True,
    )


def start(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ERAKORTEK_DATA": folder,
        "ERAKORTEK_PORT": str(port),
        "ERAKORTEK_DEMO": "1",
        "ERAKORTEK_DEMO_TODAY": "2027-02-15",
        "ERAKORTEK_BENCH": "1",
    }
    begin = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "erakortek", "up"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    for line in process.stdout:
        if line.startswith("Kata sandi"):
            break
    print(f"first start with the demo world: {time.monotonic() - begin:.1f} s")
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return process, port


def wait_for_quiet():
    """Until the worker has rendered the documents of the finished year."""
    until = time.monotonic() + 400
    while time.monotonic() < until:
        time.sleep(5)
        busy = subprocess.run(
            ["pgrep", "-f", "procrastinate worker"], capture_output=True, text=True, check=False
        ).stdout.split()
        ticks = sum(_ticks(pid) for pid in busy)
        time.sleep(2)
        if sum(_ticks(pid) for pid in busy) - ticks < 20:
            return


def _ticks(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            words = file.read().rsplit(")", 1)[1].split()
        return int(words[11]) + int(words[12])
    except OSError:
        return 0


def cells(session, path):
    """(address, csrf token) of every cell that may be written on a page."""
    text = session.get_raw(path, session.headers)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    found = re.findall(
        r'action="([^"]+/usulan-daerah/)".*?name="base_version" value="(\d+)"', text, re.DOTALL
    )
    return found, token


def saves(session, path):
    found, token = cells(session, path)
    versions = {address: int(version) for address, version in found}
    addresses = sorted(versions)
    locks = {address: threading.Lock() for address in addresses}

    def one(number):
        address = addresses[number % len(addresses)]
        with locks[address]:
            base = versions[address]
            versions[address] += 1
        body = urllib.parse.urlencode(
            {
                "nilai": f"{10 + number % 80},{number % 10}",
                "base_version": base,
                "csrfmiddlewaretoken": token,
            }
        )
        headers = session.headers | {
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        return "POST", address, body, headers

    return one


def main():
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; load generator on the same machine, {SECONDS:.0f} s each"
    )
    folder = tempfile.mkdtemp(prefix="erk-bench-")
    process, port = start(folder)
    try:
        people = {
            name: Session(port, name)
            for name in ("pd.11.1.02", "bappeda.11", "fasilitator", "pimpinan")
        }
        wait_for_quiet()
        pages = (
            ("entry page, 31 rows (pd.11.1.02)", "pd.11.1.02", "/rakortek/2028/target/"),
            ("entry page, 60 rows (bappeda.11)", "bappeda.11", "/rakortek/2028/target/"),
            ("list of acuan, 363 rows (bappeda.11)", "bappeda.11", "/rakortek/2028/acuan/"),
            (
                "desk page, 31 rows (fasilitator)",
                "fasilitator",
                desk_address(people["fasilitator"]),
            ),
            ("central dashboard 2028 (pimpinan)", "pimpinan", "/rakortek/2028/dasbor/"),
            ("first page (pd.11.1.02)", "pd.11.1.02", "/"),
        )
        for connections in (2, 50):
            print(f"\n{connections} connections")
            for name, who, path in pages:
                session = people[who]
                if connections == 50 and "dashboard" in name:
                    continue
                result = load(
                    port, lambda _, p=path, s=session: ("GET", p, None, s.headers), connections
                )
                size = result.size
                bare = load(
                    port,
                    lambda _, n=size, s=session: ("GET", f"/ukur/{n}/", None, s.headers),
                    connections,
                )
                show(name, result, result.rate / bare.rate)
            show(
                "save of one cell",
                load(port, saves(people["pd.11.1.02"], "/rakortek/2028/target/"), connections),
            )
    finally:
        process.terminate()
        begin = time.monotonic()
        process.wait(30)
        print(f"\nstopped in {time.monotonic() - begin:.1f} s")
        shutil.rmtree(folder, ignore_errors=True)


def desk_address(session):
    text = session.get_raw("/rakortek/2028/desk/?cari=Aceh", session.headers)
    return next(
        address
        for address, name in re.findall(r'href="(/rakortek/2028/desk/\d+/)">([^<]+)<', text)
        if "1.02" in name
    )


if __name__ == "__main__":
    main()
