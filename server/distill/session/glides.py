"""Glides of parameters: each moves to its goal over some seconds, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from distill.parameters import PARAMETERS

STEP_S: Final = 0.02
"""Time between two steps: that of the shortest glide of the sound, so that it moves evenly."""


@dataclass(slots=True)
class _Glide:
    """The glide of one parameter.

    Attributes:
        first: Normalized start value, 0..1.
        goal: Target value, in the unit of the parameter.
        seconds: Duration.
        began_s: Time of the first step; None before it.
        at: Value set by the last step, in the unit of the parameter.
    """

    first: float
    goal: float
    seconds: float
    began_s: float | None
    at: float


class Glides:
    """The active glides. A change of a parameter from elsewhere ends its glide.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._active: dict[str, _Glide] = {}
        self._stepped_s = float("-inf")

    def __len__(self) -> int:
        return len(self._active)

    def send(self, goals: Mapping[str, float], values: dict[str, float], seconds: float) -> None:
        """Start glides to goals with the next step.

        Stepped parameters jump to their goals at once; all do when `seconds` is 0.

        Args:
            goals: Target values by name.
            values: Current values of all parameters; modified.
            seconds: Duration.
        """
        for name, goal in goals.items():
            row = PARAMETERS[name]
            self._active.pop(name, None)
            if row.whole or seconds <= 0 or values[name] == goal:
                values[name] = goal
            else:
                first = row.to_normalized(values[name])
                self._active[name] = _Glide(first, goal, seconds, None, values[name])

    def step(self, now_s: float, values: dict[str, float]) -> list[tuple[str, float]]:
        """Advance all glides if a step is due; return the parameters that changed.

        The glide of a parameter that was changed from elsewhere ends.
        """
        if not self._active or now_s - self._stepped_s < STEP_S:
            return []
        self._stepped_s = now_s
        changed: list[tuple[str, float]] = []
        for name, glide in list(self._active.items()):
            if values[name] != glide.at:
                del self._active[name]
                continue
            if glide.began_s is None:
                glide.began_s = now_s
            part = (now_s - glide.began_s) / glide.seconds
            if part < 1:
                row = PARAMETERS[name]
                last = row.to_normalized(glide.goal)
                glide.at = row.from_normalized(glide.first + part * (last - glide.first))
            else:
                glide.at = glide.goal
                del self._active[name]
            if values[name] != glide.at:
                values[name] = glide.at
                changed.append((name, glide.at))
        return changed

    def patience(self, now_s: float, longest_s: float) -> float:
        """Return the time until the next step, in seconds."""
        if not self._active:
            return longest_s
        return min(longest_s, max(0.0, self._stepped_s + STEP_S - now_s))
