"""Translates JSON to requests, and events to JSON; no sockets."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn, TypeAlias

from distill.commands.context import Client
from distill.commands.grammar import Command, parse, parse_named
from distill.commands.parameter import SetParameter
from distill.engine.events import Done, Event, Failed, RequestId
from distill.engine.ports import Request
from distill.errors import BadArgument, BadPacket, DistillError
from distill.surfaces.wire_schema import (
    PARAMETER_ADDRESSES,
    ParameterAddress,
    find_verb,
    full_address,
    messages,
    query,
    split_id,
)
from distill.types import Json, Value

MAX_BODY: Final = 65_536
"""Bytes of one request; a list of 1,024 codes of the largest codebook takes a tenth."""
MAX_VALUES: Final = 1_024
"""Values of one request, as over OSC."""

Values: TypeAlias = Sequence[Value] | Mapping[str, Value | Sequence[Value]]
"""In order, or by name; by name a list of codes is one value."""

STATUS: Final = {
    "bad_argument": 400, "bad_packet": 400, "stranger": 403, "path_refused": 403,
    "unknown_address": 404, "unknown_slot": 404, "cancelled": 409, "wrong_model": 409,
    "bad_file": 422, "bad_audio": 422, "bad_model": 422, "source_gone": 410,
    "busy": 503, "not_ready": 503, "device": 503, "disk_full": 507,
}  # fmt: skip
"""HTTP status of each error; all others are internal errors."""
INTERNAL: Final = 500
"""HTTP status of an internal error."""

_INT64: Final = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class JsonRequest:
    """A request in JSON: an address, values, and an id, 0 when none was given."""

    address: str
    values: Values = ()
    id: RequestId = 0


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """The error of a malformed request, and the parts that could be read."""

    error: DistillError
    request: JsonRequest

    def failed(self, client: Client) -> Failed:
        """Return the refusal as an event."""
        return Failed(
            client, self.request.id, self.error.code, str(self.error), self.request.address
        )


def read(text: str | bytes) -> Json:
    """Parse a JSON object, strictly.

    Raises:
        BadPacket: It is none, or holds NaN or infinity.
    """
    try:
        data: Any = json.loads(text, parse_constant=_refuse)  # Any because JSON is
    except (ValueError, RecursionError) as error:
        raise BadPacket(f"this is not JSON: {str(error)[:100]}") from None
    if not isinstance(data, dict):
        raise BadPacket(f"a request is a JSON object, got {_kind(data)}")
    return data


def posted(address: str, body: Json) -> JsonRequest | RefusedRequest:
    """Parse the body of a POST: `args` in order, or arguments by name; and an `id`."""
    rest = dict(body)
    request_id = rest.pop("id", 0)
    values = rest.pop("args", rest)
    if values is not rest and rest:
        problem = BadArgument(f"give args, or arguments by name, not both; got {_listed(rest)} too")
        return RefusedRequest(problem, JsonRequest(address))
    return _parse(address, values, request_id)


def sent(text: str | bytes) -> JsonRequest | RefusedRequest:
    """Parse a message from a socket: `send` with an address, `args`, and an `id`."""
    try:
        data = read(text)
    except BadPacket as error:
        return RefusedRequest(error, JsonRequest(""))
    address, values, request_id = (data.pop(key, None) for key in ("send", "args", "id"))
    if not isinstance(address, str):
        problem = BadPacket(f'a message has "send" with an address, got {_kind(address)}')
        return RefusedRequest(problem, JsonRequest(""))
    parsed = _parse(
        address, [] if values is None else values, 0 if request_id is None else request_id
    )
    if data and isinstance(parsed, JsonRequest):
        text = f"a message has send, args and id; got {_listed(data)} too"
        return RefusedRequest(BadPacket(text), replace(parsed, values=()))
    return parsed


def request(parsed: JsonRequest | RefusedRequest, client: Client) -> Request | Failed:
    """Make an engine request of a JSON request."""
    if isinstance(parsed, RefusedRequest):
        return parsed.failed(client)
    try:
        return Request(_command(parsed.address, parsed.values), client, parsed.id)
    except DistillError as error:
        return RefusedRequest(error, parsed).failed(client)


def texts(event: Event) -> list[str]:
    """Encode an event for sockets: one text for each message that OSC would send."""
    return [
        json.dumps({"address": message.address, "args": plain(message.values)}, ensure_ascii=False)
        for message in messages(event)
    ]


def done(event: Done, pages: Sequence[Sequence[Value]]) -> Json:
    """Return the body of a successful POST."""
    answer: Json = {"done": event.verb, "values": plain(event.values)}
    if pages:
        answer["pages"] = [plain(page) for page in pages]
    return answer


def refusal(event: Failed) -> tuple[int, Json]:
    """Return the status and the body of a failed POST."""
    address = full_address(event.address)
    return STATUS.get(event.code, INTERNAL), {
        "error": event.code,
        "text": event.text,
        "address": address,
    }


def plain(values: Sequence[Value]) -> list[Value]:
    """Convert values to those that JSON has: NaN and infinity become text."""
    return [str(v) if isinstance(v, float) and not math.isfinite(v) else v for v in values]


def _command(address: str, values: Values) -> Command:
    knob = PARAMETER_ADDRESSES.get(address)
    if knob is not None:
        return _set_or_query(knob, values)
    verb = find_verb(address)
    if isinstance(values, Mapping):
        return parse_named(verb, values)
    return parse(verb, values)


def _set_or_query(knob: ParameterAddress, values: Values) -> Command:
    name = knob.row.name
    if isinstance(values, Mapping):
        if set(values) - {"value"}:
            raise BadArgument(f"{name} takes a value, got {_listed(values)}")
        value = values.get("value", ())
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not values:
        return query(knob)
    if len(values) > 1:
        raise BadArgument(f"{name} takes one value, got {len(values)}")
    knob.plain(values[0])
    return SetParameter(name, values[0], knob.normalized)


def _parse(address: str, values: Any, request_id: Any) -> JsonRequest | RefusedRequest:
    parsed = JsonRequest(address)
    try:
        _, number = split_id(("id", _value("id", request_id)))
        parsed = replace(parsed, id=number)
        if isinstance(values, dict):
            named = {key: _one_or_many(key, value) for key, value in values.items()}
            return replace(parsed, values=named)
        if not isinstance(values, list):
            raise BadArgument(f"args is a list, or an object with names; got {_kind(values)}")
        rest, number = split_id(_list("args", values))
        return JsonRequest(address, rest, parsed.id or number)
    except DistillError as error:
        return RefusedRequest(error, parsed)


def _one_or_many(name: str, value: Any) -> Value | tuple[Value, ...]:
    return _list(name, value) if isinstance(value, list) else _value(name, value)


def _list(name: str, values: list[Any]) -> tuple[Value, ...]:
    if len(values) > MAX_VALUES:
        raise BadArgument(f"{name[:40]} has up to {MAX_VALUES} values, got {len(values)}")
    return tuple(_value(name, value) for value in values)


def _value(name: str, value: Any) -> Value:
    """Accept the values that OSC has too (Any because JSON is)."""
    match value:
        case bool():
            return int(value)
        case int() if value in _INT64:
            return value
        case float() if math.isfinite(value):
            return value
        case str() if value.isascii() or value.encode("utf-8", "replace").decode() == value:
            return value
    raise BadArgument(f"{name[:40]} takes numbers, text, true and false; got {_kind(value)}")


def _kind(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        large = value not in _INT64 if isinstance(value, int) else not math.isfinite(value)
        return "a number that is too large" if large else "a number"
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "null")


def _listed(values: Mapping[str, object]) -> str:
    return ", ".join(str(key)[:40] for key in list(values)[:5])


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
