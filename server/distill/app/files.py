"""Names from clients become paths inside the declared roots, or are refused."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from typing_extensions import override

from distill.errors import FileProblem
from distill.session.packing import pack, unpack
from distill.session.ports import Files
from distill.session.snapshots import Snapshot
from distill.storage import snapshotfile
from distill.storage.library import Library
from distill.storage.roots import Roots, check_name
from distill.types import Json

log = logging.getLogger("distill.files")


class RootedFiles(Files):
    """The files a session may reach: sources and clips to read, the clip folder to write.

    Threads: the engine's; snapshots are written on one of its own, as a disk may take its time.
    """

    def __init__(self, roots: Roots, library: Library, clips: Path, snapshots: Path) -> None:
        self._roots = roots
        self._library = library
        self._clips = clips
        self._snapshots = snapshots
        self._writer = ThreadPoolExecutor(1, "snapshots")

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

    @override
    def keep_snapshot(self, name: str, snapshot: Snapshot) -> None:
        path = self._snapshot_path(name)
        self._writer.submit(_write, path, *pack(snapshot))

    @override
    def snapshot(self, name: str) -> Snapshot:
        return unpack(*snapshotfile.read(self._snapshot_path(name)))

    @override
    def snapshots(self) -> tuple[str, ...]:
        suffix = snapshotfile.SUFFIX
        return tuple(
            sorted(path.name[: -len(suffix)] for path in self._snapshots.glob(f"*{suffix}"))
        )

    @override
    def discard_snapshot(self, name: str) -> None:
        path = self._snapshot_path(name)
        self._writer.submit(path.unlink, missing_ok=True)

    def settle(self) -> None:
        """Wait until everything is written."""
        self._writer.submit(bool).result()

    def _snapshot_path(self, name: str) -> Path:
        return self._snapshots / f"{check_name(name)}{snapshotfile.SUFFIX}"


def _write(path: Path, header: Json, arrays: snapshotfile.Arrays) -> None:
    try:
        snapshotfile.write(path, header, arrays)
    except FileProblem as problem:
        log.error("%s; it is kept in memory until the server ends", problem)  # noqa: TRY400 - a sentence
