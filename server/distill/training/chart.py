"""Curves and bars as SVG, drawn by hand: no library, no script, readable in light and in dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

_LARGE, _SMALL = (460, 230), (300, 170)
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 14, 34
"""Room for the words around the drawing."""
_BAR_WIDTH, _BAR_HEIGHT = 300, 90
_MOST_BARS: Final = 256
_MOST_DOTS: Final = 60
"""Points drawn as dots that say their value when the mouse rests on them."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One curve.

    Attributes:
        points: (x, y), in order of x.
        label: What it is, for the legend and for those who cannot see it.
        look: A CSS class: `main`; `rule`, dashed, for something to compare with; or `level`.
        shade: Of a level: 0 the first, 1 the last.
    """

    points: Sequence[Point]
    label: str
    look: str = "main"
    shade: float = 0.0


def curves(lines: Sequence[Line], title: str, unit: str, *, small: bool = False) -> str:
    """Draw curves over training steps; points that are not finite are left out.

    Args:
        lines: What to draw; `rule` lines are labelled where they are.
        title: For those who cannot see it.
        unit: Of the values.
        small: Draw it for a third of the page, not for half of it.

    Returns:
        An `<svg>`, or an empty text if there is nothing to draw.
    """
    kept = [replace(line, points=_finite(line.points)) for line in lines]
    every = [point for line in kept for point in line.points]
    if not every:
        return ""
    steps, values = [x for x, _ in every], [y for _, y in every]
    across, up = ticks(min(0.0, *steps), max(steps)), ticks(min(values), max(values))
    frame = _Frame((across[0], max(steps)), (up[0], up[-1]), _SMALL if small else _LARGE)
    parts = [_grid(frame, across, up, unit), *(_curve(frame, line, unit) for line in kept)]
    return _svg(title, frame.size, "".join(parts))


def bars(counts: Sequence[int], title: str, most: float) -> str:
    """Draw how often each code is chosen, the most frequent first.

    Args:
        counts: One for each code.
        title: For those who cannot see it.
        most: Share of all choices that the drawing is high, so that levels can be compared.

    Returns:
        An `<svg>`; a dashed line marks where all codes would be equally frequent.
    """
    total = max(1, sum(counts))
    shares = sorted((count / total for count in counts), reverse=True)
    group = -(-len(shares) // _MOST_BARS)
    parts = [shares[first : first + group] for first in range(0, len(shares), group)]
    tall = [_BAR_HEIGHT * min(1.0, sum(part) / len(part) / most) for part in parts]
    width, height = _BAR_WIDTH, _BAR_HEIGHT
    step = width / len(tall)
    gap = 1.0 if step > 4 else 0.0
    path = "".join(
        f"M{n * step:.1f} {height}v{-up:.1f}h{step - gap:.2f}V{height}z"
        for n, up in enumerate(tall)
        if up > 0
    )
    even = height - height * min(1.0, 1 / len(counts) / most)
    rule = f'<path class="rule" d="M0 {even:.1f}H{width}"/>'
    base = f'<path class="axis" d="M0 {height}H{width}"/>'
    return _svg(title, (width, height + 1), f'<path class="bar" d="{path}"/>{base}{rule}')


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Give round numbers that enclose low..high, about `wanted` steps apart."""
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
    """Where values lie in the drawing."""

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
        return _LEFT + across * (self.right - _LEFT), self.bottom - up * (self.bottom - _TOP)


def _finite(points: Sequence[Point]) -> list[Point]:
    return [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]


def _grid(frame: _Frame, across: Sequence[float], up: Sequence[float], unit: str) -> str:
    bottom, right = frame.bottom, frame.right
    parts = []
    for value in up:
        _, y = frame.place((frame.x[0], value))
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{right}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" class="end">{_short(value)}</text>')
    for value in across:
        if value <= frame.x[1] * 1.0001:
            x, _ = frame.place((value, frame.y[0]))
            parts.append(f'<text x="{x:.1f}" y="{bottom + 15}" class="mid">{_short(value)}</text>')
    parts.append(f'<path class="axis" d="M{_LEFT} {bottom}H{right}"/>')
    parts.append(f'<text x="{right}" y="{frame.size[1] - 4}" class="end">steps</text>')
    parts.append(f'<text x="{_LEFT + 4}" y="{_TOP - 3}">{escape(unit)}</text>')
    return "".join(parts)


def _curve(frame: _Frame, line: Line, unit: str) -> str:
    if not line.points:
        return ""
    placed = [frame.place(point) for point in line.points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
    label = escape(line.label)
    look = f'class="{line.look}" style="--s:{line.shade:.2f}"'
    drawn = f'<g {look}><path class="line" d="{path}"><title>{label}</title></path>'
    if line.look == "rule":
        x, y = placed[-1]
        return f'{drawn}<text x="{x - 2:.1f}" y="{y - 4:.1f}" class="end">{label}</text></g>'
    every = -(-len(placed) // _MOST_DOTS)
    shown = list(zip(line.points, placed, strict=True))
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"><title>{label}, step {step:,.0f}: '
        f"{value:.4g} {escape(unit)}</title></circle>"
        for (step, value), (x, y) in [*shown[:-1:every], shown[-1]]
    ]
    return f"{drawn}{''.join(dots)}</g>"


def _short(value: float) -> str:
    if abs(value) >= 1e4:
        return f"{value / 1000:g}k"
    return f"{value:.4g}"


def _svg(title: str, size: tuple[int, int], inside: str) -> str:
    width, height = size
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{inside}</svg>"
    )
