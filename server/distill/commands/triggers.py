"""Triggers: commands started by a rising number, for clients that send numbers every frame."""

from collections import OrderedDict
from typing import Final

from distill.commands.grammar import VERBS, Command, parse, read_word, verb
from distill.errors import BadArgument
from distill.types import Value

PREFIX: Final = "trigger/"
"""Prefix of verb and arguments: `trigger/generate/a` with a number."""
ABOUT: Final = (
    "Runs VERB with its arguments each time the number goes from 0 to more, or counts up."
)
MAX_TRIGGERS: Final = 1024
"""Triggers that are tracked; beyond that the least recently used one is dropped."""


class Triggers:
    """The last value of each trigger of each client.

    Threads: the receiving thread of one surface.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], float] = OrderedDict()

    def starts(self, client: str, word: str, value: float) -> bool:
        """Store a value; return whether it starts the command.

        It does when it goes from 0 (or less) to more, or counts up in whole numbers. The first
        value of a client only sets the reference: a channel that is at 1 when the server starts
        starts nothing.
        """
        before = self._last.get((client, word))
        self._last[client, word] = value
        self._last.move_to_end((client, word))
        while len(self._last) > MAX_TRIGGERS:
            self._last.popitem(last=False)
        if before is None or value <= max(before, 0.0):
            return False
        return before <= 0 or (value.is_integer() and before.is_integer())


def number(values: tuple[Value, ...]) -> float:
    """Return the number that a trigger was sent.

    Raises:
        BadArgument: It is not one number.
    """
    if len(values) != 1 or isinstance(values[0], str):
        raise BadArgument(f"a trigger takes one number, 0 or more, got {values!r}")
    return float(values[0])


def command_of(word: str) -> Command:
    """Parse `VERB/ARGUMENT/ARGUMENT` (after the prefix) as a command.

    Raises:
        UnknownAddress: There is no such verb.
        BadArgument: Too many, missing or wrong arguments.
    """
    parts = word.split("/")
    both = "/".join(parts[:2])
    name, rest = (both, parts[2:]) if both in VERBS else (verb(parts[0]).name, parts[1:])
    return parse(name, [read_word(part) for part in rest])
