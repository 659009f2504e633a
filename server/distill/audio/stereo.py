"""Widens mono to stereo; the mono sum stays the original sound.

Left is mid + side and right is mid - side, where the side is the mid after allpass filters: equally
loud, but decorrelated. So the sum is the mid at any width. Bass stays in the middle.

Source: Schroeder 1962 (allpass diffusers); Lauridsen's complementary stereo.
"""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.types import SAMPLE_RATE, Audio, FloatArray

DELAYS: Final = (37, 89, 151, 233, 281)
"""Samples of the diffusers: primes, 16 ms in total, so that a click does not become an echo."""
FEEDBACK: Final = 0.5
BASS_HERTZ: Final = 150.0
"""Below this the side falls by 6 dB an octave: wide bass is lost in mono rooms and on vinyl."""


_DelayLine: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WidenState:
    """State of the diffusers; never written to.

    Attributes:
        past: Shape [sum of DELAYS], float64; one delay line after the other, oldest first.
        bass: State of the low-pass that is subtracted from the side.
    """

    past: _DelayLine = field(default_factory=lambda: np.zeros(sum(DELAYS), np.float64))
    bass: float = 0.0


def widen_step(audio: Audio, width: FloatArray, state: WidenState) -> tuple[Audio, WidenState]:
    """Widen the next block.

    Args:
        audio: Shape [T], mono.
        width: Shape [T], 0..1; 0 puts the sound, bit for bit, on both channels; 1
            decorrelates the channels and makes each up to 3 dB louder.
        state: `WidenState()` at the start; it advances at width 0 too.

    Returns:
        Shape [T, 2], and the state after it.
    """
    side = audio.astype(np.float64)
    share = 1.0 - np.exp(-2.0 * np.pi * BASS_HERTZ / SAMPLE_RATE)
    bass = _remove_bass(side, state.bass, share)
    lines, at = [], 0
    for delay in DELAYS:
        line = np.concatenate([state.past[at : at + delay], np.empty(len(audio))])
        _diffuse(side, line, delay)
        lines.append(line[len(audio) :])
        at += delay
    out = np.stack([audio, audio], axis=1)
    side = (side * width).astype(np.float32)
    out[:, 0] += side
    out[:, 1] -= side
    return out, WidenState(np.concatenate(lines), bass)


def widen(audio: Audio, width: float) -> Audio:
    """Widen a whole mono sound [T] to [T, 2]."""
    return widen_step(audio, np.full(len(audio), width, np.float32), WidenState())[0]


def place(audio: Audio, position: FloatArray) -> Audio:
    """Pan a sound at equal power.

    Args:
        audio: Shape [T, 2].
        position: Shape [T], -1 (left) to 1 (right); at 0 the sound passes bit for bit.

    Returns:
        Shape [T, 2]; up to 3 dB louder on the side that it moves to.
    """
    if not position.any():
        return audio
    angle = (np.pi / 4) * (1.0 + position.astype(np.float64))
    gains = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.sqrt(2.0)
    gains[position == 0] = 1.0
    placed: Audio = audio * gains.astype(np.float32)
    return placed


@njit(cache=True, nogil=True)
def _remove_bass(side: _DelayLine, bass: float, share: float) -> float:
    """Subtract a one-pole low-pass, in place."""
    for t in range(side.shape[0]):
        bass += share * (side[t] - bass)
        if abs(bass) < 1e-15:  # noqa: PLR2004 - far below float32 sound: no denormals
            bass = 0.0
        side[t] -= bass
    return bass


@njit(cache=True, nogil=True)
def _diffuse(side: _DelayLine, line: _DelayLine, delay: int) -> None:
    """Run one allpass in place; `line` holds `delay` old values and is filled with new ones."""
    for t in range(side.shape[0]):
        old = line[t]
        new = side[t] + FEEDBACK * old
        if abs(new) < 1e-15:  # noqa: PLR2004 - as above
            new = 0.0
        line[t + delay] = new
        side[t] = old - FEEDBACK * new
