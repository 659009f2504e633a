"""Setting and reading parameters: commands without a verb of their own."""

from dataclasses import dataclass
from typing import ClassVar, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply
from distill.parameters import find
from distill.types import Value

PARAMETER_TOPIC: Final = "param"
"""Topic of a reply whose parameter has changed; a repeated value has none."""


@dataclass(frozen=True, slots=True)
class SetParameter(Command):
    """Set one parameter; the last value wins.

    Attributes:
        name: A row of `PARAMETERS`.
        value: In the parameter's unit, or 0..1 when `normalized`.
        normalized: Whether the value is a position of a controller.
    """

    verb: ClassVar[str] = "param"
    name: str
    value: Value
    normalized: bool = False

    @override
    def run(self, context: CommandContext) -> Outcome:
        row = find(self.name)
        if self.normalized:
            if isinstance(self.value, str):
                value = row.parse(self.value)
            else:
                value = row.from_normalized(float(self.value))
        else:
            value = row.parse(self.value)
        changed = context.session.set_parameter(row.name, value)
        return Reply((row.name, value), topic=PARAMETER_TOPIC if changed else "")


@dataclass(frozen=True, slots=True)
class GetParameter(Command):
    """Read one parameter; answered on the address of the query."""

    verb: ClassVar[str] = "param"
    name: str
    normalized: bool = False

    @override
    def run(self, context: CommandContext) -> Outcome:
        row = find(self.name)
        value = context.session.parameters[row.name]
        return Reply((row.name, row.to_normalized(value) if self.normalized else value))
