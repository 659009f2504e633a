"""Units and ranges of numbers, without numpy: a short process like `send` imports them too."""

import math
import reprlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from distill.errors import BadArgument

MAX_SEED: Final = 2**31 - 1
"""OSC integers are signed 32-bit; a seed must fit."""


class Unit(StrEnum):
    """Unit of a number."""

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
        """Refuse a value that is outside or not finite.

        Raises:
            BadArgument: The text has the name, the range and the value.
        """
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise BadArgument(f"{name} must lie in {self.low:g}..{self.high:g}, got {value:g}")


def check_whole(name: str, value: object, allowed: Range) -> None:
    """Refuse what is no whole number of a range; for values that a file may hold, of any kind.

    Raises:
        BadArgument: The text has the name, the range and the beginning of the value.
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not allowed.low <= value <= allowed.high:  # type: ignore[operator] # it is whole
        low, high, got = int(allowed.low), int(allowed.high), reprlib.repr(value)
        raise BadArgument(f"{name} must be a whole number in {low}..{high}, got {got}")


def check_number(name: str, value: object, allowed: Range) -> None:
    """Refuse what is no number of a range; for values that a file may hold, of any kind.

    Raises:
        BadArgument: The text has the name, the range and the beginning of the value.
    """
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not allowed.low <= value <= allowed.high:  # type: ignore[operator] # a number
        low, high, got = allowed.low, allowed.high, reprlib.repr(value)
        raise BadArgument(f"{name} must be a number in {low:g}..{high:g}, got {got}")
