"""Kinds of control of a MIDI controller, and the controllers that carry them.

Apart from the bindings, since the port process needs no more, and starts faster without commands.
"""

from enum import StrEnum
from typing import Final


class ControlKind(StrEnum):
    """Kinds of control."""

    CC = "cc"
    CC14 = "cc14"
    NRPN = "nrpn"
    NOTE = "note"
    PITCHBEND = "pitchbend"
    PROGRAM = "program"


PAIR: Final = 32
"""Distance from a controller's number to the number of its fine half (MIDI 1.0)."""
HALVED: Final = (ControlKind.CC14, ControlKind.NRPN)
"""Kinds whose values come in two halves, the coarse one (MSB) and the fine one (LSB)."""
NRPN_PARTS: Final = frozenset((6, 38, 96, 97, 98, 99, 100, 101))
"""Controllers of NRPN and RPN: data entry, increment, decrement, number selection (MIDI 1.0)."""
