"""The file of the MIDI bindings: the user's own, or the bundled one until there is one."""

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path

from typing_extensions import override

from distill.errors import BadArgument, DiskFull, FileProblem
from distill.surfaces.midi.editor import MapFile


class UserMap(MapFile):
    """A file that the user may not have yet.

    Threads: one at a time.
    """

    def __init__(self, path: Path, bundled: Path | None) -> None:
        """Name the file.

        Args:
            path: The user's.
            bundled: Read while that is not there; None when it has to be.
        """
        self._path = path
        self._bundled = bundled

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
            return self._present.read_text("utf-8")
        except (OSError, ValueError) as error:  # ValueError: bytes that are no text
            raise BadArgument(f"{self.name} cannot be read as a MIDI mapping: {error}") from error

    @override
    def write(self, text: str) -> None:
        path = self._path.resolve()  # of a link, the file it leads to
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, part)
                shutil.copy2(path, path.with_name(f"{path.name}.bak"))
            part.replace(path)
        except OSError as error:
            kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else FileProblem
            raise kind(f"{self._path} could not be written: {error}; it is as it was") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
