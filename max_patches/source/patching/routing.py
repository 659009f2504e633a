"""Route cords: straight lines with right angles, around boxes, apart from each other."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]
Rect: TypeAlias = tuple[float, float, float, float]

_CLEAR: Final = 7.0
"""Pixels that a cord runs straight before it turns."""
_THROUGH: Final = 2_000.0
"""Cost of a cord through a box, in pixels of detour."""
_ALONG: Final = 250.0
"""Cost of a cord on another cord, in pixels of detour."""
_TURN: Final = 12.0
_SIDE: Final = 10.0


class Router:
    """Routes cords one after the other; each avoids the boxes and the cords before it."""

    def __init__(self, boxes: list[Rect]) -> None:
        self._boxes = boxes
        self._laid: list[tuple[Point, Point, Point]] = []
        edges = {x for left, _, wide, _ in boxes for x in (left - _SIDE, left + wide + _SIDE)}
        self._channels = sorted(x for x in edges if x > 0)

    def lay(self, start: Point, end: Point) -> list[Point]:
        """Return the corners between an outlet and an inlet."""
        best: list[Point] = []
        least = float("inf")
        for way in self._ways(start, end):
            cost = self._cost([start, *way, end], least)
            if cost < least:
                best, least = way, cost
        corners = [start, *best, end]
        for a, b in pairwise(corners):
            self._laid.append((a, b, start))
        return best

    def _ways(self, start: Point, end: Point) -> Iterator[list[Point]]:
        (x1, y1), (x2, y2) = start, end
        if y2 > y1 and abs(x1 - x2) < 1:
            yield []
        y = y2 - _CLEAR
        while y >= y1 + _CLEAR:
            yield [(x1, y), (x2, y)]
            y -= 6
        near = [
            *sorted(self._channels, key=lambda x: abs(x - x1))[:10],
            *sorted(self._channels, key=lambda x: abs(x - x2))[:10],
        ]
        for lift in (0.0, 4.0, 8.0):
            top, low = y2 - _CLEAR - lift, y1 + _CLEAR + lift
            for x in near:
                for shift in (0.0, -5.0, 5.0):
                    at = x + shift
                    yield [(x1, low), (at, low), (at, top), (x2, top)]

    def _cost(self, corners: list[Point], most: float) -> float:
        """Add up length, turns and obstacles; stop above `most`."""
        pieces = list(pairwise(corners))
        cost = _TURN * len(corners) + sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pieces)
        for a, b in pieces:
            if cost >= most:
                return cost
            cost += _THROUGH * sum(_crosses(a, b, box) for box in self._boxes)
        for a, b in pieces:
            if cost >= most:
                return cost
            cost += _ALONG * sum(
                _on(a, b, c, d) for c, d, source in self._laid if source != corners[0]
            )
        return cost


def _crosses(a: Point, b: Point, box: Rect) -> bool:
    left, right = min(a[0], b[0]), max(a[0], b[0])
    top, low = min(a[1], b[1]), max(a[1], b[1])
    x, y, wide, high = box
    return right > x - 2 and left < x + wide + 2 and low > y + 0.5 and top < y + high - 0.5


def _on(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Do two vertical or horizontal segments overlap?"""
    for i in (0, 1):
        j = 1 - i
        if a[i] == b[i] and c[i] == d[i] and abs(a[i] - c[i]) < 2.5:
            low, high = max(min(a[j], b[j]), min(c[j], d[j])), min(max(a[j], b[j]), max(c[j], d[j]))
            if high - low > 1:
                return True
    return False
