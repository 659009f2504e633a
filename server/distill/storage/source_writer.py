"""Writes the sound that codes were made from, block by block, and names it by its content."""

import contextlib
import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import numpy as np

from distill.errors import BadArgument, FileProblem
from distill.storage import atomic, regular_file
from distill.storage.source_flac import (
    BLOCK,
    MAX_CHANNELS,
    FlacWriter,
    dequantize,
    exponent_of,
    quantize,
)
from distill.types import SAMPLE_RATE, Audio

MAX_SAMPLES: Final = 3600 * SAMPLE_RATE
"""Longest source: an hour; a slot is shorter."""
ID_DIGITS: Final = 32
SYNC_BLOCKS: Final = 16
"""Blocks between two syncs to disk, so that the last one is short."""
_BYTES: Final = 4
"""Of a sample in the cache."""
_ADVICE: Final = atomic.Advice(
    "free some space and encode again, so that the slot sounds like its source",
    "make the folder writable and encode again, so that the slot sounds like its source",
)


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A sound that was kept.

    Attributes:
        id: Hash of its samples, 32 hex digits; equal sounds have equal ids.
        samples: Length at 48 kHz.
        channels: 1 or 2.
    """

    id: str
    samples: int
    channels: int


def flac_path(folder: Path, source_id: str) -> Path:
    """Return the path of a source's permanent file."""
    return folder / f"{source_id}.flac"


def cache_path(cache: Path, source_id: str, channels: int) -> Path:
    """Return the path of a source's samples in the cache, raw float32 [T, C]."""
    return cache / f"{source_id}.{channels}.f32"


class SourceDigest:
    """Hashes a source's samples to its id, block by block."""

    def __init__(self, channels: int) -> None:
        self._hash = hashlib.sha256(f"distill source of {channels} channels".encode())

    def add(self, audio: Audio) -> None:
        """Add a block [T, C]."""
        self._hash.update(np.ascontiguousarray(audio, "<f4").data)

    @property
    def id(self) -> str:
        """The id of all that was added."""
        return self._hash.hexdigest()[:ID_DIGITS]


class SourceWriter:
    """A source that is being written; leaving it before it is finished deletes everything.

    Threads: one.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder, self._cache = folder, cache
        self._open = contextlib.ExitStack()
        self._raw: tuple[BinaryIO, Path] | None = None
        self._channels = self._samples = 0
        self._low = self._high = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):  # what waits in a buffer is deleted anyway
            self._open.close()

    def write(self, audio: Audio) -> None:
        """Add a block.

        Args:
            audio: Shape [T] or [T, C], C 1 or 2 and the same in all blocks, finite, 48 kHz.

        Raises:
            BadArgument: The sound is not like that.
            DiskFull: There is no room.
            FileProblem: It is too long, or cannot be written.
        """
        block = audio[:, None] if audio.ndim == 1 else audio
        channels = self._channels or int(block.shape[1])
        if block.shape[1] != channels or not 1 <= channels <= MAX_CHANNELS:
            raise BadArgument(f"a source has one or two channels throughout, got {audio.shape}")
        if not len(block):
            return
        low, high = float(block.min()), float(block.max())
        if not np.isfinite([low, high]).all():
            raise BadArgument("the sound holds NaN or infinity; it is not kept")
        self._channels, self._samples = channels, self._samples + len(block)
        self._low, self._high = min(self._low, low), max(self._high, high)
        if self._samples > MAX_SAMPLES:
            raise FileProblem("a sound of more than an hour is not kept; encode a part of it")
        with self._translated():
            file, _ = self._begun()
            atomic.leave_room(self._cache, block.size * _BYTES)
            file.write(np.ascontiguousarray(block, "<f4").data)

    def finish(self) -> KeptSource:
        """Round the samples, write both files and return the source; as `finish_steps`, at once."""
        steps = self.finish_steps()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                source: KeptSource = end.value
                return source

    def finish_steps(self) -> Generator[float, None, KeptSource]:
        """Do the same, and yield the share that is done (0..1).

        Raises:
            BadArgument: There is no sound.
            DiskFull: There is no room; nothing is left behind.
            FileProblem: It cannot be written; nothing is left behind.
        """
        if self._raw is None:
            raise BadArgument("a source has at least one sample")
        with self._translated():
            file, raw = self._raw
            file.flush()
            with atomic.begun(flac_path(self._folder, "source")) as (flac, part):
                source_id = yield from self._encode(file, raw, flac)
                flac.close()
                file.close()
                _put(part, flac_path(self._folder, source_id))
            atomic.sync_folder(self._folder)
            with contextlib.suppress(OSError):  # it is there already, or is decoded when needed
                atomic.claim(raw, cache_path(self._cache, source_id, self._channels))
        return KeptSource(source_id, self._samples, self._channels)

    def _encode(self, file: BinaryIO, raw: Path, flac: BinaryIO) -> Generator[float, None, str]:
        """Round the samples in their file, write them to another as FLAC, and return their id."""
        exponent = exponent_of(self._low, self._high)
        digest, size = SourceDigest(self._channels), BLOCK * self._channels * _BYTES
        with (
            regular_file.open_regular(raw) as reader,
            FlacWriter(flac, self._channels, exponent) as encoder,
        ):
            for number, at in enumerate(range(0, self._samples, BLOCK)):
                block = np.frombuffer(reader.read(size), "<f4").reshape(-1, self._channels)
                atomic.leave_room(self._folder, block.nbytes)
                whole = quantize(block, exponent)
                exact = dequantize(whole, exponent)
                if exact.tobytes() != block.tobytes():
                    file.seek(at * self._channels * _BYTES)
                    file.write(exact.data)
                digest.add(exact)
                encoder.write(whole)
                if number % SYNC_BLOCKS == SYNC_BLOCKS - 1:
                    atomic.sync_file(file)
                    atomic.sync_file(flac)
                yield at / self._samples
            encoder.close()
        atomic.sync_file(file)
        atomic.sync_file(flac)
        return digest.id

    def _begun(self) -> tuple[BinaryIO, Path]:
        """Return the file of the raw samples and its name; create it with the first block."""
        if self._raw is None:
            for folder in (self._folder, self._cache):
                folder.mkdir(parents=True, exist_ok=True)
            self._raw = self._open.enter_context(atomic.begun(self._cache / "source.f32"))
        return self._raw

    def _translated(self) -> contextlib.AbstractContextManager[None]:
        return atomic.translated(f"the source in {self._folder}", self._folder, _ADVICE)


def _put(part: Path, path: Path) -> None:
    """Give a file its name; the same sound may have it already, and is replaced if it can be."""
    try:
        atomic.put(part, path)
    except PermissionError:  # on Windows, while another process reads it
        if not path.is_file():
            raise
