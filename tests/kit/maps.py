"""A mapping file in memory; obeys `surfaces.midi.editor.MapFile`."""

from distill.errors import DiskFull


class MemoryMap:
    """Text that is read and written.

    Attributes:
        full: Is there no room for another?
    """

    name = "mine.toml"

    def __init__(self, text: str) -> None:
        self.text = text
        self.full = False

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        if self.full:
            raise DiskFull("no room")
        self.text = text
