"""The audio output: the ring that the worker fills, and the process that plays it."""

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

MIN_S: Final = 8.0
"""A buffer shorter than this is not halved again: if it does not fit, the server does not start."""


class AudioOutput(Output):
    """Owns the ring and the recent audio, and supervises the sink.

    Threads: the methods of `Output` from the engine's; the rest from the app's.
    """

    def __init__(self, output: str, device: str) -> None:
        """Create the ring.

        Raises:
            BadArgument: `output` names no sink.
        """
        options = read_output(output, device)
        self._ring = Ring.create()
        self._publish: Callable[..., None] | None = None
        self._recent: RecentAudio | None = None
        self._sink = SupervisedSink(self._ring, options, self._on_status)
        self._about = ""

    @property
    def ring_name(self) -> str:
        """Name by which the worker attaches the ring."""
        return self._ring.name

    def start(self, publish: Callable[..., None]) -> None:
        """Start playing; `publish` sends changes of the device (topic, state, text)."""
        self._publish = publish
        # Allocated here and not before: it takes 25 to 45 ms, and nothing waits for it here.
        self._recent = _create_recent_audio()
        self._sink.start(self._recent.name)

    def expect_end(self) -> None:
        """Announce that the server is about to stop; sound continues until then."""
        self._sink.expect_end()

    def stop(self) -> None:
        """Stop playing, and free ring and recent audio; the worker must have ended."""
        self._publish = None
        self._sink.stop()
        self._ring.close()
        if self._recent is not None:
            self._recent.close()

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
        status, recent = self._ring.status(), self._recent
        if recent is None:
            return PlayheadState(0, np.zeros((0, 2), np.float32), -1, 0)
        end = recent.end
        since_s = at_s - status.reader_beat / 1e9
        frame = min(max(end + round(since_s * SAMPLE_RATE) - status.latency, 0), end)
        _, sound = recent.read(min(max(first, frame - most, 0), frame), frame)
        return PlayheadState(frame, sound, _ring_frame(recent, frame), status.ahead)

    @override
    def block(self) -> int:
        return self._ring.status().block

    @override
    def fade_out(self, *, on: bool) -> None:
        self._ring.fade_out(on=on)

    @override
    def history(self) -> OutputSnapshot:
        recent = self._recent
        if recent is None:
            return OutputSnapshot("", 0, 0, np.zeros((0, 3), np.int64))
        end, kept = recent.end, recent.available
        return OutputSnapshot(recent.name, end, kept, recent.pieces(end - kept))

    @override
    def recent_audio(self, first: int, last: int) -> Audio:
        recent = self._recent
        if recent is None or not 0 <= first <= last <= recent.end:
            return np.zeros((0, 2), np.float32)
        return recent.read(first, last)[1]

    @override
    def stats(self) -> dict[str, float | int | str]:
        status, late = self._ring.status(), self._sink.late
        return {
            "state": status.state.name.lower(),
            "about": self._about,
            "underruns": status.underruns,
            "underruns_minute": late,
            "late": late_sentence(late),
            "underflows": status.underflows,
            "held_ms": round(1e3 * status.concealed / SAMPLE_RATE, 1),
            "ahead_ms": round(1e3 * status.ahead / SAMPLE_RATE, 1),
            "device_ms": round(1e3 * status.latency / SAMPLE_RATE, 1),
            "block": status.block,
            "played_s": round(status.played / SAMPLE_RATE, 2),
            "restarts": self._sink.restarts,
        }

    def _on_status(self, status: SinkStatus) -> None:
        self._about = status.text
        lost = status.state in (DeviceState.LOST, DeviceState.WAITING)
        log.log(logging.WARNING if lost else logging.INFO, "%s", status.text)
        if self._publish is not None:
            self._publish("output", status.state.name.lower(), status.text)


def late_sentence(count: int) -> str:
    """Return what underruns of the last minute mean, and what to do; empty for none."""
    if not count:
        return ""
    times = "once" if count == 1 else f"{count} times"
    return (
        f"sound was not ready in time {times} in the last minute, and was concealed: the machine "
        "is too busy; close other programs, or set profile to safe"
    )


def _ring_frame(recent: RecentAudio, frame: int) -> int:
    """Return the ring's frame for the last frame before `frame` of the recent audio; -1: none."""
    for first, ring, count in recent.pieces(frame - 1)[:1].tolist():
        if first < frame <= first + count:
            return int(ring + frame - 1 - first)
    return -1


def _create_recent_audio() -> RecentAudio:
    """Create the buffer of recent audio, a shorter one where memory is short.

    Raises:
        DeviceProblem: There is no memory for some seconds either.
    """
    seconds = KEPT_S
    while True:
        try:
            return RecentAudio.create(seconds)
        except DeviceProblem as problem:
            if seconds < MIN_S:
                raise
            seconds /= 2
            log.warning("%s; only the last %.0f s can be captured", problem, seconds)
