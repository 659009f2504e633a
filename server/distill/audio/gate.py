"""Detects sound and silence by level, with hysteresis so that it does not flutter."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.audio.level import decibels_of
from distill.types import SAMPLE_RATE, Audio

OPEN_DB: Final = -40.0
"""Level (RMS of a block) at which sound begins."""
SHUT_DB: Final = -50.0
"""Level below which sound that has begun counts as quiet."""
QUIET_S: Final = 0.3
"""Quiet time that counts as silence: longer than the gaps inside a phrase."""


@dataclass(frozen=True, slots=True)
class Gate:
    """State of the gate.

    Attributes:
        open: Has sound begun, and not fallen silent?
        loud: Was the last block above the threshold that counts now?
        quiet: Samples since the last loud block.
    """

    open: bool = False
    loud: bool = False
    quiet: int = 0

    def step(self, block: Audio) -> "Gate":
        """Process the next block, shape [T], T some milliseconds."""
        level = decibels_of(float(np.sqrt(np.mean(np.square(block, dtype=np.float64)))))
        if level >= (SHUT_DB if self.open else OPEN_DB):
            return Gate(open=True, loud=True, quiet=0)
        quiet = self.quiet + len(block)
        return Gate(open=self.open and quiet < QUIET_S * SAMPLE_RATE, loud=False, quiet=quiet)
