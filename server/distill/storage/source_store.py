"""The sounds that slots come from: files of two kinds, and a cache that all workers share.

A folder keeps each sound that was encoded for good, as FLAC, named by a hash of its samples. The
corpora of models hold the sounds of their parts, which are found here by a hash of their files, and
never changed. The cache holds the samples of both as plain numbers, which every worker maps into
its memory: they take the room once, and the system frees it when it is needed for something else.
"""

import contextlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from distill.errors import SourceGone
from distill.storage import atomic, regular_file
from distill.storage.corpus_sounds import CorpusSounds
from distill.storage.source_flac import MAX_CHANNELS, read_blocks
from distill.storage.source_writer import (
    ID_DIGITS,
    MAX_SAMPLES,
    SourceDigest,
    SourceWriter,
    cache_path,
    flac_path,
)
from distill.types import Audio

MOST_BYTES: Final = 4 * 2**30
"""Size of the folder from which sounds that nobody needs are deleted at once: 6 hours of
stereo."""
MOST_CACHE_BYTES: Final = 2**30
"""Size of the cache from which the sounds that were not used for longest are deleted."""
MOST_CORPUS_BYTES: Final = 3 * 2**28
"""Size of the cache's share of corpora, bounded with every part that is decoded: a walk through a
corpus of hours reads a few of them in every minute."""
KEPT_S: Final = 86_400.0
"""A sound that nobody has needed for so long is deleted."""
LEASE_S: Final = 3600.0
"""A sound that was needed so lately may be needed by another server: it is never deleted."""
MAX_FLAC_BYTES: Final = 2**31
"""Largest file that is read: an hour of stereo noise is 1 GB."""
_FRAME_BYTES: Final = 4
_ID: Final = re.compile(rf"[0-9a-f]{{{ID_DIGITS}}}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file of one of the two folders."""

    path: Path
    id: str
    bytes: int
    used_s: float


class SourceStore:
    """Writes, opens and cleans sources.

    Threads: any; several processes may use the same folders.

    Attributes:
        folder: The folder of the FLAC files.
        cache: The folder of the plain numbers.
    """

    def __init__(self, folder: Path, cache: Path, libraries: Sequence[Path] = ()) -> None:
        """Prepare; `libraries` are folders of models, whose corpora hold sounds too."""
        self.folder, self.cache = folder, cache
        self._corpora = CorpusSounds(libraries)

    def writer(self) -> SourceWriter:
        """Begin a source; use it in a `with` block, which deletes what is not finished."""
        return SourceWriter(self.folder, self.cache)

    def open(self, source_id: str) -> Audio:
        """Return the samples of a source, [T, C], read-only; decode them first if they must be.

        Raises:
            SourceGone: It is not there, or damaged; the text says which sound and why.
            DiskFull: There is no room to decode it.
            FileProblem: The cache cannot be written.
        """
        audio = self.try_open(source_id)
        if audio is None:
            self._decode(source_id)
            audio = self.try_open(source_id)
        if audio is None:
            raise _gone(source_id, f"the cache {self.cache} does not keep it")
        return audio

    def try_open(self, source_id: str) -> Audio | None:
        """Return the same if the cache has it, at once; else None."""
        if not _ID.fullmatch(source_id):
            return None
        for channels in range(1, MAX_CHANNELS + 1):
            path = cache_path(self.cache, source_id, channels)
            with contextlib.suppress(OSError):
                audio = _mapped(path, channels, self.cache)
                os.utime(path)  # the last use, for `clean`
                return audio
        return None

    def has(self, source_id: str) -> bool:
        """Return whether there is a file of that source, without reading it."""
        if any(path.is_file() for path in self._paths(source_id)):
            return True
        return self._corpora.find(source_id) is not None

    def renew(self, source_id: str) -> bool:
        """Return the same, and mark it as used now: no cleaning deletes it within `LEASE_S`."""
        found = self._corpora.find(source_id) is not None
        for path in self._paths(source_id):
            with contextlib.suppress(OSError):
                os.utime(path)
                found = True
        return found

    def size(self) -> tuple[int, int]:
        """Return how many sources there are, and the bytes of their files, without the cache."""
        kept = _listed(self.folder, ".flac")
        return len(kept), sum(one.bytes for one in kept)

    def clean(
        self,
        needed: Collection[str],
        now_s: float,
        most_bytes: int = MOST_BYTES,
        most_cache_bytes: int = MOST_CACHE_BYTES,
    ) -> int:
        """Delete what nobody needs; return how many sources are gone.

        A needed source is marked as used now, so that another server, which does not need it,
        leaves it alone.

        Args:
            needed: Ids of sources; they are never deleted, though their copies in the cache may be.
            now_s: The time, in seconds as those of files.
            most_bytes: Bound of the folder; beyond it, what is not needed goes at once.
            most_cache_bytes: Bound of the cache.
        """
        kept = _listed(self.folder, ".flac")
        for one in kept:
            if one.id in needed:
                with contextlib.suppress(OSError):
                    os.utime(one.path, (now_s, now_s))
        free = [one for one in kept if one.id not in needed and one.used_s < now_s - LEASE_S]
        free.sort(key=lambda one: one.used_s)
        count = _shrink(free, sum(one.bytes for one in kept), most_bytes, now_s - KEPT_S)
        cached = _listed(self.cache, ".f32")
        cached.sort(key=lambda one: (one.id in needed, one.used_s))
        _shrink(cached, sum(one.bytes for one in cached), most_cache_bytes, 0.0)
        for folder in (self.folder, self.cache):
            atomic.sweep(folder, now_s - LEASE_S)
        return count

    def _paths(self, source_id: str) -> list[Path]:
        """Return where its files would be; an id that is none has no files."""
        if not _ID.fullmatch(source_id):
            return []
        cached = (cache_path(self.cache, source_id, 1 + n) for n in range(MAX_CHANNELS))
        return [flac_path(self.folder, source_id), *cached]

    def _decode(self, source_id: str) -> None:
        """Decode a source into the cache."""
        path = flac_path(self.folder, source_id)
        if not _ID.fullmatch(source_id):
            raise _gone(source_id[:ID_DIGITS], "that is not the name of a sound")
        part = None if path.is_file() else self._corpora.find(source_id)
        if part is None:
            self._copy(source_id, _blocks(source_id, path, self.folder))
        else:
            self._copy(source_id, self._corpora.blocks(source_id, part))
            self._bound_corpora()

    def _copy(self, source_id: str, blocks: Iterator[Audio]) -> None:
        """Write blocks to the cache."""
        channels = 0
        with atomic.translated(f"the sound in {self.cache}", self.cache):
            self.cache.mkdir(parents=True, exist_ok=True)
            with atomic.begun(self.cache / "source.f32") as (file, part):
                for block in blocks:
                    atomic.leave_room(self.cache, block.nbytes)
                    channels = block.shape[1]
                    file.write(np.ascontiguousarray(block, "<f4").data)
                atomic.sync_file(file)
                file.close()
                with contextlib.suppress(FileExistsError):  # another process was faster
                    atomic.claim(part, cache_path(self.cache, source_id, channels))

    def _bound_corpora(self) -> None:
        """Delete the parts of corpora that were not used for longest, beyond their share."""
        parts = [one for one in _listed(self.cache, ".f32") if self._corpora.knows(one.id)]
        parts.sort(key=lambda one: one.used_s)
        _shrink(parts[:-1], sum(one.bytes for one in parts), MOST_CORPUS_BYTES, 0.0)


def _blocks(source_id: str, path: Path, inside: Path) -> Iterator[Audio]:
    """Yield the blocks of a permanent file, check its name, and say what is wrong with it."""
    digest = None
    try:
        with regular_file.opened(path, MAX_FLAC_BYTES, inside) as file:
            for block in read_blocks(file, MAX_SAMPLES):
                digest = digest or SourceDigest(block.shape[1])
                digest.add(block)
                yield block
    except FileNotFoundError as error:
        raise _gone(source_id, f"{path} is not there any more") from error
    except OSError as error:
        raise _gone(source_id, f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _gone(source_id, f"{path} is damaged: {error}") from error
    if digest is None or digest.id != source_id:
        raise _gone(source_id, f"{path} has other sound")


def _gone(source_id: str, why: str) -> SourceGone:
    return SourceGone(f"the sound {source_id} is gone: {why}; encode it again")


def _mapped(path: Path, channels: int, inside: Path) -> Audio:
    """Map a file of the cache into memory, [T, C], read-only."""
    frame = channels * _FRAME_BYTES
    with regular_file.opened(path, MAX_SAMPLES * frame, inside) as file:
        size = os.fstat(file.fileno()).st_size
        if not size or size % frame:
            raise OSError(f"{path} is not a whole file")
        shape = size // frame, channels
        return np.asarray(np.memmap(file, "<f4", mode="r", shape=shape))


def _listed(folder: Path, suffix: str) -> list[_Kept]:
    """Return the files of sources in a folder; foreign files are not ours to count or delete."""
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            name = entry.name.partition(".")[0]
            with contextlib.suppress(OSError):
                if (
                    entry.name.endswith(suffix)
                    and _ID.fullmatch(name)
                    and entry.is_file(follow_symlinks=False)
                ):
                    about = entry.stat(follow_symlinks=False)
                    found.append(_Kept(Path(entry.path), name, about.st_size, about.st_mtime))
    return found


def _shrink(free: list[_Kept], total: int, most: int, before_s: float) -> int:
    """Delete files in order: those last used before a time, and any while the total is too large.

    Returns:
        How many were deleted; a file that the system does not let go of stays.
    """
    count = 0
    for one in free:
        if one.used_s >= before_s and total <= most:
            continue
        with contextlib.suppress(OSError):
            one.path.unlink()
            total -= one.bytes
            count += 1
    return count
