"""Turns sound files, and altered copies of them, into features, each once."""

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
_REMEMBERED: Final = 2**25
"""Samples (11 minutes, 128 MB) of one file that are kept so that it is not decoded twice."""


class FeatureExtractor:
    """Analyses one file at a time, in bounded memory.

    Threads: one.
    """

    def __init__(
        self, features: Features, recipe: DataRecipe, mel: MelConfig, read: Reader
    ) -> None:
        self.features, self.recipe, self.mel = features, recipe, mel
        self._read = read
        self._last: tuple[Path, Extent, list[Audio]] | None = None

    def original(self, found: Found) -> Feature:
        """Analyse a file as it is.

        Raises:
            AudioFileProblem: It cannot be used; says why.
        """
        if not found.content:
            raise AudioFileProblem(f"{found.name} cannot be opened; allow reading it")
        key = key_of(found.content, self.recipe.peak, self.mel.to_json())
        known = self.features.find(key)
        if known is None:
            extent, blocks = self._decode(found.file)
            known = self._add(key, prepared(blocks, extent, self.recipe.peak), self.mel)
        return known

    def copy(self, found: Found, original: Feature, number: int, frames: int) -> Feature:
        """Analyse altered copy `number` of the first `frames` frames of a file."""
        samples = frames * self.mel.hop
        change = draw(self.recipe, original.sound, number, samples)
        key = key_of(original.key, change.to_json(), samples)
        known = self.features.find(key)
        if known is None:
            extent, blocks = self._decode(found.file)
            extent = replace(extent, end=min(extent.end, extent.first + samples))
            sound = change.alter_audio(prepared(blocks, extent, self.recipe.peak))
            known = self._add(key, sound, change.alter_mel(self.mel))
        return known

    def _decode(self, file: Path) -> tuple[Extent, Iterable[Audio]]:
        """Give a file's extent and its sound; only a long one is decoded a second time."""
        if self._last is not None and self._last[0] == file:
            return self._last[1:]
        kept: list[Audio] = []
        extent = measure(_remember(self._read(file), kept))
        if sum(map(len, kept)) > _REMEMBERED:
            return extent, self._read(file)
        self._last = (file, extent, kept)
        return extent, kept

    def _add(self, key: str, blocks: Iterable[Audio], mel: MelConfig) -> Feature:
        digest = hashlib.sha256()
        return self.features.add(key, log_mel(_noted(blocks, digest), LogMel(mel)), digest)


def _remember(blocks: Iterable[Audio], kept: list[Audio]) -> Iterator[Audio]:
    """Let sound pass, and keep it up to the first block that is too much."""
    count = 0
    for block in blocks:
        if count <= _REMEMBERED:
            kept.append(block)
        count += len(block)
        yield block


def _noted(blocks: Iterable[Audio], digest: "hashlib._Hash") -> Iterator[Audio]:
    """Let sound pass, and hash it as 16 bits, so that the same sound in two formats is the same."""
    for block in blocks:
        digest.update((block * 32767).round().astype("<i2").tobytes())
        yield block
