"""A real server over HTTP and WebSocket: played from a browser, described to OSCQuery clients."""

import concurrent.futures
import json
import socket
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from distill.commands.describe import describe
from distill.parameters import PARAMETERS
from distill.types import Value
from kit.clients import Client
from kit.listening import longest_silence
from kit.peers import need_node_module
from kit.servers import Server, make_place, running_server
from kit.web import Web, browsing

RATE = 48_000


@pytest.fixture
def web(server: Server) -> Iterator[Web]:
    with browsing(server.port) as one:
        yield one


def test_a_whole_take_is_played_over_http_alone(server: Server, web: Web) -> None:
    slot, columns, seed, _ = web.ask("generate", slot="a", columns=4, seed=7)
    assert (slot, columns, seed) == ("a", 4, 7)
    begin = server.record(0.0)
    web.ask("play", slot="a")
    server.record(1.0)
    assert server.recorded(begin).any()
    web.ask("stop")
    page = [code for part in web.post("codes", {"slot": "a"}).json["pages"] for code in part]
    assert len(page) == 4 * 8 * 2
    path, samples, rate = web.ask("clip", slot="a")
    assert Path(path).is_file()
    assert (samples, rate) == (4 * 8_192, RATE)


def test_a_slot_is_written_code_by_code_in_one_request(web: Web) -> None:
    web.ask("generate", slot="a", columns=2, seed=1)
    codes = [n % 8 for n in range(2 * 8 * 2)]
    web.ask("set", slot="a", columns="all", bands="all", levels="all", codes=codes)
    assert web.post("codes", {"slot": "a"}).json["pages"] == [codes]
    status, code, text = web.refused(
        "set", {"slot": "a", "columns": 0, "bands": 0, "levels": 0, "codes": [8]}
    )
    assert (status, code) == (400, "bad_argument")
    assert "8" in text


def news(heard: list[tuple[str, tuple[object, ...]]]) -> list[tuple[str, list[object]]]:
    """Return the events that both wires send, with floats in float32."""
    return [
        (address, [round(v, 4) if isinstance(v, float) else v for v in values])
        for address, values in heard
        if address.startswith("param/") or address in ("clip", "model", "output", "state")
    ]


def test_a_socket_receives_the_same_events_in_the_same_order_as_a_subscriber(
    server: Server, client: Client, web: Web
) -> None:
    wire = web.socket()
    wire.ask("ping", 1)
    wire.read()
    client.until_quiet(0.1)
    first, begun = len(client.received), len(wire.messages)
    with browsing(server.port) as other:
        other.ask("generate", slot="a", columns=2, seed=3)
        for step in range(20):
            other.ask("param/coarse", value=step / 20)
            other.ask("param/pan/normalized", value=step / 20)
        other.ask("clip", slot="a", id="kept")
        other.ask("load", name="tiny")
        other.ask("param/seed", value=99)
    wire.until(lambda address, _: address == "param/seed/normalized")
    client.until(lambda heard: heard[0] == "param/seed/normalized")
    told = [(m["address"].removeprefix("/distill/"), m["args"]) for m in wire.messages[begun:]]
    heard = news(client.received[first:])
    assert news(told) == heard
    assert len(heard) == 2 * 19 + 2 * 20 + 2 + 2  # coarse began where it was; clip, model; seed


REQUESTS = [
    ("generate", ["a", "columns", 3, "seed", 5]),
    ("codes", ["a"]),
    ("slots", []),
    ("models", []),
    ("list", []),
    ("randomize", ["a", "neighbours", 0.5, "0-1", "seed", 4]),
    ("ping", [7]),
    ("play", ["nowhere"]),
    ("sync", [3]),
    ("pnig", []),
    ("param/gain", [-3.0]),
    ("param/gain", [99.0]),
]


def rounded(values: Iterable[Value]) -> list[Value]:
    """Return values with floats in float32."""
    return [round(v, 3) if isinstance(v, float) else v for v in values]


def test_a_socket_gets_the_same_replies_as_osc(client: Client, web: Web) -> None:
    wire = web.socket()
    for number, (verb, args) in enumerate(REQUESTS, 1000):
        answer = client.end(client.begin(verb, *args))
        begun = len(wire.messages)
        wire.ask(verb, *args, request_id=number)
        end, values = wire.end(number)
        pages = [m["args"][3:] for m in wire.messages[begun:] if m["address"].endswith("/page")]
        assert end == answer.end, verb
        if verb != "generate":  # how fast it was is in its answer
            assert rounded(values) == rounded(answer.values), verb
        assert [rounded(p) for p in pages] == [rounded(p) for p in answer.pages], verb
    wire.close()


def test_osc_answers_and_the_stream_continues_while_http_is_flooded(tmp_path: Path) -> None:
    with running_server(tmp_path) as steady, steady.client() as client:
        client.ask("stream")
        begin = steady.record(1.0)
        before = client.status()
        ending = threading.Event()

        def flood(kind: int) -> int:
            done = 0
            with browsing(steady.port) as web:
                wire = web.socket()
                while not ending.is_set():
                    if kind % 3 == 0:
                        assert web.get("/").status == 200
                    elif kind % 3 == 1:
                        assert web.ask("param/coarse", value=done % 10 / 10)
                    else:
                        wire.ask("ping", done, request_id=done + 1)
                        assert wire.end(done + 1)[0] == "done"
                    done += 1
            return done

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            floods = [pool.submit(flood, kind) for kind in range(6)]
            for n in range(60):
                assert client.ask("ping", n) == (n,)
                steady.record(0.05)
            ending.set()
            assert all(one.result() > 10 for one in floods)
        after, sound = client.status(), steady.recorded(begin)
        assert longest_silence(sound, 0.0) < RATE // 50
        for name in ("worker_pid", "worker_restarts", "crashes", "output_restarts", "refused"):
            assert after[name] == before[name], name
        assert after["web_slow"] == 0


@pytest.mark.peer
def test_a_third_party_oscquery_client_finds_every_address(server: Server) -> None:
    folder = need_node_module("oscquery")
    script = Path(__file__).parents[1] / "kit" / "oscquery.js"
    words = ["node", str(script), str(folder), "127.0.0.1", str(server.port)]
    found = json.loads(subprocess.run(words, check=True, capture_output=True, timeout=60).stdout)
    assert found["host"]["name"] == "Distill"
    assert (found["host"]["oscIp"], found["host"]["oscPort"]) == ("127.0.0.1", server.port)
    assert found["host"]["oscTransport"] == "UDP"
    assert found["host"]["extensions"]["LISTEN"] is True
    methods = {method["path"]: method for method in found["methods"]}
    exact = {row.address for row in describe() if not row.address.endswith("VERB")}  # of many
    assert exact <= set(methods)
    for row in PARAMETERS.values():
        method = methods[f"/distill/param/{row.name}"]
        (argument,) = method["arguments"]
        assert method["access"] == 3
        assert method["description"].startswith(row.about)
        assert argument["value"] == pytest.approx(row.default)  # set as a float32
        assert (argument["range"]["min"], argument["range"]["max"]) == (
            row.range.low, row.range.high,
        )  # fmt: skip


def test_log_and_status_contain_the_address_of_the_page(server: Server, client: Client) -> None:
    address = f"http://127.0.0.1:{server.port}"
    assert f"the page is at {address}" in server.place.log.read_text()
    assert client.status()["web_address"] == address


def test_a_taken_web_port_disables_only_the_web_and_off_opens_none(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        one = Server(make_place(tmp_path), more=("--web", port))
        try:
            one.launch("null")
            with one.client() as client:
                while (state := client.status()["web_state"]) == "closed":
                    pass  # it begins last
                assert state == "taken"
            assert f"no page: TCP port {port} of 127.0.0.1" in one.log()
        finally:
            assert one.stop() == 0
    one = Server(one.place, more=("--web", "off"))
    try:
        one.launch("null")
        with one.client() as client:
            assert not [name for name in client.status() if name.startswith("web_")]
        with pytest.raises(OSError, match=r"refused|actively"):
            socket.create_connection(("127.0.0.1", one.port), 5)
    finally:
        assert one.stop() == 0
