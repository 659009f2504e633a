"""Makes whole values of messages that carry halves of them: pairs of controllers, and NRPN.

What is remembered between messages is one value, `PairState`, of each port and channel. Whatever a
controller leaves out, a value still moves: a coarse half acts alone until a fine one was heard;
from then on it waits for its fine half, but not beyond the next look (`settle`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from distill.surfaces.midi import parser
from distill.surfaces.midi.binding import PAIR, ControlKind

TOP: Final = 127
TOP14: Final = 16_383
MIDDLE14: Final = 8_192
"""Where a pitch bend rests; the middle of its way, though one step nearer to the top."""
DATA: Final = 6
"""Controller that carries the value of the number that was named last (MIDI 1.0)."""
DATA_FINE: Final = DATA + PAIR
CLICKS: Final = {96: 1, 97: -1}
"""Controllers that move it a step up or down, whatever value they carry (MIDI 1.0, RP-018)."""
NRPN: Final = 99
"""Controllers that name that number, coarse and fine half."""
NRPN_FINE: Final = 98
RPN: Final = 101
"""The same for numbers that are not ours."""
RPN_FINE: Final = 100


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """One control that spoke, whole: `raw` is what it said, `position` 0..1, `grain` one step.

    One that only says `up` or `down` has `clicks`, 1 or -1, and no place.
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
        coarse: Heard last; None before.
        waits: Is it still without its fine half, and not told?
        follows: Did the last coarse half get a fine one?
    """

    coarse: int | None = None
    waits: bool = False
    follows: bool = False


@dataclass(slots=True)
class PairState:
    """What one channel of one port has said in part.

    Attributes:
        wanted: Kinds and numbers that are put together; None for all.
        pairs: By kind and number.
        named: Halves of the NRPN that was named, coarse and fine; None where nothing was.
        ours: Was it an NRPN that was named last, not an RPN?
    """

    wanted: frozenset[tuple[ControlKind, int | None]] | None = None
    pairs: dict[tuple[ControlKind, int], _Pair] = field(default_factory=dict)
    named: tuple[int | None, int | None] = (None, None)
    ours: bool = False

    @property
    def nrpn(self) -> int | None:
        """The number that data is for; None when none, or null, was named."""
        coarse, fine = self.named
        if not self.ours or coarse is None or fine is None or coarse == fine == TOP:
            return None
        return coarse << 7 | fine

    def wants(self, source: ControlKind, number: int) -> bool:
        """Is that one put together?"""
        return self.wanted is None or (source, number) in self.wanted


def assemble(message: parser.MidiMessage, halves: PairState) -> Iterator[ControlEvent]:
    """Give each control that a message moves; take note of halves.

    A controller is told as it is, and besides as half of a pair or of an NRPN.
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
            yield from _control(message, halves)


def settle(halves: PairState, channel: int) -> Iterator[ControlEvent]:
    """Give the coarse halves whose fine one did not come."""
    for (source, number), pair in halves.pairs.items():
        if pair.waits and pair.coarse is not None:
            pair.waits = pair.follows = False
            yield _alone(source, number, channel, pair.coarse)


def bend(raw: int) -> float:
    """Spread a pitch bend so that its rest is the exact middle."""
    if raw <= MIDDLE14:
        return raw / (2 * MIDDLE14)
    return 0.5 + (raw - MIDDLE14) / (2 * (TOP14 - MIDDLE14))


def place(source: ControlKind, raw: int) -> float:
    """Give the place 0..1 of what a control of some kind says."""
    if source is ControlKind.PITCHBEND:
        return bend(raw)
    return raw / (TOP14 if source in (ControlKind.CC14, ControlKind.NRPN) else TOP)


def unbend(at: float) -> int:
    """Say a place 0..1 as a pitch bend."""
    if at <= 0.5:  # noqa: PLR2004 - its rest
        return round(at * 2 * MIDDLE14)
    return MIDDLE14 + round((2 * at - 1) * (TOP14 - MIDDLE14))


def _control(message: parser.MidiMessage, halves: PairState) -> Iterator[ControlEvent]:
    channel, first, second = message.channel, message.first, message.second
    if first in (NRPN, NRPN_FINE):
        coarse, fine = halves.named if halves.ours else (None, None)
        halves.named = (second, fine) if first == NRPN else (coarse, second)
        halves.ours = True
    elif first in (RPN, RPN_FINE):
        halves.named, halves.ours = (None, None), False
    elif first in (DATA, DATA_FINE) and halves.nrpn is not None:
        key = ControlKind.NRPN, halves.nrpn
        yield from _half(halves, key, channel, second, coarse=first == DATA)
    elif (
        first in CLICKS and halves.nrpn is not None and halves.wants(ControlKind.NRPN, halves.nrpn)
    ):
        yield ControlEvent(ControlKind.NRPN, halves.nrpn, channel, -1, 0.0, clicks=CLICKS[first])
    if first < 2 * PAIR:
        yield from _half(
            halves, (ControlKind.CC14, first % PAIR), channel, second, coarse=first < PAIR
        )


def _half(
    halves: PairState, key: tuple[ControlKind, int], channel: int, value: int, *, coarse: bool
) -> Iterator[ControlEvent]:
    if not halves.wants(*key):
        return
    pair = halves.pairs.setdefault(key, _Pair())
    if coarse:
        pair.follows = pair.follows and not pair.waits  # the one before got none
        pair.coarse, pair.waits = value, pair.follows
        if not pair.waits:
            yield _alone(*key, channel, value)
    elif pair.coarse is not None:
        pair.waits, pair.follows = False, True
        raw = pair.coarse << 7 | value
        yield ControlEvent(*key, channel, raw, raw / TOP14, 1 / TOP14)


def _alone(source: ControlKind, number: int, channel: int, coarse: int) -> ControlEvent:
    """Give a coarse half as a value: spread over the whole way, so that its top is the top."""
    return ControlEvent(source, number, channel, coarse << 7 | coarse, coarse / TOP)
