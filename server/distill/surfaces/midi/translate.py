"""Translates MIDI bytes and parameter values to requests for the engine; no port is needed.

A control has a position 0..1, and so has its parameter. If the control set the parameter last, the
parameter follows; otherwise the binding's takeover decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.engine.ports import Request
from distill.surfaces.midi import assembler, parser
from distill.surfaces.midi import binding as bound
from distill.surfaces.midi.assembler import TOP, ControlEvent, PairState
from distill.surfaces.midi.binding import Binding, Mode, NumberedCommand, ParameterTarget, Takeover
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.port_messages import ControlLight

PRESSED: Final = 64
"""Lowest value of a switch that is on (MIDI 1.0)."""
FOLLOWS: Final = 3 / TOP
"""A control that sends a position so near to its feedback value followed the feedback."""


@dataclass(slots=True)
class _ControlState:
    """State of one binding, for one channel of one port.

    Attributes:
        last: Last position 0..1 of the control; None before the first.
        place: Exact position 0..1 of the value that the control set, with its fraction.
        value: The value that the control set last; while the parameter has it, the control leads.
        shown: Position 0..1 last sent to the control as feedback; None without feedback.
    """

    last: float | None = None
    place: float = 0.0
    value: float | None = None
    shown: float | None = None


class MidiTranslator:
    """Translate messages of controllers to requests.

    Threads: one; the values passed in must not change during a call.

    Attributes:
        unbound: Messages of controls without a binding.
    """

    def __init__(self, mapping: bound.Mapping) -> None:
        self._controls: dict[tuple[Binding, str, int], _ControlState] = {}
        self._states: dict[tuple[str, int], PairState] = {}
        self._shown: dict[tuple[ControlKind, int, int | None], float] = {}
        self.unbound = 0
        self.adopt(mapping)

    def adopt(self, mapping: bound.Mapping) -> None:
        """Switch to other bindings; those that stay keep their state."""
        self._mapping = mapping
        wholes = [binding for binding in mapping if binding.source is not ControlKind.CC]
        self._wanted = frozenset((binding.source, binding.number) for binding in wholes)
        self._parts = frozenset(part for binding in wholes for part in binding.parts)
        for key in [key for key in self._controls if key[0] not in mapping]:
            del self._controls[key]
        self._states.clear()

    def feed(self, data: bytes, port: str) -> list[ControlEvent]:
        """Process one whole message of a port; return the events of the controls that it moves.

        Each port and channel has partial values of its own.
        """
        message = parser.read(data)
        if message is None:
            return []
        state = self._state(port, message.channel)
        events = list(assembler.assemble(message, state))
        part = message.kind == parser.CONTROL and message.first in self._parts
        bound = part or any(self._bindings(event, port) for event in events)
        self.unbound += bool(events) and not bound
        return events

    def _state(self, port: str, channel: int) -> PairState:
        key = port, channel
        if key not in self._states:
            fine_first = frozenset(
                (binding.source, binding.number)
                for binding in self._mapping
                if binding.fine_first and binding.covers(channel, port)
            )
            self._states[key] = PairState(self._wanted, fine_first)
        return self._states[key]

    def settle(self) -> list[tuple[str, ControlEvent]]:
        """Return events of values whose other half did not come; call a few times a second."""
        return [
            (port, event)
            for (port, channel), state in self._states.items()
            for event in assembler.settle(state, channel)
        ]

    def translate(
        self, event: ControlEvent, values: Mapping[str, float], port: str
    ) -> list[Request]:
        """Return the requests of a control's event, in the order of the bindings.

        Args:
            event: The event.
            values: Current values of the parameters, by name.
            port: The control's input.
        """
        now = dict(values)
        requests: list[Request] = []
        shown = self._shown.get((event.source, event.channel, event.number))
        for binding in self._bindings(event, port):
            control = self._controls.setdefault((binding, port, event.channel), _ControlState())
            control.shown = shown
            requests += _requests(binding, event, control, now, port)
        return requests

    def shown(self, light: ControlLight, raw: int) -> None:
        """Note the feedback sent to a control, which may have moved it there."""
        key = light.source, light.channel, light.number
        self._shown[key] = assembler.place(light.source, raw)

    def forget(self, port: str) -> None:
        """Drop partial values of a port that is gone; the state of its controls stays."""
        for key in [key for key in self._states if key[0] == port]:
            del self._states[key]

    def _bindings(self, event: ControlEvent, port: str) -> list[Binding]:
        """Find the bindings of a control: those that name the port take precedence.

        Likewise bindings with a program number take precedence over those for any number.
        """
        what = event.source, event.number, event.channel, port
        found = [binding for binding in self._mapping if binding.matches(*what)]
        if any(binding.number is not None for binding in found):
            found = [row for row in found if not isinstance(row.target, NumberedCommand)]
        named = [binding for binding in found if binding.port]
        if named or not found:
            return named
        part = event.number if event.source is ControlKind.CC else None
        covered = any(
            binding.port and part in binding.parts and binding.covers(event.channel, port)
            for binding in self._mapping
        )
        return [] if covered else found


def _requests(
    binding: Binding, event: ControlEvent, control: _ControlState, now: dict[str, float], port: str
) -> Iterator[Request]:
    """Yield the request of one binding, and update `now`."""
    target = binding.target
    if not isinstance(target, ParameterTarget):
        if _press(event, control):
            command = target.command(event.raw) if isinstance(target, NumberedCommand) else target
            yield Request(command, Client("midi", port))
        return
    name = target.row.name
    value = _turn(binding, target, event, control, now[name])
    if value is None:
        return
    control.value = value
    if value != now[name]:
        now[name] = value
        yield Request(SetParameter(name, value), Client("midi", port))


def _turn(
    binding: Binding,
    target: ParameterTarget,
    event: ControlEvent,
    control: _ControlState,
    now: float,
) -> float | None:
    """Return the parameter's new value; None when it does not change."""
    place: float | None
    match binding.mode:
        case Mode.TOGGLE:
            ends = target.first if now == target.last else target.last
            return ends if _press(event, control) else None
        case Mode.TRIGGER:
            return target.last if _press(event, control) else None
        case Mode.ABSOLUTE if event.clicks:
            place = _moved(target, control, now, event.clicks)
        case Mode.ABSOLUTE:
            place = _follow(binding.takeover, target, event, control, now)
        case _:
            place = _moved(target, control, now, _clicks(binding.mode, event.raw))
    if place is None:
        return None
    control.place = place
    return target.value(place)


def _follow(
    takeover: Takeover,
    target: ParameterTarget,
    event: ControlEvent,
    control: _ControlState,
    now: float,
) -> float | None:
    """Return the position 0..1 that an absolute control sets its parameter to; None for none."""
    before, at = control.last, event.position
    control.last = at
    if takeover is Takeover.JUMP:
        return at
    there = _place(target, control, now)
    if takeover is Takeover.SCALE:
        return _scaled(before, at, there)
    if control.value == now or abs(at - there) <= event.grain / 2 + 1e-9:
        return at
    if (
        control.shown is not None
        and max(abs(control.shown - there), abs(at - control.shown)) <= FOLLOWS
    ):
        return at  # the feedback moved the control to the value, and it continues from there
    if before is None or not min(before, at) <= there <= max(before, at):
        control.value = None  # released: only a crossing picks it up again
        return None
    return at


def _scaled(before: float | None, at: float, there: float) -> float | None:
    """Move the value in the control's direction, so that both reach the end together."""
    if before is None or at == before:
        return None
    if at > before:
        return there + (at - before) * (1 - there) / (1 - before)
    return there - (before - at) * there / before


def _moved(target: ParameterTarget, control: _ControlState, now: float, clicks: int) -> float:
    """Return the position 0..1 that clicks lead to from the parameter's position."""
    return min(max(_place(target, control, now) + clicks / TOP, 0.0), 1.0)


def _place(target: ParameterTarget, control: _ControlState, now: float) -> float:
    """Return the parameter's position 0..1; the exact one if the control set it last."""
    return control.place if control.value == now else target.position(now)


def _press(event: ControlEvent, control: _ControlState) -> bool:
    """Return whether a key, pad or switch was pressed; a button without release always is."""
    if event.source is not ControlKind.CC:
        return True
    before, control.last = control.last, event.position
    if event.raw < PRESSED:
        return False
    return before is None or before * TOP < PRESSED or before == event.position == 1.0


def _clicks(mode: Mode, raw: int) -> int:
    """Decode an encoder's value to clicks, up or down.

    Source: two's complement, binary offset, signed bit:
        docs/background/client-limits.md#midi-controls.
    """
    if mode is Mode.RELATIVE1:
        return raw if raw < 64 else raw - 128  # noqa: PLR2004 - seven bits
    if mode is Mode.RELATIVE2:
        return raw - 64
    return -(raw & 0x3F) if raw & 0x40 else raw
