"""Analysed sounds on disk, each under a hash of its inputs, so that none is analysed twice.

During the analysis each sound has a file of its own. Then all are packed into one store of float16
log-mel frames [L, M] with an index beside it, and the files are deleted. The index is written last
and names its store, so an interruption between any two writes loses nothing.
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from distill.errors import FileProblem
from distill.storage import atomic
from distill.types import FloatArray, Json

VERSION: Final = 1
"""Version of the index and of the analysis."""
_INDEX: Final = "index.json"
_REQUIRED_KEYS: Final = {"key", "apart", "pieces", "features"}
"""Keys that an index must have besides its store."""
_SOUND_BYTES: Final = 32
"""Size of the sound's hash at the end of a feature file."""
_COPIED_AT_ONCE: Final = 2**24
"""Bytes."""
_WHAT: Final = " (analysed sound)"
ADVICE: Final = atomic.Advice(
    "free some space, or choose a library on another disk (--into), and run the same command "
    "again: sounds that are analysed completely are kept",
    "make the folder writable, or choose another library (--into)",
)
"""For files that cannot be written before the first step of a training."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One analysed sound.

    Attributes:
        key: Hash of its inputs: content, peak, alteration, geometry.
        frames: L.
        sound: Hash of its samples; the same for equal sounds in different files.
    """

    key: str
    frames: int
    sound: str


class Features:
    """The analysed sounds of one training.

    Threads: one; one process per folder.
    """

    def __init__(self, folder: Path, mels: int) -> None:
        """Open a cache folder.

        Args:
            folder: Folder of the store, its index and the feature files.
            mels: M.
        """
        self._folder, self._files = folder, folder / "analysed"
        self._row_bytes = 2 * mels
        index = read_index(folder) or {}
        self._store = folder / str(index.get("store", ""))
        self._packed: dict[str, list[int | str]] = index.get("features", {})

    def find(self, key: str) -> Feature | None:
        """Return the feature of an analysed sound; None if there is none."""
        if key in self._packed:
            _, frames, sound = self._packed[key]
            return Feature(key, int(frames), str(sound))
        try:
            with self._file(key).open("rb") as file:
                size = file.seek(0, 2) - _SOUND_BYTES
                if size <= 0 or size % self._row_bytes:
                    return None
                file.seek(size)
                return Feature(key, size // self._row_bytes, file.read().hex())
        except OSError:
            return None

    def add(self, key: str, frames: Iterable[FloatArray], sound: "hashlib._Hash") -> Feature:
        """Write a sound during its analysis.

        Args:
            key: Its key.
            frames: Log-mel [L', M], piece by piece.
            sound: Hash of its samples; complete after the last frame.

        Raises:
            DiskFull: No space; nothing of this sound is kept.
        """
        with atomic.replacing(self._file(key), ADVICE, about=_WHAT) as file:
            for block in frames:
                file.write(block.astype(np.float16).tobytes())
            count = file.tell() // self._row_bytes
            file.write(sound.digest())
        return Feature(key, count, sound.hexdigest())

    def pack(self, wanted: list[Feature], index: Json) -> None:
        """Write the store and its index, and delete all other features.

        Args:
            wanted: Sounds in the order of the new store.
            index: Further keys of the index.

        Raises:
            DiskFull: No space; the earlier store is unchanged.
        """
        ends = np.cumsum([feature.frames for feature in wanted]).tolist()
        order = hashlib.sha256("".join(feature.key for feature in wanted).encode()).hexdigest()
        store = self._folder / f"mels-{order[:16]}.f16"
        rows = {
            feature.key: [end - feature.frames, feature.frames, feature.sound]
            for feature, end in zip(wanted, ends, strict=True)
        }
        whole = {"version": VERSION, **index, "store": store.name}
        whole |= {"frames": ends[-1] if ends else 0, "features": rows}
        if store != self._store:
            with atomic.replacing(store, ADVICE, about=_WHAT) as file:
                for feature in wanted:
                    self._copy(feature, file)
        text = json.dumps(whole, indent=1, ensure_ascii=False)
        atomic.replace(self._folder / _INDEX, text, ADVICE)
        atomic.sweep(self._folder)
        shutil.rmtree(self._files, ignore_errors=True)
        for old in set(self._folder.glob("mels*.f16")) - {store}:
            with contextlib.suppress(OSError):  # Windows: another process may have it open
                old.unlink()

    def _copy(self, feature: Feature, to: BinaryIO) -> None:
        """Append the frames of one sound to the new store."""
        left = feature.frames * self._row_bytes
        packed = self._packed.get(feature.key)
        with (self._store if packed else self._file(feature.key)).open("rb") as file:
            file.seek(int(packed[0]) * self._row_bytes if packed else 0)
            while left:
                block = file.read(min(left, _COPIED_AT_ONCE))
                if not block:
                    raise FileProblem(f"{file.name} is truncated; run the same command again")
                left -= to.write(block)

    def _file(self, key: str) -> Path:
        return self._files / f"{key}.f16"


def read_index(folder: Path) -> Json | None:
    """Read the index of a store; None if it is missing, damaged or of another version."""
    try:
        index: Json = json.loads((folder / _INDEX).read_text("utf-8"))
        if index["version"] != VERSION or not index.keys() >= _REQUIRED_KEYS:
            return None
        size = (folder / index["store"]).stat().st_size
        return index if size == 2 * index["frames"] * index["mel"]["mels"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
