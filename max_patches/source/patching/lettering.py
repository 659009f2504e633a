"""The width of a text in Arial, the font of all patches, so that no box cuts its text."""

from typing import Final

_WIDTHS: Final = {
    **dict.fromkeys("ijl|'", 222),
    **dict.fromkeys(" !,./:;I[]ft\\", 278),
    **dict.fromkeys("()-r`", 333),
    "*": 389,
    '"': 355,
    **dict.fromkeys("Jcksvxyz", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRU", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("%", 889),
    "w": 722,
    "W": 944,
    **dict.fromkeys("+<=>~", 584),
    "…": 1000,
}
"""Thousandths of the font size. Source: the metrics of Helvetica, which Arial shares."""
_USUAL: Final = 556
_BOLD: Final = 1.07


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in pixels."""
    units = sum(_WIDTHS.get(letter, _USUAL) for letter in text)
    return units * size / 1000 * (_BOLD if bold else 1.0)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Wrap a text as a comment of that inner width does."""
    done = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, bold=bold) > room:
                done.append(line)
                line = word
            else:
                line = longer
        done.append(line)
    return done
