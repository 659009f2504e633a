"""Files of a session: names from clients resolve to paths inside the declared roots."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from typing_extensions import override

from distill.commands.context import Files
from distill.errors import BadArgument, FileProblem, UnknownSlot
from distill.session import preset_text
from distill.session.packing import pack, unpack
from distill.session.preset_text import Preset
from distill.session.snapshot_store import Snapshot
from distill.storage import snapshotfile, textfile
from distill.storage.library import Library
from distill.storage.model_index import ModelIndex
from distill.storage.roots import Roots, check_name
from distill.types import Json

log = logging.getLogger("distill.files")

PRESET: Final = ".toml"
"""Suffix of a preset's file."""


class RootedFiles(Files):
    """Sources, clips, models, snapshots and presets in their folders.

    Threads: the engine's; snapshots are written on a thread of their own, as disks may be slow.
    """

    def __init__(
        self, roots: Roots, library: Library, clips: Path, snapshots: Path, presets: Path
    ) -> None:
        self._roots = roots
        self._library = library
        self._index = ModelIndex(library)
        self._clips = clips
        self._snapshots = snapshots
        self._presets = presets
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
    def model_of(self, codec_id: str) -> str:
        return self._index.name_of(codec_id)

    @override
    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
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

    @override
    def save_preset(self, name: str, preset: Preset) -> None:
        textfile.replace(self._preset_path(name), preset_text.write(preset))

    @override
    def preset(self, name: str) -> Preset:
        path = self._known_preset(name)
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, ValueError) as error:  # ValueError: not UTF-8
            raise BadArgument(f"{path} cannot be read as a preset: {error}") from error
        return preset_text.parse(text, path.name)

    @override
    def presets(self) -> tuple[str, ...]:
        found = self._presets.glob(f"*{PRESET}")
        return tuple(sorted(path.name[: -len(PRESET)] for path in found))

    @override
    def discard_preset(self, name: str) -> None:
        path = self._known_preset(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileProblem(f"{path} cannot be removed: {error.strerror}") from error

    def settle(self) -> None:
        """Wait until all snapshots are written."""
        self._writer.submit(bool).result()

    def _snapshot_path(self, name: str) -> Path:
        return self._snapshots / f"{check_name(name)}{snapshotfile.SUFFIX}"

    def _preset_path(self, name: str) -> Path:
        return self._presets / f"{check_name(name)}{PRESET}"

    def _known_preset(self, name: str) -> Path:
        """Return the path of a preset that has a file."""
        path = self._preset_path(name)
        if not path.is_file():
            there = ", ".join(self.presets()) or "none yet: preset/save NAME makes one"
            raise UnknownSlot(f"no preset {name!r} in {self._presets}; there are: {there}")
        return path


def _write(path: Path, header: Json, arrays: snapshotfile.Arrays) -> None:
    try:
        snapshotfile.write(path, header, arrays)
    except FileProblem as problem:
        log.error("%s; it is kept in memory until the server ends", problem)  # noqa: TRY400 - a text for the user
