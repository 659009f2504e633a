"""The parts of a model's page: what its file and its report tell, as HTML."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from distill.codec.model_types import CodecGeometry
from distill.training.chart import Line, bars, curves
from distill.training.loose import as_list, as_number, as_object, mean_of
from distill.types import Json

_HEALTH: Final = (
    ("used", "codes used", "{:.0%}"),
    ("perplexity", "as varied as equal codes", "{:.0f}"),
    ("dead", "replaced a step", "{:.1%}"),
    ("reseeds", "re-seeds a step", "{:.1f}"),
    ("commitment", "commitment loss", "{:.3g}"),
    ("velocity", "codebook velocity", "{:.2g}"),
)
"""(Key, words, format) of what is known of a level."""
_NATS: Final = (
    ("prior", "prior"),
    ("bigram", "best single neighbour"),
    ("unigram", "frequency alone"),
)
"""(Key, words) of who guesses."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a table of plain words."""
    top = "".join(f"<th>{escape(word)}</th>" for word in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """List what is known; what is empty is left out."""
    kept = [f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value]
    return f"<dl>{''.join(kept)}</dl>"


def codec_figures(errors: Json) -> str:
    """Tell the held-out mel error by kind of sound."""
    rows = [(str(kind), f"{as_number(error):.2f} dB") for kind, error in errors.items()]
    if not rows:
        return '<p class="soft">No figure of the codec is kept with the model.</p>'
    return (
        "<p>How far held-out sound comes back from its codes, as the mean difference of its "
        "mel spectrogram; less is better.</p>" + table(("kind of sound", "mel error"), rows)
    )


def prior_figures(levels: Sequence[Any], size: int) -> str:
    """Tell how surprising held-out codes are, by level; Any: what a report holds.

    A level is a JSON object with `prior`, `bigram`, `unigram`, or the prior's figure alone.
    """
    rows = [level if isinstance(level, dict) else {"prior": level} for level in levels]
    if not rows:
        return '<p class="soft">No figure of the prior is kept with the model.</p>'
    cells = [
        (
            _level(number, len(rows)),
            *(f"{as_number(row[key]):.2f}" if key in row else "" for key, _ in _NATS),
        )
        for number, row in enumerate(rows)
    ]
    return (
        "<p>How surprising held-out codes are, in nats a code; less is better. Blind guessing "
        f"among {size} codes is {math.log(size):.2f}.</p>"
        + table(("level", *(words for _, words in _NATS)), cells)
        + _weak(rows)
    )


def _weak(rows: Sequence[Json]) -> str:
    """Say where the prior has not yet learned what a single neighbour tells."""
    weak = [
        str(number)
        for number, row in enumerate(rows)
        if as_number(row.get("prior")) > as_number(row.get("bigram"))
    ]
    if not weak:
        return ""
    words = f"level {weak[0]}" if len(weak) == 1 else f"levels {', '.join(weak)}"
    return (
        f'<div class="warn">At {words} the prior knows less than the best single neighbour does: '
        "train it longer.</div>"
    )


def training(report: Json) -> str:
    """Draw how held-out figures fell, stage by stage."""
    codec, prior = as_object(report.get("codec")), as_object(report.get("prior"))
    drawn = [
        _figure(
            curves([Line(_points(codec.get("curve")), "mel error")], "Codec in training", "dB"),
            "Codec: held-out mel error",
            _steps(codec),
        )
    ]
    nats = _points(prior.get("curve"))
    lines = [Line(nats, "prior")]
    if nats:
        ends = (min(0.0, nats[0][0]), nats[-1][0])
        for key, words in _NATS[1:]:
            value = mean_of([as_object(row).get(key) for row in as_list(prior.get("levels"))])
            if value is not None:
                lines.append(Line([(x, value) for x in ends], words, "rule"))
    words = "Prior: held-out nats a code, all levels"
    drawn.append(_figure(curves(lines, "Prior in training", "nats"), words, _steps(prior)))
    kept = "".join(drawn)
    return f'<div class="grid wide">{kept}</div>' if kept else ""


def health(codec: Json, size: int) -> str:
    """Tell how the codebooks are at the end, what is wrong in words, and how they became so."""
    rows = [as_object(row) for row in as_list(codec.get("health"))]
    if not rows:
        return '<p class="soft">Nothing is known of the codebooks in training.</p>'
    known = [one for one in _HEALTH if any(one[0] in row for row in rows)]
    cells = [
        (_level(n, len(rows)), *(how.format(as_number(row.get(key))) for key, _, how in known))
        for n, row in enumerate(rows)
    ]
    warnings = [
        f"<li>Level {number}: {escape(str(words))}</li>"
        for number, row in enumerate(rows)
        for words in as_list(row.get("warnings"))
    ]
    said = (
        f'<div class="warn"><strong>Warnings</strong><ul>{"".join(warnings)}</ul></div>'
        if warnings
        else "<p>No warning.</p>"
    )
    head = ("level", *(words for _, words, _ in known))
    about = f"<p>Over the last stretch of training; a level has {size} codes.</p>"
    return about + table(head, cells) + said + _health_curves(codec)


def usage(counts: Sequence[Sequence[int]]) -> str:
    """Draw how often each code is chosen, level by level, on one scale."""
    shares = [max(level) / max(1, sum(level)) for level in counts if level]
    if not shares:
        return ""
    figures = []
    for number, level in enumerate(counts):
        total = max(1, sum(level))
        used = sum(count > 0 for count in level)
        figures.append(
            _figure(
                bars(level, f"Code usage of level {number}", max(shares)),
                _level(number, len(counts)).capitalize(),
                f"{used} of {len(level)} codes occur; the most frequent is "
                f"{max(level) / total:.1%} of all",
            )
        )
    return (
        "<p>How often each code stands in all sounds, the most frequent first. The dashed line is "
        "where all would be equally frequent.</p>"
        f'<div class="grid small-ones">{"".join(figures)}</div>'
    )


def geometry(config: CodecGeometry) -> str:
    """Say in a sentence what a second of sound becomes."""
    seconds = config.column_samples / config.mel.sample_rate
    bits = config.bands * config.levels * math.log2(config.size) / seconds
    return (
        f"{config.levels} levels of {config.size} codes, {config.bands} bands, columns of "
        f"{1000 * seconds:.0f} ms: {bits / 1000:.1f} kbit/s"
    )


def _health_curves(codec: Json) -> str:
    rows = [as_object(row) for row in as_list(codec.get("history"))]
    levels = max((len(as_list(row.get("levels"))) for row in rows), default=0)
    if len(rows) < 2 or not levels:
        return ""
    figures = "".join(
        _figure(curves(_by_level(rows, levels, key), words, "", small=True), words.capitalize(), "")
        for key, words, _ in _HEALTH
    )
    keys = "".join(
        f'<span><i class="level" style="--s:{_shade(n, levels):.2f}"></i>{_level(n, levels)}</span>'
        for n in range(levels)
    )
    return f'<div class="legend">{keys}</div><div class="grid">{figures}</div>'


def _by_level(rows: Sequence[Json], levels: int, key: str) -> list[Line]:
    """Follow one figure of each level through the training."""
    lines = []
    for number in range(levels):
        points = [
            (as_number(row.get("step")), as_number(as_object(row["levels"][number]).get(key)))
            for row in rows
            if len(as_list(row.get("levels"))) > number
        ]
        lines.append(Line(points, _level(number, levels), "level", _shade(number, levels)))
    return lines


def _figure(drawing: str, title: str, note: str) -> str:
    """Put words around a drawing; no drawing, no words."""
    if not drawing:
        return ""
    said = f"<figcaption>{escape(note)}</figcaption>" if note else ""
    return f"<figure><h3>{escape(title)}</h3>{drawing}{said}</figure>"


def _level(number: int, levels: int) -> str:
    words = {0: " (coarse)", levels - 1: " (fine)"} if levels > 1 else {}
    return f"level {number}{words.get(number, '')}"


def _shade(number: int, levels: int) -> float:
    """Give the place of a level between the first (0) and the last (1)."""
    return number / max(1, levels - 1)


def _steps(stage: Json) -> str:
    steps = stage.get("steps")
    return f"{steps:,} steps" if isinstance(steps, int) and steps else ""


def _points(curve: Any) -> list[tuple[float, float]]:
    """Read a curve of a report; Any: it may be absent or of another kind."""
    pairs = [as_list(row) for row in as_list(curve)]
    return [(as_number(pair[0]), as_number(pair[1])) for pair in pairs if len(pair) == 2]
