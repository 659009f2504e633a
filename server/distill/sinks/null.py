"""The null sink: discards sound in real time, for machines without a card, and for tests."""

import math
import time
from collections.abc import Callable

import numpy as np

from distill.ring.reader import Reader
from distill.ring.ring import DeviceState
from distill.sinks.options import SinkOptions
from distill.sinks.sink_control import SinkControl
from distill.types import SAMPLE_RATE, FloatArray


def discard(_block: FloatArray) -> None:
    """Do nothing with a block."""


def play(reader: Reader, control: SinkControl, options: SinkOptions) -> None:
    """Take sound in real time and discard it, until the end."""
    control.publish_state(DeviceState.RUNNING, "sound is discarded in real time")
    play_in_time(reader, control, options.block)


def play_in_time(
    reader: Reader,
    control: SinkControl,
    block: int,
    on_block: Callable[[FloatArray], None] = discard,
    seconds: float = math.inf,
) -> None:
    """Take blocks at the rate of a sound card until the end, or for `seconds`.

    It catches up on one late block, not on more, since a card does not play faster either.

    Args:
        reader: The reader of the ring.
        control: Signals the end.
        block: Frames per block.
        on_block: Called with each block, shape [block, 2].
        seconds: Longest time.
    """
    out = np.zeros((block, 2), dtype=np.float32)
    period = block / SAMPLE_RATE
    due = time.monotonic()
    end = due + seconds
    while due < end and not control.wait(due - time.monotonic()):
        reader.read_into(out)
        on_block(out)
        due = max(due + period, time.monotonic() - period)
