"""The web surface on real sockets with a real engine: answers, notifications and refusals."""

import concurrent.futures
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import aiohttp
import aiohttp.web
import pytest
from pythonosc.osc_message import OscMessage

from distill.commands.context import Client
from distill.commands.describe import as_json
from distill.engine.events import Notification, ParameterChanged
from distill.errors import BadArgument
from distill.surfaces.web import connection_limiter, sockets, websocket_writer
from distill.surfaces.web.http_connection import LOG_S, MalformedLog
from distill.surfaces.web.server import WebServer, WebSettings, url
from distill.surfaces.web.translate import MAX_BODY
from kit import workers
from kit.engines import PATIENCE_S, Bench, renewed, running_engine
from kit.web import JSON, Web, browsing

OSC = ("127.0.0.1", 9_123)
"""Address of OSC; nothing is sent there."""


@contextmanager
def served(
    model="tiny", *, wait=True, worker=workers.serve, osc=OSC, **more
) -> Iterator[tuple[WebServer, Bench, Web]]:
    """A started surface on a free port, its engine, and a client."""
    made = []

    def surfaces(engine, session):
        made.append(WebServer(WebSettings(port=0, **more), engine, session.parameters))
        return made

    with running_engine(model, wait=wait, worker=worker, surfaces=surfaces) as bench:
        (server,) = made
        server.start(osc)
        try:
            with browsing(server.address[1]) as web:
                assert web.get("/?HOST_INFO").status == 200
                yield server, bench, web
        finally:
            server.stop()


@pytest.fixture(scope="module")
def next_stage():
    with renewed(served, restore) as give:
        yield give


def restore(parts: tuple[WebServer, Bench, Web]) -> None:
    """End what a test left open, and bring the engine back."""
    server, bench, web = parts
    web.close_wires()
    deadline = time.monotonic() + PATIENCE_S
    while server.stats()["sockets"]:
        assert time.monotonic() < deadline, server.stats()
        time.sleep(0.01)
    bench.restore()


@pytest.fixture
def stage(next_stage):
    return next_stage()


@pytest.fixture
def web(stage) -> Web:
    return stage[2]


def raw(port: int, text: bytes) -> bytes:
    """Send bytes, and read to the end."""
    with socket.create_connection(("127.0.0.1", port), 20) as wire:
        wire.sendall(text)
        return b"".join(iter(lambda: wire.recv(65_536), b""))


# --- commands


def test_a_command_is_answered_with_the_values_of_its_done(web):
    answer = web.post("encode", {"args": ["kick.wav", "a"]})
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json["done"] == "encode"
    assert answer.json["values"][:2] == ["a", 4]
    assert "pages" not in answer.json


def test_pages_come_with_the_answer(web):
    web.ask("encode", file="kick.wav", slot="a")
    answer = web.post("codes", {"slot": "a", "columns": 0}).json
    assert [len(page) for page in answer["pages"]] == [6]
    assert dict(web.post("status", {}).json["pages"])["state"] == "ready"


def test_a_parameter_is_set_and_read(web):
    assert web.ask("param/temperature", value=0.5) == ["temperature", 0.5]
    assert web.get("/distill/param/temperature?VALUE").json == {"VALUE": [0.5]}
    assert web.ask("param/temperature/normalized", value=1.0) == ["temperature", 2.0]
    assert web.ask("param/temperature") == ["temperature", 2.0]
    assert web.get("/distill/param/temperature?VALUE").json == {"VALUE": [2.0]}


def test_errors_are_those_of_osc(web):
    assert web.refused("play", {"slot": "nowhere"})[:2] == (404, "unknown_slot")
    assert web.refused("pnig", {})[:2] == (404, "unknown_address")
    assert web.refused("encode", {"file": "bad.wav", "slot": "x"}) == (
        422, "bad_audio", "no sound in it",
    )  # fmt: skip
    assert web.refused("encode", {"file": "../etc/passwd", "slot": "x"})[:2] == (
        403, "path_refused",
    )  # fmt: skip
    assert web.post("param/gain", {"value": 99}).json == {
        "error": "bad_argument",
        "text": "gain must lie in -60..12, got 99",
        "address": "/distill/param/gain",
    }


def test_subscriptions_are_refused_over_http(web):
    status, code, text = web.refused("subscribe", {"port": 9001})
    assert (status, code) == (400, "bad_argument")
    assert "notifications come by /live" in text
    assert web.ask("unsubscribe") == [0]


def test_work_is_answered_when_it_ends_and_can_be_cancelled_from_elsewhere(stage):
    _, _, web = stage
    with concurrent.futures.ThreadPoolExecutor() as pool, browsing(web.port) as other:
        slow = pool.submit(web.refused, "encode", {"file": "slow.wav", "slot": "s", "id": "mine"})
        while not other.ask("cancel", request="mine")[0]:
            pass
        assert slow.result()[:2] == (409, "cancelled")


def test_an_id_in_use_is_refused(stage):
    _, _, web = stage
    with concurrent.futures.ThreadPoolExecutor() as pool, browsing(web.port) as other:
        slow = pool.submit(web.refused, "encode", {"file": "slow.wav", "slot": "s", "id": 5})
        while dict(other.post("status", {}).json["pages"])["jobs"] == 0:
            pass
        status, code, text = other.refused("ping", {"id": 5})
        assert (status, code) == (503, "busy")
        assert text == "request 5 of yours has not ended; use another id"
        other.ask("cancel", request="5")
        assert slow.result()[1] == "cancelled"


def test_a_client_that_disconnects_cancels_nothing_and_disturbs_no_other(stage):
    _, bench, web = stage
    body = b'{"file": "slow.wav", "slot": "gone", "id": "gone"}'
    head = b"POST /distill/encode HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    wire = socket.create_connection(("127.0.0.1", web.port))
    wire.sendall(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    while dict(web.post("status", {}).json["pages"])["jobs"] == 0:
        pass
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()
    assert web.ask("ping", n=1) == [1]
    assert dict(web.post("status", {}).json["pages"])["jobs"] == 1
    assert web.ask("cancel", request="gone") == [1]
    assert bench.ask("ping", 3).values == (3,)


def test_concurrent_requests_each_get_their_own_answer(web):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda n: web.ask("ping", n=n), range(200))
        assert list(answers) == [[n] for n in range(200)]


# --- OSCQuery and the page


def test_oscquery_answers_nodes_attributes_missing_attributes_and_unknown_paths(web):
    assert web.get("/").json["CONTENTS"]["distill"]["FULL_PATH"] == "/distill"
    assert web.get("/distill/param/gain?RANGE").json == {"RANGE": [{"MIN": -60.0, "MAX": 12.0}]}
    assert web.get("/distill/play?ACCESS").json == {"ACCESS": 2}
    empty = web.get("/distill/play?VALUE")
    assert (empty.status, empty.text) == (204, "")
    assert web.get("/distill/play?HTML").status == 204
    assert web.get("/distill/nope").status == 404
    assert web.get("/distill/nope?VALUE").json["error"] == "unknown_address"
    for query in ("VALUE&RANGE", "value", "VALUE=1", "%00"):
        assert web.get(f"/distill/play?{query}").status == 400, query


def test_oscquery_reports_the_addresses_of_osc_and_sockets(stage):
    _, _, web = stage
    info = web.get("/distill/param?HOST_INFO").json
    assert (info["OSC_IP"], info["OSC_PORT"]) == OSC
    assert (info["WS_IP"], info["WS_PORT"]) == ("127.0.0.1", web.port)


def test_a_browser_is_redirected_to_the_page_and_a_program_gets_the_tree(web):
    led = web.get("/", Accept="text/html,*/*")
    assert (led.status, led.headers["Location"]) == (302, "/page/")
    led = web.get("/page")
    assert (led.status, led.headers["Location"]) == (302, "/page/")
    page = web.get("/page/")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.text.lower().startswith("<!doctype html>")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in page.headers
    assert web.get("/page/", method="HEAD").status == 200


@pytest.mark.parametrize(
    "path",
    ["/page/../server.py", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page//etc/passwd",
     "/page/nothing.html", "/page/..\\server.py", "/page/index.html/"],
)  # fmt: skip
def test_the_page_has_its_files_and_no_others(web, path):
    answer = web.get(path)
    assert answer.status == 404, answer
    assert answer.json["error"] == "unknown_address"


def test_the_manual_is_a_page_with_this_servers_port(web):
    answer = web.get("/manual")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f"oscsend 127.0.0.1 {OSC[1]} /distill/play" in answer.text


def test_the_vocabulary_is_that_of_describe(web):
    assert web.get("/vocabulary").json == json.loads(json.dumps(as_json()))


# --- sockets


def test_a_socket_gets_its_answers_in_order(web):
    wire = web.socket()
    wire.ask("encode", "kick.wav", "a", request_id=7)
    assert wire.read() == ("ack", [7, "encode"])
    assert wire.read()[1][:3] == [7, "encode", "a"]
    wire.until(lambda address, _: address == "slot")  # news, as the slot was empty
    wire.ask("ping", 4)
    assert wire.read() == ("pong", [4])
    wire.ask("ping", 4, request_id="x")
    assert [wire.read(), wire.read()] == [("pong", [4]), ("done", ["x", "ping", 4])]
    wire.ask("play", "nowhere", request_id=8)
    address, args = wire.read()
    assert (address, args[:2], args[3]) == ("error", [8, "unknown_slot"], "/distill/play")
    wire.send("nonsense")
    assert wire.read()[1][:2] == [0, "bad_packet"]
    wire.send(b"\x00\x01")
    assert wire.read()[1][2] == "a message is text, in JSON; got binary"
    wire.ask("ping", 5)
    assert wire.read() == ("pong", [5])
    wire.close()


def test_notifications_go_to_every_socket_and_a_change_not_to_its_origin(stage):
    _, bench, web = stage
    ada, bob = web.socket(), web.socket()
    for wire in (ada, bob):
        wire.ask("ping", 1)
        assert wire.read() == ("pong", [1])
    bench.engine.publish("output", "playing", "now")
    assert ada.read() == bob.read() == ("output", ["playing", "now"])
    ada.ask("param/pan", -0.5)
    assert bob.read() == ("param/pan", [-0.5])
    assert bob.read() == ("param/pan/normalized", [0.25])
    web.ask("param/pan", value=0.0)
    assert ada.read() == bob.read() == ("param/pan", [0.0])
    for wire in (ada, bob):
        wire.close()


def test_notifications_keep_their_order_among_answers(stage):
    _, bench, web = stage
    wire = web.socket()
    wire.ask("ping", 0)
    wire.read()
    heard = []
    for number in range(500):
        bench.engine.publish("output", number)
        if number % 50 == 0:
            wire.ask("ping", number, request_id=number + 1)
    while len(heard) < 500:
        address, args = wire.read()
        if address == "output":
            heard += args
    assert heard == list(range(500))
    wire.close()


def test_an_oscquery_listener_gets_the_addresses_it_listens_to_as_osc(stage):
    _, _, web = stage
    wire = web.socket("/")
    wire.send({"COMMAND": "LISTEN", "DATA": "/distill/param/width"})
    wire.send({"COMMAND": "LISTEN", "DATA": "/distill/param/morph/normalized"})
    wire.send({"COMMAND": "WHISTLE", "DATA": 3})
    wire.send({"COMMAND": "LISTEN", "DATA": "/distill/param/fine"})
    wire.send({"COMMAND": "IGNORE", "DATA": "/distill/param/fine"})
    web.wait(wire.socket.ping())
    number = 0.0
    while True:  # until what was said has been heard, which nothing tells
        number += 0.001
        web.ask("param/width", value=number)
        try:
            message = web._runner.run(wire.socket.receive(timeout=0.2))
            break
        except TimeoutError:
            continue
    assert message.type is aiohttp.WSMsgType.BINARY
    assert OscMessage(message.data).address == "/distill/param/width"
    web.ask("param/fine", value=0.3)
    web.ask("param/morph", value=0.25)
    said = OscMessage(wire.receive().data)
    assert (said.address, said.params) == ("/distill/param/morph/normalized", [0.25])
    wire.close()


def test_live_without_a_handshake_is_refused(web):
    answer = web.get("/live")
    assert answer.status == 400
    assert "WebSocket" in answer.json["text"]


def test_a_socket_that_reads_too_slowly_is_closed_and_no_other_waits(stage):
    server, bench, web = stage
    slow = web.socket()
    slow.ask("ping", 1)
    assert slow.read() == ("pong", [1])
    before = server.stats()["slow"]
    with browsing(web.port) as other:
        wire = other.socket()
        text = "x" * 4_000
        sent = 0
        while server.stats()["slow"] == before:
            bench.engine.publish("output", sent, text)
            assert wire.read() == ("output", [sent, text])
            sent += 1
            assert sent < 20_000
        wire.ask("ping", 2)
        assert wire.read() == ("pong", [2])
    code, why = slow.closed()
    assert code in (1013, 1006)
    assert not why or why.startswith("you read too slowly")


def test_a_closed_socket_ends_its_live_values(stage):
    _, bench, web = stage
    wire = web.socket()
    wire.ask("telemetry", 10, 0, 600, request_id=1)
    assert wire.end(1)[0] == "done"
    assert bench.engine.status()["watched"] == 1
    wire.close()
    deadline = time.monotonic() + PATIENCE_S
    while bench.engine.status()["watched"]:
        assert time.monotonic() < deadline, "the live values outlive their socket"


def test_the_number_of_sockets_is_bounded(web):
    wires = [web.socket() for _ in range(sockets.MAX_SOCKETS)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        web.socket()
    assert refused.value.status == 503
    wires.pop().close()
    while True:
        try:
            wires.append(web.socket())
            break
        except aiohttp.WSServerHandshakeError:
            continue
    for wire in wires:
        wire.close()


# --- who may not


@pytest.mark.parametrize("path", ["/", "/page/", "/live", "/vocabulary"])
def test_another_name_for_this_machine_is_refused_everywhere(web, path):
    answer = web.get(path, Host="evil.example")
    assert (answer.status, answer.json["error"]) == (403, "stranger")
    assert "it is not called 'evil.example'" in answer.json["text"]


def test_a_foreign_page_may_neither_post_nor_open_a_socket(web):
    evil = "http://evil.example"
    status, code, text = web.refused("ping", {}, Origin=evil)
    assert (status, code) == (403, "stranger")
    assert text == f"only the page of http://127.0.0.1:{web.port} may send this, not '{evil}'"
    assert web.refused("ping", {}, Origin="null")[1] == "stranger"
    for path in ("/live", "/"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            web.socket(path, Origin=evil)
        assert refused.value.status == 403
    home = f"http://127.0.0.1:{web.port}"
    assert web.post("ping", {}, Origin=home).status == 200
    web.socket(Origin=home).close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({}, 415),
        (JSON | {"Content-Encoding": "gzip"}, 415),
    ],
)
def test_only_json_is_accepted_which_no_foreign_form_can_send(web, headers, status):
    answer = web.request("POST", "/distill/ping", b"{}", headers)
    assert (answer.status, answer.json["error"]) == (status, "bad_packet")


def test_json_with_a_charset_is_accepted(web):
    answer = web.post("ping", {}, Content_Type="application/json; charset=utf-8")
    assert answer.status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"n": NaN}', b"\xff", b"[" * 60_000, b"3"])
def test_a_body_that_is_no_json_object_is_refused_with_a_sentence(web, body):
    assert web.refused("ping", body)[:2] == (400, "bad_packet")


@pytest.mark.slow
def test_a_too_large_body_is_refused_with_or_without_a_length(web):
    status, code, text = web.refused("ping", b" " * (MAX_BODY + 1))
    assert (status, code) == (413, "bad_packet")
    assert text == f"a request has up to {MAX_BODY} bytes; send less"
    head = b"POST /distill/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    claimed = raw(web.port, head + b"Content-Length: 99999999999\r\n\r\n{}")
    assert claimed.startswith(b"HTTP/1.1 413")
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    chunked = raw(web.port, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 2)
    assert chunked.startswith(b"HTTP/1.1 413")


def test_a_too_large_message_closes_only_its_socket(web):
    wire = web.socket()
    wire.send(" " * (MAX_BODY + 1))
    assert wire.closed()[0] == 1009
    assert web.ask("ping", n=1) == [1]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_with_a_sentence(web, method):
    answer = web.request(method, "/distill/ping", None, {})
    assert answer.status == 405
    assert answer.json["text"] == f"this address takes GET and POST, not {method}"


@pytest.mark.parametrize(
    "text",
    [b"\r\n\r\n", b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"\x16\x03\x01\x02\x00" + b"x" * 200,
     b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
     b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 20_000 + b"\r\n\r\n"],
    ids=["blank", "words", "version", "zero", "two hosts", "tls", "long", "header"],
)  # fmt: skip
def test_malformed_http_is_refused_as_json_and_survived(web, text, caplog):
    if text.strip():
        head, _, body = raw(web.port, text).partition(b"\r\n\r\n")
        assert head.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
        refused = json.loads(body)
        assert refused["error"] == "bad_packet"
        assert refused["text"].startswith("this is no well-formed HTTP request (")
    assert web.ask("ping", n=1) == [1]
    assert not [line for line in caplog.records if line.exc_info or line.levelname == "ERROR"]


POST = b"POST /distill/ping HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Content-Type: ;\xff\r\n", 415),
        (b"Content-Type: application/json\r\nExpect: a cake\r\n", 417),
        (b"Origin: http://127.0.0.1\r\nOrigin: http://evil\r\n", 400),
    ],
    ids=["bytes", "expect", "two origins"],
)
def test_odd_headers_are_refused_as_json(web, caplog, headers, status):
    answer = raw(web.port, POST + headers + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status)
    assert json.loads(body)["error"] == "bad_packet"
    assert not [line for line in caplog.records if line.exc_info]


def test_another_host_in_the_request_line_is_refused(web):
    answer = raw(
        web.port, b"GET http://evil/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 403")


def test_a_client_that_leaves_in_the_middle_of_a_body_is_no_error(web, caplog):
    half = POST + b"Content-Type: application/json\r\nContent-Length: 200\r\n\r\n{"
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", web.port), 20) as wire:
            wire.sendall(half)
    assert web.ask("ping", n=1) == [1]
    assert not [line for line in caplog.records if line.exc_info]


def test_many_malformed_requests_are_one_line_a_minute_with_their_number(caplog):
    timers = []
    malformed = MalformedLog(lambda seconds, call: timers.append((seconds, call)))
    for _ in range(41):
        malformed.note("10.0.0.7", "Bad status line")
    assert [line.getMessage() for line in caplog.records] == [
        "refused a malformed HTTP request from 10.0.0.7: Bad status line"
    ]
    ((seconds, minute_ends),) = timers
    assert seconds == LOG_S
    minute_ends()
    assert caplog.records[1].getMessage() == (
        "refused 40 malformed HTTP requests, the last from 10.0.0.7: Bad status line"
    )
    timers[1][1]()  # a quiet minute
    assert (len(caplog.records), len(timers), malformed.total) == (2, 2, 41)


def test_the_number_of_connections_is_bounded_and_others_are_refused(stage):
    server, bench, web = stage
    wires = []
    answers = []
    try:
        wires += [
            socket.create_connection(("127.0.0.1", server.address[1]), 20)
            for _ in range(connection_limiter.MAX_CONNECTIONS + 40)
        ]
        answers += [wire.recv(4_096) for wire in wires[-10:]]
        assert bench.ask("ping", 3).values == (3,)
    finally:
        for wire in wires:
            wire.close()
    assert server.stats()["refused"] >= 40
    for answer in answers:
        assert answer.startswith(b"HTTP/1.1 503")
        body = json.loads(answer.partition(b"\r\n\r\n")[2])
        assert body["text"].startswith(f"{connection_limiter.MAX_CONNECTIONS} connections are open")
    while not answered(web):
        pass


def answered(web: Web) -> bool:
    """Return whether a connection is accepted again."""
    try:
        return web.post("ping", {}).status == 200
    except OSError:
        return False


def test_a_silent_connection_is_closed(monkeypatch):
    monkeypatch.setattr(connection_limiter, "SILENT_S", 0.05)
    with served() as (_, _, web), socket.create_connection(("127.0.0.1", web.port), 20) as silent:
        silent.sendall(b"GET / HT")
        with suppress(ConnectionResetError):
            assert silent.recv(100) == b""
        assert web.ask("ping", n=1) == [1]


# --- the surface itself


def test_while_the_model_loads_only_commands_that_need_it_are_refused():
    with served(wait=False, worker=workers.deaf) as (_, _, web):
        status, code, text = web.refused("generate", {"slot": "a"})
        assert (status, code) == (503, "not_ready")
        assert text == "the model is still loading; wait for status state = ready"
        assert dict(web.post("status", {}).json["pages"])["state"] == "loading"
        assert web.get("/page/").status == 200


def test_without_a_model_every_refusal_is_a_sentence():
    with served("broken", wait=False) as (_, bench, web):
        bench.state("no model")
        status, code, text = web.refused("generate", {"slot": "a"})
        assert (status, code) == (503, "not_ready")
        assert text == "no model is loaded; load one (models lists them)"
        assert dict(web.post("status", {}).json["pages"])["state"] == "no model"
        assert web.get("/page/").status == 200


def test_a_taken_port_is_logged_with_what_to_do_and_the_server_runs(caplog):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = WebServer(WebSettings(), inbox=None, values={})
        server.start(("127.0.0.1", port))
    assert server.address is None
    assert server.stats()["state"] == "taken"
    (said,) = caplog.messages
    assert said.startswith(f"no page: TCP port {port} of 127.0.0.1 cannot be opened")
    assert "serve --web PORT" in said
    server.deliver(Notification("state", ("ready",)))
    server.stop()


def test_by_default_the_port_number_is_that_of_osc():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    server = WebServer(WebSettings(), inbox=None, values={})
    server.start(("127.0.0.1", port))
    assert server.address == ("127.0.0.1", port)
    server.stop()


def test_a_surface_that_is_off_opens_no_port():
    server = WebServer(WebSettings(on=False), inbox=None, values={})
    server.start(OSC)
    assert (server.address, server.stats()["state"]) == (None, "closed")
    server.stop()


def test_stopping_at_once_twice_and_before_starting_does_no_harm():
    before = set(threading.enumerate())
    server = WebServer(WebSettings(port=0), inbox=None, values={})
    server.stop()
    server.start(OSC)
    server.stop()
    server.stop()
    server.deliver(ParameterChanged("gain", 1.0, None))
    assert {t.name for t in set(threading.enumerate()) - before} - {"asyncio_0"} == set()


def test_stopping_ends_pending_requests_and_sockets_with_a_reason():
    with served() as (server, _, web):
        wire = web.socket()
        with concurrent.futures.ThreadPoolExecutor() as pool, browsing(web.port) as other:
            slow = pool.submit(other.refused, "encode", {"file": "slow.wav", "slot": "s"})
            while dict(web.post("status", {}).json["pages"])["jobs"] == 0:
                pass
            server.stop()
            assert slow.result() == (503, "not_ready", "the server is shutting down")
        assert wire.closed() == (1001, "the server is shutting down")


def test_a_machine_off_the_allow_list_is_refused_with_a_reason():
    none = aiohttp.web.RequestHandler
    found = connection_limiter.ConnectionLimiter(
        None, connection_limiter.AllowList.parse(("198.51.100.0/24",)), none
    )
    assert found.refusal("203.0.113.5", "192.0.2.1").code == "stranger"
    found = connection_limiter.ConnectionLimiter(
        type("Full", (), {"connections": []}), found._allowed, none
    )
    for host in ("198.51.100.7", "127.0.0.1", "192.0.2.1"):
        assert found.refusal(host, "192.0.2.1") is None


def test_subscriptions_of_ports_are_refused():
    server = WebServer(WebSettings(), inbox=None, values={})
    with pytest.raises(BadArgument):
        server.subscribe(Client("web", "x"), 9001, 1.0)


def test_a_url_is_one_that_a_browser_reads():
    assert url(("127.0.0.1", 9000)) == "http://127.0.0.1:9000"
    assert url(("::1", 9000)) == "http://[::1]:9000"


@pytest.mark.slow
def test_a_server_on_all_addresses_logs_one_that_a_browser_can_open(caplog):
    caplog.set_level("INFO", "distill.web")
    everywhere = "0.0.0.0"  # noqa: S104 - what is tested
    where = (everywhere, OSC[1])
    with served(osc=where, host=everywhere, allow=("198.51.100.7",)) as (_, _, web):
        said = f"the page is at http://127.0.0.1:{web.port}, and at this machine's other addresses"
        assert said in caplog.text
        info = web.get("/?HOST_INFO").json  # as who asks has reached us
        assert (info["OSC_IP"], info["OSC_PORT"], info["WS_IP"]) == (
            "127.0.0.1",
            OSC[1],
            "127.0.0.1",
        )


def test_it_also_works_on_the_ipv6_loopback():
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    server = WebServer(WebSettings(host="::1", port=0), inbox=None, values={"x": 1.0})
    try:
        server.start(("::1", 9_123))
    finally:
        if server.address is None:
            pytest.skip("this machine has no ::1")
    with browsing(server.address[1], "::1") as web:
        assert web.get("/?HOST_INFO").json["OSC_IP"] == "::1"
    server.stop()


def test_the_queue_of_a_reader_is_bounded():
    assert websocket_writer.MAX_WAITING * 1_400 <= websocket_writer.MAX_BYTES
