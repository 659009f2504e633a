"""The way out for sound: the ring that the worker fills, and the process that plays it."""

import logging
from collections.abc import Callable
from typing import Final

import numpy as np
from typing_extensions import override

from distill.engine.ports import Output
from distill.errors import DeviceProblem
from distill.protocol.output import OutputSnapshot, PlayheadState
from distill.ring.recent_audio import KEPT_S, RecentAudio
from distill.ring.ring import DeviceState, Ring
from distill.sinks.options import SinkStatus
from distill.sinks.registry import read_output
from distill.sinks.supervised import SupervisedSink
from distill.types import SAMPLE_RATE, Audio

log = logging.getLogger("distill.output")

SHORTEST_S: Final = 8.0
"""A tape shorter than this is not worth having."""


class AudioOutput(Output):
    """Owns the ring and the tape, and watches over the sink.

    Threads: `figures` and `hush` from the engine's; the rest from the app's.
    """

    def __init__(self, output: str, device: str) -> None:
        """Make the ring.

        Raises:
            BadArgument: `output` names no sink.
        """
        options = read_output(output, device)
        self._ring = Ring.create()
        self._tell: Callable[..., None] | None = None
        self._tape: RecentAudio | None = None
        self._sink = SupervisedSink(self._ring, options, self._report)
        self._news = ""

    @property
    def ring_name(self) -> str:
        """What the worker attaches by."""
        return self._ring.name

    def start(self, tell: Callable[..., None]) -> None:
        """Begin to play; `tell` passes on what happens to the device (topic, state, sentence)."""
        self._tell = tell
        self._tape = _tape()  # 25 to 45 ms of taking memory: nobody waits for it here
        self._sink.start(self._tape.name)

    def expect_end(self) -> None:
        """Say that all is about to stop; sound goes on until then."""
        self._sink.expect_end()

    def stop(self) -> None:
        """Stop playing and remove ring and tape; the worker must have ended."""
        self._tell = None
        self._sink.stop()
        self._ring.close()
        if self._tape is not None:
            self._tape.close()

    @override
    def clock(self) -> int:
        return self._ring.status().clock

    @override
    def frame_at(self, at_s: float) -> int:
        status = self._ring.status()
        since_s = at_s - status.reader_beat / 1e9
        return status.clock + round(since_s * SAMPLE_RATE) - status.latency

    @override
    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        status, tape = self._ring.status(), self._tape
        if tape is None:
            return PlayheadState(0, np.zeros((0, 2), np.float32), -1, 0)
        end = tape.end
        since_s = at_s - status.reader_beat / 1e9
        ear = min(max(end + round(since_s * SAMPLE_RATE) - status.latency, 0), end)
        _, sound = tape.read(min(max(first, ear - most, 0), ear), ear)
        return PlayheadState(ear, sound, _in_ring(tape, ear), status.ahead)

    @override
    def block(self) -> int:
        return self._ring.status().block

    @override
    def fade_out(self, *, on: bool) -> None:
        self._ring.fade_out(on=on)

    @override
    def history(self) -> OutputSnapshot:
        tape = self._tape
        if tape is None:
            return OutputSnapshot("", 0, 0, np.zeros((0, 3), np.int64))
        end, kept = tape.end, tape.available
        return OutputSnapshot(tape.name, end, kept, tape.pieces(end - kept))

    @override
    def recent_audio(self, first: int, last: int) -> Audio:
        tape = self._tape
        if tape is None or not 0 <= first <= last <= tape.end:
            return np.zeros((0, 2), np.float32)
        return tape.read(first, last)[1]

    @override
    def stats(self) -> dict[str, float | int | str]:
        status = self._ring.status()
        return {
            "state": status.state.name.lower(),
            "about": self._news,
            "underruns": status.underruns,
            "underflows": status.underflows,
            "held_ms": round(1e3 * status.concealed / SAMPLE_RATE, 1),
            "ahead_ms": round(1e3 * status.ahead / SAMPLE_RATE, 1),
            "device_ms": round(1e3 * status.latency / SAMPLE_RATE, 1),
            "block": status.block,
            "played_s": round(status.played / SAMPLE_RATE, 2),
            "restarts": self._sink.restarts,
        }

    def _report(self, news: SinkStatus) -> None:
        self._news = news.text
        lost = news.state in (DeviceState.LOST, DeviceState.WAITING)
        log.log(logging.WARNING if lost else logging.INFO, "%s", news.text)
        if self._tell is not None:
            self._tell("output", news.state.name.lower(), news.text)


def _in_ring(tape: RecentAudio, frame: int) -> int:
    """Find which frame of the ring the last one before a frame of the tape was; -1: none."""
    for heard, ring, count in tape.pieces(frame - 1)[:1].tolist():
        if heard < frame <= heard + count:
            return int(ring + frame - 1 - heard)
    return -1


def _tape() -> RecentAudio:
    """Make the tape, a shorter one where memory is short.

    Raises:
        DeviceProblem: There is no room for one of some seconds either.
    """
    seconds = KEPT_S
    while True:
        try:
            return RecentAudio.create(seconds)
        except DeviceProblem as problem:
            if seconds < SHORTEST_S:
                raise
            seconds /= 2
            log.warning("%s; only the last %.0f s can be captured", problem, seconds)
