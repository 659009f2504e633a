"""The sections of the report page as data, from the model file and its training report."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from distill.codec.model_types import CodecGeometry
from distill.training.report.chart import BarChart, Curve, LineChart, bar_chart, line_chart
from distill.training.report.json_read import as_list, as_number, as_object, mean_of
from distill.types import Json

_HEALTH: Final = (
    ("used", "codes used", "{:.0%}"),
    ("perplexity", "perplexity", "{:.0f}"),
    ("dead", "share replaced", "{:.1%}"),
    ("reseeds", "codes replaced", "{:.1f}"),
    ("commitment", "commitment loss", "{:.3g}"),
    ("velocity", "codebook velocity", "{:.2g}"),
)
"""(Key, label, format) of the metrics of a codebook."""
_NATS: Final = (
    ("prior", "prior"),
    ("bigram", "bigram"),
    ("unigram", "unigram"),
)
"""(Key, label) of the predictors that are compared."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much sound."""

    files: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CurveFigure:
    """Curves with a title above and a note below; the note may be empty."""

    title: str
    note: str
    chart: LineChart


@dataclass(frozen=True, slots=True)
class UsageFigure:
    """How often one level uses its codes.

    Attributes:
        title: The level.
        used: How many of its codes occur.
        size: How many it has.
        top_share: Share of the most frequent one, 0..1.
        chart: All of them.
    """

    title: str
    used: int
    size: int
    top_share: float
    chart: BarChart


@dataclass(frozen=True, slots=True)
class PriorFigures:
    """How well the prior predicts held-out codes.

    Attributes:
        table: Nats per code, a row for each level.
        size: Codes of a level.
        uniform: Nats of a uniform guess among them.
        weak: Levels that the bigram predicts better than the prior does.
    """

    table: Table
    size: int
    uniform: float
    weak: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The codebooks at the end of the training, and their history.

    Attributes:
        table: A row for each level.
        size: Codes of a level.
        warnings: (level, sentence).
        legend: (level, shade 0..1), for the curves.
        curves: One figure for each row of `_HEALTH`; empty without a history.
    """

    table: Table
    size: int
    warnings: tuple[tuple[int, str], ...]
    legend: tuple[tuple[str, float], ...]
    curves: tuple[CurveFigure, ...]


def codec_errors(errors: Json) -> tuple[tuple[str, float], ...]:
    """Return the held-out mel error in dB by kind of sound."""
    return tuple((str(kind), as_number(error)) for kind, error in errors.items())


def prior_figures(levels: Sequence[Any], size: int) -> PriorFigures | None:
    """Compare the prior with simpler predictors, by level; None without metrics.

    Args:
        levels: A JSON object each, with `prior`, `bigram` and `unigram`, or the prior's metric
            alone; Any: untrusted.
        size: Codes of a level.
    """
    rows = [level if isinstance(level, dict) else {"prior": level} for level in levels]
    if not rows:
        return None
    cells = tuple(
        (
            _level(number, len(rows)),
            *(f"{as_number(row[key]):.2f}" if key in row else "" for key, _ in _NATS),
        )
        for number, row in enumerate(rows)
    )
    weak = tuple(
        number
        for number, row in enumerate(rows)
        if as_number(row.get("prior")) > as_number(row.get("bigram"))
    )
    head = ("level", *(label for _, label in _NATS))
    return PriorFigures(Table(head, cells), size, math.log(size), weak)


def training_curves(report: Json) -> tuple[CurveFigure, ...]:
    """Lay out the held-out metrics over the training, stage by stage."""
    codec, prior = as_object(report.get("codec")), as_object(report.get("prior"))
    error = Curve(_points(codec.get("curve")), "mel error")
    nats = _points(prior.get("curve"))
    curves = [Curve(nats, "prior")]
    if nats:
        ends = (min(0.0, nats[0][0]), nats[-1][0])
        for key, label in _NATS[1:]:
            value = mean_of([as_object(row).get(key) for row in as_list(prior.get("levels"))])
            if value is not None:
                curves.append(Curve([(x, value) for x in ends], label, "rule"))
    return _figures(
        (
            "Codec: held-out mel error",
            _steps(codec),
            line_chart([error], "Codec in training", "dB"),
        ),
        (
            "Prior: held-out nats per code, mean of all levels",
            _steps(prior),
            line_chart(curves, "Prior in training", "nats"),
        ),
    )


def health(codec: Json, size: int) -> Health | None:
    """Read the state of the codebooks, the warnings and the history; None if nothing is known."""
    rows = [as_object(row) for row in as_list(codec.get("health"))]
    if not rows:
        return None
    known = [one for one in _HEALTH if any(one[0] in row for row in rows)]
    cells = tuple(
        (_level(n, len(rows)), *(how.format(as_number(row.get(key))) for key, _, how in known))
        for n, row in enumerate(rows)
    )
    warnings = tuple(
        (number, str(sentence))
        for number, row in enumerate(rows)
        for sentence in as_list(row.get("warnings"))
    )
    table = Table(("level", *(label for _, label, _ in known)), cells)
    return Health(table, size, warnings, *_history(codec))


def usage(counts: Sequence[Sequence[int]]) -> tuple[UsageFigure, ...]:
    """Lay out how often each code is chosen, level by level, on one scale."""
    most = max((max(level) / max(1, sum(level)) for level in counts), default=0.0) or 1.0
    return tuple(
        UsageFigure(
            _level(number, len(counts)).capitalize(),
            sum(count > 0 for count in level),
            len(level),
            max(level) / max(1, sum(level)),
            bar_chart(level, f"Code usage of level {number}", most),
        )
        for number, level in enumerate(counts)
    )


def geometry(config: CodecGeometry) -> str:
    """Describe the grid of codes and its bit rate in a sentence."""
    seconds = config.column_samples / config.mel.sample_rate
    bits = config.bands * config.levels * math.log2(config.size) / seconds
    return (
        f"{config.levels} levels of {config.size} codes, {config.bands} bands, columns of "
        f"{1000 * seconds:.0f} ms: {bits / 1000:.1f} kbit/s"
    )


def _history(codec: Json) -> tuple[tuple[tuple[str, float], ...], tuple[CurveFigure, ...]]:
    """Lay out each metric of the codebooks over the training; return a legend and the figures."""
    rows = [as_object(row) for row in as_list(codec.get("history"))]
    levels = max((len(as_list(row.get("levels"))) for row in rows), default=0)
    if len(rows) < 2 or not levels:
        return (), ()
    legend = tuple((_level(n, levels), round(_shade(n, levels), 2)) for n in range(levels))
    return legend, _figures(
        *(
            (
                label.capitalize(),
                "",
                line_chart(_by_level(rows, levels, key), label, "", small=True),
            )
            for key, label, _ in _HEALTH
        )
    )


def _by_level(rows: Sequence[Json], levels: int, key: str) -> list[Curve]:
    """Lay out one metric over the training, a curve for each level."""
    curves = []
    for number in range(levels):
        points = [
            (as_number(row.get("step")), as_number(as_object(row["levels"][number]).get(key)))
            for row in rows
            if len(as_list(row.get("levels"))) > number
        ]
        curves.append(Curve(points, _level(number, levels), "level", _shade(number, levels)))
    return curves


def _figures(*rows: tuple[str, str, LineChart | None]) -> tuple[CurveFigure, ...]:
    """Omit the figures that have nothing to draw."""
    return tuple(CurveFigure(title, note, chart) for title, note, chart in rows if chart)


def _level(number: int, levels: int) -> str:
    names = {0: " (coarse)", levels - 1: " (fine)"} if levels > 1 else {}
    return f"level {number}{names.get(number, '')}"


def _shade(number: int, levels: int) -> float:
    """Return the position of a level between the first (0) and the last (1)."""
    return number / max(1, levels - 1)


def _steps(stage: Json) -> str:
    steps = stage.get("steps")
    return f"{steps:,} steps" if isinstance(steps, int) and steps else ""


def _points(curve: Any) -> list[tuple[float, float]]:
    """Read a curve of a report; Any: untrusted."""
    pairs = [as_list(row) for row in as_list(curve)]
    return [(as_number(pair[0]), as_number(pair[1])) for pair in pairs if len(pair) == 2]
