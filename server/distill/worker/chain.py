"""The end of the live chain: guard, level, width, place, limiter; a knob glides, nothing clicks."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.audio.level import Glide, GuardState, gain_of, guard
from distill.audio.limiter import LimiterState, limit
from distill.audio.stereo import WidenState, place, widen_step
from distill.parameters import PARAMETERS
from distill.types import Audio

MUTE_DB: Final = PARAMETERS["gain"].range.low
"""The lowest level counts as off."""


@dataclass(frozen=True, slots=True, eq=False)
class ChainState:
    """Where the chain stands; see each part."""

    gain: Glide
    width: Glide
    pan: Glide
    guard: GuardState
    widen: WidenState
    limiter: LimiterState


class Chain:
    """Mono in, stereo out.

    Threads: the renderer's.
    """

    def __init__(self) -> None:
        self._gain = Glide.at(1.0)
        self._width = Glide.at(0.0)
        self._pan = Glide.at(0.0)
        self.reset()

    def reset(self) -> None:
        """Forget past sound: what comes next comes out of silence. The knobs arrive at once."""
        self._guard = GuardState()
        self._widen = WidenState()
        self._limiter = LimiterState()
        self._gain = Glide.at(self._gain.goal)
        self._width = Glide.at(self._width.goal)
        self._pan = Glide.at(self._pan.goal)

    def state(self) -> ChainState:
        """Tell where it stands; the parts of it are never written to."""
        parts = (self._gain, self._width, self._pan, self._guard, self._widen, self._limiter)
        return ChainState(*parts)

    def resume(self, state: ChainState) -> None:
        """Go on from there."""
        self._gain, self._width, self._pan = state.gain, state.width, state.pan
        self._guard, self._widen, self._limiter = state.guard, state.widen, state.limiter

    def turn(self, gain_db: float, width: float, pan: float = 0.0) -> None:
        """Move the knobs; each takes its parameter's glide to get there."""
        gain = 0.0 if gain_db <= MUTE_DB else gain_of(gain_db)
        self._gain = self._gain.to(gain, PARAMETERS["gain"].glide_s)
        self._width = self._width.to(width, PARAMETERS["width"].glide_s)
        self._pan = self._pan.to(pan, PARAMETERS["pan"].glide_s)

    @property
    def healed(self) -> int:
        """Samples that were not numbers and became silence."""
        return self._guard.healed

    def step(self, audio: Audio) -> Audio:
        """Take mono [T], give stereo [T, 2]."""
        clean, self._guard = guard(audio, self._guard)
        gain, self._gain = self._gain.step(len(audio))
        width, self._width = self._width.step(len(audio))
        wide, self._widen = widen_step((clean * gain).astype(np.float32), width, self._widen)
        pan, self._pan = self._pan.step(len(audio))
        out, self._limiter = limit(place(wide, pan), self._limiter)
        return out
