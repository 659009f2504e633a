"""From MIDI bytes and where the parameters stand to requests for the engine; no port is needed.

A control says where it is, 0..1; a parameter is somewhere too. When it was us who put it there it
follows; when not, the binding's takeover decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from distill.commands.parameter import SetParameter
from distill.engine.ports import Request
from distill.session.ports import Client
from distill.surfaces.midi import binding as bound
from distill.surfaces.midi import parser
from distill.surfaces.midi.binding import Binding, Mode, Source, Takeover, Turn

PAIR: Final = 32
"""From a controller's number to the number of its fine half."""
TOP: Final = 127
TOP14: Final = 16_383
MIDDLE14: Final = 8_192
"""Where a pitch bend rests; the middle of its way, though one step nearer to the top."""
PRESSED: Final = 64
"""From here on a switch is on (MIDI 1.0)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One control that spoke, whole: `raw` is its number, `position` 0..1, `grain` one step."""

    source: Source
    number: int | None
    channel: int
    raw: int
    position: float
    grain: float = 1 / TOP


@dataclass(slots=True)
class _Hand:
    """Where one binding stands.

    Attributes:
        control: Last place 0..1 of the control; None before it spoke.
        place: The exact place 0..1 of the value that we set, fraction and all.
        value: The value that we set last; while the parameter still has it, it is ours.
    """

    control: float | None = None
    place: float = 0.0
    value: float | None = None


class Translator:
    """Turn what controllers say into requests.

    Threads: one; the values that it is given must not change while it reads them.

    Attributes:
        unbound: Messages of controls that no binding names.
    """

    def __init__(self, mapping: bound.Mapping) -> None:
        self._mapping = mapping
        self._hands = [_Hand() for _ in mapping]
        self._pairs = {b.number for b in mapping if b.source is Source.CC14}
        self._coarse: dict[tuple[str, int, int], int] = {}
        self.unbound = 0

    def feed(self, data: bytes, values: Mapping[str, float], port: str = "") -> list[Request]:
        """Take a message of a port; give what it asks, in order.

        Args:
            data: One whole message.
            values: Where each parameter stands now, by name.
            port: Whose bytes; each port has its own halves.
        """
        now = dict(values)
        asked: list[Request] = []
        message = parser.read(data)
        if message is not None:
            for heard in self._assemble(message, port):
                asked += self._dispatch(heard, now, Client("midi", port))
        return asked

    def forget(self, port: str) -> None:
        """Drop half-heard values of a port that is gone; where the knobs stand is kept."""
        for key in [key for key in self._coarse if key[0] == port]:
            del self._coarse[key]

    def _assemble(self, message: parser.Message, port: str) -> Iterator[Heard]:
        """Make whole values of a message: 14-bit pairs wait for their fine half."""
        channel, first, second = message.channel, message.first, message.second
        match message.kind:
            case parser.NOTE_ON if second > 0:
                yield Heard(Source.NOTE, first, channel, second, second / TOP)
            case parser.PROGRAM:
                yield Heard(Source.PROGRAM, first, channel, TOP, first / TOP)
            case parser.BEND:
                yield Heard(
                    Source.PITCHBEND, None, channel, 0, _bend(second << 7 | first), 1 / TOP14
                )
            case parser.CONTROL:
                yield Heard(Source.CC, first, channel, second, second / TOP)
                if first in self._pairs:
                    self._coarse[port, channel, first] = second
                elif first - PAIR in self._pairs:
                    coarse = self._coarse.get((port, channel, first - PAIR))
                    if coarse is not None:
                        place = (coarse << 7 | second) / TOP14
                        yield Heard(Source.CC14, first - PAIR, channel, 0, place, 1 / TOP14)

    def _dispatch(self, heard: Heard, now: dict[str, float], client: Client) -> Iterator[Request]:
        met = False
        for binding, hand in zip(self._mapping, self._hands, strict=True):
            if not binding.meets(heard.source, heard.number, heard.channel):
                continue
            met = True
            target = binding.target
            if not isinstance(target, Turn):
                if _press(heard, hand):
                    yield Request(target, client)
                continue
            value = _turn(binding, target, heard, hand, now[target.row.name])
            if value is not None:
                hand.value = value
                if value != now[target.row.name]:
                    now[target.row.name] = value
                    yield Request(SetParameter(target.row.name, value), client)
        half = (
            heard.source is Source.CC and {heard.number, (heard.number or 0) - PAIR} & self._pairs
        )
        self.unbound += not met and not half


def _turn(binding: Binding, target: Turn, heard: Heard, hand: _Hand, now: float) -> float | None:
    """Give the parameter's new value; None when the control moves nothing."""
    match binding.mode:
        case Mode.TOGGLE:
            ends = target.first if now == target.last else target.last
            return ends if _press(heard, hand) else None
        case Mode.TRIGGER:
            return target.last if _press(heard, hand) else None
        case Mode.ABSOLUTE:
            place = _follow(binding.takeover, target, heard, hand, now)
        case _:
            moved = _clicks(binding.mode, heard.raw) / TOP
            place = min(max(_place(target, hand, now) + moved, 0.0), 1.0)
    if place is None:
        return None
    hand.place = place
    return target.value(place)


def _follow(
    takeover: Takeover, target: Turn, heard: Heard, hand: _Hand, now: float
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


def _place(target: Turn, hand: _Hand, now: float) -> float:
    """Find where the parameter is, 0..1: exactly where we put it, if it is still there."""
    return hand.place if hand.value == now else target.position(now)


def _press(heard: Heard, hand: _Hand) -> bool:
    """Was a key, a pad or a switch pressed; a button that never says `up` presses every time."""
    if heard.source is not Source.CC:
        return True
    before, hand.control = hand.control, heard.position
    if heard.raw < PRESSED:
        return False
    return before is None or before * TOP < PRESSED or before == heard.position == 1.0


def _clicks(mode: Mode, raw: int) -> int:
    """Read what an encoder says: clicks, up or down.

    Source: two's complement, binary offset, signed bit (reference/clients.md, section 4).
    """
    if mode is Mode.RELATIVE1:
        return raw if raw < 64 else raw - 128  # noqa: PLR2004 - seven bits
    if mode is Mode.RELATIVE2:
        return raw - 64
    return -(raw & 0x3F) if raw & 0x40 else raw


def _bend(raw: int) -> float:
    """Spread a pitch bend so that its rest is the exact middle."""
    if raw <= MIDDLE14:
        return raw / (2 * MIDDLE14)
    return 0.5 + (raw - MIDDLE14) / (2 * (TOP14 - MIDDLE14))
