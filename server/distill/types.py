"""Units, shape letters and ranges that the whole house shares.

Shape letters, used in every docstring that takes or returns an array:
    B batch, T samples, L mel frames, M mel bins, W columns, H bands, Q quantizer levels,
    K codebook size, D width.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NewType, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.errors import BadArgument

SAMPLE_RATE: Final = 48_000
"""Hz. All sound inside is at this rate; files are converted at the door."""

Seconds = NewType("Seconds", float)
Samples = NewType("Samples", int)
Columns = NewType("Columns", int)

Audio: TypeAlias = npt.NDArray[np.float32]
"""Sound, float32 in -1..1, shape [T] (mono) or [T, 2] (stereo)."""
Codes: TypeAlias = npt.NDArray[np.int16]
"""Indices into codebooks, shape [W, H, Q], 0..K-1."""
Mel: TypeAlias = npt.NDArray[np.float32]
"""Natural log of mel power, shape [L, M]."""
FloatArray: TypeAlias = npt.NDArray[np.float32]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Json: TypeAlias = dict[str, Any]
"""What a JSON object holds; Any because JSON is."""

Clock: TypeAlias = Callable[[], float]
"""Where time comes from: seconds that never go back."""

Value: TypeAlias = int | float | str
"""What a wire argument is once it is decoded."""

MAX_SEED: Final = 2**31 - 1
"""OSC ints are 32-bit and signed; a seed must survive the trip."""


class Unit(StrEnum):
    """What a number counts."""

    NONE = ""
    RATIO = "ratio"
    CODES = "codes"
    COLUMNS = "columns"
    SECONDS = "s"
    MILLISECONDS = "ms"
    DECIBEL = "dB"
    HERTZ = "Hz"
    TEMPO = "bpm"
    BEATS = "beats"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval of allowed values; used inside `Annotated` and in parameter rows."""

    low: float
    high: float

    def check(self, name: str, value: float) -> None:
        """Refuse a value outside, or not finite.

        Raises:
            BadArgument: Says the name, the range and the value.
        """
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise BadArgument(f"{name} must lie in {self.low:g}..{self.high:g}, got {value:g}")
