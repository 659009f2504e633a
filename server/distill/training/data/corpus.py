"""The sounds that a training learns from and is measured on, as log-mel on disk.

All of it lies in one file of float16 frames [L, M], so that a corpus larger than memory trains.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from distill.errors import FileProblem
from distill.mel.mel_config import MelConfig
from distill.training.data.features import read_index
from distill.types import FloatArray


@dataclass(frozen=True, slots=True)
class Piece:
    """One sound of the corpus.

    Attributes:
        file: Its path below the folder.
        part: `train`, `held` or `unused`.
        seconds: Length after trimming; 0 if unused.
        why: Why it is not used; empty otherwise.
        first: Its first frame in the store.
        frames: Its frames.
        same_as: The file that holds the same sound and is used in its place; empty if none.
        copy: Number of the altered copy, from 1; 0 is the sound itself.
    """

    file: str
    part: str
    seconds: float = 0.0
    why: str = ""
    first: int = 0
    frames: int = 0
    same_as: str = ""
    copy: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Every usable sound as log-mel.

    Attributes:
        mel: Geometry of the frames.
        pieces: One row for each sound that was looked at, and for each altered copy.
        store: Log-mel frames [L, M], float16, on disk.
        key: Hash of all that the frames and their parts depend on.
        apart: The held-out sounds come from a folder of their own.
        ignored: How many files of each suffix were no sound by their name.
    """

    mel: MelConfig
    pieces: tuple[Piece, ...]
    store: npt.NDArray[np.float16]
    key: str = ""
    apart: bool = False
    ignored: dict[str, int] = field(default_factory=dict)

    def part(self, name: str) -> list[Piece]:
        """List the pieces of `train`, with their altered copies, of `held` or of `unused`."""
        return [piece for piece in self.pieces if piece.part == name]

    def originals(self, name: str) -> list[Piece]:
        """List the pieces of a part without altered copies."""
        return [piece for piece in self.part(name) if not piece.copy]

    def seconds(self, name: str) -> float:
        """How long a part sounds, altered copies not counted."""
        return sum(piece.seconds for piece in self.originals(name))

    def frames(self, piece: Piece) -> FloatArray:
        """Give a piece as log-mel [L, M]."""
        return self.store[piece.first : piece.first + piece.frames].astype(np.float32)

    def runs(self, part: str, frames: int) -> list[tuple[int, int]]:
        """Say where a crop of `frames` frames may lie: (first, frames) of each run.

        A sound at least that long is a run of its own. Shorter sounds lie next to each other in
        the store and are joined into one run, so none of them is lost.
        """
        long = [p for p in self.part(part) if p.frames >= frames]
        found = [(p.first, p.frames) for p in long]
        joined: list[tuple[int, int]] = []
        for piece in sorted(self.part(part), key=lambda p: p.first):
            if piece.frames >= frames:
                continue
            if joined and sum(joined[-1]) == piece.first:
                joined[-1] = (joined[-1][0], joined[-1][1] + piece.frames)
            else:
                joined.append((piece.first, piece.frames))
        return found + joined

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `gather` left in a folder.

        Raises:
            FileProblem: There is nothing, or it is damaged.
        """
        index = read_index(folder)
        if index is None:
            raise FileProblem(f"no analysed sound in {folder}; train again, it is made anew")
        mel = MelConfig.from_json(index["mel"])
        store: npt.NDArray[np.float16] = np.memmap(
            folder / index["store"], np.float16, "r", shape=(index["frames"], mel.mels)
        )
        pieces = tuple(Piece(**row) for row in index["pieces"])
        return cls(mel, pieces, store, index["key"], index["apart"])


def key_of(*parts: object) -> str:
    """Hash what something depends on."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
