"""Which folders clients may name files in: a name that leads anywhere else is refused.

The same names are refused on every system, so that a session made on one plays on another.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from distill.errors import AudioFileProblem, PathRefused

MAX_NAME: Final = 200
"""Bytes in one part of a path: every file system takes 255, and a suffix and a counter follow."""
MAX_PATH: Final = 1024
"""Bytes in a whole name."""
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])"
    r"[ ]*(\..*)?",
    re.IGNORECASE,
)
"""Names that Windows gives to devices, with any suffix."""
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def check_name(name: str) -> str:
    """Give one part of a path back, if it is a plain name on every system.

    Raises:
        PathRefused: Says what is wrong with it.
    """
    wrong = _wrong_with(name)
    if wrong:
        raise PathRefused(f"{_show(name)} {wrong}; give a plain file name")
    return name


class Roots:
    """Folders by what they are for; a client's name is looked for inside them and nowhere else.

    Threads: any; nothing here changes after it is made.
    """

    def __init__(self, folders: Mapping[str, Sequence[Path]]) -> None:
        self._folders = {root: tuple(paths) for root, paths in folders.items()}

    def resolve(self, root: str, name: str) -> Path:
        """Give the real path that a name has in one root; nothing need be there yet.

        Args:
            root: One of the declared roots.
            name: Relative to it, or absolute and inside it.

        Raises:
            PathRefused: It leads out of the root, or is no plain name.
        """
        return self._inside(name, self._folders[root])[0]

    def find(self, name: str) -> Path:
        """Give the real path of a file that is there, in the first root that has it.

        Raises:
            PathRefused: It leads out of the roots, or is no plain name.
            AudioFileProblem: It is not there, or is no plain file.
        """
        every = [path for paths in self._folders.values() for path in paths]
        for path in self._inside(name, every):
            if path.is_file():
                return path
            if path.exists():
                raise AudioFileProblem(f"{_show(name)} is no plain file; name a sound file")
        raise AudioFileProblem(f"there is no file {_show(name)} in {self._say()}")

    def _inside(self, name: str, folders: Sequence[Path]) -> list[Path]:
        """Every place a name may mean; at least one."""
        self._check(name)
        found = []
        for folder in folders:
            try:
                real = folder.resolve()
                path = (real / name).resolve()
            except (OSError, RuntimeError) as error:  # a loop of links
                raise PathRefused(f"{_show(name)} leads nowhere: {error}") from error
            if path.is_relative_to(real) and path != real:
                found.append(path)
        if not found:
            raise PathRefused(
                f"{_show(name)} lies outside the folders I may use: {self._say()};"
                " put the file there, or start the server with --sources and its folder"
            )
        return found

    def _check(self, name: str) -> None:
        anchor = Path(name).anchor
        rest = name[len(anchor) :] if Path(name).is_absolute() else name
        parts = re.split(r"[\\/]" if sys.platform == "win32" else "/", rest)
        wrong = next(filter(None, map(_wrong_with, parts)), "")
        if anchor.startswith(("//", "\\\\")):
            wrong = "is on another machine"
        if len(name.encode("utf-8", "replace")) > MAX_PATH:
            wrong = f"is longer than {MAX_PATH} bytes"
        if wrong:
            raise PathRefused(f"{_show(name)} {wrong}; name a file in {self._say()}")

    def _say(self) -> str:
        return ", ".join(
            f"{root} ({' and '.join(map(str, paths))})" for root, paths in self._folders.items()
        )


def _wrong_with(part: str) -> str:
    """Say what is wrong with one part of a path, or nothing."""
    rules = (
        (not part, "has an empty part"),
        (part in {".", ".."}, f"goes to {part!r}"),
        (bool(_CONTROL.search(part)), "has control characters"),
        ("/" in part or "\\" in part, "has a slash in a name"),
        (part.endswith((".", " ")) or part.startswith(" "), "begins or ends with a space or a dot"),
        (bool(_DEVICES.fullmatch(part)), "is the name of a device"),
        (bool(_DRIVE.match(part)), "begins with a drive letter"),
        (sys.platform == "win32" and ":" in part, "has a colon"),
        (len(part.encode("utf-8", "replace")) > MAX_NAME, f"is longer than {MAX_NAME} bytes"),
    )
    return next((text for broken, text in rules if broken), "")


def _show(name: str) -> str:
    shown = ascii(name[:80])
    return shown if len(name) <= 80 else f"{shown}... ({len(name)} characters)"  # noqa: PLR2004 - a line
