"""Scores for tests: live values are passed by name beside the other fields."""

import dataclasses

from distill.parameters import live_values
from distill.protocol.score import Score, Transport
from distill.types import Codes


def make(
    transport: Transport = "stop", take: int = 0, codes: Codes | None = None, **more: object
) -> Score:
    """Make a score."""
    return change(Score(transport, take, codes), **more)


def change(before: Score, **more: object) -> Score:
    """Change live values and other fields of a score."""
    knobs = {name: float(str(more.pop(name))) for name in before.values if name in more}
    values = live_values({**before.values, **knobs})
    return dataclasses.replace(before, values=values, **more)  # type: ignore[arg-type] # fields of Score
