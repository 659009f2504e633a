"""From the sound of one model to that of another: both go on, and one fades into the other."""

from typing import Final, Protocol

import numpy as np

from distill.types import SAMPLE_RATE, Audio

CROSS_S: Final = 0.03
"""How long both are heard: short for a change that was asked for, long for a click."""


class SoundSource(Protocol):
    """What can be faded: mono sound in blocks of any size."""

    def render(self) -> Audio:
        """Make the next samples, shape [n]."""


class PrefetchedSound:
    """A sound of which some is made already, shape [n].

    Threads: the renderer's.
    """

    def __init__(self, made: Audio, sound: SoundSource) -> None:
        self._made: Audio | None = made if len(made) else None
        self._sound = sound

    def render(self) -> Audio:
        """Make the next samples, shape [n]."""
        made, self._made = self._made, None
        return self._sound.render() if made is None else made


class Crossfade:
    """A fade of equal power (of equal gain, if the two are alike), sample by sample, in any blocks.

    The new sound sets the pace: a block of it is mixed with as much of the old one. While it has
    none yet (its vocoder fills) there is none of the old one either, so nothing of it is lost.

    Threads: the renderer's.
    """

    def __init__(
        self,
        old: SoundSource,
        new: SoundSource,
        ready: Audio | None = None,
        seconds: float = CROSS_S,
        *,
        alike: bool = False,
    ) -> None:
        """Begin to cross over; `ready` [n] is what the old sound has made and nobody heard yet."""
        self._old, self._new = old, new
        self._ready = np.zeros(0, np.float32) if ready is None else ready
        length = round(seconds * SAMPLE_RATE)
        turn = (np.arange(length) + 0.5) * (np.pi / 2 / length)
        power = 2 if alike else 1
        self._rise, self._fall = (
            (side(turn) ** power).astype(np.float32) for side in (np.sin, np.cos)
        )

    @property
    def over(self) -> bool:
        """Is only the new sound left?"""
        return len(self._rise) == 0

    def render(self) -> Audio:
        """Make the next samples, shape [n]."""
        new = self._new.render()
        count = min(len(new), len(self._rise))
        if count == 0:
            return new
        while len(self._ready) < count:
            self._ready = np.concatenate([self._ready, self._old.render()])
        out = new.copy()
        out[:count] = new[:count] * self._rise[:count] + self._ready[:count] * self._fall[:count]
        self._ready = self._ready[count:]
        self._rise, self._fall = self._rise[count:], self._fall[count:]
        return out
