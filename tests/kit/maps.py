"""A map file in memory; implements `surfaces.midi.editor.MapFile`."""

from typing import Self

from distill.errors import BadArgument, DiskFull


class MemoryMap:
    """A map file whose text is in memory.

    Attributes:
        full: Whether writing fails for lack of space.
    """

    def __init__(self, text: str, name: str = "mine.toml", first: Self | None = None) -> None:
        self.text = text
        self.name = name
        self.full = False
        self._first = self if first is None else first
        self._files: dict[str, Self] = {} if first is None else first._files

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        if self.full:
            raise DiskFull("no room")
        self.text = text

    def other(self, name: str) -> "MemoryMap":
        if name == "-":
            return self._first
        if "/" in name:
            raise BadArgument(f"{name!r} is no plain name")
        return self._files.setdefault(name, type(self)("", f"{name}.toml", self._first))

    def others(self) -> tuple[str, ...]:
        return tuple(name for name, one in self._files.items() if one.text)
