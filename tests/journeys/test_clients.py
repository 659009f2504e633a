"""Two clients at once: to each its own answers, to both the news."""

import socket
import time

import pytest

from kit.clients import Client, packet
from kit.servers import Server

pytestmark = pytest.mark.slow


def test_each_client_receives_its_own_answers_and_both_receive_the_events(server: Server) -> None:
    with server.client() as one, server.client() as two:
        first = one.begin("generate", "mine", "columns", 3, "seed", 1)
        second = two.begin("generate", "yours", "columns", 5, "seed", 2)
        assert one.end(first).values[:3] == ("generate", "mine", 3)
        assert two.end(second).values[:3] == ("generate", "yours", 5)
        one.send("param/temperature", 0.5)
        two.send("param/coarse", 0.25)
        assert one.until(lambda h: h[0] == "param/coarse")[1] == (0.25,)
        assert two.until(lambda h: h[0] == "param/temperature")[1] == (0.5,)
        name = one.begin("clip", "mine", "shared")
        path = one.end(name).values[1]
        assert two.until(lambda h: h[0] == "clip")[1][:2] == (name, path)
        for each, other in ((one, "yours"), (two, "mine")):
            each.ask("sync", 1)
            told = [h for h in each.received if h[0] in ("ack", "progress", "done", "error")]
            assert not [h for h in told if other in h[1]]
        assert not [h for h in one.received if h[0] == "param/temperature"]


def test_a_client_can_only_cancel_its_own_requests(server: Server) -> None:
    with server.client() as one, server.client() as two:
        long = one.begin("generate", "a", "seconds", 1000.0)
        one.until(lambda h: h[0] == "progress")
        assert two.ask("cancel", "all") == (0,)
        assert one.ask("cancel", str(long)) == (1,)
        cancelled = [h for h in one.received if h[0] == "error"]
        assert [h[1][:2] for h in cancelled] == [(long, "cancelled")]
        assert "a" not in {page[0] for page in one.pages("slots")}


def test_a_flood_of_one_parameter_leaves_its_last_value_and_a_responsive_server(
    server: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 3)
    client.ask("play", "a")
    before = client.status()
    sent = 0
    with server.client() as other, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect(("127.0.0.1", server.port))
        began = time.monotonic()
        while (now := time.monotonic() - began) < 2.0:
            while sent < 20_000 * now:
                wire.send(packet_of(sent))
                sent += 1
            if sent % 7 == 0:
                other.ask("ping", sent)
        wire.send(packet("param/gain", -12.5))
        other.ask("sync", 1)
        assert other.parameter("gain") == -12.5
        after = other.status()
    assert sent >= 10_000
    assert after["osc_received"] - before["osc_received"] > 0.5 * sent
    assert after["refused"] == before["refused"]
    assert after["transport"] == "play"
    assert after["worker_restarts"] == before["worker_restarts"]


_GAINS = [packet("param/gain", -10.0 * n / 512) for n in range(512)]


def packet_of(number: int) -> bytes:
    return _GAINS[number % 512]
