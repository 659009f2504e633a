"""A request that has ended, and how its numbers and words are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from distill.cli.osc_client import Answer, Word


@dataclass(frozen=True)
class Ended:
    """A request that has succeeded.

    Attributes:
        answer: What the server answered.
        words: The arguments of the request, as they were sent.
        seconds: Length of the slots by name, as far as it is known.
    """

    answer: Answer
    words: Sequence[Word] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def values(self) -> list[Word]:
        """The values of `done`."""
        return self.answer.values

    @property
    def pages(self) -> list[list[Word]]:
        """The pages before it."""
        return self.answer.pages

    def text(self, at: int) -> str:
        """Return a value as text."""
        return str(self.values[at])

    def number(self, at: int) -> float:
        """Return a value as a number."""
        return float(self.values[at])


def count(number: float, one: str) -> str:
    """Return a number with its noun: 1 column, 24 columns."""
    return f"{number:g} {one}{'' if number == 1 else 's'}"


def plain(word: Word) -> str:
    """Return a word with six digits: OSC sends float32, Python prints sixteen digits."""
    return f"{word:.6g}" if isinstance(word, float) else str(word)


def slot_length(columns: float, seconds: float | None) -> str:
    """Return the length of a slot: "24 columns, 4.1 s,", without seconds where none are known."""
    length = count(columns, "column")
    return length if seconds is None else f"{length}, {seconds:.1f} s,"
