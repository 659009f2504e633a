"""The models a user has: folders of `<name>/<name>.distill`, found by name."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import ModelFileProblem
from distill.installation import shell_command

SUFFIX: Final = ".distill"


@dataclass(frozen=True, slots=True)
class Library:
    """Folders that hold models; a name in an earlier folder hides the same name in a later one."""

    folders: Sequence[Path]

    def names(self) -> tuple[str, ...]:
        """List every model, in alphabetical order."""
        return tuple(sorted(self._all()))

    def get(self, name: str) -> Path | None:
        """Give the file of a model, or None; only names that `names` lists are found."""
        found = self._all().get(name)
        return found[0] if found else None

    def find(self, name: str) -> Path:
        """Give the file of a model; only names that `names` lists are found.

        Raises:
            ModelFileProblem: There is none by that name; says which there are.
        """
        path = self.get(name)
        if path is None:
            known = ", ".join(self.names()) or f"none yet: train one with {shell_command('train')}"
            raise ModelFileProblem(f"no model {name[:60]!r} in the library; there are: {known}")
        return path

    def hidden(self, name: str) -> tuple[Path, ...]:
        """List files of that name which `find` does not give, since an earlier folder has one."""
        return tuple(self._all().get(name, [])[1:])

    def _all(self) -> dict[str, list[Path]]:
        """Give the files of each name, in the order of the folders; no file twice."""
        found: dict[str, list[Path]] = {}
        folders: dict[Path, Path] = {}
        for folder in self.folders:
            folders.setdefault(folder.resolve(), folder)
        for folder in folders.values():
            for place in _inside(folder):
                file = place / f"{place.name}{SUFFIX}"
                with contextlib.suppress(OSError):  # what may not be looked at is not there
                    if file.is_file():
                        found.setdefault(place.name, []).append(file)
        return found


def _inside(folder: Path) -> list[Path]:
    """List a folder; none, if it is not there or may not be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
