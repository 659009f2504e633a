"""MIDI learn: observes a moving control and proposes its kind and mode; the user confirms."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from distill.surfaces.midi import assembler, parser
from distill.surfaces.midi.assembler import TOP, PairState
from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.control_kind import HALVED, NRPN_PARTS, PAIR, ControlKind

QUIET_S: Final = 0.4
"""Rest in seconds after which a control is proposed."""
ENOUGH: Final = 24
"""Messages after which a control is proposed without a rest."""
FEW: Final = 3
"""Fewer messages are not conclusive."""
JUMP: Final = 32
"""Step that no absolute knob makes when it is turned by hand."""
SMOOTH: Final = (ControlKind.NRPN, ControlKind.CC14, ControlKind.PITCHBEND)
"""Kinds that are not buttons."""
NOISE: Final = 1.0
"""Largest travel of a worn knob at rest, in steps of seven bits."""
FINE_NOISE: Final = 0.5
"""The same where the control has 14 bits."""
RELATIVE: Final = (Mode.RELATIVE1, Mode.RELATIVE2, Mode.RELATIVE3)
CHANNEL_MODES: Final = 120
"""First of the controllers that are no controls: all sound off, reset, all notes off (MIDI 1.0)."""
BANK: Final = (0, 32)
"""Controllers that select the bank of the program that follows (MIDI 1.0)."""
_STEP: Final = 16
"""Largest step of an encoder turned fast."""
_REST: Final = 64
"""Zero of the binary offset."""
_UP: Final = frozenset(range(1, _STEP + 1))
_TWOS: Final = frozenset(range(128 - _STEP, 128))
_ABOVE: Final = frozenset(range(_REST + 1, _REST + 1 + _STEP))
_BELOW: Final = frozenset(range(_REST - _STEP, _REST))
_ENCODER_VALUES: Final = {
    Mode.RELATIVE1: _UP | _TWOS,
    Mode.RELATIVE2: _BELOW | _ABOVE,
    Mode.RELATIVE3: _UP | _ABOVE,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A control and its possible modes.

    Attributes:
        source: Its kind.
        number: None where it has none.
        channel: 1..16.
        port: The full name.
        modes: The likeliest first; never empty.
        fine_first: Whether the fine half of its values comes before the coarse one.
    """

    source: ControlKind
    number: int | None
    channel: int
    port: str
    modes: tuple[Mode, ...]
    fine_first: bool = False


_Key = tuple[str, int, ControlKind, int | None]


@dataclass(slots=True)
class _Received:
    """The values of one control.

    Attributes:
        raw: As sent, in their order.
        last_s: Time of the last one.
        is_fine: Whether a fine half was among them.
    """

    raw: list[int] = field(default_factory=list)
    last_s: float = float("-inf")
    is_fine: bool = False


@dataclass(slots=True)
class _Halves:
    """The order in which the halves of a pair arrived.

    Attributes:
        fine_led: Whether the first of them was a fine one.
        surplus: Coarse ones less fine ones.
    """

    fine_led: bool
    surplus: int = 0


@dataclass(slots=True)
class ControlObserver:
    """Observations since MIDI learn started.

    Attributes:
        turns: Whether the target is a parameter, not a command.
        mode: The control's mode, if the user gave it.
        received: Values of each control, by port, channel, kind and number.
    """

    turns: bool
    mode: Mode | None
    received: dict[_Key, _Received] = field(default_factory=dict)
    _states: dict[tuple[str, int], PairState] = field(default_factory=dict)
    _halves: dict[tuple[str, int, int], _Halves] = field(default_factory=dict)

    def feed(self, data: bytes, port: str, now_s: float) -> None:
        """Process one whole message of a port."""
        message = parser.read(data)
        if message is None:
            return
        if message.kind == parser.CONTROL:
            if message.first >= CHANNEL_MODES:
                return
            self._note_half(port, message)
        state = self._states.setdefault((port, message.channel), PairState())
        for event in assembler.assemble(message, state):
            if self._possible(event.source):
                key = port, event.channel, event.source, event.number
                control = self.received.setdefault(key, _Received())
                control.raw.append(event.raw)
                control.last_s = now_s
                control.is_fine |= event.source is ControlKind.CC14 and event.grain < 1 / TOP

    @property
    def moved(self) -> bool:
        """Whether any control may have been moved by a hand."""
        return bool(self._candidates())

    def propose(self, now_s: float) -> Proposal | None:
        """Return the control that went furthest, or was pressed; None while it is not clear."""
        found = self._candidates()
        if not found:
            return None
        rank = _rank_turned if self._turned else _rank_pressed
        key = max(found, key=lambda key: rank(key[2], found[key].raw))
        control = found[key]
        if len(control.raw) < ENOUGH and now_s - control.last_s < QUIET_S:
            return None
        port, channel, source, number = key
        modes = (self.mode,) if self.mode else modes_of(source, control.raw, turns=self.turns)
        if source is ControlKind.PROGRAM and modes == (Mode.ABSOLUTE,):
            number = None
        fine_first = source in HALVED and self._fine_first(key)
        return Proposal(source, number, channel, port, modes, fine_first)

    @property
    def _turned(self) -> bool:
        return self.turns and self.mode not in (Mode.TOGGLE, Mode.TRIGGER)

    def _note_half(self, port: str, message: parser.MidiMessage) -> None:
        if message.first < 2 * PAIR:
            is_fine = message.first >= PAIR
            key = port, message.channel, message.first % PAIR
            halves = self._halves.setdefault(key, _Halves(is_fine))
            halves.surplus += -1 if is_fine else 1

    def _fine_first(self, key: _Key) -> bool:
        """Return whether each fine half was followed by a coarse one, from the first on."""
        port, channel, source, number = key
        number = assembler.DATA if source is ControlKind.NRPN else number or 0
        halves = self._halves.get((port, channel, number))
        return halves is not None and halves.fine_led and halves.surplus >= 0

    def _candidates(self) -> dict[_Key, _Received]:
        """Return the controls that a hand may have moved.

        That is without the parts of larger ones, without the bank of a program, and without knobs
        at rest that flicker between two values.
        """
        found = {
            key: control
            for key, control in self.received.items()
            if (control.is_fine or key[2] is not ControlKind.CC14)
            and (self.mode in RELATIVE or not _flickers(key[2], control.raw))
        }
        parts = {part for key in found for part in _parts(key)}
        return {key: control for key, control in found.items() if key not in parts}

    def _possible(self, source: ControlKind) -> bool:
        if self.mode in RELATIVE:
            return source is ControlKind.CC
        return self._turned or source not in SMOOTH


def _parts(key: _Key) -> Iterator[_Key]:
    """Yield the controls whose messages are parts of a control."""
    port, channel, source, number = key
    match source:
        case ControlKind.NRPN:
            controllers: Iterable[int] = NRPN_PARTS
        case ControlKind.PROGRAM:
            controllers = BANK
        case ControlKind.CC14 if number is not None:
            controllers = (number, number + PAIR)
        case _:
            controllers = ()
    for controller in controllers:
        yield port, channel, ControlKind.CC, controller
        if source is not ControlKind.CC14:
            yield port, channel, ControlKind.CC14, controller


def _rank_turned(source: ControlKind, values: Sequence[int]) -> tuple[float, ...]:
    """Return how likely a control was turned, compared with others: how far, then how often."""
    return _travel(source, values), source in SMOOTH, len(values)


def _rank_pressed(source: ControlKind, values: Sequence[int]) -> tuple[float, ...]:
    """Return how likely a control was pressed, compared with others."""
    return source is not ControlKind.CC or set(values) <= {0, TOP}, len(values)


def _travel(source: ControlKind, values: Sequence[int]) -> float:
    """Return how far a control went, in steps of seven bits; an encoder a step with each value.

    A button travels nowhere: the touch of a fader comes before its movement.
    """
    if source in (ControlKind.NOTE, ControlKind.PROGRAM) or set(values) <= {0, TOP}:
        return 0.0
    if source is ControlKind.CC and _is_encoder(values):
        return float(len(values))
    return (max(values) - min(values)) / (1 if source is ControlKind.CC else TOP + 1)


def _flickers(source: ControlKind, values: Sequence[int]) -> bool:
    """Return whether a control goes to and fro by a step, as a worn knob at rest does."""
    if source in (ControlKind.NOTE, ControlKind.PROGRAM) or _is_encoder(values):
        return False
    to_and_fro = list(values) not in (sorted(values), sorted(values, reverse=True))
    return to_and_fro and _travel(source, values) <= (
        NOISE if source is ControlKind.CC else FINE_NOISE
    )


def _is_encoder(values: Sequence[int]) -> bool:
    """Return whether values are those of an encoder, and of no knob."""
    if not any(allowed >= set(values) for allowed in _ENCODER_VALUES.values()):
        return False
    steps = [abs(b - a) for a, b in itertools.pairwise(values)]
    return len(values) >= FEW and (0 in steps or max(steps) >= JUMP)


def modes_of(source: ControlKind, values: Sequence[int], *, turns: bool) -> tuple[Mode, ...]:
    """Return the possible modes of a control, the likeliest first."""
    if not turns:
        return (Mode.TRIGGER,)
    if source is ControlKind.NOTE:
        return (Mode.TOGGLE, Mode.TRIGGER, Mode.ABSOLUTE)
    if source is ControlKind.PROGRAM:
        return (Mode.TRIGGER, Mode.ABSOLUTE)
    if source is ControlKind.CC:
        return _of_controller(values)
    return (Mode.ABSOLUTE,)


def _of_controller(values: Sequence[int]) -> tuple[Mode, ...]:
    """Distinguish knob, encoder and button by values that only one of them sends.

    A knob sends another value each time; an encoder repeats values, or jumps between both ends of
    the seven bits; a button has two values. Turned one way only, type 3 looks like type 1 or 2.
    """
    encoders = tuple(mode for mode in RELATIVE if _ENCODER_VALUES[mode] >= set(values))
    button = set(values) <= {0, TOP}
    buttons = (Mode.TOGGLE, Mode.TRIGGER)
    if button and (len(values) < FEW or 0 in values):
        return (*buttons, Mode.ABSOLUTE)
    if button:  # always 127: a button without release, or an encoder turned down
        return (Mode.RELATIVE1, *buttons)
    if not encoders:
        return (Mode.ABSOLUTE,)
    if len(values) < FEW:
        return (Mode.ABSOLUTE, *encoders)
    if _is_encoder(values):
        return encoders
    one_way = list(values) in (sorted(values), sorted(values, reverse=True))
    wobbles = Mode.RELATIVE2 in encoders and not one_way
    return (Mode.ABSOLUTE, Mode.RELATIVE2) if wobbles else (Mode.ABSOLUTE,)
