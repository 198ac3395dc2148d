"""Pages and streams on one port: an ASGI application that splits by path.

``/siaran/`` is a stream of server-sent events, fed by one LISTEN connection per process; everything
else goes to the WSGI pages in a pool of two threads. A message says only that
something of its topic changed: the page that hears it asks for its block and gets what it may see.
"""

import asyncio
import contextlib
import io
import json
import os
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings

from erakortek.wsgi import application as pages  # sets Django up before all that follows

from erakortek.lib.live_token import topics_of  # isort: skip
from erakortek.lib.notify import CHANNEL  # isort: skip

Scope = dict[str, Any]
Queue = asyncio.Queue[str | None]  # None: the stream ends
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

STREAM = "/siaran/"
CLIENT_ADDRESS = b"x-real-ip"
HEARTBEAT_S = 15
RECONNECT_S = 1.0
LISTENS_WITHIN_S = 5.0
MOST_WAITING = 100  # messages; who is slower than that reconnects and asks again
LARGEST_BODY = 26 * 1024 * 1024
_threads = ThreadPoolExecutor(2, thread_name_prefix="pages")


class Hub:
    """Hands each message to those who listen on its topic; one LISTEN connection per process."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[Queue]] = defaultdict(set)
        self.task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    async def ready(self) -> None:
        """Listen, from the first subscriber of this process on; wait until PostgreSQL agrees."""
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._listen())
        with contextlib.suppress(TimeoutError):  # later, when PostgreSQL is back, is soon enough
            await asyncio.wait_for(self.listening.wait(), LISTENS_WITHIN_S)

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                await self._listen_once()
            self.listening.clear()
            # PostgreSQL restarts. What is said meanwhile is lost, so every stream ends: a page
            # that connects again asks for everything it shows.
            for queue in {queue for queues in self.listeners.values() for queue in queues}:
                self._drop(queue)
            await asyncio.sleep(RECONNECT_S)

    async def _listen_once(self) -> None:
        url = os.environ.get("DATABASE_URL", "")
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self.listening.set()
            async for notice in connection.notifies():
                self._hand_out(notice.payload)

    def _hand_out(self, payload: str) -> None:
        for queue in list(self.listeners.get(json.loads(payload)["topic"], ())):
            try:
                queue.put_nowait(payload)
            except asyncio.QueueFull:
                self._drop(queue)

    def _drop(self, queue: Queue) -> None:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)

    def join(self, topics: Iterable[str]) -> Queue:
        """A queue on which everything said on ``topics`` from now on waits."""
        queue: Queue = asyncio.Queue(MOST_WAITING)
        for topic in topics:
            self.listeners[topic].add(queue)
        return queue

    def leave(self, queue: Queue) -> None:
        """Forget ``queue``."""
        for topic in [topic for topic, queues in self.listeners.items() if queue in queues]:
            self.listeners[topic].discard(queue)
            if not self.listeners[topic]:
                del self.listeners[topic]

    async def messages(self, queue: Queue) -> AsyncIterator[str]:
        """What comes on ``queue``, as events; a comment when nothing comes for a while."""
        while True:
            try:
                message = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
            except TimeoutError:
                yield ": masih di sini\n\n"
                continue
            if message is None:
                return
            yield f"data: {message}\n\n"


hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Streams here, pages in their threads."""
    if scope["type"] != "http":
        return
    if scope["path"] == STREAM:
        await _stream(scope, receive, send)
    else:
        await _page(scope, receive, send)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
    topics = topics_of(token)
    if topics is None:
        await _answer(send, 403, b"Tiket siaran tidak berlaku; muat ulang halaman.")
        return
    queue = hub.join(topics)  # first of all: nothing that is said from now on is missed
    try:
        await hub.ready()
        await _serve(queue, receive, send)
    finally:
        hub.leave(queue)


async def _serve(queue: Queue, receive: Receive, send: Send) -> None:
    """Write what comes on ``queue`` until either side has had enough."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b": mulai\n\n", "more_body": True})
    gone = asyncio.ensure_future(_until_gone(receive))
    writing = asyncio.ensure_future(_write(queue, send))
    await asyncio.wait({gone, writing}, return_when=asyncio.FIRST_COMPLETED)
    for task in (gone, writing):
        task.cancel()
    # A reader who has gone makes the last write fail; nobody has to hear of it.
    await asyncio.gather(gone, writing, return_exceptions=True)


async def _write(queue: Queue, send: Send) -> None:
    async for text in hub.messages(queue):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    body = bytearray()
    more = True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            return
        body += part.get("body", b"")
        more = part.get("more_body", False)
        if len(body) > LARGEST_BODY:
            await _answer(send, 413, b"Kiriman terlalu besar.")
            return
    loop = asyncio.get_running_loop()
    status, headers, content = await loop.run_in_executor(_threads, _call, scope, bytes(body))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _call(scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """One page, as WSGI (PEP 3333) wants to be asked."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        started[:] = [int(status.split(" ", 1)[0]), headers]

    result = pages(_environ(scope, body), start_response)  # type: ignore[arg-type]  # no write()
    try:
        content = b"".join(result)
    finally:
        close = getattr(result, "close", None)
        if close:
            close()
    status, headers = started
    return status, [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers], content


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/" + scope.get("http_version", "1.1"),
        "REMOTE_ADDR": _address(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # it would pass for the header with a hyphen, which only our proxy may set
        key = name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        if key == "CONTENT_TYPE":
            environ[key] = text
        elif key != "CONTENT_LENGTH":
            before = environ.get(f"HTTP_{key}")
            # HTTP/2 may send one cookie per header line (RFC 9113, 8.2.3).
            separator = "; " if key == "COOKIE" else ","
            environ[f"HTTP_{key}"] = f"{before}{separator}{text}" if before else text
    return environ


def _address(scope: Scope) -> str:
    """From where a request comes: wrong passwords are counted by it, sessions are listed with it.

    In production our proxy, on this machine, says it in a header that it sets itself. What anybody
    else says in that header is a claim, and nothing counts on a claim.
    """
    peer = str((scope.get("client") or ("",))[0])
    if not settings.PRODUCTION or not _is_here(peer):
        return peer
    said = [value.decode("latin-1") for name, value in scope["headers"] if name == CLIENT_ADDRESS]
    return said[0] if len(said) == 1 and _is_address(said[0]) else peer


def _is_here(peer: str) -> bool:
    """A socket of this machine: granian names no peer for a unix socket."""
    return not peer or (_is_address(peer) and ip_address(peer).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
