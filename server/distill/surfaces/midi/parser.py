"""Reads one MIDI message of a channel; all others are passed over."""

from dataclasses import dataclass
from typing import Final

SYSTEM: Final = 0xF0
"""From here on a first byte belongs to no channel."""

NOTE_ON: Final = 0x90
CONTROL: Final = 0xB0
PROGRAM: Final = 0xC0
BEND: Final = 0xE0
_LENGTH: Final = {NOTE_ON: 3, CONTROL: 3, PROGRAM: 2, BEND: 3}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind (a status byte without channel), channel 1..16, and data."""

    kind: int
    channel: int
    first: int
    second: int = 0


def read(data: bytes) -> Message | None:
    """Read one whole message, as the port's library gives it; None if it is nothing for us."""
    if not data or data[0] >= SYSTEM:
        return None
    kind = data[0] & 0xF0
    if len(data) != _LENGTH.get(kind):
        return None
    return Message(kind, (data[0] & 0x0F) + 1, *data[1:])
