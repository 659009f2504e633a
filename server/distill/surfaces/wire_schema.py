"""Messages that all wires share: an address with values, and how events become such messages."""

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
from distill.errors import BadArgument, UnknownAddress, did_you_mean
from distill.parameters import PARAMETERS, Parameter
from distill.types import Value

PAGE: Final = 240
"""Numbers in one part of a long list: below Max's 256 atoms, header included."""
MAX_ID: Final = 64
"""Characters of a request id; every answer carries it."""

_OWN_ANSWERS: Final = {"ping": "pong", "sync": "synced"}
"""Verbs whose answer has an address of its own."""
_VERBS: Final = frozenset(
    name for row in grammar.VERBS.values() for name in (row.name, *row.aliases)
)
LIVE: Final = f"{ROOT}/live/"
"""Prefix of live values, which are only ever sent."""
ANSWERS: Final = frozenset(
    [f"{ROOT}/{word}" for word in ("ack", "progress", "done", "error", *_OWN_ANSWERS.values())]
    + [f"{ROOT}/{verb}/page" for verb in _VERBS]
)


@dataclass(frozen=True, slots=True)
class WireMessage:
    """One OSC message.

    Attributes:
        address: Printable ASCII that starts with "/", never a pattern.
        values: Arguments as `int`, `float` (finite) or `str`. T and I (a bang) become 1, F
            becomes 0, N (nil) the empty string, which no number accepts, so that nil is never
            read as zero; t (a time tag as an argument) becomes seconds since 1900.
    """

    address: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterAddress:
    """The parameter of an address below `/distill/param`, and whether it takes 0..1."""

    row: Parameter
    normalized: bool

    def plain(self, value: Value) -> float:
        """Validate a value from the wire and return it in the parameter's unit.

        Raises:
            BadArgument: The value is not allowed.
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
    """Split a trailing request id (`"id"` and a whole number or a word) off the arguments.

    Raises:
        BadArgument: The id is neither.
    """
    if len(values) < 2 or values[-2] != "id":  # noqa: PLR2004 - the word and the id
        return values, 0
    request_id = values[-1]
    if isinstance(request_id, float):
        if not request_id.is_integer():
            raise BadArgument(f"an id is a whole number or a word, got {request_id:g}")
        request_id = int(request_id)
    if isinstance(request_id, str) and not (
        request_id.isprintable() and 0 < len(request_id) <= MAX_ID
    ):
        raise BadArgument(f"an id has 1..{MAX_ID} printable characters, got {request_id[:40]!r}")
    return values[:-2], request_id


def pages(values: Sequence[Value], size: int = PAGE) -> Iterator[tuple[Value, ...]]:
    """Split a long list into parts of up to `size` values."""
    for start in range(0, len(values), size):
        yield tuple(values[start : start + size])


def full_address(address: str) -> str:
    """Prefix an error's address with the root, unless it has one or is empty."""
    return address if address.startswith("/") or not address else f"{ROOT}/{address}"


def messages(event: Event) -> list[WireMessage]:  # noqa: PLR0911 - one line for each kind
    """Convert an event to messages."""
    match event:
        case Ack(_, request_id, verb):
            return [WireMessage(f"{ROOT}/ack", (request_id, verb))]
        case Progress(_, request_id, fraction, stage):
            return [WireMessage(f"{ROOT}/progress", (request_id, float(fraction), stage))]
        case Page(_, request_id, verb, index, total, values):
            return [WireMessage(f"{ROOT}/{verb}/page", (request_id, index, total, *values))]
        case Done():
            return _done(event)
        case Failed(_, request_id, code, text, address):
            return [WireMessage(f"{ROOT}/error", (request_id, code, text, full_address(address)))]
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
    if event.verb in _OWN_ANSWERS:
        answer = WireMessage(f"{ROOT}/{_OWN_ANSWERS[event.verb]}", event.values)
        if event.id == 0:
            return [answer]
        return [answer, WireMessage(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    if len(event.values) <= PAGE:
        return [WireMessage(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    parts = list(pages(event.values))
    paged = [
        WireMessage(f"{ROOT}/{event.verb}/page", (event.id, index, len(parts), *part))
        for index, part in enumerate(parts)
    ]
    return [*paged, WireMessage(f"{ROOT}/done", (event.id, event.verb, len(event.values)))]


def _setting(name: str, value: float) -> WireMessage:
    """Encode a parameter's value; whole ones as ints, since float32 cannot hold a large seed."""
    exact = int(value) if PARAMETERS[name].whole else float(value)
    return WireMessage(f"{ROOT}/param/{name}", (exact,))


def _position(name: str, position: float) -> WireMessage:
    return WireMessage(f"{ROOT}/param/{name}/normalized", (float(position),))


@cache
def query(knob: ParameterAddress) -> GetParameter:
    """Make the command that reads a parameter."""
    return GetParameter(knob.row.name, knob.normalized)


def find_verb(address: str) -> str:
    """Return the verb of an address.

    Raises:
        UnknownAddress: It has none; the message suggests the nearest address.
    """
    name = address.removeprefix(f"{ROOT}/")
    if name == address or name not in _VERBS:
        raise UnknownAddress(_unknown(address))
    return name


@lru_cache(maxsize=256)
def _unknown(address: str) -> str:
    known = [f"{ROOT}/{name}" for name in sorted(_VERBS)] + list(PARAMETER_ADDRESSES)
    # A missing root is the most common mistake.
    whole = address == "/" or address.startswith(f"{ROOT}/")
    rooted = address if whole else f"{ROOT}{address}"
    hint = did_you_mean(rooted, known, f"{ROOT}/list lists all", show=str)
    return f"unknown address {address}; {hint}"
