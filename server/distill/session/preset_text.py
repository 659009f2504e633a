"""Presets: parameter values as TOML text that a person can read and edit.

    glide = 2.0              # seconds; 0 or missing: at once

    [parameters]
    temperature = 1.2
    quantize = "bar"

Parameters that are not named keep their values.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from distill.errors import BadArgument, DistillError, did_you_mean
from distill.parameters import PARAMETERS, Parameter, find
from distill.session.snapshot_store import STAGE_PARAMETERS
from distill.session.toml_lines import line_of, syntax
from distill.types import Range

ALL: Final = "all"
"""Selects, instead of names, every parameter except those of the stage."""
GLIDE: Final = Range(0.0, 600.0)
"""Seconds."""
MAX_TEXT: Final = 65_536
"""Most characters of a file; about 30 per parameter are usual."""
_KEYS: Final = ("glide", "parameters")
_HEAD: Final = "A Distill preset: sets the parameters named here; all others keep their values."


@dataclass(frozen=True, slots=True)
class Preset:
    """Parameter values, and the seconds of the glide to them."""

    values: Mapping[str, float]
    glide_s: float = 0.0


def choose(selection: str, values: Mapping[str, float]) -> dict[str, float]:
    """Select the named parameters, separated by commas or spaces, or `all`.

    Raises:
        UnknownAddress: There is no such parameter.
        BadArgument: No parameter is named.
    """
    names = selection.replace(",", " ").split()
    if names == [ALL]:
        names = [name for name in values if name not in STAGE_PARAMETERS]
    if not names:
        raise BadArgument(f"name parameters with commas between them, or {ALL}; got {selection!r}")
    return {find(name).name: values[name] for name in names}


def parse(text: str, name: str) -> Preset:
    """Read the text of a file called `name`.

    Raises:
        BadArgument: One line per error.
    """
    if len(text) > MAX_TEXT:
        raise BadArgument(f"{name} is longer than {MAX_TEXT} characters, the limit for a preset")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadArgument(syntax(error, name, text)) from error
    errors = [
        (line_of(text, key), f"unknown key {key!r}; {_suggestion(key)}")
        for key in data
        if key not in _KEYS
    ]
    glide = data.get("glide", 0.0)
    try:
        glide_s = _glide(glide)
    except BadArgument as error:
        glide_s = 0.0
        errors.append((line_of(text, "glide"), str(error)))
    rows = data.get("parameters")
    values: dict[str, float] = {}
    if not isinstance(rows, dict) or not rows:
        errors.append((line_of(text, "parameters"), "name parameters below [parameters]"))
        rows = {}
    for key, value in rows.items():
        try:
            values[key] = _value(find(key), value)
        except DistillError as error:
            errors.append((line_of(text, key), str(error)))
    if errors:
        raise BadArgument("\n".join(f"{name}:{line}: {what}" for line, what in sorted(errors)))
    return Preset(values, glide_s)


def write(preset: Preset) -> str:
    """Format a preset as the text of its file; values survive the round trip exactly."""
    import tomlkit  # noqa: PLC0415 - a start of the server only reads

    text = tomlkit.document()
    text.add(tomlkit.comment(_HEAD))
    glide = tomlkit.item(preset.glide_s)
    glide.comment(f"seconds of the glide, {GLIDE.low:g}..{GLIDE.high:g}")
    glide.trivia.comment_ws = "  "
    text.add("glide", glide)
    rows = [(find(name), value) for name, value in preset.values.items()]
    items = [(row, tomlkit.item(_toml_value(row, value))) for row, value in rows]
    width = max((len(row.name) + len(item.as_string()) for row, item in items), default=0)
    parameters = tomlkit.table()
    for row, item in items:
        item.comment(_allowed_values(row))
        item.trivia.comment_ws = " " * (2 + width - len(row.name) - len(item.as_string()))
        parameters.add(row.name, item)
    text.add("parameters", parameters)
    return text.as_string()


def _glide(value: Any) -> float:
    """Check the glide in seconds (Any: a TOML value)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadArgument(f"glide takes seconds, got {value!r}")
    GLIDE.check("glide", value)
    return float(value)


def _value(row: Parameter, value: Any) -> float:
    """Check a parameter value (Any: a TOML value)."""
    if isinstance(value, bool):
        raise BadArgument(f"{row.name} takes a number, got {value!r}")
    return row.parse(value)


def _suggestion(key: str) -> str:
    """Suggest what an unknown top-level key was meant to be."""
    if key in PARAMETERS:
        return "parameters belong below [parameters]"
    return did_you_mean(key, _KEYS, f"there are {' and '.join(_KEYS)}")


def _toml_value(row: Parameter, value: float) -> str | int | float:
    if row.choices:
        return row.choices[int(value)]
    return int(value) if row.whole and math.isfinite(value) else float(value)


def _allowed_values(row: Parameter) -> str:
    if row.choices:
        return ", ".join(row.choices)
    unit = f" {row.unit.value}" if row.unit.value else ""
    return f"{row.range.low:g}..{row.range.high:.10g}{unit}"
