"""The models of a user: folders with `<name>/<name>.distill`, found by name."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import ModelFileProblem
from distill.installation import shell_command
from distill.storage.regular_file import check_inside

SUFFIX: Final = ".distill"


@dataclass(frozen=True, slots=True)
class Library:
    """Folders that hold models; a name in an earlier folder hides the same name in a later one."""

    folders: Sequence[Path]

    def names(self) -> tuple[str, ...]:
        """List every model, in alphabetical order."""
        return tuple(sorted(self._all()))

    def get(self, name: str) -> Path | None:
        """Return the file of a model, or None; only names that `names` lists are found."""
        found = self._all().get(name)
        return found[0] if found else None

    def find(self, name: str) -> Path:
        """Return the file of a model; only names that `names` lists are found.

        Raises:
            ModelFileProblem: No model has that name; the text lists those there are. Or its file is
                a link that leads out of its folder.
        """
        path = self.get(name)
        if path is None:
            known = ", ".join(self.names()) or f"none yet: train one with {shell_command('train')}"
            raise ModelFileProblem(f"no model {name[:60]!r} in the library; there are: {known}")
        try:  # the model's folder may be a link
            check_inside(path, path.parent)
        except OSError as error:
            raise ModelFileProblem(
                f"{path} cannot be used: {error.strerror}; make the folder a link, not the file"
            ) from error
        return path

    def hidden(self, name: str) -> tuple[Path, ...]:
        """List the files of that name that `find` does not return, as an earlier folder has one."""
        return tuple(self._all().get(name, [])[1:])

    def _all(self) -> dict[str, list[Path]]:
        """Return the files of each name, in the order of the folders; no file twice."""
        found: dict[str, list[Path]] = {}
        folders: dict[Path, Path] = {}
        for folder in self.folders:
            folders.setdefault(folder.resolve(), folder)
        for folder in folders.values():
            for entry in _entries(folder):
                file = entry / f"{entry.name}{SUFFIX}"
                with contextlib.suppress(OSError):  # an unreadable file counts as missing
                    if file.is_file():
                        found.setdefault(entry.name, []).append(file)
        return found


def _entries(folder: Path) -> list[Path]:
    """List a folder; empty if it is missing or unreadable."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
