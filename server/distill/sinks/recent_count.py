"""How often something happened in the last minute, from a counter that only grows."""

from typing import Final

WINDOW_S: Final = 60.0
"""The last minute."""


class RecentCount:
    """The growth of a counter within the last minute.

    Threads: `note` from one, a few times a second; `within` from any. They share one reference,
    which is replaced.
    """

    def __init__(self) -> None:
        self._total = 0
        self._growth: tuple[tuple[float, int], ...] = ()

    def note(self, total: int, now_s: float) -> None:
        """Note the counter's value at a time; a smaller one means that it began again."""
        grown = total - self._total
        self._total = total
        if grown > 0:
            recent = (item for item in self._growth if now_s - item[0] <= WINDOW_S)
            self._growth = (*recent, (now_s, grown))

    def within(self, now_s: float) -> int:
        """Return how much it grew in the minute before a time."""
        return sum(grown for at_s, grown in self._growth if now_s - at_s <= WINDOW_S)
