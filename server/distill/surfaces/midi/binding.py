"""Bindings of controls: the parameter a control sets, or the command it runs."""

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from distill.commands.grammar import Command, parse, read_word
from distill.parameters import Parameter
from distill.surfaces.midi.control_kind import NRPN_PARTS, PAIR, ControlKind
from distill.types import Range


class Mode(StrEnum):
    """How the values of a control are read."""

    ABSOLUTE = "absolute"
    RELATIVE1 = "relative1"
    RELATIVE2 = "relative2"
    RELATIVE3 = "relative3"
    TOGGLE = "toggle"
    TRIGGER = "trigger"


class Takeover(StrEnum):
    """What an absolute control does while its position differs from its parameter's."""

    JUMP = "jump"
    PICKUP = "pickup"
    SCALE = "scale"


class ResponseCurve(StrEnum):
    """How a control's travel maps to the range."""

    LINEAR = "lin"
    LOG = "log"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class ParameterTarget:
    """A parameter set between two values, in its unit; `first` may be the larger."""

    row: Parameter
    curve: ResponseCurve
    first: float
    last: float

    def value(self, position: float) -> float:
        """Return the value at a position 0..1 of the control."""
        if self.curve is ResponseCurve.LOG:
            value = float(self.first * (self.last / self.first) ** position)
        else:
            value = self.first + (self.last - self.first) * position
        if self.curve is ResponseCurve.STEPS or self.row.whole:
            value = float(round(value))
        bounds = Range(min(self.first, self.last), max(self.first, self.last))
        return min(max(value, bounds.low), bounds.high)  # rounding must not leave the range

    def position(self, value: float) -> float:
        """Return the position 0..1 of a value; the nearer end when it is outside the range."""
        low, high = min(self.first, self.last), max(self.first, self.last)
        value = min(max(value, low), high)
        if self.curve is ResponseCurve.LOG:
            return math.log(value / self.first) / math.log(self.last / self.first)
        return (value - self.first) / (self.last - self.first)


NUMBER: Final = "#"
"""Placeholder in a command: the number of the program received."""


@dataclass(frozen=True, slots=True)
class NumberedCommand:
    """A command with the received program number in place of `#`."""

    words: tuple[str, ...]

    def command(self, number: int | str) -> Command:
        """Return the command for one number.

        Raises:
            DistillError: It is no valid command.
        """
        verb, *rest = (word.replace(NUMBER, str(number)) for word in self.words)
        return parse(verb, [read_word(word) for word in rest])


Target: TypeAlias = ParameterTarget | Command | NumberedCommand


@dataclass(frozen=True, slots=True)
class Binding:
    """One control and its target.

    Attributes:
        source: The kind of control.
        number: Of the controller, note or program; None for pitchbend, and for program changes
            whose number is the value or an argument of the command.
        channel: 1..16; None for any.
        target: The parameter it sets or the command it runs.
        mode: How its values are read.
        takeover: Of an absolute control.
        port: Part of the name of the input; empty for any.
        feedback: Part of the name of the output that shows the parameter's value; empty for the
            input's own device, None for no feedback.
        fine_first: Whether a cc14 or nrpn sends its fine half (LSB) before its coarse one.
        words: The target as the map spells it.
    """

    source: ControlKind
    number: int | None
    channel: int | None
    target: Target
    mode: Mode
    takeover: Takeover
    port: str = ""
    feedback: str | None = None
    fine_first: bool = False
    words: str = field(default="", compare=False)

    @property
    def parts(self) -> frozenset[int]:
        """Numbers of the controllers that carry it; empty for other kinds of control."""
        if self.source is ControlKind.NRPN:
            return NRPN_PARTS
        if self.source is ControlKind.CC14 and self.number is not None:
            return frozenset((self.number, self.number + PAIR))
        own = self.source is ControlKind.CC and self.number is not None
        return frozenset((self.number or 0,)) if own else frozenset()

    def matches(self, source: ControlKind, number: int | None, channel: int, port: str) -> bool:
        """Return whether a control of a channel and port is bound by this."""
        same = self.source is source and self.number in (None, number)
        return same and self.covers(channel, port)

    def covers(self, channel: int, port: str) -> bool:
        """Return whether the binding applies to a channel of a port."""
        return self.channel in (None, channel) and self.port.lower() in port.lower()

    def shares(self, other: "Binding") -> bool:
        """Return whether one message can belong to both controls, whole or in part."""
        same = self.source is other.source and (
            None in (self.number, other.number) or self.number == other.number
        )
        return overlap(self, other) and (same or bool(self.parts & other.parts))


Mapping: TypeAlias = tuple[Binding, ...]
"""All bindings, in the order of the file; one control may have several."""


def overlap(one: Binding, other: Binding) -> bool:
    """Return whether both can apply to the same channel of the same port."""
    ports = one.port.lower(), other.port.lower()
    return (ports[0] in ports[1] or ports[1] in ports[0]) and (
        None in (one.channel, other.channel) or one.channel == other.channel
    )
