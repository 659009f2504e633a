"""Colours and sizes of all patches: slate, paper, and one colour for each kind of code."""

from typing import Final, TypeAlias

Colour: TypeAlias = tuple[float, float, float, float]


def rgb(code: str, alpha: float = 1.0) -> Colour:
    """Parse a colour in web notation."""
    red, green, blue = (round(int(code[i : i + 2], 16) / 255, 4) for i in (0, 2, 4))
    return red, green, blue, alpha


SLATE: Final = rgb("1d2126")
"""Background."""
PANEL: Final = rgb("272c33")
WELL: Final = rgb("181b1f")
"""Background of values, lists and the grid."""
BUTTON: Final = rgb("39414b")
LINE: Final = rgb("3f4853")
PAPER: Final = rgb("e8e4da")
"""Main text."""
MUTED: Final = rgb("98a1ab")
"""Explanations."""
COARSE: Final = rgb("e2a458")
FINE: Final = rgb("63b7ab")
ALERT: Final = rgb("e5735f")
NONE: Final = rgb("000000", 0.0)

FONT: Final = "Arial"
TITLE: Final = 13.0
TEXT: Final = 12.0
SMALL: Final = 10.5
HUGE: Final = 22.0

GAP: Final = 12
"""Pixels between panels, and margin inside them."""
ROW: Final = 24
"""Height of a button, a menu, a number."""
