"""What every wire says alike: an address with values, read as a command and said of an event."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, assert_never

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import grammar
from distill.commands.describe import ROOT
from distill.commands.parameter import GetParameter
from distill.engine.events import (
    Ack,
    Done,
    Event,
    Failed,
    LiveValue,
    Notification,
    Page,
    ParameterChanged,
    ParameterValue,
    Progress,
    RequestId,
)
from distill.errors import BadArgument, UnknownAddress
from distill.parameters import PARAMETERS, Parameter
from distill.types import Value

PAGE: Final = 240
"""Numbers in one part of a long list: below Max's 256 atoms, header included."""
MAX_ID: Final = 64
"""Characters of a request id; it travels in every answer."""

_OWN_WORDS: Final = {"ping": "pong", "sync": "synced"}
"""Verbs whose answer has an address of its own."""
_VERBS: Final = frozenset(
    name for row in grammar.VERBS.values() for name in (row.name, *row.aliases)
)
LIVE: Final = f"{ROOT}/live/"
"""Live values are below it; none is ever taken."""
ANSWERS: Final = frozenset(
    [f"{ROOT}/{word}" for word in ("ack", "progress", "done", "error", *_OWN_WORDS.values())]
    + [f"{ROOT}/{verb}/page" for verb in _VERBS]
)


@dataclass(frozen=True, slots=True)
class WireMessage:
    """One OSC message.

    Attributes:
        address: Printable ASCII that starts with "/", never a pattern.
        values: Arguments as `int`, `float` (finite) or `str`. T and I (a bang) come as 1, F as 0,
            N (nil) as the empty string, which no number accepts, so that "nothing" never turns
            into a zero; t (a time tag as an argument) as seconds since 1900.
    """

    address: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterAddress:
    """What an address below `/distill/param` turns."""

    row: Parameter
    normalized: bool

    def plain(self, value: Value) -> float:
        """Check a value from the wire and give it in the parameter's unit.

        Raises:
            BadArgument: Not allowed.
        """
        if self.normalized and not isinstance(value, str):
            return self.row.from_normalized(float(value))
        return self.row.parse(value)


PARAMETER_ADDRESSES: Final = {
    f"{ROOT}/param/{row.name}{ending}": ParameterAddress(row, normalized=bool(ending))
    for row in PARAMETERS.values()
    for ending in ("", "/normalized")
}


def split_id(values: tuple[Value, ...]) -> tuple[tuple[Value, ...], RequestId]:
    """Take a request's id (`"id"` and a whole number or a word, at the end) off its arguments.

    Raises:
        BadArgument: The id is neither.
    """
    if len(values) < 2 or values[-2] != "id":  # noqa: PLR2004 - the word and the id
        return values, 0
    name = values[-1]
    if isinstance(name, float):
        if not name.is_integer():
            raise BadArgument(f"an id is a whole number or a word, got {name:g}")
        name = int(name)
    if isinstance(name, str) and not (name.isprintable() and 0 < len(name) <= MAX_ID):
        raise BadArgument(f"an id has 1..{MAX_ID} printable characters, got {name[:40]!r}")
    return values[:-2], name


def pages(values: Sequence[Value], size: int = PAGE) -> Iterator[tuple[Value, ...]]:
    """Cut a long list into parts of up to `size` values."""
    for start in range(0, len(values), size):
        yield tuple(values[start : start + size])


def full_address(address: str) -> str:
    """Put the root before what an error is about, unless it stands there or there is nothing."""
    return address if address.startswith("/") or not address else f"{ROOT}/{address}"


def messages(event: Event) -> list[WireMessage]:  # noqa: PLR0911 - one line for each kind
    """Say an event in OSC."""
    match event:
        case Ack(_, name, verb):
            return [WireMessage(f"{ROOT}/ack", (name, verb))]
        case Progress(_, name, fraction, stage):
            return [WireMessage(f"{ROOT}/progress", (name, float(fraction), stage))]
        case Page(_, name, verb, index, total, values):
            return [WireMessage(f"{ROOT}/{verb}/page", (name, index, total, *values))]
        case Done():
            return _done(event)
        case Failed(_, name, code, text, address):
            return [WireMessage(f"{ROOT}/error", (name, code, text, full_address(address)))]
        case ParameterValue(_, name, value, normalized):
            return [_position(name, value) if normalized else _setting(name, value)]
        case ParameterChanged(name, value, _):
            position = PARAMETERS[name].to_normalized(value)
            return [_setting(name, value), _position(name, position)]
        case Notification(topic, values):
            return [WireMessage(f"{ROOT}/{topic}", values)]
        case LiveValue(_, _, readings):
            return [WireMessage(f"{LIVE}{name}", (value,)) for name, value in readings]
        case _:
            assert_never(event)


def _done(event: Done) -> list[WireMessage]:
    if event.verb in _OWN_WORDS:
        answer = WireMessage(f"{ROOT}/{_OWN_WORDS[event.verb]}", event.values)
        if event.id == 0:
            return [answer]
        return [answer, WireMessage(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    if len(event.values) <= PAGE:
        return [WireMessage(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    parts = list(pages(event.values))
    told = [
        WireMessage(f"{ROOT}/{event.verb}/page", (event.id, index, len(parts), *part))
        for index, part in enumerate(parts)
    ]
    return [*told, WireMessage(f"{ROOT}/done", (event.id, event.verb, len(event.values)))]


def _setting(name: str, value: float) -> WireMessage:
    """A parameter's value: whole ones as ints, as a float32 would spoil a large seed."""
    exact = int(value) if PARAMETERS[name].whole else float(value)
    return WireMessage(f"{ROOT}/param/{name}", (exact,))


def _position(name: str, position: float) -> WireMessage:
    return WireMessage(f"{ROOT}/param/{name}/normalized", (float(position),))


@cache
def query(knob: ParameterAddress) -> GetParameter:
    """Ask where a knob stands."""
    return GetParameter(knob.row.name, knob.normalized)


def find_verb(address: str) -> str:
    """Find the verb in an address.

    Raises:
        UnknownAddress: There is none; the nearest address is suggested.
    """
    name = address.removeprefix(f"{ROOT}/")
    if name == address or name not in _VERBS:
        raise UnknownAddress(_unknown(address))
    return name


@lru_cache(maxsize=256)
def _unknown(address: str) -> str:
    known = [f"{ROOT}/{name}" for name in sorted(_VERBS)] + list(PARAMETER_ADDRESSES)
    rooted = f"{ROOT}{address}"  # the root is what is most often forgotten
    near = [rooted] if rooted in known else difflib.get_close_matches(address, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"{ROOT}/list tells all"
    return f"nothing answers to {address}; {hint}"
