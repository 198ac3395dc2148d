"""``make bench``: what the pages cost on this machine, printed, never asserted.

Starts the demo world on a port of its own (data in a temporary folder), signs in, and asks with a
few connections from this machine; the load generator's share of the CPU is printed with each row.
"bare" is a signed-in Django view of the same process that returns the same bytes; "loop" sends the
same statements through psycopg alone.
"""

import http.client
import itertools
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

from benchmarks import imports, search, statements, wall
from erakortek.demo.welcome import PASSWORD

CONNECTIONS = (2, 50)
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


def load(act, connections, seconds=SECONDS):
    """``act(number)`` gives the bytes answered; called for so many ``seconds`` by some threads."""
    times, sizes = [], []
    until = time.monotonic() + seconds
    counter = itertools.count()

    def person(_):
        while time.monotonic() < until:
            number = next(counter)
            begin = time.perf_counter()
            content = act(number)
            times.append(time.perf_counter() - begin)
            sizes.append(len(content))

    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.monotonic()
    with ThreadPoolExecutor(connections) as people:
        list(people.map(person, range(connections)))
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_SELF)
    own = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / wall
    times.sort()
    return Result(
        rate=len(times) / wall,
        p50=statistics.median(times) * 1000,
        p95=times[int(len(times) * 0.95)] * 1000,
        size=round(statistics.mean(sizes)),
        own_cpu=own,
    )


def over_http(port, requests):
    """``act`` of ``load``: ``requests(number)`` is (method, path, body, headers), asked over HTTP."""
    here = threading.local()

    def act(number):
        if not hasattr(here, "connection"):
            here.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        method, path, body, headers = requests(number)
        here.connection.request(method, path, body, headers)
        answer = here.connection.getresponse()
        content = answer.read()
        assert answer.status < 400, (answer.status, path)
        return content

    return act


def show(name, result, ratio, of, sql):
    extra = f"  {ratio:4.2f} of {of}  {sql} SQL"
    print(
        f"{name:40} {result.rate:7.1f}/s  p50 {result.p50:6.1f} ms  p95 {result.p95:6.1f} ms "
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


def cells(session, path):
    """(address, csrf token) of every cell that may be written on a page."""
    text = session.get_raw(path, session.headers)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    found = re.findall(
        r'action="([^"]+/usulan-daerah/)".*?name="base_version" value="(\d+)"', text, re.DOTALL
    )
    return found, token


def saver(port, session, path):
    """``act`` of ``load``: one save of a cell; nobody else writes that cell meanwhile."""
    found, token = cells(session, path)
    bases = {address: itertools.count(int(version)) for address, version in found}
    addresses = sorted(bases)
    locks = {address: threading.Lock() for address in addresses}
    headers = session.headers | {
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
    }

    def one(number):
        address = addresses[number % len(addresses)]
        body = {
            "nilai": f"{10 + number % 80},{number % 10}",
            "base_version": next(bases[address]),
            "csrfmiddlewaretoken": token,
        }
        return "POST", address, urllib.parse.urlencode(body), headers

    send = over_http(port, one)

    def act(number):
        with locks[addresses[number % len(addresses)]]:
            return send(number)

    return act


def opener(port, session, path):
    """``act`` of ``load``: one page, opened by one person."""
    return over_http(port, lambda _: ("GET", path, None, session.headers))


def measure_page(port, session, name, path, connections, sql):
    """One page, and a bare view that answers as many bytes."""
    result = load(opener(port, session, path), connections)
    bare = load(opener(port, session, f"/ukur/{result.size}/"), connections)
    show(name, result, result.rate / bare.rate, "bare", sql)


def measure_saves(port, session, path):
    """Saves of cells, then the same statements sent by psycopg alone.

    The loop comes last: it adds versions that the targets know nothing of.
    """
    saved = {many: load(saver(port, session, path), many) for many in CONNECTIONS}
    found, _ = cells(session, path)
    recorded = statements.save_statements("pd.11.1.02", found)
    print("\nsave of one cell")
    for many, result in saved.items():
        loop = load(statements.looper(recorded), many)
        name = f"{many} connections"
        show(name, result, result.rate / loop.rate, "loop", len(recorded[0].statements))


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
            for name in (
                "pd.11.1.02",
                "bappeda.11",
                "kl.1.02",
                "fasilitator",
                "pimpinan",
                "superadmin",
            )
        }
        statements.join(folder)
        print(f"documents of the finished year rendered after {statements.wait_for_quiet():.0f} s")
        entry, dashboard = "/rakortek/2028/target/", "/rakortek/2028/dasbor/"
        pages = (
            ("entry page, 31 rows (pd.11.1.02)", "pd.11.1.02", entry),
            ("entry page, 60 rows (bappeda.11)", "bappeda.11", entry),
            ("entry page, 300 rows (bappeda.11)", "bappeda.11", f"{entry}?baris=300"),
            ("list of acuan, 363 rows (bappeda.11)", "bappeda.11", "/rakortek/2028/acuan/"),
            (
                "desk page, 31 rows (fasilitator)",
                "fasilitator",
                desk_address(people["fasilitator"]),
            ),
            ("central dashboard 2028 (pimpinan)", "pimpinan", dashboard),
            ("first page (pd.11.1.02)", "pd.11.1.02", "/"),
        )
        sql = {name: statements.count(who, path) for name, who, path in pages}
        for connections in CONNECTIONS:
            print(f"\n{connections} connections")
            for name, who, path in pages:
                measure_page(port, people[who], name, path, connections, sql[name])
        behind_the_wall = {
            "entry page, 60 rows": opener(port, people["bappeda.11"], entry),
            "central dashboard 2028": opener(port, people["pimpinan"], dashboard),
            "dashboard of a K/L": opener(port, people["kl.1.02"], dashboard),
            "first page": opener(port, people["pd.11.1.02"], "/"),
            "save of one cell": saver(port, people["pd.11.1.02"], entry),
        }
        wall.compare(behind_the_wall, load)
        measure_saves(port, people["pd.11.1.02"], entry)
        search.measure(lambda path: opener(port, people["superadmin"], path)(0))
        imports.measure()
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
