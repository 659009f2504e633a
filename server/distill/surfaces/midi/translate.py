"""From MIDI bytes and where the parameters stand to requests for the engine; no port is needed.

A control says where it is, 0..1; a parameter is somewhere too. When it was us who put it there it
follows; when not, the binding's takeover decides.
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
from distill.surfaces.midi.binding import (
    Binding,
    ControlKind,
    Mode,
    NumberedCommand,
    ParameterTarget,
    Takeover,
)
from distill.surfaces.midi.port_messages import ControlLight

PRESSED: Final = 64
"""From here on a switch is on (MIDI 1.0)."""
FOLLOWS: Final = 3 / TOP
"""A control that speaks so near to what it was told to show did as it was told."""


@dataclass(slots=True)
class _Hand:
    """Where one binding stands, for one channel of one port.

    Attributes:
        control: Last place 0..1 of the control; None before it spoke.
        place: The exact place 0..1 of the value that we set, fraction and all.
        value: The value that we set last; while the parameter still has it, it is ours.
        told: Where the control was last told to show itself, 0..1; None when it was not.
    """

    control: float | None = None
    place: float = 0.0
    value: float | None = None
    told: float | None = None


class MidiTranslator:
    """Turn what controllers say into requests.

    Threads: one; the values that it is given must not change while it reads them.

    Attributes:
        unbound: Messages of controls that no binding names.
    """

    def __init__(self, mapping: bound.Mapping) -> None:
        self._hands: dict[tuple[Binding, str, int], _Hand] = {}
        self._halves: dict[tuple[str, int], PairState] = {}
        self._told: dict[tuple[ControlKind, int, int | None], float] = {}
        self.unbound = 0
        self.adopt(mapping)

    def adopt(self, mapping: bound.Mapping) -> None:
        """Go on with other bindings; those that were there before go on where they are."""
        self._mapping = mapping
        wholes = [binding for binding in mapping if binding.source is not ControlKind.CC]
        self._wanted = frozenset((binding.source, binding.number) for binding in wholes)
        self._parts = frozenset(part for binding in wholes for part in binding.parts)
        for key in [key for key in self._hands if key[0] not in mapping]:
            del self._hands[key]
        self._halves.clear()

    def feed(self, data: bytes, port: str) -> list[ControlEvent]:
        """Take one whole message of a port; give the controls that it moves.

        Each port and channel has halves of its own.
        """
        message = parser.read(data)
        if message is None:
            return []
        halves = self._halves.setdefault((port, message.channel), PairState(self._wanted))
        heard = list(assembler.assemble(message, halves))
        part = message.kind == parser.CONTROL and message.first in self._parts
        self.unbound += bool(heard) and not (part or any(self._bound(one, port) for one in heard))
        return heard

    def settle(self) -> list[tuple[str, ControlEvent]]:
        """Give what waited for its fine half in vain; to be called a few times a second."""
        return [
            (port, one)
            for (port, channel), halves in self._halves.items()
            for one in assembler.settle(halves, channel)
        ]

    def ask(self, heard: ControlEvent, values: Mapping[str, float], port: str) -> list[Request]:
        """Give what a control asks, in the order of the bindings.

        Args:
            heard: What it says.
            values: Where each parameter stands now, by name.
            port: Whose control.
        """
        now = dict(values)
        asked: list[Request] = []
        told = self._told.get((heard.source, heard.channel, heard.number))
        for binding in self._bound(heard, port):
            hand = self._hands.setdefault((binding, port, heard.channel), _Hand())
            hand.told = told
            asked += _ask(binding, heard, hand, now, port)
        return asked

    def shown(self, light: ControlLight, raw: int) -> None:
        """Hear what a control was told to show; it may stand there from now on."""
        key = light.source, light.channel, light.number
        self._told[key] = assembler.place(light.source, raw)

    def forget(self, port: str) -> None:
        """Drop half-heard values of a port that is gone; where the knobs stand is kept."""
        for key in [key for key in self._halves if key[0] == port]:
            del self._halves[key]

    def _bound(self, heard: ControlEvent, port: str) -> list[Binding]:
        """Find the bindings of a control: those that name the port go before all others.

        So does what names a program before what takes the number of any.
        """
        what = heard.source, heard.number, heard.channel, port
        met = [binding for binding in self._mapping if binding.meets(*what)]
        if any(binding.number is not None for binding in met):  # it has a word of its own
            met = [binding for binding in met if not isinstance(binding.target, NumberedCommand)]
        named = [binding for binding in met if binding.port]
        if named or not met:
            return named
        part = heard.number if heard.source is ControlKind.CC else None
        covered = any(
            binding.port and part in binding.parts and binding.hears(heard.channel, port)
            for binding in self._mapping
        )
        return [] if covered else met


def _ask(
    binding: Binding, heard: ControlEvent, hand: _Hand, now: dict[str, float], port: str
) -> Iterator[Request]:
    """Ask what one binding says; `now` follows."""
    target = binding.target
    if not isinstance(target, ParameterTarget):
        if _press(heard, hand):
            fired = target.command(heard.raw) if isinstance(target, NumberedCommand) else target
            yield Request(fired, Client("midi", port))
        return
    name = target.row.name
    value = _turn(binding, target, heard, hand, now[name])
    if value is None:
        return
    hand.value = value
    if value != now[name]:
        now[name] = value
        yield Request(SetParameter(name, value), Client("midi", port))


def _turn(
    binding: Binding, target: ParameterTarget, heard: ControlEvent, hand: _Hand, now: float
) -> float | None:
    """Give the parameter's new value; None when the control moves nothing."""
    place: float | None
    match binding.mode:
        case Mode.TOGGLE:
            ends = target.first if now == target.last else target.last
            return ends if _press(heard, hand) else None
        case Mode.TRIGGER:
            return target.last if _press(heard, hand) else None
        case Mode.ABSOLUTE if heard.clicks:
            place = _moved(target, hand, now, heard.clicks)
        case Mode.ABSOLUTE:
            place = _follow(binding.takeover, target, heard, hand, now)
        case _:
            place = _moved(target, hand, now, _clicks(binding.mode, heard.raw))
    if place is None:
        return None
    hand.place = place
    return target.value(place)


def _follow(
    takeover: Takeover, target: ParameterTarget, heard: ControlEvent, hand: _Hand, now: float
) -> float | None:
    """Find where an absolute control puts its parameter, 0..1; None when nowhere."""
    before, at = hand.control, heard.position
    hand.control = at
    if takeover is Takeover.JUMP:
        return at
    there = _place(target, hand, now)
    if takeover is Takeover.SCALE:
        return _scaled(before, at, there)
    if hand.value == now or abs(at - there) <= heard.grain / 2 + 1e-9:
        return at
    if hand.told is not None and max(abs(hand.told - there), abs(at - hand.told)) <= FOLLOWS:
        return at  # it was told where the value is, and goes on from there
    if before is None or not min(before, at) <= there <= max(before, at):
        hand.value = None  # let go: only a crossing takes it again
        return None
    return at


def _scaled(before: float | None, at: float, there: float) -> float | None:
    """Move the value the same way as the control, so that both reach the end together."""
    if before is None or at == before:
        return None
    if at > before:
        return there + (at - before) * (1 - there) / (1 - before)
    return there - (before - at) * there / before


def _moved(target: ParameterTarget, hand: _Hand, now: float, clicks: int) -> float:
    """Find where clicks lead from where the parameter is, 0..1."""
    return min(max(_place(target, hand, now) + clicks / TOP, 0.0), 1.0)


def _place(target: ParameterTarget, hand: _Hand, now: float) -> float:
    """Find where the parameter is, 0..1: exactly where we put it, if it is still there."""
    return hand.place if hand.value == now else target.position(now)


def _press(heard: ControlEvent, hand: _Hand) -> bool:
    """Was a key, a pad or a switch pressed; a button that never says `up` presses every time."""
    if heard.source is not ControlKind.CC:
        return True
    before, hand.control = hand.control, heard.position
    if heard.raw < PRESSED:
        return False
    return before is None or before * TOP < PRESSED or before == heard.position == 1.0


def _clicks(mode: Mode, raw: int) -> int:
    """Read what an encoder says: clicks, up or down.

    Source: two's complement, binary offset, signed bit:
        docs/background/client-limits.md#midi-controls.
    """
    if mode is Mode.RELATIVE1:
        return raw if raw < 64 else raw - 128  # noqa: PLR2004 - seven bits
    if mode is Mode.RELATIVE2:
        return raw - 64
    return -(raw & 0x3F) if raw & 0x40 else raw
