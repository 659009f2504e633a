"""Sinks as real processes: in real time, replaced when killed or frozen, ended properly."""

import contextlib
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.ring.ring import DeviceState
from distill.ring.writer import Writer
from distill.sinks import sink_process
from distill.sinks.options import SinkOptions
from kit.peers import unheard
from kit.players import sine
from kit.sinks import run_without_portaudio, supervised, wait_until_played

NULL = SinkOptions("null", block=256)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")


def test_the_null_sink_takes_all_sound_in_real_time() -> None:
    with supervised(NULL) as (ring, supervisor, reported):
        assert "discarded" in reported.until(DeviceState.RUNNING).text
        writer = Writer(ring)
        writer.write(sine(0, 8192, 220.0))
        writer.rest()
        wait_until_played(ring, 8192)
        assert ring.status().underruns == 0
        assert ring.status().state is DeviceState.RUNNING
        assert supervisor.restarts == 0
    assert reported.until(DeviceState.CLOSED).text == "sound output is closed"


def test_the_file_sink_writes_the_output_and_closes_properly(tmp_path: Path) -> None:
    with supervised(SinkOptions("file", path=str(tmp_path / "heard.wav"))) as (ring, _, reported):
        assert "heard.wav" in reported.until(DeviceState.RUNNING).text
        writer = Writer(ring)
        writer.write(sine(0, 8192, 220.0))
        writer.rest()
        wait_until_played(ring, 8192)
    sound, _ = soundfile.read(tmp_path / "heard.wav", dtype="float32")
    first = int(np.flatnonzero(sound.any(1))[0]) - 1
    assert np.array_equal(sound[first : first + 8192], sine(0, 8192, 220.0))


@posix
def test_sigterm_leaves_a_whole_file(tmp_path: Path) -> None:
    options = SinkOptions("file", path=str(tmp_path / "heard.wav"))
    with supervised(options) as (ring, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        Writer(ring).write(sine(0, 8192, 220.0))
        wait_until_played(ring, 4096)
        os.kill(supervisor.pid, signal.SIGTERM)
        assert "exit code 0" in reported.until(DeviceState.LOST).text
        reported.until(DeviceState.RUNNING)
    first = soundfile.info(tmp_path / "heard.wav")
    assert first.frames >= 4096
    assert (tmp_path / "heard.wav").stat().st_size == 58 + first.frames * 8
    assert (tmp_path / "heard-2.wav").exists()


def test_a_file_that_cannot_be_written_is_reported_and_sound_goes_on(tmp_path: Path) -> None:
    options = SinkOptions("file", path=str(tmp_path / "nowhere" / "heard.wav"))
    with supervised(options) as (ring, supervisor, reported):
        assert "cannot write" in reported.until(DeviceState.WAITING).text
        Writer(ring).write(sine(0, 4096, 220.0))
        wait_until_played(ring, 4096)
        assert supervisor.restarts == 0


def test_a_killed_sink_is_replaced_and_plays_the_rest() -> None:
    with supervised(NULL) as (ring, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        first = supervisor.pid
        os.kill(first, getattr(signal, "SIGKILL", signal.SIGTERM))
        assert "starting it again" in reported.until(DeviceState.LOST).text
        writer = Writer(ring)
        writer.write(sine(0, 4096, 220.0))
        reported.until(DeviceState.RUNNING)
        wait_until_played(ring, 4096)
        assert supervisor.pid != first
        assert supervisor.restarts == 1


@posix
@pytest.mark.slow
def test_a_frozen_sink_is_killed_and_replaced() -> None:
    with supervised(NULL) as (_, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        os.kill(supervisor.pid, signal.SIGSTOP)
        assert "was stuck" in reported.until(DeviceState.LOST).text
        reported.until(DeviceState.RUNNING)


def test_another_sink_takes_over_on_request(tmp_path: Path) -> None:
    with supervised(NULL) as (_, supervisor, reported):
        reported.until(DeviceState.RUNNING)
        supervisor.restart(SinkOptions("file", path=str(tmp_path / "heard.wav")))
        assert "heard.wav" in reported.until(DeviceState.RUNNING).text
        assert supervisor.restarts == 0
    assert soundfile.info(tmp_path / "heard.wav").channels == 2


def test_a_missing_device_is_reported_once_and_sound_goes_on_unheard() -> None:
    options = SinkOptions("device", device="a device that nobody has")
    with supervised(options) as (ring, supervisor, reported):
        assert reported.until(DeviceState.WAITING).text.endswith(unheard())
        Writer(ring).write(sine(0, 30_000, 220.0))
        wait_until_played(ring, 29_000)
        assert supervisor.restarts == 0
    reported.until(DeviceState.CLOSED)
    assert [news.state for news in reported.all].count(DeviceState.WAITING) == 1


def test_without_portaudio_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sink_process, "run", run_without_portaudio)
    with supervised(SinkOptions("device")) as (ring, _, reported):
        assert "apt install libportaudio2" in reported.until(DeviceState.WAITING).text
        Writer(ring).write(sine(0, 4096, 220.0))
        wait_until_played(ring, 4096)


def test_a_supervisor_that_never_started_can_be_stopped() -> None:
    from distill.ring.ring import Ring
    from distill.sinks.supervised import SupervisedSink

    with contextlib.closing(Ring.create()) as ring:
        SupervisedSink(ring, NULL, lambda _: None).stop()
