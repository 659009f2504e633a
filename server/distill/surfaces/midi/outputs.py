"""MIDI outputs for feedback to lights and motors, in the port process."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from distill.surfaces.midi.assembler import DATA, DATA_FINE, NRPN, NRPN_FINE
from distill.surfaces.midi.backend import MidiBackend
from distill.surfaces.midi.control_kind import PAIR, ControlKind
from distill.surfaces.midi.parser import BEND, CONTROL, NOTE_ON, MidiMessage
from distill.surfaces.midi.port_messages import ControlLight, ShowLights
from distill.surfaces.midi.port_names import index_of, numbered, outputs_of

Output = Any
"""An `rtmidi.MidiOut`; Any because it ships no types."""
_LOW: Final = 0x7F


class Outputs:
    """The outputs open for feedback.

    They are opened when they appear, not when they are needed: with JACK, a client that joins or
    leaves may cost the others a message.

    Threads: one.
    """

    def __init__(self, system: MidiBackend) -> None:
        self._system = system
        self._open: dict[str, Output] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the open outputs."""
        return tuple(self._open)

    def refresh(self, there: Sequence[str], names: Iterable[str]) -> str:
        """Open the outputs that belong to names, close others; return the last error, if any."""
        every = numbered(list(there))
        wanted = dict.fromkeys(found for name in names for found in outputs_of(name, every))
        for name in [name for name in self._open if name not in wanted]:
            del self._open[name]
        trouble = ""
        for name in wanted:
            if name not in self._open:
                try:
                    self._open[name] = self._open_port(name)
                except Exception as error:  # noqa: BLE001 - the library's errors share no root
                    trouble = f"{name} cannot be opened, another program may have it ({error})"
        return trouble

    def show(self, show: ShowLights) -> None:
        """Send values to controls; an output that fails is reopened at the next `refresh`."""
        for light, raw in show.lights:
            if light.output not in self._open:
                continue
            try:
                for data in messages(light, raw):
                    self._open[light.output].send_message(data)
            except Exception:  # noqa: BLE001 - see above
                del self._open[light.output]

    def _open_port(self, name: str) -> Output:
        """Open a port by its name: its number may have changed since the scan."""
        output = self._system.open_output()
        output.open_port(index_of(name, output.get_ports()), name="out")
        return output


def messages(light: ControlLight, raw: int) -> list[list[int]]:
    """Encode the value that a control should show; a fine value takes a message for each half."""
    channel, number = light.channel, light.number or 0

    def control(which: int, value: int) -> MidiMessage:
        return MidiMessage(CONTROL, channel, which, value)

    coarse, fine = raw >> 7, raw & _LOW
    match light.source:
        case ControlKind.CC14:
            found = [control(number, coarse), control(number + PAIR, fine)]
        case ControlKind.NRPN:
            found = [control(NRPN, number >> 7), control(NRPN_FINE, number & _LOW)]
            found += [control(DATA, coarse), control(DATA_FINE, fine)]
        case ControlKind.PITCHBEND:
            found = [MidiMessage(BEND, channel, fine, coarse)]
        case ControlKind.NOTE:
            found = [MidiMessage(NOTE_ON, channel, number, raw)]
        case _:
            found = [control(number, raw)]
    return [message.to_bytes() for message in found]
