"""Names from clients become paths inside the declared roots, or are refused."""

from pathlib import Path

from typing_extensions import override

from distill.session.ports import Files
from distill.storage.library import Library
from distill.storage.roots import Roots


class RootedFiles(Files):
    """The files a session may reach: sources and clips to read, the clip folder to write.

    Threads: the engine's.
    """

    def __init__(self, roots: Roots, library: Library, clips: Path) -> None:
        self._roots = roots
        self._library = library
        self._clips = clips

    @override
    def source(self, name: str) -> str:
        return str(self._roots.find(name))

    @override
    def clips(self) -> str:
        return str(self._clips)

    @override
    def model(self, name: str) -> str:
        return str(self._library.find(name))

    @override
    def models(self) -> tuple[str, ...]:
        return self._library.names()
