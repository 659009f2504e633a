"""Processes that play in tests: children import them by name."""

import time

import numpy as np

from distill.ring.ring import Ring
from distill.ring.writer import Writer
from distill.types import FloatArray

AHEAD = 4096
LEVEL = 0.5


def sine(first: int, count: int, hertz: float, rate: int = 48_000) -> FloatArray:
    """A stereo sine at frames first..first+count, shape [count, 2]."""
    phase = (np.arange(first, first + count) * (hertz / rate)) % 1.0
    wave = LEVEL * np.sin(2 * np.pi * phase)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def play_sine(ring_name: str, hertz: float, seconds: float) -> None:
    """Keep a ring filled with a sine, then rest; runs until killed or done."""
    ring = Ring.attach(ring_name)
    writer = Writer(ring)
    last = writer.position + round(seconds * ring.rate)
    while writer.position < last:
        count = min(writer.space(AHEAD), last - writer.position)
        writer.write(sine(writer.position, count, hertz))
        time.sleep(0.002)
    writer.rest()
    ring.close()
