"""What one control of a controller does: a parameter it turns, or a command it fires."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from distill.commands.grammar import Command, parse, read_word
from distill.parameters import Parameter
from distill.types import Range


class ControlKind(StrEnum):
    """Kinds of control."""

    CC = "cc"
    CC14 = "cc14"
    NRPN = "nrpn"
    NOTE = "note"
    PITCHBEND = "pitchbend"
    PROGRAM = "program"


PAIR: Final = 32
"""From a controller's number to the number of its fine half (MIDI 1.0)."""
NAMING: Final = frozenset((6, 38, 96, 97, 98, 99, 100, 101))
"""Controllers that NRPN and RPN are made of: data, clicks, the names of its number (MIDI 1.0)."""


class Mode(StrEnum):
    """How a control speaks."""

    ABSOLUTE = "absolute"
    RELATIVE1 = "relative1"
    RELATIVE2 = "relative2"
    RELATIVE3 = "relative3"
    TOGGLE = "toggle"
    TRIGGER = "trigger"


class Takeover(StrEnum):
    """What happens when a control and its parameter do not stand at the same place."""

    JUMP = "jump"
    PICKUP = "pickup"
    SCALE = "scale"


class ResponseCurve(StrEnum):
    """How a control's way is spread over the range."""

    LINEAR = "lin"
    LOG = "log"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class ParameterTarget:
    """A parameter that is turned between two values, in its unit; `first` may be the larger."""

    row: Parameter
    curve: ResponseCurve
    first: float
    last: float

    def value(self, position: float) -> float:
        """Give the value at a place 0..1 of the control."""
        if self.curve is ResponseCurve.LOG:
            value = float(self.first * (self.last / self.first) ** position)
        else:
            value = self.first + (self.last - self.first) * position
        if self.curve is ResponseCurve.STEPS or self.row.whole:
            value = float(round(value))
        bounds = Range(min(self.first, self.last), max(self.first, self.last))
        return min(max(value, bounds.low), bounds.high)  # rounding must not leave the range

    def position(self, value: float) -> float:
        """Give the place 0..1 of a value; the nearer end when it lies outside the range."""
        low, high = min(self.first, self.last), max(self.first, self.last)
        value = min(max(value, low), high)
        if self.curve is ResponseCurve.LOG:
            return math.log(value / self.first) / math.log(self.last / self.first)
        return (value - self.first) / (self.last - self.first)


NUMBER: Final = "#"
"""In the words of a command: the number that came."""


@dataclass(frozen=True, slots=True)
class NumberedCommand:
    """A command that takes the number of the program that is asked for, in place of `#`."""

    words: tuple[str, ...]

    def command(self, number: int | str) -> Command:
        """Give the command for one number.

        Raises:
            DistillError: It is none.
        """
        verb, *rest = (word.replace(NUMBER, str(number)) for word in self.words)
        return parse(verb, [read_word(word) for word in rest])


Target: TypeAlias = ParameterTarget | Command | NumberedCommand


@dataclass(frozen=True, slots=True)
class Binding:
    """One control and its target.

    Attributes:
        source: The kind of control.
        number: Of the controller, the note or the program; None for pitchbend, and for
            programs that turn, or that a command takes the number of.
        channel: 1..16; None for any.
        target: What it turns or fires.
        mode: How the control speaks.
        takeover: Of an absolute control.
        port: Part of the name of the port; empty for any.
        feedback: Part of the name of the output that is told where the parameter is; empty for
            the port's own, None when nothing is told.
    """

    source: ControlKind
    number: int | None
    channel: int | None
    target: Target
    mode: Mode
    takeover: Takeover
    port: str = ""
    feedback: str | None = None

    @property
    def parts(self) -> frozenset[int]:
        """Numbers of the controllers that carry it; none of another kind."""
        if self.source is ControlKind.NRPN:
            return NAMING
        if self.source is ControlKind.CC14 and self.number is not None:
            return frozenset((self.number, self.number + PAIR))
        own = self.source is ControlKind.CC and self.number is not None
        return frozenset((self.number or 0,)) if own else frozenset()

    def meets(self, source: ControlKind, number: int | None, channel: int, port: str) -> bool:
        """Is it this control that speaks?"""
        return self.source is source and self.number in (None, number) and self.hears(channel, port)

    def hears(self, channel: int, port: str) -> bool:
        """Is that a channel and a port of its?"""
        return self.channel in (None, channel) and self.port.lower() in port.lower()

    def shares(self, other: "Binding") -> bool:
        """Could one message be of both controls, whole or in part?"""
        same = self.source is other.source and (
            None in (self.number, other.number) or self.number == other.number
        )
        return overlap(self, other) and (same or bool(self.parts & other.parts))


Mapping: TypeAlias = tuple[Binding, ...]
"""All bindings, in the order of the file; one control may have several."""


def overlap(one: Binding, other: Binding) -> bool:
    """Could both hear the same channel of the same port?"""
    ports = one.port.lower(), other.port.lower()
    return (ports[0] in ports[1] or ports[1] in ports[0]) and (
        None in (one.channel, other.channel) or one.channel == other.channel
    )
