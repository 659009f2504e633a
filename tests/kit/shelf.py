"""A folder of sounds for a training, read without decoding, and a count of how often."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from distill.errors import AudioFileProblem
from distill.types import Audio


class Shelf:
    """Sounds by what stands in their files; counts how often each is read."""

    def __init__(self, folder: Path, sounds: dict[str, Audio]) -> None:
        self.folder, self.sounds = folder, dict(sounds)
        self.asked: list[str] = []
        for name in sounds:
            self.put(name, name)

    def put(self, name: str, text: str) -> None:
        """Write a file that holds the sound known by `text`."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, file: Path) -> Iterable[Audio]:
        """Give the sound block by block, as the real reader does."""
        name = file.read_text()
        self.asked.append(name)
        sound = self.sounds[name]
        if not len(sound):
            raise AudioFileProblem(f"{name} is empty")
        return iter(np.array_split(sound, 3))
