"""Lays out the lines, dots, bars and labels of charts; `chart.html.jinja` draws them as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

_LARGE, _SMALL = (460, 230), (300, 170)
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 14, 34
"""Margins for the labels, in units of the drawing."""
_BAR_WIDTH, _BAR_HEIGHT = 300, 90
_MOST_BARS: Final = 256
_MOST_DOTS: Final = 60
"""Most points with a dot, which shows its value under the mouse pointer."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """One series of values.

    Attributes:
        points: (x, y), in order of x.
        label: Its name, for the legend and for screen readers.
        style: A CSS class: `main`; `rule`, a dashed line to compare with; or `level`.
        shade: Of a level: 0 the first, 1 the last.
    """

    points: Sequence[Point]
    label: str
    style: str = "main"
    shade: float = 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A point that shows its value.

    Attributes:
        x: From the left of the drawing.
        y: From its top.
        step: Training step.
        value: At that step.
    """

    x: float
    y: float
    step: float
    value: float


@dataclass(frozen=True, slots=True)
class PlacedCurve:
    """A curve in units of the drawing; a `rule` has no dots but a label at its end."""

    label: str
    style: str
    shade: float
    points: tuple[Point, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Curves over training steps.

    Attributes:
        title: For screen readers.
        unit: Of the values.
        width: Of the drawing; all places count in its units, from its top left corner.
        height: Of the drawing.
        left: Where the area of the curves begins.
        right: Where it ends.
        top: Where it begins.
        bottom: Where it ends.
        rows: (y, label) of the grid lines.
        columns: (x, label) of the steps.
        curves: In the order to draw them.
    """

    title: str
    unit: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]
    curves: tuple[PlacedCurve, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """How often each code is chosen.

    Attributes:
        title: For screen readers.
        width: Of the drawing.
        height: Of the drawing.
        bars: (x, height) of each bar that is not empty.
        bar: Width of a bar.
        even: Height from the top at which all codes would be equally frequent.
    """

    title: str
    width: int
    height: int
    bars: tuple[Point, ...]
    bar: float
    even: float


def line_chart(
    curves: Sequence[Curve], title: str, unit: str, *, small: bool = False
) -> LineChart | None:
    """Lay out curves over training steps; points that are not finite are left out.

    Args:
        curves: What to draw; `rule` curves are labelled at their end.
        title: For screen readers.
        unit: Of the values.
        small: Make it a third of the page wide instead of half.

    Returns:
        The chart, or None if there is nothing to draw.
    """
    finite = [replace(curve, points=_finite(curve.points)) for curve in curves]
    every = [point for curve in finite for point in curve.points]
    if not every:
        return None
    steps, values = [x for x, _ in every], [y for _, y in every]
    across, up = ticks(min(0.0, *steps), max(steps)), ticks(min(values), max(values))
    frame = _Frame((across[0], max(steps)), (up[0], up[-1]), _SMALL if small else _LARGE)
    columns = [value for value in across if value <= frame.x[1] * 1.0001]
    return LineChart(
        title, unit, *frame.size, _LEFT, frame.right, _TOP, frame.bottom,
        rows=tuple((frame.place((frame.x[0], y))[1], _short(y)) for y in up),
        columns=tuple((frame.place((x, frame.y[0]))[0], _short(x)) for x in columns),
        curves=tuple(_placed(frame, curve) for curve in finite if curve.points),
    )  # fmt: skip


def bar_chart(counts: Sequence[int], title: str, most: float) -> BarChart:
    """Lay out how often each code is chosen, the most frequent first.

    Args:
        counts: One for each code.
        title: For screen readers.
        most: Share of all choices that reaches the top, so that levels can be compared.
    """
    total = max(1, sum(counts))
    shares = sorted((count / total for count in counts), reverse=True)
    group = -(-len(shares) // _MOST_BARS)
    parts = [shares[first : first + group] for first in range(0, len(shares), group)]
    heights = [_BAR_HEIGHT * min(1.0, sum(part) / len(part) / most) for part in parts]
    step = _BAR_WIDTH / len(heights)
    gap = 1.0 if step > 4 else 0.0
    bars = tuple((round(n * step, 1), round(up, 1)) for n, up in enumerate(heights) if up > 0)
    even = _BAR_HEIGHT - _BAR_HEIGHT * min(1.0, 1 / len(counts) / most)
    return BarChart(title, _BAR_WIDTH, _BAR_HEIGHT, bars, round(step - gap, 2), round(even, 1))


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Return round numbers that enclose low..high, with about `wanted` intervals."""
    span = high - low
    if not span > 0:
        span = abs(high) or 1.0
        low, high = low - span / 2, high + span / 2
    raw = span / wanted
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps values to positions in the drawing."""

    x: tuple[float, float]
    y: tuple[float, float]
    size: tuple[int, int]

    @property
    def right(self) -> int:
        return self.size[0] - _RIGHT

    @property
    def bottom(self) -> int:
        return self.size[1] - _BOTTOM

    def place(self, point: Point) -> Point:
        (x0, x1), (y0, y1) = self.x, self.y
        across = (point[0] - x0) / ((x1 - x0) or 1.0)
        up = (point[1] - y0) / ((y1 - y0) or 1.0)
        x, y = _LEFT + across * (self.right - _LEFT), self.bottom - up * (self.bottom - _TOP)
        return round(x, 1), round(y, 1)


def _finite(points: Sequence[Point]) -> list[Point]:
    return [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]


def _placed(frame: _Frame, curve: Curve) -> PlacedCurve:
    places = tuple(frame.place(point) for point in curve.points)
    dots: list[Dot] = []
    if curve.style != "rule":
        every = -(-len(places) // _MOST_DOTS)
        found = list(zip(places, curve.points, strict=True))
        dots = [Dot(*place, *point) for place, point in [*found[:-1:every], found[-1]]]
    return PlacedCurve(curve.label, curve.style, round(curve.shade, 2), places, tuple(dots))


def _short(value: float) -> str:
    if abs(value) >= 1e4:
        return f"{value / 1000:g}k"
    return f"{value:.4g}"
