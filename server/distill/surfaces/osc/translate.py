"""Between OSC messages and what the engine understands: requests in, answers and news out."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, assert_never

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import grammar
from distill.commands.describe import ROOT
from distill.commands.parameter import GetParameter, SetParameter
from distill.engine.events import (
    Ack,
    Done,
    Event,
    Failed,
    Live,
    News,
    Page,
    ParameterChanged,
    ParameterIs,
    Progress,
    RequestId,
)
from distill.engine.ports import Request
from distill.errors import BadArgument, DistillError, UnknownAddress
from distill.parameters import PARAMETERS, Parameter
from distill.session.ports import Client
from distill.surfaces.osc.decoder import Message
from distill.surfaces.osc.encoder import PAGE, pages
from distill.types import Value

MAX_ID: Final = 64
"""Characters of a request id; it travels in every answer."""

_OWN_WORDS: Final = {"ping": "pong", "sync": "synced"}
"""Verbs whose answer has an address of its own."""
_VERBS: Final = frozenset(
    name for row in grammar.VERBS.values() for name in (row.name, *row.aliases)
)
_ANSWERS: Final = frozenset(
    [f"{ROOT}/{word}" for word in ("ack", "progress", "done", "error", *_OWN_WORDS.values())]
    + [f"{ROOT}/{verb}/page" for verb in _VERBS]
)


@dataclass(frozen=True, slots=True)
class Knob:
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


_LIVE: Final = f"{ROOT}/live/"

_KNOBS: Final = {
    f"{ROOT}/param/{row.name}{ending}": Knob(row, normalized=bool(ending))
    for row in PARAMETERS.values()
    for ending in ("", "/normalized")
}


class Translator:
    """Turn messages into requests.

    It remembers what each parameter was last set to, so that a client that repeats itself with
    every frame (TouchDesigner does) costs one comparison.

    Threads: `request` from the thread that receives; `changed` from the engine's.

    Attributes:
        repeated: Settings that changed nothing and went no further.
        ignored: Messages on addresses that only we send on: our own words, come back.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[Message, float]] = {}
        self.repeated = 0
        self.ignored = 0

    def request(self, message: Message, client: Client) -> Request | Failed | None:
        """Translate one message; None when nothing is to be done."""
        if message.address in _ANSWERS or message.address.startswith(_LIVE):
            self.ignored += 1
            return None
        knob = _KNOBS.get(message.address)
        if knob is not None and self._repeats(message, knob):
            self.repeated += 1
            return None
        name: RequestId = 0
        try:
            values, name = split_id(message.values)
            if knob is None:
                verb = _verb(message.address)
                return Request(grammar.parse(verb, values), client, name)
            return self._turn(message, knob, values, Request(_query(knob), client, name))
        except DistillError as error:
            return Failed(client, name, error.code, str(error), message.address)

    def changed(self, event: ParameterChanged) -> None:
        """Hear that a parameter moved, by whomever; a setting from before it is none any more."""
        last = self._last.get(event.name)
        if last is not None and last[1] != event.value:
            self._last.pop(event.name, None)

    def failed(self, event: Failed) -> None:
        """Hear that a setting was refused; said again it is no repetition."""
        self._last.pop(event.address.removeprefix("param/"), None)

    def _repeats(self, message: Message, knob: Knob) -> bool:
        last = self._last.get(knob.row.name)
        return last is not None and last[0] == message

    def _turn(
        self, message: Message, knob: Knob, values: Sequence[Value], query: Request
    ) -> Request:
        if not values:
            return query
        if len(values) > 1:
            raise BadArgument(f"{knob.row.name} takes one value, got {len(values)}")
        plain = knob.plain(values[0])
        if query.id == 0:
            self._last[knob.row.name] = (message, plain)
        else:
            self._last.pop(knob.row.name, None)
        setting = SetParameter(knob.row.name, values[0], knob.normalized)
        return Request(setting, query.client, query.id)


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


def messages(event: Event) -> list[Message]:  # noqa: PLR0911 - one line for each kind
    """Say an event in OSC."""
    match event:
        case Ack(_, name, verb):
            return [Message(f"{ROOT}/ack", (name, verb))]
        case Progress(_, name, fraction, stage):
            return [Message(f"{ROOT}/progress", (name, float(fraction), stage))]
        case Page(_, name, verb, index, total, values):
            return [Message(f"{ROOT}/{verb}/page", (name, index, total, *values))]
        case Done():
            return _done(event)
        case Failed(_, name, code, text, address):
            full = address if address.startswith("/") or not address else f"{ROOT}/{address}"
            return [Message(f"{ROOT}/error", (name, code, text, full))]
        case ParameterIs(_, name, value, normalized):
            return [_position(name, value) if normalized else _setting(name, value)]
        case ParameterChanged(name, value, _):
            position = PARAMETERS[name].to_normalized(value)
            return [_setting(name, value), _position(name, position)]
        case News(topic, values):
            return [Message(f"{ROOT}/{topic}", values)]
        case Live(_, _, readings):
            return [Message(f"{_LIVE}{name}", (value,)) for name, value in readings]
        case _:
            assert_never(event)


def _done(event: Done) -> list[Message]:
    if event.verb in _OWN_WORDS:
        answer = Message(f"{ROOT}/{_OWN_WORDS[event.verb]}", event.values)
        if event.id == 0:
            return [answer]
        return [answer, Message(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    if len(event.values) <= PAGE:
        return [Message(f"{ROOT}/done", (event.id, event.verb, *event.values))]
    parts = list(pages(event.values))
    told = [
        Message(f"{ROOT}/{event.verb}/page", (event.id, index, len(parts), *part))
        for index, part in enumerate(parts)
    ]
    return [*told, Message(f"{ROOT}/done", (event.id, event.verb, len(event.values)))]


def _setting(name: str, value: float) -> Message:
    """A parameter's value: whole ones as ints, as a float32 would spoil a large seed."""
    exact = int(value) if PARAMETERS[name].whole else float(value)
    return Message(f"{ROOT}/param/{name}", (exact,))


def _position(name: str, position: float) -> Message:
    return Message(f"{ROOT}/param/{name}/normalized", (float(position),))


@cache
def _query(knob: Knob) -> GetParameter:
    return GetParameter(knob.row.name, knob.normalized)


def _verb(address: str) -> str:
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
    known = [f"{ROOT}/{name}" for name in sorted(_VERBS)] + list(_KNOBS)
    rooted = f"{ROOT}{address}"  # the root is what is most often forgotten
    near = [rooted] if rooted in known else difflib.get_close_matches(address, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"{ROOT}/list tells all"
    return f"nothing answers to {address}; {hint}"
