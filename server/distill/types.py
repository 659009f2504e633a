"""Types and shape letters that all of `distill` shares; what needs no numpy is in `units`.

Shape letters, used in every docstring that takes or returns an array:
    B batch, T samples, L mel frames, M mel bins, W columns, H bands, Q quantizer levels,
    K codebook size, D width.
"""

from collections.abc import Callable
from typing import Any, Final, NewType, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.units import MAX_SEED, Range, Unit

__all__ = [
    "MAX_SEED", "SAMPLE_RATE", "Audio", "BoolArray", "Clock", "Codes", "Columns", "FloatArray",
    "Json", "Mel", "Range", "Samples", "Seconds", "Unit", "Value",
]  # fmt: skip

SAMPLE_RATE: Final = 48_000
"""Hz. All sound is processed at this rate; files are resampled when they are read."""

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
"""A JSON object; Any because its values have any JSON type."""

Clock: TypeAlias = Callable[[], float]
"""A monotonic clock, in seconds."""

Value: TypeAlias = int | float | str
"""A decoded wire argument."""
