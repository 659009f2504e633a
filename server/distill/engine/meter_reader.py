"""Reads the meters at the playhead: what is heard now, not what is rendered ahead."""

from typing import Final

import numpy as np

from distill.audio.onset import OnsetState, onsets
from distill.engine.ports import Output
from distill.parameters import PROFILES
from distill.protocol.output import ColumnRendered, OutputHistory, PlayheadState
from distill.session.live_meters import activity
from distill.session.session import Session
from distill.types import SAMPLE_RATE

LOUDNESS_FRAMES: Final = 1024
DECAY_FRAMES: Final = SAMPLE_RATE // 10
MAX_FRAMES: Final = SAMPLE_RATE
"""After so long without a reading, onset detection starts anew at the playhead."""

Readings = tuple[tuple[str, float], ...]
"""Name and value of each meter."""


class MeterReader:
    """Measures level, onset, entropy, position, buffer and activity; only when it is read.

    Threads: the engine's thread only.
    """

    def __init__(self, session: Session, output: Output, log: OutputHistory) -> None:
        self._session = session
        self._output = output
        self._log = log
        self._onset_state = OnsetState()
        self._measured_to = 0
        self._onset_frame: int | None = None

    def read(self, at_s: float) -> Readings:
        """Read every meter at a time of the monotonic clock, in s."""
        playhead = self._output.playhead(at_s, self._measured_to - LOUDNESS_FRAMES, MAX_FRAMES)
        self._measure(playhead)
        now, before = self._log.at(playhead.ring) if playhead.ring >= 0 else (None, None)
        position = 0.0
        if now is not None:
            number = now.number % now.columns if now.columns else now.number
            position = number + (playhead.ring - now.begins) / now.by.column
        return (
            ("level", _loudness(playhead)),
            ("onset", self._onset_level(playhead.frame)),
            ("entropy", 0.0 if now is None else now.entropy),
            ("position", position),
            ("buffer", self._buffer_fill(playhead)),
            *self._activity(now, before),
        )

    def _measure(self, playhead: PlayheadState) -> None:
        fresh = playhead.frame - self._measured_to
        if fresh > len(playhead.sound):  # longer than `MAX_FRAMES` without a reading
            self._onset_state, self._onset_frame = OnsetState(), None
            found, self._onset_state = onsets(playhead.sound, self._onset_state)
        elif fresh > 0:
            found, self._onset_state = onsets(playhead.sound[-fresh:], self._onset_state)
            if found:
                self._onset_frame = self._measured_to + found[-1]
        else:  # a replaced device may go back by a block
            return
        self._measured_to = playhead.frame

    def _onset_level(self, frame: int) -> float:
        if self._onset_frame is None:
            return 0.0
        return max(0.0, 1.0 - max(0, frame - self._onset_frame) / DECAY_FRAMES)

    def _buffer_fill(self, playhead: PlayheadState) -> float:
        ahead_ms = list(PROFILES.values())[int(self._session.parameters["profile"])]
        wanted = max(ahead_ms * SAMPLE_RATE // 1000, 2 * self._output.block())
        return min(1.0, max(0, playhead.ahead) / wanted)

    def _activity(self, now: ColumnRendered | None, before: ColumnRendered | None) -> Readings:
        model = self._session.sounding
        levels = model.levels if model is not None else 0
        shares = np.zeros(levels)
        if now is not None:
            same = before is not None and before.codes.shape == now.codes.shape
            shares = np.zeros(now.codes.shape[1])
            if before is not None and same:
                shares = (now.codes != before.codes).mean(axis=0)
        return tuple((activity(level), float(share)) for level, share in enumerate(shares))


def _loudness(playhead: PlayheadState) -> float:
    last = playhead.sound[-LOUDNESS_FRAMES:].astype(np.float64)
    return float(np.sqrt(np.mean(last * last))) if len(last) else 0.0
