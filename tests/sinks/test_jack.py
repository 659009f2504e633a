"""Sound through a real audio server, recorded back, and the server's death."""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from distill.ring.ring import DeviceState, Ring
from distill.sinks.options import SinkOptions
from kit.jack import Jack, jack_with_sound
from kit.listening import longest_silence
from kit.players import LEVEL, play_sine
from kit.sinks import supervised

pytestmark = [pytest.mark.peer, pytest.mark.slow]
HERTZ = 220.0


@pytest.fixture
def jack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jack]:
    with jack_with_sound() as server:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", server.name)
        monkeypatch.setenv("JACK_NO_START_SERVER", "1")
        yield server


@contextlib.contextmanager
def playing(ring: Ring) -> Iterator[None]:
    writer = multiprocessing.get_context("spawn").Process(
        target=play_sine, args=(ring.name, HERTZ, 3600.0), daemon=True
    )
    writer.start()
    try:
        yield
    finally:
        writer.kill()
        writer.join()


def test_the_server_gets_the_written_sound_without_a_gap(jack: Jack, tmp_path: Path) -> None:
    with supervised(SinkOptions()) as (ring, _, reported):
        assert "system (JACK" in reported.until(DeviceState.RUNNING).text
        with playing(ring):
            heard = jack.record(tmp_path / "heard.wav", 3)
        status = ring.status()
    heard = heard[int(np.flatnonzero(heard.any(1))[0]) :]
    assert len(heard) >= 2 * 48_000
    assert status.latency >= 256
    assert longest_silence(heard) <= 2
    turn = np.exp(2j * np.pi * HERTZ / 48_000 * np.arange(len(heard)))
    tone = 2 * (heard[:, 0] * turn.conj()).mean()
    rest = heard[:, 0] - (tone * turn).real
    if status.underruns == status.underflows == 0:  # a busy machine may be late
        assert abs(tone) == pytest.approx(LEVEL, rel=1e-3)
        assert np.abs(rest).max() < 1e-3


def test_after_a_restart_of_the_server_the_sink_plays_again(jack: Jack, tmp_path: Path) -> None:
    with supervised(SinkOptions()) as (ring, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        with playing(ring):
            jack.kill()
            assert "lost" in reported.until(DeviceState.LOST).text
            reported.until(DeviceState.WAITING)
            jack.start()
            reported.until(DeviceState.RUNNING)
            heard = jack.record(tmp_path / "again.wav", 1)
        assert supervisor.restarts == 1
    assert np.abs(heard).max() == pytest.approx(LEVEL, rel=0.05)


def test_a_killed_sink_plays_again(jack: Jack, tmp_path: Path) -> None:
    with supervised(SinkOptions()) as (ring, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        with playing(ring):
            os.kill(supervisor.pid, signal.SIGKILL)
            reported.until(DeviceState.RUNNING)
            heard = jack.record(tmp_path / "again.wav", 1)
    assert np.abs(heard).max() == pytest.approx(LEVEL, rel=0.05)
