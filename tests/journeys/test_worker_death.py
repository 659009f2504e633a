"""The model worker is killed or frozen during a performance: the sound continues."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kit.clients import Client
from kit.house import ROOT
from kit.listening import longest_silence
from kit.servers import START_S, Server, make_place, running_server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
RATE = 48_000
GAP = RATE // 50
HELD_S = 8.0
"""The last sound loops for 8 s and fades for 4 s (`distill.ring.concealment`)."""


@pytest.fixture(scope="module")
def shared_breaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("breaking")) as one:
        yield one


@pytest.fixture
def breaking(shared_breaking: Shared) -> Server:
    return shared_breaking.restore()


@pytest.mark.parametrize("how", ["SIGKILL", "SIGSTOP"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_sound_is_concealed_and_everything_is_restored(breaking: Server, how: str) -> None:
    with breaking.client() as client:
        state = perform(client)
        begin = breaking.record(1.0)
        before = client.status()
        os.kill(int(before["worker_pid"]), getattr(signal, how))
        lost = breaking.frames()
        client.until(lambda h: h[0] == "state" and h[1][0] == "restarting")
        client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
        back = breaking.record(0.5)
        breaking.record(1.5)
        after = client.status()
        sound = breaking.recorded(begin)
        client.ask("stop")
        assert remembered(client) == state
        client.ask("generate", "fresh", "columns", 1)
    assert after["worker_pid"] != before["worker_pid"]
    assert int(after["worker_restarts"]) > int(before["worker_restarts"])
    assert (after["transport"], after["playing"]) == ("play", "a")
    assert float(after["output_held_ms"]) > float(before["output_held_ms"])
    assert longest_silence(sound[: lost - begin + round(HELD_S * RATE)]) < GAP
    assert longest_silence(sound[back - begin :]) < GAP
    assert np.abs(sound).max() <= 1.0


def perform(client: Client) -> object:
    """Fill slots, edit, and play; return the state that must survive."""
    client.ask("clear", "*")
    client.ask("generate", "a", "columns", 3, "seed", 12)
    client.ask("copy", "a", "b")
    client.ask("set", "b", 0, "all", "all", 1)
    client.ask("param/temperature", 0.4)
    client.ask("play", "a")
    return remembered(client)


def remembered(client: Client) -> object:
    status = client.status()
    slots = {name: client.codes(name) for name in ("a", "b")}
    temperature = client.parameter("temperature")
    return slots, status["undo"], status["redo"], temperature


def test_a_stream_continues_after_the_audible_part(breaking: Server) -> None:
    with breaking.client() as client:
        client.ask("stream")
        breaking.record(1.5)
        os.kill(int(client.status()["worker_pid"]), signal.SIGKILL)
        client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
        begin = breaking.record(0.5)
        breaking.record(1.0)
        assert client.status()["transport"] == "stream"
        assert longest_silence(breaking.recorded(begin)) < GAP
        client.ask("panic")


def test_a_running_task_is_repeated_by_the_next_worker(breaking: Server) -> None:
    with breaking.client() as client:
        job = client.begin("generate", "long", "columns", 2000, "seed", 5)
        client.until(lambda h: h[0] == "progress")
        os.kill(int(client.status()["worker_pid"]), signal.SIGKILL)
        answer = client.end(job)
        assert answer.end == "done", (answer, breaking.log())
        assert answer.values[:3] == ("generate", "long", 2000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_spare_takes_over_each_time_without_a_gap(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("spare")
    with running_server(root, more=("--spare", "on")) as server, server.client() as client:
        state = perform(client)
        client.ask("stream")
        begin = server.record(1.0)
        for _ in range(3):
            spare = waiting(client)
            os.kill(int(client.status()["worker_pid"]), signal.SIGKILL)
            client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
            assert client.status()["worker_pid"] == spare
            server.record(1.0)
        sound = server.recorded(begin)
        status = client.status()
        assert status["worker_restarts"] == 3
        assert status["transport"] == "stream"
        client.ask("panic")
        assert remembered(client) == state
    assert longest_silence(sound) < GAP


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["demo", "piano"])
def test_a_spare_takes_over_a_shipped_model_without_loading_it_again(
    tmp_path: Path, name: str
) -> None:
    place = make_place(tmp_path)
    shutil.copytree(ROOT / "models" / name, place.library / name)
    server = Server(place, name, ("--spare", "on"))
    try:
        server.start("null")
        with server.client() as client:
            client.ask("stream")
            spare = waiting(client)
            loads = place.log.read_text().count(f"loading model {name}")
            os.kill(int(client.status()["worker_pid"]), signal.SIGKILL)
            client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
            assert place.log.read_text().count(f"loading model {name}") == loads == 2
            status = client.status()
            assert (status["worker_pid"], status["transport"]) == (spare, "stream")
            assert client.ask("load", name)[0] == name
            assert f"model {name} is already loaded" in place.log.read_text()
        assert server.stop() == 0, server.log()
    finally:
        server.kill()


def waiting(client: Client) -> int:
    """Wait until a spare worker is ready; return its process."""
    deadline = time.monotonic() + START_S
    while not (pid := int(client.status()["worker_spare_pid"])):
        assert time.monotonic() < deadline
        client.until_quiet(0.1)
    return pid
