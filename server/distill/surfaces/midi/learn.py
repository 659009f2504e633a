"""Watches a control that moves, and guesses what it is and how it speaks; it never decides."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from distill.surfaces.midi import assembler, parser
from distill.surfaces.midi.assembler import TOP, PairState
from distill.surfaces.midi.binding import ControlKind, Mode

QUIET_S: Final = 0.4
"""A control that rests so long has said enough."""
ENOUGH: Final = 24
"""Messages after which nobody has to rest."""
FEW: Final = 3
"""Fewer messages say little."""
JUMP: Final = 32
"""No hand turns an absolute knob so far in one step."""
SMOOTH: Final = (ControlKind.NRPN, ControlKind.CC14, ControlKind.PITCHBEND)
"""Kinds that are no buttons; the first are made of messages of other kinds, so they come first."""
RELATIVE: Final = (Mode.RELATIVE1, Mode.RELATIVE2, Mode.RELATIVE3)
_STEP: Final = 16
"""Largest step of an encoder that is turned fast."""
_REST: Final = 64
"""Binary offset stands still here."""
_UP: Final = frozenset(range(1, _STEP + 1))
_TWOS: Final = frozenset(range(128 - _STEP, 128))
_ABOVE: Final = frozenset(range(_REST + 1, _REST + 1 + _STEP))
_BELOW: Final = frozenset(range(_REST - _STEP, _REST))
_SAYS: Final = {
    Mode.RELATIVE1: _UP | _TWOS,
    Mode.RELATIVE2: _BELOW | _ABOVE,
    Mode.RELATIVE3: _UP | _ABOVE,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A control, and how it may speak.

    Attributes:
        source: Its kind.
        number: None where it has none.
        channel: 1..16.
        port: The whole name.
        modes: The likeliest first; never none.
    """

    source: ControlKind
    number: int | None
    channel: int
    port: str
    modes: tuple[Mode, ...]


_Key = tuple[str, int, ControlKind, int | None]


@dataclass(slots=True)
class ControlObserver:
    """What was heard since the learning began.

    Attributes:
        turns: Is it for a parameter, not for a command?
        mode: How the control speaks, if the user knows.
        said: What each control said, by port, channel, kind and number.
        last_s: When anything was said.
    """

    turns: bool
    mode: Mode | None
    said: dict[_Key, list[int]] = field(default_factory=dict)
    last_s: float = float("-inf")
    _halves: dict[tuple[str, int], PairState] = field(default_factory=dict)
    _fine: set[_Key] = field(default_factory=set)

    def feed(self, data: bytes, port: str, now_s: float) -> None:
        """Take one whole message of a port."""
        message = parser.read(data)
        if message is None:
            return
        halves = self._halves.setdefault((port, message.channel), PairState())
        for heard in assembler.assemble(message, halves):
            key = port, heard.channel, heard.source, heard.number
            if self._possible(heard.source):
                self.said.setdefault(key, []).append(heard.raw)
                self.last_s = now_s
            if heard.source is ControlKind.CC14 and heard.grain < 1 / TOP:
                self._fine.add(key)

    def propose(self, now_s: float) -> Proposal | None:
        """Say what it was; None while that is not clear."""
        said = {
            key: values
            for key, values in self.said.items()
            if key[2] is not ControlKind.CC14 or key in self._fine
        }
        if not said:
            return None
        kinds = {key[2] for key in said}
        first = next((source for source in SMOOTH if source in kinds), None)
        found = {key: values for key, values in said.items() if first in (None, key[2])}
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
    """Say how a control may speak, the likeliest first."""
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
    """Tell knob, encoder and button apart by what no other would say.

    A knob says something else each time; an encoder repeats itself, or jumps between both ends of
    the seven bits; a button knows two values. Turned one way only, type 3 is like type 1 or 2.
    """
    steps = [abs(b - a) for a, b in itertools.pairwise(values)]
    encoders = tuple(mode for mode in RELATIVE if _SAYS[mode] >= set(values))
    button = set(values) <= {0, TOP}
    buttons = (Mode.TOGGLE, Mode.TRIGGER)
    if button and (len(values) < FEW or 0 in values):
        return (*buttons, Mode.ABSOLUTE)
    if button:  # always 127: a button that never says up, or an encoder that is turned down
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
