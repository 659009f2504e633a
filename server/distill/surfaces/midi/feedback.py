"""Feedback to the lights, rings and motor faders of controllers; no port is needed.

A control gets its parameter's value when that changed elsewhere, never the value that it has just
sent itself. An encoder that sends only clicks has no position, so it always gets the value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from distill.surfaces.midi import binding as bound
from distill.surfaces.midi.assembler import TOP, TOP14, ControlEvent, unbend
from distill.surfaces.midi.binding import Binding, Mode, ParameterTarget
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.port_names import outputs_of

ECHO_S: Final = 0.3
"""A value that comes back within this time is an echo (a loop-back port, a moving fader)."""
_FINE: Final = (ControlKind.CC14, ControlKind.NRPN)


@dataclass(slots=True)
class _Known:
    """What a control shows.

    Attributes:
        raw: Its raw value; None when unknown.
        value: Of the parameter, if this control set it.
        sent_s: When the server sent the raw value; -inf if the control sent it itself.
    """

    raw: int | None
    value: float | None = None
    sent_s: float = float("-inf")


class Feedback:
    """What every light shows and should show.

    Threads: one at a time; the caller locks.
    """

    def __init__(self, mapping: bound.Mapping) -> None:
        self._known: dict[ControlLight, _Known] = {}
        self._channels: dict[Binding, int] = {}
        self._inputs: tuple[str, ...] = ()
        self._outputs: tuple[str, ...] = ()
        self.adopt(mapping)

    def adopt(self, mapping: bound.Mapping) -> None:
        """Switch to other bindings; of two on one light, the one that names its port wins."""
        self._rows = [
            (binding, binding.target)
            for binding in sorted(mapping, key=lambda binding: not binding.port)
            if binding.feedback is not None and isinstance(binding.target, ParameterTarget)
        ]

    @property
    def watched(self) -> tuple[str, ...]:
        """Names of the outputs to open; an empty name stands for those of all inputs."""
        names = (row[0].feedback or row[0].port for row in self._rows)
        return tuple(dict.fromkeys(names))

    def plug(self, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> bool:
        """Update the ports; return whether a new output needs all its lights sent."""
        fresh = set(outputs) - set(self._outputs)
        self._inputs, self._outputs = inputs, outputs
        for light in [light for light in self._known if light.output not in outputs]:
            del self._known[light]
        return bool(fresh)

    def echoes(self, event: ControlEvent, port: str, now_s: float) -> bool:
        """Return whether an event only repeats what was just sent to the same control."""
        for binding, _ in self._bound(event, port):
            if binding.mode is Mode.ABSOLUTE:
                for light in self._own_lights(binding, event, port):
                    known = self._known.get(light)
                    if known and known.raw == event.raw and now_s - known.sent_s < ECHO_S:
                        return True
        return False

    def observe(self, event: ControlEvent, port: str, values: Mapping[str, float]) -> bool:
        """Note what a control shows of itself; return whether its light must be sent again.

        Args:
            event: What it sent.
            port: Its input.
            values: The parameters, after its requests.
        """
        again = False
        for binding, target in self._bound(event, port):
            self._channels[binding] = event.channel
            for light in self._own_lights(binding, event, port):
                if binding.mode is Mode.ABSOLUTE and not event.clicks:
                    self._known[light] = _Known(event.raw, values[target.row.name])
                elif binding.mode is Mode.TOGGLE or event.clicks:  # many light while pressed
                    self._known.pop(light, None)
                    again = True
        return again

    def show(
        self, values: Mapping[str, float], now_s: float
    ) -> tuple[tuple[ControlLight, int], ...]:
        """Return every light that must change, and assume that it then shows its value."""
        wanted: dict[ControlLight, tuple[int, float]] = {}
        for binding, target in self._rows:
            value = values[target.row.name]
            channel = binding.channel or self._channels.get(binding, 1)
            raw = _encode(binding, target, value)
            for output in self._outputs_of(binding):
                light = ControlLight(output, binding.source, channel, binding.number)
                wanted.setdefault(light, (raw, value))
        changed: list[tuple[ControlLight, int]] = []
        for light, (raw, value) in wanted.items():
            known = self._known.get(light)
            if known is not None and (known.raw == raw or known.value == value):
                continue
            self._known[light] = _Known(raw, sent_s=now_s)
            changed.append((light, raw))
        return tuple(changed)

    def _bound(self, event: ControlEvent, port: str) -> Iterator[tuple[Binding, ParameterTarget]]:
        for row in self._rows:
            if row[0].matches(event.source, event.number, event.channel, port):
                yield row

    def _outputs_of(self, binding: Binding) -> tuple[str, ...]:
        """Find the outputs of a binding's control."""
        name = binding.feedback or binding.port
        names = (name,) if name else self._inputs
        found = (output for name in names for output in outputs_of(name, self._outputs))
        return tuple(dict.fromkeys(found))

    def _own_lights(
        self, binding: Binding, event: ControlEvent, port: str
    ) -> Iterator[ControlLight]:
        """Yield the lights of the control that sent an event."""
        every = self._outputs_of(binding)
        own = [output for output in outputs_of(port, self._outputs) if output in every]
        for output in own or every:
            yield ControlLight(output, event.source, event.channel, binding.number)


def _encode(binding: Binding, target: ParameterTarget, value: float) -> int:
    """Encode a parameter's value as its control would send it."""
    if binding.mode is Mode.TOGGLE:
        return TOP if value == target.last else 0
    place = target.position(value)
    if binding.source is ControlKind.PITCHBEND:
        return unbend(place)
    return round(place * (TOP14 if binding.source in _FINE else TOP))
