"""Translates OSC messages to requests, and drops settings that only repeat the last one."""

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
"""Prefix of the addresses that start a command on a rising edge."""


class OscTranslator:
    """Translate messages to requests.

    It remembers the last setting of each parameter, so that a client that repeats its values with
    every frame (TouchDesigner does) costs one comparison.

    Threads: `request` on the receiving thread; `changed` on the engine's.

    Attributes:
        repeated: Settings and triggers that changed nothing and were dropped.
        ignored: Messages on addresses that only the server sends: its own messages, looped back.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[WireMessage, float]] = {}
        self._triggers = Triggers()
        self.repeated = 0
        self.ignored = 0

    def request(self, message: WireMessage, client: Client) -> Request | Failed | None:
        """Translate one message; None when there is nothing to do."""
        if message.address in ANSWERS or message.address.startswith(LIVE):
            self.ignored += 1
            return None
        knob = PARAMETER_ADDRESSES.get(message.address)
        if knob is not None and self._repeats(message, knob):
            self.repeated += 1
            return None
        request_id: RequestId = 0
        try:
            values, request_id = split_id(message.values)
            if message.address.startswith(_TRIGGER):
                return self._trigger(message.address, number(values), client, request_id)
            if knob is None:
                verb = find_verb(message.address)
                return Request(grammar.parse(verb, values), client, request_id)
            return self._set(message, knob, values, Request(query(knob), client, request_id))
        except DistillError as error:
            return Failed(client, request_id, error.code, str(error), message.address)

    def changed(self, event: ParameterChanged) -> None:
        """Forget the last setting of a parameter that has another value now."""
        last = self._last.get(event.name)
        if last is not None and last[1] != event.value:
            self._last.pop(event.name, None)

    def failed(self, event: Failed) -> None:
        """Forget a refused setting, so that it is not dropped when it is repeated."""
        self._last.pop(event.address.removeprefix("param/"), None)

    def _trigger(
        self, address: str, value: float, client: Client, request_id: RequestId
    ) -> Request | None:
        word = address.removeprefix(_TRIGGER)
        if self._triggers.starts(client.key, word, value):
            return Request(command_of(word), client, request_id)
        self.repeated += 1
        return None

    def _repeats(self, message: WireMessage, knob: ParameterAddress) -> bool:
        last = self._last.get(knob.row.name)
        return last is not None and last[0] == message

    def _set(
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
