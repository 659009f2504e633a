"""The end of the live chain: guard, level, width, place, limiter; a knob glides, nothing clicks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.audio.level import Glide, GuardState, gain_of, guard
from distill.audio.limiter import LimiterState, limit, limit_whole
from distill.audio.stereo import WidenState, place, widen, widen_step
from distill.parameters import PARAMETERS, Scope, in_scope
from distill.types import Audio

MUTE_DB: Final = PARAMETERS["gain"].range.low
"""The lowest level counts as off."""


def _factor(gain_db: float) -> float:
    return 0.0 if gain_db <= MUTE_DB else gain_of(gain_db)


GOALS: Final[Mapping[str, Callable[[float], float]]] = {"gain": _factor}
"""What a parameter glides in, where that is not its own unit."""


@dataclass(frozen=True, slots=True, eq=False)
class ChainState:
    """Where the chain stands.

    Attributes:
        knobs: Where each parameter of the master stands, by name; see `GOALS`.
        guard: See there; so the others.
    """

    knobs: Mapping[str, Glide]
    guard: GuardState
    widen: WidenState
    limiter: LimiterState


class Chain:
    """Mono in, stereo out.

    Threads: the renderer's.
    """

    def __init__(self) -> None:
        rows = in_scope(Scope.MASTER)
        self._knobs = {row.name: Glide.at(_goal(row.name, row.default)) for row in rows}
        self.reset()

    def reset(self) -> None:
        """Forget past sound: what comes next comes out of silence. The knobs arrive at once."""
        self._guard = GuardState()
        self._widen = WidenState()
        self._limiter = LimiterState()
        self._knobs = {name: Glide.at(glide.goal) for name, glide in self._knobs.items()}

    def state(self) -> ChainState:
        """Give the state; its parts are never written to."""
        return ChainState(self._knobs, self._guard, self._widen, self._limiter)

    def resume(self, state: ChainState) -> None:
        """Go on from a state; a parameter that it lacks stays where it is."""
        self._knobs = {name: state.knobs.get(name, here) for name, here in self._knobs.items()}
        self._guard, self._widen, self._limiter = state.guard, state.widen, state.limiter

    def set_targets(self, values: Mapping[str, float]) -> None:
        """Move the knobs to live values; each takes its parameter's glide to get there."""
        self._knobs = {
            name: glide.to(_goal(name, values[name]), PARAMETERS[name].glide_s)
            for name, glide in self._knobs.items()
        }

    @property
    def healed(self) -> int:
        """Samples that were not numbers and became silence."""
        return self._guard.healed

    def step(self, audio: Audio) -> Audio:
        """Take mono [T], give stereo [T, 2]."""
        clean, self._guard = guard(audio, self._guard)
        steps = {name: glide.step(len(audio)) for name, glide in self._knobs.items()}
        at = {name: values for name, (values, _) in steps.items()}
        self._knobs = {name: after for name, (_, after) in steps.items()}
        level = (clean * at["gain"]).astype(np.float32)
        wide, self._widen = widen_step(level, at["width"], self._widen)
        out, self._limiter = limit(place(wide, at["pan"]), self._limiter)
        return out


def finish(audio: Audio, values: Mapping[str, float]) -> Audio:
    """Do to a whole clip [T] what the chain does to a stream; it stays mono where it can.

    Returns:
        Shape [T], or [T, 2] if it is wide or not in the middle.
    """
    audio = audio * np.float32(10.0 ** (values["gain"] / 20.0))
    if values["width"] > 0 or values["pan"] != 0:
        audio = widen(audio, values["width"])
        audio = place(audio, np.full(len(audio), values["pan"], np.float32))
    return limit_whole(audio)


def _goal(name: str, value: float) -> float:
    return GOALS[name](value) if name in GOALS else value
