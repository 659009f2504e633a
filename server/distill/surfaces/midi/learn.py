"""MIDI learn: observes a moving control and proposes its kind and mode; the user confirms."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from distill.surfaces.midi import assembler, parser
from distill.surfaces.midi.assembler import TOP, PairState
from distill.surfaces.midi.binding import ControlKind, Mode

QUIET_S: Final = 0.4
"""Rest in seconds after which a control is proposed."""
ENOUGH: Final = 24
"""Messages after which a control is proposed without a rest."""
FEW: Final = 3
"""Fewer messages are not conclusive."""
JUMP: Final = 32
"""Step that no absolute knob makes when it is turned by hand."""
SMOOTH: Final = (ControlKind.NRPN, ControlKind.CC14, ControlKind.PITCHBEND)
"""Kinds that are not buttons; those made of messages of other kinds come first."""
RELATIVE: Final = (Mode.RELATIVE1, Mode.RELATIVE2, Mode.RELATIVE3)
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
    """

    source: ControlKind
    number: int | None
    channel: int
    port: str
    modes: tuple[Mode, ...]


_Key = tuple[str, int, ControlKind, int | None]


@dataclass(slots=True)
class ControlObserver:
    """Observations since MIDI learn started.

    Attributes:
        turns: Whether the target is a parameter, not a command.
        mode: The control's mode, if the user gave it.
        received: Raw values of each control, by port, channel, kind and number.
        last_s: Time of the last value.
    """

    turns: bool
    mode: Mode | None
    received: dict[_Key, list[int]] = field(default_factory=dict)
    last_s: float = float("-inf")
    _states: dict[tuple[str, int], PairState] = field(default_factory=dict)
    _fine: set[_Key] = field(default_factory=set)

    def feed(self, data: bytes, port: str, now_s: float) -> None:
        """Process one whole message of a port."""
        message = parser.read(data)
        if message is None:
            return
        state = self._states.setdefault((port, message.channel), PairState())
        for event in assembler.assemble(message, state):
            key = port, event.channel, event.source, event.number
            if self._possible(event.source):
                self.received.setdefault(key, []).append(event.raw)
                self.last_s = now_s
            if event.source is ControlKind.CC14 and event.grain < 1 / TOP:
                self._fine.add(key)

    def propose(self, now_s: float) -> Proposal | None:
        """Return the most likely control; None while it is not clear."""
        received = {
            key: values
            for key, values in self.received.items()
            if key[2] is not ControlKind.CC14 or key in self._fine
        }
        if not received:
            return None
        kinds = {key[2] for key in received}
        first = next((source for source in SMOOTH if source in kinds), None)
        found = {key: values for key, values in received.items() if first in (None, key[2])}
        key = max(found, key=lambda key: len(found[key]))
        if len(found[key]) < ENOUGH and now_s - self.last_s < QUIET_S:
            return None
        port, channel, source, number = key
        modes = (self.mode,) if self.mode else modes_of(source, found[key], turns=self.turns)
        if source is ControlKind.PROGRAM and modes == (Mode.ABSOLUTE,):
            number = None
        return Proposal(source, number, channel, port, modes)

    def _possible(self, source: ControlKind) -> bool:
        if self.mode in RELATIVE:
            return source is ControlKind.CC
        pressed = not self.turns or self.mode in (Mode.TOGGLE, Mode.TRIGGER)
        return not (pressed and source in SMOOTH)


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
    steps = [abs(b - a) for a, b in itertools.pairwise(values)]
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
    turned = 0 in steps or max(steps) >= JUMP
    if turned:
        return encoders
    one_way = list(values) in (sorted(values), sorted(values, reverse=True))
    wobbles = Mode.RELATIVE2 in encoders and not one_way
    return (Mode.ABSOLUTE, Mode.RELATIVE2) if wobbles else (Mode.ABSOLUTE,)
