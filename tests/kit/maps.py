"""A mapping file in memory; obeys `surfaces.midi.editor.MapFile`."""

from typing import Self

from distill.errors import BadArgument, DiskFull


class MemoryMap:
    """Text that is read and written.

    Attributes:
        full: Is there no room for another?
    """

    def __init__(self, text: str, name: str = "mine.toml", first: Self | None = None) -> None:
        self.text = text
        self.name = name
        self.full = False
        self._first = self if first is None else first
        self._kept: dict[str, Self] = {} if first is None else first._kept

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
        return self._kept.setdefault(name, type(self)("", f"{name}.toml", self._first))

    def others(self) -> tuple[str, ...]:
        return tuple(name for name, one in self._kept.items() if one.text)
