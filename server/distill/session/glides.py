"""Parameters on their way: they reach what they were sent to in some seconds, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from distill.parameters import PARAMETERS

STEP_S: Final = 0.02
"""Time between two steps: the shortest glide of the sound itself, so that it never stands still."""


@dataclass(slots=True)
class _Way:
    """One parameter's.

    Attributes:
        first: Where it began, 0..1 on its own scale.
        goal: Where it is to be, in its unit.
        seconds: How long it takes.
        began_s: When; None before the first step.
        at: Where we put it last, in its unit.
    """

    first: float
    goal: float
    seconds: float
    began_s: float | None
    at: float


class Glides:
    """What is on its way. Who turns such a parameter meanwhile takes it out of here.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._ways: dict[str, _Way] = {}
        self._stepped_s = float("-inf")

    def __len__(self) -> int:
        return len(self._ways)

    def send(self, goals: Mapping[str, float], values: dict[str, float], seconds: float) -> None:
        """Send parameters to their goals, beginning with the next step.

        What takes steps is there at once, and so is everything when there are no seconds.

        Args:
            goals: By name.
            values: Where all parameters are; changed.
            seconds: On the way.
        """
        for name, goal in goals.items():
            row = PARAMETERS[name]
            self._ways.pop(name, None)
            if row.whole or seconds <= 0 or values[name] == goal:
                values[name] = goal
            else:
                first = row.to_normalized(values[name])
                self._ways[name] = _Way(first, goal, seconds, None, values[name])

    def step(self, now_s: float, values: dict[str, float]) -> list[tuple[str, float]]:
        """Lead all a step on, if it is time; give what was turned.

        A parameter that somebody else has turned is let go of.
        """
        if not self._ways or now_s - self._stepped_s < STEP_S:
            return []
        self._stepped_s = now_s
        turned: list[tuple[str, float]] = []
        for name, way in list(self._ways.items()):
            if values[name] != way.at:
                del self._ways[name]
                continue
            if way.began_s is None:
                way.began_s = now_s
            part = (now_s - way.began_s) / way.seconds
            if part < 1:
                row = PARAMETERS[name]
                last = row.to_normalized(way.goal)
                way.at = row.from_normalized(way.first + part * (last - way.first))
            else:
                way.at = way.goal
                del self._ways[name]
            if values[name] != way.at:
                values[name] = way.at
                turned.append((name, way.at))
        return turned

    def patience(self, now_s: float, longest_s: float) -> float:
        """How long until the next step, in seconds."""
        if not self._ways:
            return longest_s
        return min(longest_s, max(0.0, self._stepped_s + STEP_S - now_s))
