"""Turns OSC messages into requests, and leaves out the settings that a client only repeats."""

from collections.abc import Sequence
from typing import Final

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import grammar
from distill.commands.context import Client
from distill.commands.describe import ROOT
from distill.commands.parameter import SetParameter
from distill.commands.triggers import PREFIX, Triggers, command_of, number
from distill.engine.events import (
    Failed,
    ParameterChanged,
    RequestId,
)
from distill.engine.ports import Request
from distill.errors import BadArgument, DistillError
from distill.surfaces.wire_schema import (
    ANSWERS,
    LIVE,
    PARAMETER_ADDRESSES,
    ParameterAddress,
    WireMessage,
    find_verb,
    query,
    split_id,
)
from distill.types import Value

_TRIGGER: Final = f"{ROOT}/{PREFIX}"
"""What starts something by an edge has addresses below it."""


class OscTranslator:
    """Turn messages into requests.

    It remembers what each parameter was last set to, so that a client that repeats itself with
    every frame (TouchDesigner does) costs one comparison.

    Threads: `request` from the thread that receives; `changed` from the engine's.

    Attributes:
        repeated: Settings and triggers that changed nothing and went no further.
        ignored: Messages on addresses that only we send on: our own words, come back.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[WireMessage, float]] = {}
        self._triggers = Triggers()
        self.repeated = 0
        self.ignored = 0

    def request(self, message: WireMessage, client: Client) -> Request | Failed | None:
        """Translate one message; None when nothing is to be done."""
        if message.address in ANSWERS or message.address.startswith(LIVE):
            self.ignored += 1
            return None
        knob = PARAMETER_ADDRESSES.get(message.address)
        if knob is not None and self._repeats(message, knob):
            self.repeated += 1
            return None
        name: RequestId = 0
        try:
            values, name = split_id(message.values)
            if message.address.startswith(_TRIGGER):
                return self._trigger(message.address, number(values), client, name)
            if knob is None:
                verb = find_verb(message.address)
                return Request(grammar.parse(verb, values), client, name)
            return self._turn(message, knob, values, Request(query(knob), client, name))
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

    def _trigger(
        self, address: str, value: float, client: Client, name: RequestId
    ) -> Request | None:
        word = address.removeprefix(_TRIGGER)
        if self._triggers.starts(client.key, word, value):
            return Request(command_of(word), client, name)
        self.repeated += 1
        return None

    def _repeats(self, message: WireMessage, knob: ParameterAddress) -> bool:
        last = self._last.get(knob.row.name)
        return last is not None and last[0] == message

    def _turn(
        self, message: WireMessage, knob: ParameterAddress, values: Sequence[Value], query: Request
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
