"""What the codec hears of stereo: the middle, or the side where the middle cancels out.

The codec hears one channel. Of nearly every recording that is the mean of both, but where the
channels are inverted against each other the mean is silent and the sound lies in their difference.
"""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.audio.resample import to_mono
from distill.types import Audio

HOP: Final = 512
"""Samples between two decisions (10.7 ms), and of a crossfade; a hop of the reference geometry."""
WINDOW: Final = 4
"""Hops that a decision looks at (43 ms): longer than a period of the lowest note."""
CANCELLED: Final = 0.01
"""Energy of mid to side (-20 dB) below which the side is heard."""
BACK: Final = 0.04
"""Energy of mid to side (-14 dB) above which the mid is heard again."""

_Energies: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MidSideState:
    """State between two blocks; never written to.

    Attributes:
        rest: Shape [T, 2], T < HOP; samples that are not a whole hop yet.
        energies: Shape [WINDOW - 1, 2]; energy of mid and side in the last hops.
        side: Share of the side that was heard last, 0 or 1; None before any sound, and after
            digital silence: the next sound is then heard at once, without a crossfade.
    """

    rest: Audio = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    energies: _Energies = field(default_factory=lambda: np.zeros((WINDOW - 1, 2), np.float64))
    side: float | None = None


def mid_side_step(audio: Audio, state: MidSideState) -> tuple[Audio, MidSideState]:
    """Mix the next block of stereo to one channel.

    Args:
        audio: Shape [T, 2].
        state: `MidSideState()` at the start.

    Returns:
        Whole hops, shape [T'], up to `HOP` - 1 samples behind; and the state after them.
    """
    audio = np.concatenate([state.rest, audio])
    whole = len(audio) // HOP * HOP
    mid, side = _parts(audio[:whole])
    hops = [np.square(part.reshape(-1, HOP), dtype=np.float64).sum(axis=1) for part in (mid, side)]
    energies = np.concatenate([state.energies, np.stack(hops, axis=1)])
    out, now = mid.copy(), state.side
    for hop in range(whole // HOP):
        before, now = now, _decide(energies[hop : hop + WINDOW].sum(axis=0), now)
        at = slice(hop * HOP, (hop + 1) * HOP)
        out[at] = _mixed(mid[at], side[at], before, now)
    return out, MidSideState(audio[whole:], energies[len(energies) - WINDOW + 1 :], now)


def mid_side_end(state: MidSideState) -> Audio:
    """Return the last samples, shape [T], T < HOP."""
    mid, side = _parts(state.rest)
    if not len(mid):
        return mid
    last = [np.square(part, dtype=np.float64).sum() for part in (mid, side)]
    now = _decide(state.energies.sum(axis=0) + last, state.side)
    return _mixed(mid, side, state.side, now)


def _parts(audio: Audio) -> tuple[Audio, Audio]:
    """Return mid and side [T] of stereo [T, 2]."""
    return to_mono(audio), to_mono(audio * np.array([1.0, -1.0], np.float32))


def _decide(energy: _Energies, before: float | None) -> float | None:
    """Return the share of the side from energies [2] of mid and side; None in digital silence."""
    mid, side = energy
    if not mid and not side:
        return None
    return float(mid < side * (BACK if before else CANCELLED))


def _mixed(mid: Audio, side: Audio, before: float | None, now: float | None) -> Audio:
    """Return one hop [T], faded from one share of the side to another."""
    if not now and not before:
        return mid
    if before is None or before == now:
        return side if now else mid
    fade = np.arange(1, len(mid) + 1, dtype=np.float32) / np.float32(len(mid))
    share = fade if now else 1 - fade
    mixed: Audio = mid + share * (side - mid)
    return mixed
