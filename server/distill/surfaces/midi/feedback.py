"""What the lights, rings and motor faders of controllers should show; no port is needed.

A control is told where its parameter is when that changed elsewhere, and never what it has just
said itself. A control that only counts clicks does not know where it is, so it is always told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from distill.surfaces.midi import binding as bound
from distill.surfaces.midi.assembler import TOP, TOP14, ControlEvent, unbend
from distill.surfaces.midi.binding import Binding, ControlKind, Mode, ParameterTarget
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.port_names import outputs_of

ECHO_S: Final = 0.3
"""What comes back so soon as it was told is an echo (a loop-back port, a moving fader)."""
_FINE: Final = (ControlKind.CC14, ControlKind.NRPN)


@dataclass(slots=True)
class _Known:
    """What a control shows.

    Attributes:
        raw: Where it stands; None when that is not known.
        value: Of the parameter, if it was this control that put it there.
        told_s: When we told it; before all time when it was not us.
    """

    raw: int | None
    value: float | None = None
    told_s: float = float("-inf")


class Feedback:
    """What every light shows, and should.

    Threads: one at a time; its user locks.
    """

    def __init__(self, mapping: bound.Mapping) -> None:
        self._known: dict[ControlLight, _Known] = {}
        self._channels: dict[Binding, int] = {}
        self._inputs: tuple[str, ...] = ()
        self._outputs: tuple[str, ...] = ()
        self.adopt(mapping)

    def adopt(self, mapping: bound.Mapping) -> None:
        """Go on with other bindings; of two on one light, the one that names its port is shown."""
        self._rows = [
            (binding, binding.target)
            for binding in sorted(mapping, key=lambda binding: not binding.port)
            if binding.feedback is not None and isinstance(binding.target, ParameterTarget)
        ]

    @property
    def watched(self) -> tuple[str, ...]:
        """Names of the outputs to open; an empty one for those of all inputs."""
        names = (row[0].feedback or row[0].port for row in self._rows)
        return tuple(dict.fromkeys(names))

    def plug(self, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> bool:
        """Take note of the ports there are now; is there one that has to be told everything?"""
        fresh = set(outputs) - set(self._outputs)
        self._inputs, self._outputs = inputs, outputs
        for light in [light for light in self._known if light.output not in outputs]:
            del self._known[light]
        return bool(fresh)

    def echoes(self, heard: ControlEvent, port: str, now_s: float) -> bool:
        """Is that only what we have just told the same control?"""
        for binding, _ in self._met(heard, port):
            if binding.mode is Mode.ABSOLUTE:
                for light in self._own(binding, heard, port):
                    known = self._known.get(light)
                    if known and known.raw == heard.raw and now_s - known.told_s < ECHO_S:
                        return True
        return False

    def observe(self, heard: ControlEvent, port: str, values: Mapping[str, float]) -> bool:
        """Take note of what a control says of itself; must its light be told again?

        Args:
            heard: What it said.
            port: Whose control.
            values: The parameters, after it was obeyed.
        """
        again = False
        for binding, target in self._met(heard, port):
            self._channels[binding] = heard.channel
            for light in self._own(binding, heard, port):
                if binding.mode is Mode.ABSOLUTE and not heard.clicks:
                    self._known[light] = _Known(heard.raw, values[target.row.name])
                elif binding.mode is Mode.TOGGLE or heard.clicks:  # many light up while pressed
                    self._known.pop(light, None)
                    again = True
        return again

    def show(
        self, values: Mapping[str, float], now_s: float
    ) -> tuple[tuple[ControlLight, int], ...]:
        """Give every light that shows something else than it should; they show it from now on."""
        wanted: dict[ControlLight, tuple[int, float]] = {}
        for binding, target in self._rows:
            value = values[target.row.name]
            channel = binding.channel or self._channels.get(binding, 1)
            raw = _shown(binding, target, value)
            for output in self._of(binding):
                light = ControlLight(output, binding.source, channel, binding.number)
                wanted.setdefault(light, (raw, value))
        told: list[tuple[ControlLight, int]] = []
        for light, (raw, value) in wanted.items():
            known = self._known.get(light)
            if known is not None and (known.raw == raw or known.value == value):
                continue
            self._known[light] = _Known(raw, told_s=now_s)
            told.append((light, raw))
        return tuple(told)

    def _met(self, heard: ControlEvent, port: str) -> Iterator[tuple[Binding, ParameterTarget]]:
        for row in self._rows:
            if row[0].meets(heard.source, heard.number, heard.channel, port):
                yield row

    def _of(self, binding: Binding) -> tuple[str, ...]:
        """Find the outputs that a binding's control is on."""
        said = binding.feedback or binding.port
        names = (said,) if said else self._inputs
        found = (output for name in names for output in outputs_of(name, self._outputs))
        return tuple(dict.fromkeys(found))

    def _own(self, binding: Binding, heard: ControlEvent, port: str) -> Iterator[ControlLight]:
        """Give the light of the very control that speaks."""
        every = self._of(binding)
        own = [output for output in outputs_of(port, self._outputs) if output in every]
        for output in own or every:
            yield ControlLight(output, heard.source, heard.channel, binding.number)


def _shown(binding: Binding, target: ParameterTarget, value: float) -> int:
    """Say a value as its control would."""
    if binding.mode is Mode.TOGGLE:
        return TOP if value == target.last else 0
    place = target.position(value)
    if binding.source is ControlKind.PITCHBEND:
        return unbend(place)
    return round(place * (TOP14 if binding.source in _FINE else TOP))
