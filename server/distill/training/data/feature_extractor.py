"""Extracts the features of sound files and of their altered copies, each once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from distill.errors import AudioFileProblem
from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.training.data.augmentation import draw
from distill.training.data.corpus import key_of
from distill.training.data.features import Feature, Features
from distill.training.data.prepare import Extent, log_mel, measure, prepared
from distill.training.data.sound_folder import Found
from distill.training.recipe import DataRecipe
from distill.types import Audio

Reader = Callable[[Path], Iterable[Audio]]
"""Opens a file as mono sound at the model's rate, block [T] by block."""
_MOST_BUFFERED: Final = 2**25
"""Most samples of one file to buffer, so that it is decoded once (11 minutes, 128 MB)."""


class FeatureExtractor:
    """Extracts features of one file at a time, in bounded memory.

    Threads: one.
    """

    def __init__(
        self, features: Features, recipe: DataRecipe, mel: MelConfig, read: Reader
    ) -> None:
        self.features, self.recipe, self.mel = features, recipe, mel
        self._read = read
        self._last: tuple[Path, Extent, list[Audio]] | None = None

    def original(self, found: Found) -> Feature:
        """Analyse a file without alteration.

        Raises:
            AudioFileProblem: The file is not usable; says why.
        """
        if not found.content:
            raise AudioFileProblem(f"{found.name} cannot be opened; allow reading it")
        key = key_of(found.content, self.recipe.peak, self.mel.to_json())
        known = self.features.find(key)
        if known is None:
            extent, blocks = self._decode(found.file)
            known = self._add(key, prepared(blocks, extent, self.recipe.peak), self.mel)
        return known

    def copy(
        self,
        found: Found,
        original: Feature,
        number: int,
        frames: int,
        has_time: Callable[[], bool] = lambda: True,
    ) -> Feature | None:
        """Analyse altered copy `number` of the first `frames` frames of a file.

        Returns:
            The copy; None if it is not known yet and there is no time to make it.
        """
        samples = frames * self.mel.hop
        change = draw(self.recipe, original.sound, number, samples)
        key = key_of(original.key, change.to_json(), samples)
        known = self.features.find(key)
        if known is None and has_time():
            extent, blocks = self._decode(found.file)
            extent = replace(extent, end=min(extent.end, extent.first + samples))
            sound = change.alter_audio(prepared(blocks, extent, self.recipe.peak))
            known = self._add(key, sound, change.alter_mel(self.mel))
        return known

    def _decode(self, file: Path) -> tuple[Extent, Iterable[Audio]]:
        """Return a file's extent and its sound; only a long file is decoded twice."""
        if self._last is not None and self._last[0] == file:
            return self._last[1:]
        buffer: list[Audio] = []
        extent = measure(_buffered(self._read(file), buffer))
        if sum(map(len, buffer)) > _MOST_BUFFERED:
            return extent, self._read(file)
        self._last = (file, extent, buffer)
        return extent, buffer

    def _add(self, key: str, blocks: Iterable[Audio], mel: MelConfig) -> Feature:
        digest = hashlib.sha256()
        return self.features.add(key, log_mel(_hashed(blocks, digest), LogMel(mel)), digest)


def _buffered(blocks: Iterable[Audio], buffer: list[Audio]) -> Iterator[Audio]:
    """Pass blocks on, and buffer them until more than `_MOST_BUFFERED` samples are buffered."""
    count = 0
    for block in blocks:
        if count <= _MOST_BUFFERED:
            buffer.append(block)
        count += len(block)
        yield block


def _hashed(blocks: Iterable[Audio], digest: "hashlib._Hash") -> Iterator[Audio]:
    """Pass blocks on, and hash them as 16 bits, so that the hash is the same in any format."""
    for block in blocks:
        digest.update((block * 32767).round().astype("<i2").tobytes())
        yield block
