"""Decode an OSC packet into messages, or refuse the whole packet; no sockets here.

The decoder is strict: it accepts a packet whole or not at all, so that no argument shifts into
another's place, and no packet makes it wait, loop or recurse deeply.

Source: Open Sound Control 1.0 specification (Wright 2002), and the hostile packets of
docs/background/client-limits.md#hostile-packets.
"""

import math
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from distill.errors import BadPacket
from distill.surfaces.wire_schema import WireMessage
from distill.types import Value

MAX_PACKET: Final = 8_192
"""Bytes of the largest datagram read; above what Max's udpsend sends (5,096)."""
MAX_DEPTH: Final = 4
"""Depth of nested bundles; no known client nests more than twice."""
MAX_MESSAGES: Final = 256
"""Messages of one packet; a TouchDesigner bundle has one for each channel."""
MAX_VALUES: Final = 1_024
"""Arguments of one message: twice a `set` of 512 codes, and as many as 5,096 bytes can hold."""
MAX_ADDRESS: Final = 255
"""Characters."""

_WORD: Final = 4
"""Bytes; everything in OSC is aligned to it."""
_BUNDLE: Final = b"#bundle\0"
_BUNDLE_HEAD: Final = 16
_SIZE: Final = struct.Struct(">i")
_ADDRESS: Final = re.compile(rb"/[!-~]*")
_PATTERN: Final = re.compile(rb"[#*,?\[\]{}]")
_TAGS: Final = re.compile(rb",[ifsbhdtTFNI]*")
_RUNS: Final = re.compile(rb"[ifhd]+|[stTFNIb]")
_FORMS: Final = bytes.maketrans(b"ht", b"qQ")
_NO_NUMBERS: Final = b"TFNIsb"
_TAG_ONLY: Final[dict[bytes, tuple[Value]]] = {b"T": (1,), b"F": (0,), b"N": ("",), b"I": (1,)}
_NTP_FRACTION: Final = 2**32


@dataclass(frozen=True, slots=True)
class _Step:
    """A run of numbers, or one argument of another type, given by its type tags."""

    tag: bytes
    form: struct.Struct
    fractional: bool


def decode(packet: bytes) -> list[WireMessage]:
    """Decode a packet; bundles are flattened in order, and their time tags are ignored.

    Raises:
        BadPacket: Any part of the packet is malformed; none of it is used.
    """
    if len(packet) > MAX_PACKET:
        raise BadPacket(
            f"a packet may have up to {MAX_PACKET} bytes, got {len(packet)}; send it in parts"
        )
    found: list[WireMessage] = []
    _element(packet, 0, len(packet), 0, found)
    return found


def _element(packet: bytes, start: int, end: int, depth: int, found: list[WireMessage]) -> None:
    if end - start < _WORD or (end - start) % _WORD:
        raise BadPacket(f"an OSC element has 4, 8, 12... bytes, got {end - start}")
    if packet.startswith(_BUNDLE, start, end):
        _bundle(packet, start, end, depth + 1, found)
        return
    if len(found) >= MAX_MESSAGES:
        raise BadPacket(f"a packet may hold up to {MAX_MESSAGES} messages; send it in parts")
    found.append(_message(packet, start, end))


def _bundle(packet: bytes, start: int, end: int, depth: int, found: list[WireMessage]) -> None:
    if depth > MAX_DEPTH:
        raise BadPacket(f"bundles may nest {MAX_DEPTH} deep; send the messages in one bundle")
    at = start + _BUNDLE_HEAD
    if at > end:
        raise BadPacket(f"a bundle starts with {_BUNDLE_HEAD} bytes, got {end - start}")
    while at < end:
        (size,) = _SIZE.unpack_from(packet, at)
        at += _WORD
        if not _WORD <= size <= end - at:
            raise BadPacket(f"an element of a bundle claims {size} bytes; {end - at} are left")
        _element(packet, at, at + size, depth, found)
        at += size


def _message(packet: bytes, start: int, end: int) -> WireMessage:
    address, at = _text(packet, start, end)
    name = _name(address)
    if at == end:
        return WireMessage(name)
    tags, at = _text(packet, at, end)
    if not _TAGS.fullmatch(tags):
        raise BadPacket(f"{name}: type tags are a comma and i f s h d t T F N I, got {tags[:40]!r}")
    if len(tags) - 1 > MAX_VALUES:
        raise BadPacket(f"{name}: up to {MAX_VALUES} arguments, got {len(tags) - 1}; page them")
    return WireMessage(name, tuple(_values(packet, at, end, _steps(tags), name)))


@lru_cache(maxsize=256)
def _name(address: bytes) -> str:
    if len(address) > MAX_ADDRESS:
        raise BadPacket(f"an address has up to {MAX_ADDRESS} characters, got {len(address)}")
    if not _ADDRESS.fullmatch(address):
        raise BadPacket(f'an address starts with "/" and is plain ASCII, got {address[:40]!r}')
    if _PATTERN.search(address):
        raise BadPacket(f"patterns are not supported; name one address, got {address[:40]!r}")
    return address.decode("ascii")


@lru_cache(maxsize=256)
def _steps(tags: bytes) -> tuple[_Step, ...]:
    """Group neighbouring numbers, so that one call unpacks a list of codes."""
    return tuple(
        _Step(
            tag,
            struct.Struct(b">" + tag.translate(_FORMS, _NO_NUMBERS)),
            b"f" in tag or b"d" in tag,
        )
        for tag in _RUNS.findall(tags, 1)
    )


def _values(packet: bytes, at: int, end: int, steps: tuple[_Step, ...], name: str) -> list[Value]:
    values: list[Value] = []
    for step in steps:
        if step.tag == b"s":
            text, at = _text(packet, at, end)
            values.append(_unicode(text, name))
            continue
        if step.tag == b"b":
            raise BadPacket(f"{name}: no command takes a blob; send numbers or a file name")
        missing = at + step.form.size - end
        if missing > 0:
            raise BadPacket(f"{name}: the packet ends {missing} bytes before its arguments do")
        numbers = step.form.unpack_from(packet, at)
        at += step.form.size
        if step.fractional and not all(map(math.isfinite, numbers)):
            raise BadPacket(f"{name}: a number must be finite; got NaN or infinity")
        if step.tag == b"t":
            numbers = (numbers[0] / _NTP_FRACTION,)
        values += _TAG_ONLY.get(step.tag, numbers)
    if at != end:
        raise BadPacket(f"{name}: {end - at} bytes follow the last argument; none may")
    return values


def _text(packet: bytes, start: int, end: int) -> tuple[bytes, int]:
    """Return the zero-terminated string at `start`, and the position after its padding."""
    stop = packet.find(b"\0", start, end)
    if stop < 0:
        raise BadPacket("a string has no end; close it with a zero byte")
    after = start + (stop - start) // _WORD * _WORD + _WORD
    if after > end or packet.count(b"\0", stop, after) != after - stop:
        raise BadPacket("a string must be padded with zeros to a multiple of 4 bytes")
    return packet[start:stop], after


def _unicode(text: bytes, name: str) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadPacket(f"{name}: text must be UTF-8; byte {error.start} is not") from None
