"""A sink that nobody hears: takes sound in time, for machines without a card, and for tests."""

import math
import time
from collections.abc import Callable

import numpy as np

from distill.ring.reader import Reader
from distill.ring.ring import DeviceState
from distill.sinks.options import SinkOptions
from distill.sinks.sink_control import SinkControl
from distill.types import SAMPLE_RATE, FloatArray


def ignore(_block: FloatArray) -> None:
    """Hear nothing."""


def play(reader: Reader, line: SinkControl, options: SinkOptions) -> None:
    """Take sound in time until the line ends, and drop it."""
    line.publish_state(DeviceState.RUNNING, "sound is taken in time and not heard")
    play_in_time(reader, line, options.block)


def play_in_time(
    reader: Reader,
    line: SinkControl,
    block: int,
    heard: Callable[[FloatArray], None] = ignore,
    seconds: float = math.inf,
) -> None:
    """Take blocks at the pace of a sound card until the line ends or `seconds` are over.

    A late block is made up for; more than one is not, since a card does not play faster either.

    Args:
        reader: The ring's end.
        line: Says when it is over.
        block: Frames taken at once.
        heard: Called with each block, shape [block, 2].
        seconds: How long.
    """
    out = np.zeros((block, 2), dtype=np.float32)
    period = block / SAMPLE_RATE
    due = time.monotonic()
    end = due + seconds
    while due < end and not line.wait(due - time.monotonic()):
        reader.read_into(out)
        heard(out)
        due = max(due + period, time.monotonic() - period)
