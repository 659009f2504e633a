"""The folders in which clients may name files: a name that leads elsewhere is refused."""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from distill.errors import AudioFileProblem, PathRefused
from distill.names import file_name_problem, quoted
from distill.storage.file_names import alike

MAX_PATH: Final = 1024
"""Bytes in a whole path."""


class Roots:
    """The folders of each root; names of clients are resolved inside them only.

    Threads: any; immutable.
    """

    def __init__(self, folders: Mapping[str, Sequence[Path]]) -> None:
        self._folders = {root: tuple(paths) for root, paths in folders.items()}

    def resolve(self, root: str, name: str) -> Path:
        """Return the real path of a name in one root; the file need not exist.

        Args:
            root: One of the declared roots.
            name: Relative to it, or absolute and inside it.

        Raises:
            PathRefused: It leads out of the root, or has a part that is not a plain name.
        """
        return self._inside(name, self._folders[root])[0]

    def find(self, name: str) -> Path:
        """Return the real path of an existing file, in the first root that has it.

        A name that no file has may be another spelling of one that is there: decomposed letters, or
        bytes that are not UTF-8 and that the client can only name by their replacement.

        Raises:
            PathRefused: It leads out of the roots, or has a part that is not a plain name.
            AudioFileProblem: It does not exist, is not a regular file, or the name means several.
        """
        every = [path for paths in self._folders.values() for path in paths]
        exact = self._inside(name, every)
        for path in exact if any(path.exists() for path in exact) else self._alike(name, exact):
            if path.is_file():
                return path
            if path.exists():
                raise AudioFileProblem(f"{quoted(name)} is not a regular file; name a sound file")
        raise AudioFileProblem(f"there is no file {quoted(name)} in {self._described()}")

    def _alike(self, name: str, exact: Sequence[Path]) -> list[Path]:
        """Return the one path inside a root whose name differs from `exact` in spelling only.

        Raises:
            AudioFileProblem: There are several.
        """
        for real in (folder.resolve() for paths in self._folders.values() for folder in paths):
            inside = [path.relative_to(real) for path in exact if path.is_relative_to(real)]
            near = {hit.resolve() for path in inside for hit in alike(real, str(path))}
            found = [path for path in near if path.is_relative_to(real)]
            if len(found) > 1:
                raise AudioFileProblem(
                    f"{quoted(name)} is the name of {len(found)} files in {real}, which differ "
                    "only in how their letters are encoded; rename one"
                )
            if found:
                return found
        return []

    def _inside(self, name: str, folders: Sequence[Path]) -> list[Path]:
        """Return every path that a name may stand for; at least one."""
        self._check(name)
        found = []
        for folder in folders:
            try:
                real = folder.resolve()
                path = (real / name).resolve()
            except (OSError, RuntimeError) as error:  # a loop of links
                raise PathRefused(f"{quoted(name)} leads nowhere: {error}") from error
            if path.is_relative_to(real) and path != real:
                found.append(path)
        if not found:
            raise PathRefused(
                f"{quoted(name)} lies outside the folders that the server may use: "
                f"{self._described()}; put the file there, or start the server with "
                "--sources and its folder"
            )
        return found

    def _check(self, name: str) -> None:
        anchor = Path(name).anchor
        rest = name[len(anchor) :] if Path(name).is_absolute() else name
        parts = re.split(r"[\\/]" if sys.platform == "win32" else "/", rest)
        wrong = next(filter(None, map(file_name_problem, parts)), "")
        if anchor.startswith(("//", "\\\\")):
            wrong = "is on another machine"
        if len(name.encode("utf-8", "replace")) > MAX_PATH:
            wrong = f"is longer than {MAX_PATH} bytes"
        if wrong:
            raise PathRefused(f"{quoted(name)} {wrong}; name a file in {self._described()}")

    def _described(self) -> str:
        return ", ".join(
            f"{root} ({' and '.join(map(str, paths))})" for root, paths in self._folders.items()
        )
