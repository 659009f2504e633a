"""The outputs that lights and motors are told by, in the process of the ports."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from distill.surfaces.midi.assembler import DATA, DATA_FINE, NRPN, NRPN_FINE
from distill.surfaces.midi.binding import PAIR, Source
from distill.surfaces.midi.names import outputs_of, told_apart
from distill.surfaces.midi.news import Light, Show
from distill.surfaces.midi.parser import BEND, CONTROL, NOTE_ON, Message
from distill.surfaces.midi.system import System

Output = Any
"""An `rtmidi.MidiOut`; Any because it ships no types."""
_LOW: Final = 0x7F


class Outputs:
    """What is open because somebody is to be told something.

    They are opened when they come, not when they are needed: with JACK, a client that comes or
    goes may cost the others a message.

    Threads: one.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._open: dict[str, Output] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """What is open."""
        return tuple(self._open)

    def look(self, there: Sequence[str], names: Iterable[str]) -> str:
        """Open the outputs that belong to names, close others; tell what went wrong."""
        every = told_apart(list(there))
        wanted = dict.fromkeys(found for name in names for found in outputs_of(name, every))
        for name in [name for name in self._open if name not in wanted]:
            del self._open[name]
        trouble = ""
        for name in wanted:
            if name not in self._open:
                try:
                    self._open[name] = self._reach(every.index(name))
                except Exception as error:  # noqa: BLE001 - the library's errors share no root
                    trouble = f"{name} cannot be opened, another program may have it ({error})"
        return trouble

    def show(self, show: Show) -> None:
        """Tell controls what to show; an output that fails is opened anew at the next look."""
        for light, raw in show.lights:
            if light.output not in self._open:
                continue
            try:
                for data in messages(light, raw):
                    self._open[light.output].send_message(data)
            except Exception:  # noqa: BLE001 - see above
                del self._open[light.output]

    def _reach(self, index: int) -> Output:
        output = self._system.speak()
        output.open_port(index, name="out")
        return output


def messages(light: Light, raw: int) -> list[list[int]]:
    """Encode what a control should show: one message, or one for each half of a fine value."""
    channel, number = light.channel, light.number or 0

    def control(which: int, value: int) -> Message:
        return Message(CONTROL, channel, which, value)

    coarse, fine = raw >> 7, raw & _LOW
    match light.source:
        case Source.CC14:
            found = [control(number, coarse), control(number + PAIR, fine)]
        case Source.NRPN:
            found = [control(NRPN, number >> 7), control(NRPN_FINE, number & _LOW)]
            found += [control(DATA, coarse), control(DATA_FINE, fine)]
        case Source.PITCHBEND:
            found = [Message(BEND, channel, fine, coarse)]
        case Source.NOTE:
            found = [Message(NOTE_ON, channel, number, raw)]
        case _:
            found = [control(number, raw)]
    return [message.to_bytes() for message in found]
