"""The table of live meters: one row per meter, read by the OSC addresses and the web pages."""

from dataclasses import dataclass
from typing import Final

from distill.types import Range, Unit


@dataclass(frozen=True, slots=True)
class LiveMeter:
    """One row: a float that clients can subscribe to.

    Attributes:
        name: The end of its address; `level0/activity` stands for one per level.
        range: Range of its values.
        unit: Unit of its values.
        about: Description, one sentence.
    """

    name: str
    range: Range
    unit: Unit
    about: str


FIRST_ACTIVITY: Final = "level0/activity"
"""The row that is repeated for each level of the model: `level1/activity` and so on."""
ENDLESS: Final = 2.0**31
"""Upper end of `position`: a stream has no last column."""

LIVE_METERS: Final[dict[str, LiveMeter]] = {
    row.name: row
    for row in (
        LiveMeter(
            "level", Range(0.0, 1.0), Unit.RATIO,
            "How loud it is: root mean square of the last 21 ms, both sides; full scale is 1.",
        ),
        LiveMeter(
            "onset", Range(0.0, 1.0), Unit.RATIO,
            "1 where a sound begins, then down to 0 within 100 ms, so that no frame misses it.",
        ),
        LiveMeter(
            "entropy", Range(0.0, 10.4), Unit.NONE,
            "How undecided the prior was when it wrote this column: nats for each code, before "
            "temperature, at most the logarithm of the number of codes; 0 in a loop.",
        ),
        LiveMeter(
            "position", Range(0.0, ENDLESS), Unit.COLUMNS,
            "The position in the slot, or since the stream began, in columns, with a fraction.",
        ),
        LiveMeter(
            "buffer", Range(0.0, 1.0), Unit.RATIO,
            "Share of the profile's lead that is rendered ahead; 0 when nothing sounds.",
        ),
        LiveMeter(
            FIRST_ACTIVITY, Range(0.0, 1.0), Unit.RATIO,
            "Share of a level's codes that differ from those a column before; one for each level.",
        ),
    )
}  # fmt: skip
"""Every meter by name."""


def activity(level: int) -> str:
    """Return the name of the activity meter of a level."""
    return f"level{level}/activity"
