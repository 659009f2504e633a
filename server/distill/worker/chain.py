"""The end of the live chain: guard, gain, width, pan and limiter, with gliding parameters."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.audio.level import Glide, GuardState, gain_of, guard
from distill.audio.limiter import LATENCY, LimiterState, limit
from distill.audio.stereo import WidenState, place, widen_step
from distill.parameters import PARAMETERS, Scope, in_scope
from distill.types import Audio

MUTE_DB: Final = PARAMETERS["gain"].range.low
"""The lowest gain counts as silence."""


def _factor(gain_db: float) -> float:
    return 0.0 if gain_db <= MUTE_DB else gain_of(gain_db)


FINISH_BLOCK: Final = 1 << 16
"""Samples (1.4 s) of a clip that are finished at a time."""


GOALS: Final[Mapping[str, Callable[[float], float]]] = {"gain": _factor}
"""Converts a parameter to the unit in which it glides, where that is not its own unit."""


@dataclass(frozen=True, slots=True, eq=False)
class ChainState:
    """State of the chain.

    Attributes:
        knobs: Glide of each master parameter by name, in the units of `GOALS`.
        guard: State of `audio.level.guard`.
        widen: State of `audio.stereo.widen_step`.
        limiter: State of `audio.limiter.limit`.
    """

    knobs: Mapping[str, Glide]
    guard: GuardState
    widen: WidenState
    limiter: LimiterState


class Chain:
    """Turns blocks of mid and side into finished stereo blocks.

    Threads: the renderer's.
    """

    def __init__(self) -> None:
        rows = in_scope(Scope.MASTER)
        self._knobs = {row.name: Glide.at(_goal(row.name, row.default)) for row in rows}
        self.reset()

    def reset(self) -> None:
        """Start again from silence; each parameter jumps to its target."""
        self._guard = GuardState()
        self._widen = WidenState()
        self._limiter = LimiterState()
        self._knobs = {name: Glide.at(glide.goal) for name, glide in self._knobs.items()}

    def state(self) -> ChainState:
        """Return the state; its parts are never modified."""
        return ChainState(self._knobs, self._guard, self._widen, self._limiter)

    def resume(self, state: ChainState) -> None:
        """Continue from a state; a parameter that it lacks keeps its value."""
        self._knobs = {name: state.knobs.get(name, here) for name, here in self._knobs.items()}
        self._guard, self._widen, self._limiter = state.guard, state.widen, state.limiter

    def set_targets(self, values: Mapping[str, float]) -> None:
        """Glide to these live values, each over the glide time of its parameter."""
        self._knobs = {
            name: glide.to(_goal(name, values[name]), PARAMETERS[name].glide_s)
            for name, glide in self._knobs.items()
        }

    @property
    def healed(self) -> int:
        """Samples that were NaN or infinite and became silence."""
        return self._guard.healed

    def step(self, audio: Audio) -> Audio:
        """Process mid and side [T, 2], or the mid alone [T]; return left and right [T, 2]."""
        if audio.ndim == 1:
            audio = np.stack([audio, np.zeros_like(audio)], axis=1)
        clean, self._guard = guard(audio, self._guard)
        steps = {name: glide.step(len(audio)) for name, glide in self._knobs.items()}
        at = {name: values for name, (values, _) in steps.items()}
        self._knobs = {name: after for name, (_, after) in steps.items()}
        level = (clean * at["gain"][:, None]).astype(np.float32)
        wide, self._widen = widen_step(level[:, 0], at["width"], self._widen)
        out, self._limiter = limit(place(_with_side(wide, level[:, 1]), at["pan"]), self._limiter)
        return out


def _with_side(wide: Audio, side: Audio) -> Audio:
    """Add a side [T] to left and right [T, 2]; where it is silent no bit changes."""
    if not side.any():
        return wide
    return wide + np.stack([side, -side], axis=1)


def finish_steps(audio: Audio, values: Mapping[str, float]) -> Generator[None, None, Audio]:
    """Process a whole clip as the chain processes a stream, block by block.

    Args:
        audio: Mid and side, shape [T, 2]; or the mid alone, [T].
        values: Live values by name.

    Returns:
        Shape [T], or [T, 2] if it has a side or is widened or panned: it stays mono where possible.
    """
    audio = audio[:, None] if audio.ndim == 1 else audio
    sides = audio[:, 1:]
    wide = values["width"] > 0 or values["pan"] != 0 or bool(sides.any())
    gain = np.float32(10.0 ** (values["gain"] / 20.0))
    out = np.empty((len(audio), 2), np.float32) if wide else np.empty(len(audio), np.float32)
    widening, limiter, done = WidenState(), LimiterState(), -LATENCY
    for at in range(0, len(audio) + LATENCY, FINISH_BLOCK):
        block = np.ascontiguousarray(audio[at : at + FINISH_BLOCK, 0]) * gain
        if wide:
            width = np.full(len(block), values["width"], np.float32)
            both, widening = widen_step(block, width, widening)
            if sides.size:
                both = _with_side(both, sides[at : at + FINISH_BLOCK, 0] * gain)
            both = place(both, np.full(len(block), values["pan"], np.float32))
        else:
            both = np.repeat(block[:, None], 2, axis=1)
        rest = min(FINISH_BLOCK, len(audio) + LATENCY - at) - len(block)
        limited, limiter = limit(np.pad(both, ((0, rest), (0, 0))), limiter)
        late = limited[max(0, -done) :]
        out[max(0, done) : max(0, done + len(limited))] = late if wide else late[:, 0]
        done += len(limited)
        yield
    return out


def _goal(name: str, value: float) -> float:
    return GOALS[name](value) if name in GOALS else value
