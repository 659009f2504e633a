"""The sounds of the corpora in a library of models: found by the ids of their parts, and read."""

import contextlib
import hashlib
import io
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from distill.errors import ModelFileProblem, SourceGone
from distill.storage import regular_file
from distill.storage.corpus_file import COLUMNS, FOLDER, load_parts
from distill.storage.source_flac import BLOCK, MAX_CHANNELS
from distill.types import SAMPLE_RATE, Audio

log = logging.getLogger("distill.files")

MAX_BYTES: Final = 2**27
"""Largest file that is read: a part of half a minute has 8 MB at most."""
MAX_SAMPLES: Final = 300 * SAMPLE_RATE
"""Longest part."""
_KINDS: Final = {("FLAC", "PCM_16"), ("FLAC", "PCM_24"), ("OGG", "VORBIS")}
_ID_DIGITS: Final = 32

Mark = tuple[int, int, int]
"""Inode, size and time of a file; another file has another."""


def sound_id(data: bytes) -> str:
    """Return the id of a part by the bytes of its file: decoders differ, and files do not."""
    return hashlib.sha256(data).hexdigest()[:_ID_DIGITS]


def corpus_mark(folder: Path) -> Mark | None:
    """Return the mark of the columns of a corpus; None if there are none."""
    try:
        about = (folder / COLUMNS).stat()
    except OSError:
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Corpora:
    """What was found in a library.

    Attributes:
        marks: Of each folder.
        sounds: Files of each folder, by id.
        paths: Files of all, by id.
    """

    marks: Mapping[Path, Mark] = field(default_factory=dict)
    sounds: Mapping[Path, Mapping[str, Path]] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)


class CorpusSounds:
    """Finds and reads the parts of all corpora; their lists are read again when they change.

    Threads: any.
    """

    def __init__(self, libraries: Sequence[Path]) -> None:
        """Look into these folders, which have a folder for each model, when a part is asked for."""
        self._libraries = libraries
        self._corpora = _Corpora()

    def find(self, source_id: str) -> Path | None:
        """Return the file of a part, unread; None if there is none."""
        corpora = self._corpora
        path = corpora.paths.get(source_id)
        if path is None or corpus_mark(path.parent) != corpora.marks[path.parent]:
            path = self._looked().paths.get(source_id)
        return path if path is not None and path.is_file() else None

    def blocks(self, source_id: str, path: Path) -> Iterator[Audio]:
        """Decode a part, which `find` returned.

        Yields:
            Blocks [T, C], C 1 or 2.

        Raises:
            SourceGone: The file cannot be read, or is not that of the id.
        """
        try:
            data = regular_file.read(path, MAX_BYTES, path.parent)
        except OSError as error:
            raise _gone(source_id, f"{path} cannot be read: {error.strerror}") from error
        if sound_id(data) != source_id:
            raise _gone(source_id, f"{path} is damaged, or of another corpus")
        try:
            yield from _decoded(data)
        except ValueError as error:
            raise _gone(source_id, f"{path} is no sound of a corpus: {error}") from error

    def knows(self, source_id: str) -> bool:
        """Return whether it was a part when the library was looked at last; asks no disk."""
        return source_id in self._corpora.paths

    def _looked(self) -> _Corpora:
        """Look at the library again."""
        before = self._corpora
        folders = [folder for library in self._libraries for folder in _folders(library)]
        marks = {one: mark for one in folders if (mark := corpus_mark(one)) is not None}
        if marks == before.marks:
            return before
        sounds = {
            one: before.sounds[one] if before.marks.get(one) == mark else _sounds(one)
            for one, mark in marks.items()
        }
        paths = {name: path for each in sounds.values() for name, path in each.items()}
        found = self._corpora = _Corpora(marks, sounds, paths)
        return found


def _folders(library: Path) -> list[Path]:
    """Return where the corpora of a library would be; an unreadable library has none."""
    with contextlib.suppress(OSError), os.scandir(library) as entries:
        return sorted(Path(entry.path) / FOLDER for entry in entries)
    return []


def _sounds(folder: Path) -> dict[str, Path]:
    """Return the files of a corpus by id; a damaged one has none, and the log says so."""
    try:
        _, parts = load_parts(folder)
    except ModelFileProblem as problem:
        log.warning("%s", problem)
        return {}
    return {part.source: folder / part.sound for part in parts}


def _decoded(data: bytes) -> Iterator[Audio]:
    """Decode a file block by block.

    Raises:
        ValueError: It is of another kind, length or rate, or damaged.
    """
    import soundfile  # the main process never decodes

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as sound:
            if (sound.format, sound.subtype) not in _KINDS or sound.samplerate != SAMPLE_RATE:
                raise ValueError(f"{sound.format} {sound.subtype} at {sound.samplerate} Hz")
            if not 1 <= sound.channels <= MAX_CHANNELS or not 0 < sound.frames <= MAX_SAMPLES:
                raise ValueError(f"it has {sound.channels} channels of {sound.frames} samples")
            for _ in range(0, sound.frames, BLOCK):
                yield sound.read(BLOCK, dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise ValueError(getattr(error, "error_string", str(error))) from error


def _gone(source_id: str, why: str) -> SourceGone:
    return SourceGone(
        f"the sound {source_id} is gone: {why}; put it back, or make the corpus again"
    )
