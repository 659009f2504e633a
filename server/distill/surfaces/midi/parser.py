"""Channel messages of MIDI 1.0: `read` decodes their bytes, `to_bytes` encodes them."""

from dataclasses import dataclass
from typing import Final

SYSTEM: Final = 0xF0
"""Status bytes from here on belong to no channel."""

NOTE_ON: Final = 0x90
CONTROL: Final = 0xB0
PROGRAM: Final = 0xC0
BEND: Final = 0xE0
_LENGTH: Final = {NOTE_ON: 3, CONTROL: 3, PROGRAM: 2, BEND: 3}
_TOP: Final = 0x7F
"""The highest data byte."""


@dataclass(frozen=True, slots=True)
class MidiMessage:
    """One message: its kind (a status byte without channel), channel 1..16, and data."""

    kind: int
    channel: int
    first: int
    second: int = 0

    def to_bytes(self) -> list[int]:
        """Encode it as the port's library sends it; the reverse of `read`."""
        data = (self.first, self.second)[: _LENGTH[self.kind] - 1]
        return [self.kind | (self.channel - 1), *data]


def read(data: bytes) -> MidiMessage | None:
    """Decode one whole message from the port's library; None if no control sends such a message."""
    if not data or data[0] >= SYSTEM:
        return None
    kind = data[0] & 0xF0
    if len(data) != _LENGTH.get(kind) or max(data[1:]) > _TOP:
        return None
    return MidiMessage(kind, (data[0] & 0x0F) + 1, *data[1:])
