"""Turning and asking the parameters: not verbs, but values like any other command."""

from dataclasses import dataclass
from typing import ClassVar, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply
from distill.parameters import find
from distill.types import Value

PARAMETER_NEWS: Final = "param"
"""Marks a reply whose parameter really changed; repeats of a value are no news."""


@dataclass(frozen=True, slots=True)
class SetParameter(Command):
    """Turn one parameter; the last value wins.

    Attributes:
        name: A row of `PARAMETERS`.
        value: In the parameter's unit, or 0..1 when `normalized`.
        normalized: Does a controller speak?
    """

    verb: ClassVar[str] = "param"
    name: str
    value: Value
    normalized: bool = False

    @override
    def run(self, desk: CommandContext) -> Outcome:
        row = find(self.name)
        if self.normalized:
            if isinstance(self.value, str):
                value = row.parse(self.value)
            else:
                value = row.from_normalized(float(self.value))
        else:
            value = row.parse(self.value)
        changed = desk.session.set_parameter(row.name, value)
        return Reply((row.name, value), news=PARAMETER_NEWS if changed else "")


@dataclass(frozen=True, slots=True)
class GetParameter(Command):
    """Ask for one parameter; answered on the address that asked."""

    verb: ClassVar[str] = "param"
    name: str
    normalized: bool = False

    @override
    def run(self, desk: CommandContext) -> Outcome:
        row = find(self.name)
        value = desk.session.parameters[row.name]
        return Reply((row.name, row.to_normalized(value) if self.normalized else value))
