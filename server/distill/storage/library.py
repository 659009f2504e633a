"""The models a user has: folders of `<name>/<name>.distill`, found by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import ModelFileProblem

SUFFIX: Final = ".distill"


@dataclass(frozen=True, slots=True)
class Library:
    """Folders that hold models; a name in an earlier folder hides the same name in a later one."""

    folders: Sequence[Path]

    def names(self) -> tuple[str, ...]:
        """List every model, in alphabetical order."""
        return tuple(sorted(self._all()))

    def find(self, name: str) -> Path:
        """Give the file of a model; only names that `names` lists are found.

        Raises:
            ModelFileProblem: There is none by that name; says which there are.
        """
        found = self._all()
        if name not in found:
            known = ", ".join(sorted(found)) or "none yet: train one with distill train"
            raise ModelFileProblem(f"no model {name[:60]!r} in the library; there are: {known}")
        return found[name]

    def _all(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self.folders:
            if folder.is_dir():
                for place in sorted(folder.iterdir()):
                    file = place / f"{place.name}{SUFFIX}"
                    if file.is_file():
                        found.setdefault(place.name, file)
        return found
