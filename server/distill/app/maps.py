"""Files of MIDI bindings: the user's map, the bundled one until there is one, and further maps."""

from pathlib import Path

from typing_extensions import override

from distill.errors import BadArgument
from distill.names import check_file_name
from distill.storage import textfile
from distill.surfaces.midi.editor import START, MapFile

SUFFIX = ".toml"


class UserMap(MapFile):
    """The map of a user, who may not have one yet.

    Threads: one at a time.
    """

    def __init__(self, path: Path, bundled: Path | None, folder: Path) -> None:
        """Set the paths.

        Args:
            path: The user's map.
            bundled: Read while there is no file at `path`; None if there must be one.
            folder: The folder of further maps.
        """
        self._path = path
        self._bundled = bundled
        self._folder = folder
        self._inside: Path | None = None
        self._first = self

    @property
    @override
    def name(self) -> str:
        return str(self._present)

    @property
    def _present(self) -> Path:
        there = self._bundled is None or self._path.exists()
        return self._path if there or self._bundled is None else self._bundled

    @override
    def read(self) -> str:
        try:
            return textfile.read(self._present, self._inside)
        except (OSError, ValueError) as error:  # ValueError: not UTF-8
            why = getattr(error, "strerror", None) or error
            raise BadArgument(f"{self.name} cannot be read as a MIDI mapping: {why}") from error

    @override
    def write(self, text: str) -> None:
        textfile.replace(self._path, text, self._inside)

    @override
    def other(self, name: str) -> "UserMap":
        if name == START:
            return self._first
        found = UserMap(self._folder / f"{check_file_name(name)}{SUFFIX}", None, self._folder)
        found._inside, found._first = self._folder, self._first
        return found

    @override
    def others(self) -> tuple[str, ...]:
        found = self._folder.glob(f"*{SUFFIX}")
        return tuple(sorted(path.name[: -len(SUFFIX)] for path in found))
