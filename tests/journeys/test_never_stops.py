"""The short form of `benchmarks/soak.py`, `flood.py` and `deaths.py`: facts, at any speed."""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kit.clients import Client, packet
from kit.jack import PATIENCE_S, Jack, jack_with_sound
from kit.listening import longest_silence
from kit.servers import Server, running_server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
RATE = 48_000
GAP = RATE // 50
LAST_DB = -40.0


@pytest.fixture(scope="module")
def shared_steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("steady")) as one:
        yield one


@pytest.fixture
def steady(shared_steady: Shared) -> Server:
    return shared_steady.restore()


@contextlib.contextmanager
def streamed(server: Server, client: Client) -> Iterator[None]:
    """A stream in which there must be no gap, and at whose end everything is as it should be."""
    client.ask("param/gain", 0.0)
    client.ask("stream")
    begin = server.record(1.0)
    before = client.status()
    yield
    server.record(0.5)
    after, sound = client.status(), server.recorded(begin)
    client.ask("panic")
    assert longest_silence(sound, 0.0) < GAP
    assert after["transport"] == "stream"
    for name in ("worker_pid", "worker_restarts", "crashes", "refused", "output_restarts"):
        assert after[name] == before[name], name


def test_a_stream_continues_without_a_gap_while_everything_is_edited(steady: Server) -> None:
    with steady.client() as client:
        client.ask("generate", "a", "columns", 8, "seed", 3)
        with streamed(steady, client):
            for step in range(60):
                client.ask("set", "a", step % 8, "all", "all", step % 2)
                client.ask("randomize", "a", "seed", step + 1)
                client.ask("param/coarse", step % 10 / 10)
                client.ask("param/temperature", 0.7 + step % 5 / 10)
                client.ask("copy", "a", "b")
                client.ask("undo")
                client.ask("redo")
                assert client.codes("a") == client.codes("b")
                steady.record(0.1)


def test_a_flood_leaves_a_stream_without_a_gap_and_its_last_value_set(steady: Server) -> None:
    packets = [packet("param/gain", -n / 100) for n in range(500)]
    with steady.client() as client, steady.client() as other:
        with streamed(steady, client), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.connect(("127.0.0.1", steady.port))
            sent, began = 0, time.monotonic()
            while (now := time.monotonic() - began) < 5.0:
                while sent < 20_000 * now:
                    wire.send(packets[sent % 500])
                    sent += 1
                assert other.ask("ping", sent) == (sent,)
                client.drained()  # news of each: a port that nobody reads overflows
            wire.send(packet("param/gain", LAST_DB))
            while other.parameter("gain") != LAST_DB:
                pass
        client.drained()
        told = [h[1][0] for h in client.received if h[0] == "param/gain"]
        assert told[-1] == LAST_DB
        assert 1 < len(told) < sent


@pytest.mark.peer
def test_when_jack_dies_the_server_answers_reports_it_and_plays_again(tmp_path: Path) -> None:
    with (
        jack_with_sound() as jack,
        running_server(tmp_path / "server", "device", jack.environment) as server,
        server.client() as client,
    ):
        client.ask("generate", "a", "columns", 4, "seed", 2)
        client.ask("play", "a")
        told(client, "running")
        for _ in range(2):
            jack.kill()
            assert told(client, "lost")
            assert "unheard" in told(client, "waiting", "unheard")
            client.ask("set", "a", 0, "all", "all", 1)
            jack.start()
            assert "JACK" in told(client, "running", "JACK")
            assert heard(jack, tmp_path / "heard.wav")
            status = client.status()
            assert (status["transport"], status["worker_restarts"]) == ("play", 0)


def told(client: Client, state: str, word: str = "") -> str:
    """Wait until the status says that the output is so, and in these words; give its sentence.

    The state is read from the ring and may be newer than the sentence.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if client.received and any(h[0] == "output" and h[1][0] == state for h in client.received):
            text = next(h[1][1] for h in client.received if h[0] == "output" and h[1][0] == state)
            client.received.clear()
            return str(text)
        status = client.status()
        if status["output_state"] == state and word in str(status["output_about"]):
            client.received.clear()
            return str(status["output_about"])
        assert time.monotonic() < deadline, status


def heard(jack: Jack, path: Path) -> bool:
    """Is there sound at the audio server?"""
    return bool(np.abs(jack.record(path, 1)).max() > 0)
