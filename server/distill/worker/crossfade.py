"""Crossfades from the sound of one voice to that of another while both are rendered."""

from typing import Final, Protocol

import numpy as np

from distill.types import SAMPLE_RATE, Audio

CROSSFADE_S: Final = 0.03
"""Length of the fade: short for a change on request, long for a click."""


class SoundSource(Protocol):
    """A source of sound, mid and side, in blocks of any size."""

    def render(self) -> Audio:
        """Render the next samples, shape [n, 2]."""


class PrefetchedSound:
    """A source whose first samples, shape [n, 2], are already rendered.

    Threads: the renderer's.
    """

    def __init__(self, samples: Audio, source: SoundSource) -> None:
        self._samples: Audio | None = samples if len(samples) else None
        self._source = source

    def render(self) -> Audio:
        """Render the next samples, shape [n, 2]."""
        samples, self._samples = self._samples, None
        return self._source.render() if samples is None else samples


class Crossfade:
    """Fades with equal power (equal gain for correlated sounds), per sample, in blocks of any size.

    The new sound sets the pace: each block of it is mixed with as many samples of the old one.
    While its vocoder fills and it returns none, none of the old sound is used, so none is lost.

    Threads: the renderer's.
    """

    def __init__(
        self,
        old: SoundSource,
        new: SoundSource,
        ready: Audio | None = None,
        seconds: float = CROSSFADE_S,
        *,
        correlated: bool = False,
    ) -> None:
        """Start the fade; `ready` [n, 2] is rendered sound of `old` that was not played yet."""
        self._old, self._new = old, new
        self._ready = ready
        length = round(seconds * SAMPLE_RATE)
        phase = (np.arange(length) + 0.5) * (np.pi / 2 / length)
        power = 2 if correlated else 1
        self._ramps = [(side(phase) ** power).astype(np.float32) for side in (np.sin, np.cos)]

    @property
    def over(self) -> bool:
        """Is the fade complete?"""
        return len(self._ramps[0]) == 0

    def render(self) -> Audio:
        """Render the next samples, shape [n, 2]."""
        new = self._new.render()
        count = min(len(new), len(self._ramps[0]))
        if count == 0:
            return new
        old = new[:0] if self._ready is None else self._ready
        while len(old) < count:
            old = np.concatenate([old, self._old.render()])
        out = new.copy()
        rise, fall = (ramp[:count].reshape(-1, *[1] * (new.ndim - 1)) for ramp in self._ramps)
        out[:count] = new[:count] * rise + old[:count] * fall
        self._ready = old[count:]
        self._ramps = [ramp[count:] for ramp in self._ramps]
        return out
