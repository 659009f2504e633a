"""Files of a session: names from clients resolve to paths inside the declared roots."""

import logging
import os
from pathlib import Path
from typing import Final

from typing_extensions import override

from distill.commands.context import Files
from distill.errors import BadArgument, FileProblem, UnknownSlot
from distill.names import check_file_name, check_new_file_name
from distill.protocol.source_folders import SourceRoots
from distill.session import preset_text
from distill.session.packing import pack, unpack
from distill.session.preset_text import Preset
from distill.session.snapshot_store import MAX_SNAPSHOTS, Snapshot
from distill.storage import atomic, regular_file, snapshotfile, textfile
from distill.storage.library import Library
from distill.storage.model_index import ModelIndex
from distill.storage.roots import Roots
from distill.storage.source_store import SourceStore
from distill.types import Json

log = logging.getLogger("distill.files")

PRESET: Final = ".toml"
"""Suffix of a preset's file."""
_UNWRITTEN: Final = atomic.Advice(
    "free some space on that disk and save it again; it is kept in memory until the server ends",
    "make its folder writable and save it again; it is kept in memory until the server ends",
)


class RootedFiles(Files):
    """Sources, clips, models, snapshots and presets in their folders.

    Threads: the engine's; `save_snapshot` and `discard_snapshot` on one of their own, as disks may
    be slow.
    """

    def __init__(
        self,
        roots: Roots,
        library: Library,
        clips: Path,
        snapshots: Path,
        presets: Path,
        sources: SourceStore,
    ) -> None:
        self._roots = roots
        self._library = library
        self._index = ModelIndex(library)
        self._clips = clips
        self._snapshots = snapshots
        self._presets = presets
        self._sources = sources
        self._unwritten: dict[str, Snapshot] = {}

    @override
    def source(self, name: str) -> str:
        return str(self._roots.find(name))

    @override
    def clips(self) -> str:
        return str(self._clips)

    @override
    def source_folders(self) -> SourceRoots:
        libraries = tuple(str(one) for one in self._library.folders)
        return SourceRoots(str(self._sources.folder), str(self._sources.cache), libraries)

    @override
    def has_source(self, source_id: str) -> bool:
        return self._sources.has(source_id)

    @override
    def source_stats(self) -> Json:
        count, size = self._sources.size()
        return {"sources": count, "sources_mb": round(size / 2**20, 1)}

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
        path = self._snapshot_path(check_new_file_name(name))
        try:
            snapshotfile.write(path, *pack(snapshot), _UNWRITTEN)
        except FileProblem as problem:
            self._unwritten.pop(name, None)
            self._unwritten[name] = snapshot
            for oldest in list(self._unwritten)[:-MAX_SNAPSHOTS]:
                del self._unwritten[oldest]
            log.error("%s", problem)  # noqa: TRY400 - a text for the user
            raise
        self._unwritten.pop(name, None)

    @override
    def snapshot(self, name: str) -> Snapshot:
        if (unwritten := self._unwritten.get(name)) is not None:
            return unwritten
        return unpack(*snapshotfile.read(self._snapshot_path(name), self._snapshots))

    @override
    def snapshots(self) -> tuple[str, ...]:
        suffix = snapshotfile.SUFFIX
        written = {path.name[: -len(suffix)] for path in self._snapshots.glob(f"*{suffix}")}
        return tuple(sorted(written.union(list(self._unwritten))))

    @override
    def discard_snapshot(self, name: str) -> None:
        _remove(self._snapshot_path(name))
        self._unwritten.pop(name, None)

    @override
    def save_preset(self, name: str, preset: Preset) -> None:
        path = self._preset_path(check_new_file_name(name))
        textfile.replace(path, preset_text.write(preset), self._presets)

    @override
    def preset(self, name: str) -> Preset:
        path = self._known_preset(name)
        try:
            data = regular_file.read(path, textfile.MAX_BYTES, self._presets)
            text = data.decode("utf-8-sig")
        except (OSError, ValueError) as error:  # ValueError: not UTF-8
            why = getattr(error, "strerror", None) or error
            raise BadArgument(f"{path} cannot be read as a preset: {why}") from error
        return preset_text.parse(text, path.name)

    @override
    def presets(self) -> tuple[str, ...]:
        found = self._presets.glob(f"*{PRESET}")
        return tuple(sorted(path.name[: -len(PRESET)] for path in found))

    @override
    def discard_preset(self, name: str) -> None:
        _remove(self._known_preset(name))

    def _snapshot_path(self, name: str) -> Path:
        return self._snapshots / f"{check_file_name(name)}{snapshotfile.SUFFIX}"

    def _preset_path(self, name: str) -> Path:
        return self._presets / f"{check_file_name(name)}{PRESET}"

    def _known_preset(self, name: str) -> Path:
        """Return the path of a preset that has a file, of whatever kind."""
        path = self._preset_path(name)
        if not os.path.lexists(path):
            there = ", ".join(self.presets()) or "none yet: preset/save NAME makes one"
            raise UnknownSlot(f"no preset {name!r} in {self._presets}; there are: {there}")
        return path


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(f"{path} cannot be removed: {error.strerror}") from error
