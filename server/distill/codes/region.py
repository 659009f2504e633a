"""The part of a grid that an edit changes: columns, bands and levels, one word each."""

import re
from dataclasses import dataclass
from typing import Final, Self

from typing_extensions import override

from distill.codes.grid import Grid
from distill.errors import BadArgument

_SPAN: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6})?)?")
_WORDS: Final = ("all", "coarse", "fine")


@dataclass(frozen=True, slots=True)
class Span:
    """A run along one axis: `all`, `coarse`, `fine`, `3`, `4-7` (both ends in), `8-` (to the end).

    Attributes:
        word: `all`, `coarse`, `fine` or empty.
        first: First index when `word` is empty.
        last: Last index, or None for the end of the axis.
    """

    word: str = "all"
    first: int = 0
    last: int | None = None

    @classmethod
    def parse(cls, name: str, value: object) -> Self:
        """Parse a value from the wire: a whole number, or one of the forms above.

        Raises:
            BadArgument: It is neither; the text lists the forms.
        """
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value).strip()
        if text in _WORDS:
            if text != "all" and name != "levels":
                raise BadArgument(f"{name} takes no word but all; got {text!r}")
            return cls(text)
        match = _SPAN.fullmatch(text)
        if match is None:
            words = "all, coarse, fine" if name == "levels" else "all"
            raise BadArgument(f"{name} takes {words}, a number, 4-7 or 8-; got {text!r}")
        first = int(match[1])
        last = int(match[2]) if match[2] else (None if "-" in text else first)
        if last is not None and last < first:
            raise BadArgument(f"{name} runs from low to high, as in 4-7; got {text!r}")
        return cls("", first, last)

    @classmethod
    def accepts(cls, name: str, value: object) -> bool:
        """Does `parse` accept it?"""
        try:
            cls.parse(name, value)
        except BadArgument:
            return False
        return True

    def resolve(self, name: str, count: int) -> slice:
        """Convert it to a slice of an axis with `count` entries.

        Raises:
            BadArgument: It reaches beyond the axis.
        """
        half = max(1, count // 2)
        if self.word:
            return {"all": slice(0, count), "coarse": slice(0, half), "fine": slice(half, count)}[
                self.word
            ]
        last = count - 1 if self.last is None else self.last
        if self.first >= count or last >= count:
            raise BadArgument(f"{name} run 0..{count - 1} here, got {self}")
        return slice(self.first, last + 1)

    @override
    def __str__(self) -> str:
        if self.word:
            return self.word
        if self.last is None:
            return f"{self.first}-"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Region:
    """A box of a grid; the default is all of it."""

    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    def of(self, grid: Grid) -> tuple[slice, slice, slice]:
        """Return slices into `grid.codes`.

        Raises:
            BadArgument: The region reaches beyond the grid.
        """
        return (
            self.columns.resolve("columns", grid.columns),
            self.bands.resolve("bands", grid.bands),
            self.levels.resolve("levels", grid.levels),
        )
