"""THE GAUGES: one row for each thing that can be watched live; addresses and pages read them."""

from dataclasses import dataclass
from typing import Final

from distill.types import Range, Unit


@dataclass(frozen=True, slots=True)
class Gauge:
    """One row: a float that a client may ask for many times a second.

    Attributes:
        name: The end of its address; `level0/activity` stands for one of each level.
        range: Where it lies.
        unit: What it counts.
        about: One sentence.
    """

    name: str
    range: Range
    unit: Unit
    about: str


FIRST_ACTIVITY: Final = "level0/activity"
"""The row that is there once for each level of the model: `level1/activity` and so on."""
ENDLESS: Final = 2.0**31
"""A stream has no last column."""

GAUGES: Final[dict[str, Gauge]] = {
    row.name: row
    for row in (
        Gauge(
            "level", Range(0.0, 1.0), Unit.RATIO,
            "How loud it is: root mean square of the last 21 ms, both sides; full scale is 1.",
        ),
        Gauge(
            "onset", Range(0.0, 1.0), Unit.RATIO,
            "1 where a sound begins, then down to 0 within 100 ms, so that no frame misses it.",
        ),
        Gauge(
            "entropy", Range(0.0, 10.4), Unit.NONE,
            "How open the prior was when it wrote this column: nats for each code, before "
            "temperature, at most the logarithm of the codes there are; 0 in a loop.",
        ),
        Gauge(
            "position", Range(0.0, ENDLESS), Unit.COLUMNS,
            "Where in the slot, or since the stream began: columns, with the part of this one.",
        ),
        Gauge(
            "buffer", Range(0.0, 1.0), Unit.RATIO,
            "How much is rendered ahead of what the profile asks for; 0 when nothing sounds.",
        ),
        Gauge(
            FIRST_ACTIVITY, Range(0.0, 1.0), Unit.RATIO,
            "Share of a level's codes that are others than a column before; one a level.",
        ),
    )
}  # fmt: skip
"""Every gauge by name."""


def activity(level: int) -> str:
    """Name the activity of a level."""
    return f"level{level}/activity"
