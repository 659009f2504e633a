"""Cuts a stream of MIDI bytes into messages of a channel; all else is passed over."""

from dataclasses import dataclass
from typing import Final

STATUS: Final = 0x80
"""From here on a byte begins a message; below it is data."""
SYSTEM: Final = 0xF0
REALTIME: Final = 0xF8
"""Single bytes from here on may stand inside other messages."""

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL: Final = 0xB0
PROGRAM: Final = 0xC0
PRESSURE: Final = 0xD0
BEND: Final = 0xE0


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind (a status byte without channel), channel 1..16, and data."""

    kind: int
    channel: int
    first: int
    second: int = 0


class Parser:
    """One port's stream, with running status; a message may come in pieces.

    Threads: one.
    """

    def __init__(self) -> None:
        self._status = 0
        self._data: list[int] = []

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes; give the messages that they complete."""
        found: list[Message] = []
        for byte in data:
            if byte >= REALTIME:
                continue
            if byte >= STATUS:
                self._status = byte if byte < SYSTEM else 0
                self._data.clear()
                continue
            if not self._status:  # within a system message, or before anything began
                continue
            self._data.append(byte)
            kind = self._status & 0xF0
            if len(self._data) == (1 if kind in (PROGRAM, PRESSURE) else 2):
                found.append(Message(kind, (self._status & 0x0F) + 1, *self._data))
                self._data.clear()
        return found
