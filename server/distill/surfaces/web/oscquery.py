"""The vocabulary in OSCQuery's format: a tree of addresses with types, ranges and values.

Source: the OSCQuery proposal (Vidvox 2018), and what its clients expect:
docs/background/client-limits.md#touchdesigner-and-oscquery.
"""

from collections.abc import Mapping
from typing import Any, Final

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import ROOT
from distill.commands.grammar import VERBS, Argument, CodeList, Verb, usage
from distill.parameters import PARAMETERS, Parameter
from distill.session.live_meters import LIVE_METERS, LiveMeter
from distill.types import Json, Unit

NAME: Final = "Distill"
EXTENSIONS: Final = {
    "ACCESS": True, "VALUE": True, "RANGE": True, "DESCRIPTION": True, "UNIT": True,
    "TYPE": True, "OVERLOADS": True,
    "TAGS": False, "EXTENDED_TYPE": False, "CLIPMODE": False, "CRITICAL": False, "HTML": False,
    "LISTEN": True, "PATH_CHANGED": False, "PATH_ADDED": False, "PATH_REMOVED": False,
    "PATH_RENAMED": False, "OSC_STREAMING": False,
}  # fmt: skip
"""All extensions that clients query, each with an explicit answer."""

_UNITS: Final = {
    Unit.SECONDS: "time.second", Unit.MILLISECONDS: "time.ms", Unit.DECIBEL: "gain.db",
    Unit.HERTZ: "time.hz", Unit.TEMPO: "time.bpm",
}  # fmt: skip
"""Units that the proposal has a name for."""
_NUMBERS: Final[dict[object, str]] = {int: "i", float: "f", bool: "i", CodeList: "i"}
"""OSC types of arguments; all others are text."""
_READ_WRITE: Final = 3
_READ: Final = 1
_WRITE: Final = 2
_CONTAINER: Final = 0


def host_info(osc: tuple[str, int], web: tuple[str, int]) -> Json:
    """Return the addresses of OSC and WebSockets, and the supported extensions."""
    return {
        "NAME": NAME,
        "EXTENSIONS": EXTENSIONS,
        "OSC_IP": osc[0],
        "OSC_PORT": osc[1],
        "OSC_TRANSPORT": "UDP",
        "WS_IP": web[0],
        "WS_PORT": web[1],
    }


def tree(values: Mapping[str, float]) -> Json:
    """Build the whole tree, with the current values of the parameters."""
    root = _node("/", "Distill, an instrument of discrete codes.")
    for row in PARAMETERS.values():
        _place(root, f"{ROOT}/param/{row.name}", _setting(row, values[row.name]))
        position = _position(row, values[row.name])
        _place(root, f"{ROOT}/param/{row.name}/normalized", position)
    for verb in VERBS.values():
        for name in (verb.name, *verb.aliases):
            _place(root, f"{ROOT}/{name}", _call(verb))
    for meter in LIVE_METERS.values():
        _place(root, f"{ROOT}/live/{meter.name}", _meter(meter))
    return root


def find(root: Json, path: str) -> Json | None:
    """Return the node at a path, or None."""
    node: Json | None = root
    for part in path.strip("/").split("/") if path.strip("/") else ():
        node = None if node is None else node.get("CONTENTS", {}).get(part)
    return node


def _node(path: str, about: str) -> Json:
    return {"FULL_PATH": path, "ACCESS": _CONTAINER, "DESCRIPTION": about, "CONTENTS": {}}


def _place(root: Json, path: str, attributes: Json) -> None:
    node, walked = root, ""
    for part in path.strip("/").split("/"):
        walked = f"{walked}/{part}"
        contents = node.setdefault("CONTENTS", {})
        node = contents.setdefault(part, {"FULL_PATH": walked, "ACCESS": _CONTAINER})
    node.update(attributes)


def _setting(row: Parameter, value: float) -> Json:
    limits: Json = {"MIN": _exact(row, row.range.low), "MAX": _exact(row, row.range.high)}
    about = row.about
    if row.choices:
        limits["VALS"] = list(range(len(row.choices)))
        named = ", ".join(f"{number} {word}" for number, word in enumerate(row.choices))
        about = f"{about} ({named}; the words are taken too)"
    return {
        "ACCESS": _READ_WRITE,
        "TYPE": "i" if row.whole else "f",
        "VALUE": [_exact(row, value)],
        "RANGE": [limits],
        "DESCRIPTION": about,
        **_unit(row.unit),
    }


def _position(row: Parameter, value: float) -> Json:
    return {
        "ACCESS": _READ_WRITE,
        "TYPE": "f",
        "VALUE": [row.to_normalized(value)],
        "RANGE": [{"MIN": 0.0, "MAX": 1.0}],
        "DESCRIPTION": f"{row.name} as a knob's position, 0..1.",
    }


def _meter(meter: LiveMeter) -> Json:
    return {
        "ACCESS": _READ,
        "TYPE": "f",
        "RANGE": [{"MIN": meter.range.low, "MAX": meter.range.high}],
        "DESCRIPTION": f"{meter.about} Sent to clients that request it with {ROOT}/telemetry.",
    }


def _exact(row: Parameter, value: float) -> float | int:
    return int(value) if row.whole else value


def _call(verb: Verb) -> Json:
    needed = [a for a in verb.arguments if a.required]
    attributes: Json = {
        "ACCESS": _WRITE,
        "DESCRIPTION": f"{verb.about} Takes {usage(verb)}.",
        **_signature(verb.arguments),
    }
    if len(needed) < len(verb.arguments):
        attributes["OVERLOADS"] = [_signature(needed)]
    return attributes


def _signature(arguments: Any) -> Json:
    attributes: Json = {"TYPE": "".join(_NUMBERS.get(a.kind, "s") for a in arguments)}
    if arguments:
        attributes["RANGE"] = [_limits(a) for a in arguments]
    if any(a.unit in _UNITS for a in arguments):
        attributes["UNIT"] = [_UNITS.get(a.unit, "") for a in arguments]
    return attributes


def _limits(argument: Argument) -> Json | None:
    if argument.choices:
        return {"VALS": list(argument.choices)}
    if argument.kind is bool:
        return {"MIN": 0, "MAX": 1}
    if argument.range is None:
        return None
    whole = argument.kind is int
    low, high = argument.range.low, argument.range.high
    return {"MIN": int(low) if whole else low, "MAX": int(high) if whole else high}


def _unit(unit: Unit) -> Json:
    return {"UNIT": [_UNITS[unit]]} if unit in _UNITS else {}
