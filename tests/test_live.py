"""Streams and pages on one port: who hears what, and what WSGI is told."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection

from erakortek import live
from erakortek.lib.live_token import stream_url, topics_of
from erakortek.lib.nilai import Nilai
from erakortek.target import services

OPERATIONS = Path(__file__).parents[1] / "docs/operations/production.md"
NOTICE = json.dumps({"topic": "sidang:1", "status": "DITUTUP"})


def run(coroutine):
    """Run it in a thread of its own: browser tests leave a running loop in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result(timeout=30)


def scope_with(*headers, path="/", query="", peer="127.0.0.1"):
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": (peer, 50000),
        "scheme": "http",
    }


def answer_to(scope):
    """What the application sends for ``scope``, to somebody who stays connected."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    run(live.application(scope, receive, send))
    return sent


async def first_messages(hub, topics, notices):
    """What a subscriber of ``topics`` reads when ``notices`` come after it has subscribed."""
    queue = hub.join(topics)
    stream = hub.messages(queue)
    for notice in notices:
        hub._hand_out(notice)
    read = await anext(stream)
    await stream.aclose()
    hub.leave(queue)
    return read


def test_a_ticket_opens_its_topics_and_a_forged_one_opens_nothing():
    token = parse_qs(urlsplit(stream_url(["sidang:1", "rakortek:2"])).query)["token"][0]

    assert topics_of(token) == ["sidang:1", "rakortek:2"]
    assert topics_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_a_stream_without_a_valid_ticket_is_refused():
    started, body = answer_to(scope_with(path="/siaran/", query="token=palsu"))

    assert started["status"] == 403
    assert body["body"] == b"Tiket siaran tidak berlaku; muat ulang halaman."


def test_a_message_reaches_those_who_listen_on_its_topic_and_nobody_else():
    other = json.dumps({"topic": "sidang:2"})

    read = run(first_messages(live.Hub(), ["sidang:1"], [other, NOTICE]))

    assert read == f"data: {NOTICE}\n\n"


def test_nothing_is_kept_of_a_subscriber_who_has_gone():
    hub = live.Hub()

    run(first_messages(hub, ["sidang:1"], [NOTICE]))

    assert hub.listeners == {}


def test_a_subscriber_who_is_too_slow_is_let_go_so_that_it_asks_again():
    async def flood():
        hub = live.Hub()
        queue = hub.join(["sidang:1"])
        for _ in range(live.MOST_WAITING + 1):
            hub._hand_out(NOTICE)
        return [message async for message in hub.messages(queue)]

    assert run(flood()) == []


def test_cookies_on_several_lines_are_one_cookie_header():
    environ = live._environ(scope_with((b"cookie", b"a=1"), (b"cookie", b"b=2")), b"")

    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_header_with_an_underscore_cannot_pass_for_one_with_a_hyphen():
    environ = live._environ(scope_with((b"x_forwarded_proto", b"https")), b"")

    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_a_path_that_is_not_ascii_arrives_as_wsgi_wants_it():
    environ = live._environ(scope_with(path="/pencarian/é/"), b"")

    assert environ["PATH_INFO"].encode("latin-1").decode() == "/pencarian/é/"


def address_of(*said, peer="127.0.0.1"):
    headers = [(b"x-real-ip", one) for one in said]
    return live._environ(scope_with(*headers, peer=peer), b"")["REMOTE_ADDR"]


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", ""])
def test_in_production_an_address_is_the_one_that_the_proxy_on_this_machine_says(settings, peer):
    settings.PRODUCTION = True

    assert address_of(b"36.1.2.3", peer=peer) == "36.1.2.3"
    assert address_of(b"2001:db8::7", peer=peer) == "2001:db8::7"


def test_an_address_that_somebody_else_claims_is_not_believed(settings):
    settings.PRODUCTION = True

    assert address_of(b"36.1.2.3", peer="10.0.0.9") == "10.0.0.9"


def test_without_a_proxy_nobody_says_for_others_from_where_they_come(settings):
    settings.PRODUCTION = False

    assert address_of(b"36.1.2.3") == "127.0.0.1"


@pytest.mark.parametrize("said", [[], [b"36.1.2.3", b"10.0.0.9"], [b"36.1.2.3, 10.0.0.9"], [b"x"]])
def test_what_is_not_one_address_is_no_address(settings, said):
    settings.PRODUCTION = True

    assert address_of(*said) == "127.0.0.1"


def test_the_documented_proxy_sets_the_address_wherever_it_passes_requests_on():
    proxy = OPERATIONS.read_text().split("```nginx\n")[1].split("```")[0]
    everywhere, *places = proxy.split("    location ")

    assert "    proxy_set_header X-Real-IP $remote_addr;\n" in everywhere
    assert len(places) == 3
    assert not any("proxy_set_header" in place for place in places)  # it would inherit none


def test_the_documented_proxy_notes_no_secret_of_an_address():
    proxy = OPERATIONS.read_text().split("```nginx\n")[1].split("```")[0]
    (activation,) = (one for one in proxy.split("    location ") if one.startswith("/aktivasi/"))
    (line,) = (one for one in proxy.splitlines() if one.startswith("log_format"))

    assert "access_log off;" in activation
    assert not any(word in line for word in ("$request_uri", "$args", "$http_referer", "$request "))


def test_a_message_names_neither_the_row_nor_whose_it_is(scene):
    said = []

    def listen(execute, sql, params, many, context):
        if "pg_notify" in sql:
            said.append(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        services.fill_target(
            target_id=scene.target().pk,
            nilai=Nilai.of_number(Decimal(110)),
            base_version=0,
            actor=scene.actor("pd"),
        )

    assert said == [["erakortek", json.dumps({"topic": f"rakortek:{scene.rakortek.pk}"})]]


def test_a_ticket_ends_after_a_long_meeting():
    token = parse_qs(urlsplit(stream_url(["rakortek:2"])).query)["token"][0]

    with time_machine.travel(time.time() + 4 * 60 * 60 + 1):
        assert topics_of(token) is None
