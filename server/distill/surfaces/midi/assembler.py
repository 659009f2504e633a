"""Assembles control values from messages: controllers, 14-bit controller pairs, and NRPN.

The state between messages is one `PairState` for each port and channel. The half that leads, the
coarse one unless said otherwise, counts as a whole value until the other has followed one; from
then on it waits for the other, but not beyond the next `settle`. So a value moves whatever a
controller leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from distill.surfaces.midi import parser
from distill.surfaces.midi.control_kind import PAIR, ControlKind

TOP: Final = 127
TOP14: Final = 16_383
MIDDLE14: Final = 8_192
"""Pitch bend at rest; the middle of its range, though one step nearer to the top."""
DATA: Final = 6
"""Data entry: the value of the selected parameter number (MIDI 1.0)."""
DATA_FINE: Final = DATA + PAIR
CLICKS: Final = {96: 1, 97: -1}
"""Data increment and decrement, whatever value they carry (MIDI 1.0, RP-018)."""
NRPN: Final = 99
"""Select a non-registered parameter number: coarse half, fine half."""
NRPN_FINE: Final = 98
RPN: Final = 101
"""Select a registered parameter number, which no binding uses."""
RPN_FINE: Final = 100


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """A whole value of one control: `raw` as sent, `position` 0..1, `grain` the size of one step.

    An increment or decrement has `clicks`, 1 or -1, and no position.
    """

    source: ControlKind
    number: int | None
    channel: int
    raw: int
    position: float
    grain: float = 1 / TOP
    clicks: int = 0


@dataclass(slots=True)
class _Pair:
    """The halves of one control.

    Attributes:
        coarse: The last coarse half; None before the first.
        fine: The last fine half; None before the first.
        waits: Whether the half that leads still waits for the other, without an event yet.
        follows: Whether the other half followed the last one that leads.
    """

    coarse: int | None = None
    fine: int | None = None
    waits: bool = False
    follows: bool = False


@dataclass(slots=True)
class PairState:
    """Partial values of one channel of one port.

    Attributes:
        wanted: Kinds and numbers to assemble; None for all.
        fine_first: Kinds and numbers whose fine half leads.
        pairs: By kind and number.
        selected: Halves of the selected NRPN, coarse and fine; None for a half not received.
        is_nrpn: Whether the number selected last is an NRPN, not an RPN.
    """

    wanted: frozenset[tuple[ControlKind, int | None]] | None = None
    fine_first: frozenset[tuple[ControlKind, int | None]] = frozenset()
    pairs: dict[tuple[ControlKind, int], _Pair] = field(default_factory=dict)
    selected: tuple[int | None, int | None] = (None, None)
    is_nrpn: bool = False

    @property
    def nrpn(self) -> int | None:
        """The NRPN that data entry sets; None when none, or null, is selected."""
        coarse, fine = self.selected
        if not self.is_nrpn or coarse is None or fine is None or coarse == fine == TOP:
            return None
        return coarse << 7 | fine

    def wants(self, source: ControlKind, number: int) -> bool:
        """Return whether a control is to be assembled."""
        return self.wanted is None or (source, number) in self.wanted


def assemble(message: parser.MidiMessage, state: PairState) -> Iterator[ControlEvent]:
    """Yield an event for each control that a message moves, and update the state.

    A controller yields an event of its own, and also counts as half of a pair or of an NRPN.
    """
    channel, first, second = message.channel, message.first, message.second
    match message.kind:
        case parser.NOTE_ON if second > 0:
            yield ControlEvent(ControlKind.NOTE, first, channel, second, second / TOP)
        case parser.PROGRAM:
            yield ControlEvent(ControlKind.PROGRAM, first, channel, first, first / TOP)
        case parser.BEND:
            raw = second << 7 | first
            yield ControlEvent(ControlKind.PITCHBEND, None, channel, raw, bend(raw), 1 / TOP14)
        case parser.CONTROL:
            yield ControlEvent(ControlKind.CC, first, channel, second, second / TOP)
            yield from _control(message, state)


def settle(state: PairState, channel: int) -> Iterator[ControlEvent]:
    """Yield the values whose other half did not come."""
    for key, pair in state.pairs.items():
        if pair.waits:
            pair.waits = pair.follows = False
            yield from _led(pair, key, channel, fine_first=key in state.fine_first)


def bend(raw: int) -> float:
    """Map a pitch bend to 0..1 so that its rest is exactly 0.5."""
    if raw <= MIDDLE14:
        return raw / (2 * MIDDLE14)
    return 0.5 + (raw - MIDDLE14) / (2 * (TOP14 - MIDDLE14))


def place(source: ControlKind, raw: int) -> float:
    """Map a raw value of a kind of control to 0..1."""
    if source is ControlKind.PITCHBEND:
        return bend(raw)
    return raw / (TOP14 if source in (ControlKind.CC14, ControlKind.NRPN) else TOP)


def unbend(at: float) -> int:
    """Map a position 0..1 to a pitch bend."""
    if at <= 0.5:  # noqa: PLR2004 - its rest
        return round(at * 2 * MIDDLE14)
    return MIDDLE14 + round((2 * at - 1) * (TOP14 - MIDDLE14))


def _control(message: parser.MidiMessage, state: PairState) -> Iterator[ControlEvent]:
    channel, first, second = message.channel, message.first, message.second
    if first in (NRPN, NRPN_FINE):
        coarse, fine = state.selected if state.is_nrpn else (None, None)
        state.selected = (second, fine) if first == NRPN else (coarse, second)
        state.is_nrpn = True
    elif first in (RPN, RPN_FINE):
        state.selected, state.is_nrpn = (None, None), False
    elif first in (DATA, DATA_FINE) and state.nrpn is not None:
        key = ControlKind.NRPN, state.nrpn
        yield from _half(state, key, channel, second, coarse=first == DATA)
    elif first in CLICKS and state.nrpn is not None and state.wants(ControlKind.NRPN, state.nrpn):
        yield ControlEvent(ControlKind.NRPN, state.nrpn, channel, -1, 0.0, clicks=CLICKS[first])
    if first < 2 * PAIR:
        yield from _half(
            state, (ControlKind.CC14, first % PAIR), channel, second, coarse=first < PAIR
        )


def _half(
    state: PairState, key: tuple[ControlKind, int], channel: int, value: int, *, coarse: bool
) -> Iterator[ControlEvent]:
    if not state.wants(*key):
        return
    pair = state.pairs.setdefault(key, _Pair())
    fine_first = key in state.fine_first
    if coarse:
        pair.coarse = value
    else:
        pair.fine = value
    if coarse is not fine_first:  # it leads
        pair.follows = pair.follows and not pair.waits  # the last one got no other
        pair.waits = pair.follows
        if not pair.waits:
            yield from _led(pair, key, channel, fine_first=fine_first)
    elif pair.coarse is not None and pair.fine is not None:
        pair.waits, pair.follows = False, True
        yield _whole(*key, channel, pair.coarse << 7 | pair.fine)
    elif coarse:
        yield _alone(*key, channel, value)


def _led(
    pair: _Pair, key: tuple[ControlKind, int], channel: int, *, fine_first: bool
) -> Iterator[ControlEvent]:
    """Yield the value of a half that leads, without the other: it has none, or the last one."""
    if pair.coarse is None:
        return
    if fine_first and pair.fine is not None:
        yield _whole(*key, channel, pair.coarse << 7 | pair.fine)
    else:
        yield _alone(*key, channel, pair.coarse)


def _whole(source: ControlKind, number: int, channel: int, raw: int) -> ControlEvent:
    return ControlEvent(source, number, channel, raw, raw / TOP14, 1 / TOP14)


def _alone(source: ControlKind, number: int, channel: int, coarse: int) -> ControlEvent:
    """Make an event of a coarse half alone, scaled so that its maximum is the maximum."""
    return ControlEvent(source, number, channel, coarse << 7 | coarse, coarse / TOP)
