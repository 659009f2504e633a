"""The recorder stores the input of a device, sample by sample."""

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
def recent() -> Iterator[RecentAudio]:
    made = RecentAudio.create(8.0)
    yield made
    made.close()


def test_two_channels_are_recorded_unchanged_and_one_fills_both(recent: RecentAudio) -> None:
    one = Recorder(recent)
    sound = np.random.default_rng(0).uniform(-1, 1, (BLOCK + 100, 2)).astype(np.float32)
    one.record(sound)
    one.record(sound[:50, :1])
    sound_recorded = recent.read(0, recent.end)[1]
    assert np.array_equal(sound_recorded[: len(sound)], sound)
    assert np.array_equal(sound_recorded[len(sound) :], sound[:50, [0, 0]])
    assert recent.header[Mark.BEAT] > 0


def test_input_overflows_of_the_device_are_counted(recent: RecentAudio) -> None:
    Recorder(recent).count_lost()
    assert recent.header[Mark.LOST] == 1


def test_publishing_a_state_updates_the_heartbeat(recent: RecentAudio) -> None:
    ours, theirs = multiprocessing.Pipe()
    control = SinkControl(theirs, Recorder(recent))
    control.publish_state(DeviceState.OPENING, "looking")
    assert ours.recv().text == "looking"
    assert recent.header[Mark.BEAT] > 0


@pytest.mark.peer
@pytest.mark.slow
def test_the_sound_of_another_jack_client_is_recorded(
    recent: RecentAudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
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
                lambda: (input_process.run, (recent.name, "jack:system")),
                reported,
                lambda _: None,
                watchdog=by_beat(lambda: recent.header[Mark.BEAT] or None),
            )
        )
        supervisor.start()
        try:
            assert "recording from system (JACK" in reported.until(DeviceState.RUNNING).text
            with jack.player(tmp_path / "noise.wav", jack.recorders()) as other:
                other.begin()
                other.end()
        finally:
            supervisor.stop()
    sound_recorded = recent.read(0, recent.end)[1]
    lost = recent.header[Mark.LOST]
    begin = int(np.flatnonzero((sound_recorded == sound[0]).all(1))[0])
    assert supervisor.restarts == 0
    if lost == 0:  # a busy machine may be late
        assert np.array_equal(sound_recorded[begin : begin + len(sound)], sound)
