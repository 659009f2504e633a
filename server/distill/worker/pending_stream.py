"""A stream that is prepared to sound later: its first columns, and the sounds that carry them."""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from distill.bundle import Bundle
from distill.types import Clock
from distill.worker.prior_stream import PriorStream
from distill.worker.source_reader import Sources

MOST_WAIT_S: Final = 0.4
"""Longest wait for the sounds of the first columns; without them the codec's own voice begins."""


@dataclass(slots=True)
class PendingStream:
    """A stream that is being prepared.

    Attributes:
        take: Its take number.
        bundle: Its model.
        stream: The column source.
        preparation: Prepares the stream, a step at a time.
        requested: Has a score asked for it? Until then it is only prepared.
        sounds: Where its sources come from.
        cut: Does it begin on an exact sample? Then it waits for nothing.
        ready: Is the preparation complete?
        clock: The time in seconds.
    """

    take: int
    bundle: Bundle
    stream: PriorStream
    preparation: Generator[None, None, None]
    requested: bool
    sounds: Sources
    cut: bool = False
    ready: bool = False
    clock: Clock = time.monotonic
    _sampled: bool = False
    _asked: float | None = None

    def step(self) -> bool:
        """Run one step of the preparation; return False once only its sounds are missing."""
        if not self._sampled:
            self._sampled = next(self.preparation, True) is not None
        if not self._sampled:
            self.sounds.soon(self.stream.sources_from(0))
            return True
        self.ready = self.cut or self._has_sounds()
        return False

    def _has_sounds(self) -> bool:
        """Can what carries the first columns be read, or was it waited for long enough?"""
        first = self.stream.first_sources()
        if self._asked is None:
            self._asked = self.clock()
        if self.clock() - self._asked >= MOST_WAIT_S:
            return True
        return all(self.sounds.find(source) is not None for source in first)
