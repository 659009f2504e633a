"""A whole server on a real audio server: what it plays arrives there without a gap."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kit.clients import receiver
from kit.jack import Jack, jack_with_sound
from kit.listening import longest_silence
from kit.servers import Server
from kit.shared import Shared, shared_server

pytestmark = [pytest.mark.peer, pytest.mark.slow]
JackAndServer = tuple[Jack, Server]


@pytest.fixture(scope="module")
def jack_and_shared(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Jack, Shared]]:
    with contextlib.ExitStack() as both:
        jack = both.enter_context(jack_with_sound())
        root = tmp_path_factory.mktemp("jack")
        yield jack, both.enter_context(shared_server(root, "device", jack.environment))


@pytest.fixture
def playing(jack_and_shared: tuple[Jack, Shared]) -> JackAndServer:
    jack, shared = jack_and_shared
    jack.restart()
    return jack, shared.restore()


@pytest.mark.parametrize("what", [("play", "a"), ("stream", "a"), ("stream",)])
def test_playback_arrives_at_jack_without_a_gap(
    playing: JackAndServer, what: tuple[str, ...], tmp_path: Path
) -> None:
    jack, server = playing
    with server.client() as client:
        client.ask("param/profile", "safe")
        client.ask("generate", "a", "columns", 4, "seed", 2)
        assert "JACK" in str(client.status()["output_about"])
        client.ask(*what)
        sound = jack.record(tmp_path / "heard.wav", 3)
        status = client.status()
        client.ask("stop")
    loud = np.flatnonzero(np.abs(sound).max(1) > 1e-4)
    assert len(loud) > 2 * 48_000
    assert longest_silence(sound[loud[0] :]) < 480
    assert status["output_state"] == "running"
    assert status["output_block"] == 256
    assert 1e-3 < np.abs(sound).max() <= 1.0


def test_live_values_match_the_sound_that_jack_receives(
    playing: JackAndServer, tmp_path: Path
) -> None:
    jack, server = playing
    with server.client() as client, receiver(0, server.log) as chop:
        client.ask("generate", "a", "columns", 4, "seed", 2)
        client.ask("telemetry", 60, chop.port)
        chop.until(lambda h: h == ("live/level", (0.0,)))  # what played before has faded
        client.ask("play", "a")
        chop.until(lambda h: h[0] == "live/level" and h[1][0] > 1e-3)
        begun = len(chop.received)
        sound = jack.record(tmp_path / "heard.wav", 2)
        chop.drained()
        client.ask("stop")
        client.ask("telemetry", 0, chop.port)
    told = [float(values[0]) for word, values in chop.received[begun:] if word == "live/level"]
    places = [float(values[0]) for word, values in chop.received[begun:] if word == "live/position"]
    power = np.square(sound.astype(np.float64)).mean(axis=1)
    sums = np.cumsum(np.concatenate([[0.0], power]))
    levels = np.sqrt((sums[1024:] - sums[:-1024]) / 1024)
    whole = levels[4096:-4096]
    assert whole.min() * 0.99 <= np.median(told) <= whole.max() * 1.01
    assert np.median(told) == pytest.approx(np.median(whole), rel=0.1)
    assert {int(place) for place in places} == {0, 1, 2, 3}


def test_a_panic_silences_jack(playing: JackAndServer, tmp_path: Path) -> None:
    jack, server = playing
    with server.client() as client:
        client.ask("generate", "a", "columns", 4, "seed", 2)
        client.ask("play", "a")
        client.ask("panic")
        client.ask("sync", 1)
        sound = jack.record(tmp_path / "silent.wav", 1)
        assert client.status()["transport"] == "stop"
    assert np.abs(sound[48_000 // 4 :]).max() == 0.0
