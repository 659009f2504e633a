"""Reads the gauges: what is at the ear now, and not what is rendered ahead of it."""

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
FALL_FRAMES: Final = SAMPLE_RATE // 10
LONGEST_FRAMES: Final = SAMPLE_RATE
"""After so long without a reading, onsets are heard from here on only."""

Readings = tuple[tuple[str, float], ...]
"""Name and value of each gauge."""


class MeterReader:
    """Costs nothing while nobody reads.

    Threads: the engine's thread only.
    """

    def __init__(self, session: Session, output: Output, log: OutputHistory) -> None:
        self._session = session
        self._output = output
        self._log = log
        self._hearing = OnsetState()
        self._heard = 0
        self._onset: int | None = None

    def read(self, at_s: float) -> Readings:
        """Read every gauge as it is at a time of the monotonic clock."""
        ear = self._output.playhead(at_s, self._heard - LOUDNESS_FRAMES, LONGEST_FRAMES)
        self._measure(ear)
        now, before = self._log.at(ear.ring) if ear.ring >= 0 else (None, None)
        position = 0.0
        if now is not None:
            number = now.number % now.columns if now.columns else now.number
            position = number + (ear.ring - now.begins) / now.by.column
        return (
            ("level", _loudness(ear)),
            ("onset", self._fallen(ear.frame)),
            ("entropy", 0.0 if now is None else now.entropy),
            ("position", position),
            ("buffer", self._fill(ear)),
            *self._activity(now, before),
        )

    def _measure(self, ear: PlayheadState) -> None:
        fresh = ear.frame - self._heard
        if fresh > len(ear.sound):  # nobody has read for long
            self._hearing, self._onset = OnsetState(), None
            found, self._hearing = onsets(ear.sound, self._hearing)
        elif fresh > 0:
            found, self._hearing = onsets(ear.sound[-fresh:], self._hearing)
            if found:
                self._onset = self._heard + found[-1]
        else:  # a device that was replaced may go back by a block
            return
        self._heard = ear.frame

    def _fallen(self, frame: int) -> float:
        if self._onset is None:
            return 0.0
        return max(0.0, 1.0 - max(0, frame - self._onset) / FALL_FRAMES)

    def _fill(self, ear: PlayheadState) -> float:
        ahead_ms = list(PROFILES.values())[int(self._session.parameters["profile"])]
        wanted = max(ahead_ms * SAMPLE_RATE // 1000, 2 * self._output.block())
        return min(1.0, max(0, ear.ahead) / wanted)

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


def _loudness(ear: PlayheadState) -> float:
    last = ear.sound[-LOUDNESS_FRAMES:].astype(np.float64)
    return float(np.sqrt(np.mean(last * last))) if len(last) else 0.0
