"""The recorder puts what a device hears on a tape, sample by sample."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.processes.heartbeat import by_beat
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.ring.recent_audio import BLOCK, Mark, RecentAudio
from distill.ring.ring import DeviceState
from distill.sinks import input_process
from distill.sinks.input_process import Recorder
from distill.sinks.sink_control import SinkControl
from kit.jack import jack_with_sound
from kit.sinks import Reported


@pytest.fixture
def tape() -> Iterator[RecentAudio]:
    made = RecentAudio.create(8.0)
    yield made
    made.close()


def test_two_channels_are_taken_as_they_are_and_one_fills_both(tape: RecentAudio) -> None:
    one = Recorder(tape)
    sound = np.random.default_rng(0).uniform(-1, 1, (BLOCK + 100, 2)).astype(np.float32)
    one.record(sound)
    one.record(sound[:50, :1])
    heard = tape.read(0, tape.end)[1]
    assert np.array_equal(heard[: len(sound)], sound)
    assert np.array_equal(heard[len(sound) :], sound[:50, [0, 0]])
    assert tape.header[Mark.BEAT] > 0


def test_what_the_device_lost_is_counted(tape: RecentAudio) -> None:
    Recorder(tape).count_lost()
    assert tape.header[Mark.LOST] == 1


def test_a_recorder_that_says_how_it_is_lives(tape: RecentAudio) -> None:
    ours, theirs = multiprocessing.Pipe()
    line = SinkControl(theirs, Recorder(tape))
    line.publish_state(DeviceState.OPENING, "looking")
    assert ours.recv().text == "looking"
    assert tape.header[Mark.BEAT] > 0


@pytest.mark.peer
@pytest.mark.slow
def test_what_another_jack_client_plays_is_on_the_tape(
    tape: RecentAudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (48_000, 2)).astype(np.float32)
    soundfile.write(tmp_path / "noise.wav", sound, 48_000, subtype="FLOAT")
    reported = Reported()
    with jack_with_sound() as jack:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", jack.name)
        monkeypatch.setenv("JACK_NO_START_SERVER", "1")
        supervisor = ProcessSupervisor(
            ProcessSpec(
                "input",
                lambda: (input_process.run, (tape.name, "jack:system")),
                reported,
                lambda _: None,
                watchdog=by_beat(lambda: tape.header[Mark.BEAT] or None),
            )
        )
        supervisor.start()
        try:
            assert "hearing system (JACK" in reported.until(DeviceState.RUNNING).text
            with jack.player(tmp_path / "noise.wav", jack.recorders()) as other:
                other.begin()
                other.end()
        finally:
            supervisor.stop()
    heard = tape.read(0, tape.end)[1]
    lost = tape.header[Mark.LOST]
    begin = int(np.flatnonzero((heard == sound[0]).all(1))[0])
    assert supervisor.restarts == 0
    if lost == 0:  # a crowded machine may well be late
        assert np.array_equal(heard[begin : begin + len(sound)], sound)
