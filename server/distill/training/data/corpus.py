"""The training sounds and the held-out sounds, as log-mel on disk.

All frames are in one memory-mapped file of float16 [L, M], so a corpus may be larger than memory.
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
        why: Why it is unused; empty otherwise.
        first: Its first frame in the store.
        frames: Number of frames, L.
        same_as: The file with the same sound that is used instead; empty if none.
        copy: Number of the altered copy, from 1; 0 for the original.
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
        pieces: One for each sound found, used or not, and for each altered copy.
        store: Log-mel frames [L, M], float16, on disk.
        key: Hash of all that the frames and the split depend on.
        apart: The held-out sounds come from a folder of their own.
        ignored: Number of files with each suffix that is not one of sound files.
        copies_missing: Number of altered copies for which there was no time.
    """

    mel: MelConfig
    pieces: tuple[Piece, ...]
    store: npt.NDArray[np.float16]
    key: str = ""
    apart: bool = False
    ignored: dict[str, int] = field(default_factory=dict)
    copies_missing: int = 0

    def part(self, name: str) -> list[Piece]:
        """List the pieces of `train` (with altered copies), `held` or `unused`."""
        return [piece for piece in self.pieces if piece.part == name]

    def originals(self, name: str) -> list[Piece]:
        """List the pieces of a part without altered copies."""
        return [piece for piece in self.part(name) if not piece.copy]

    def seconds(self, name: str) -> float:
        """Return the length of a part without altered copies."""
        return sum(piece.seconds for piece in self.originals(name))

    def all_seconds(self) -> float:
        """Return the length of everything that is used, with altered copies."""
        return sum(piece.seconds for piece in self.pieces if piece.frames)

    def frames(self, piece: Piece) -> FloatArray:
        """Return a piece as log-mel [L, M]."""
        return self.store[piece.first : piece.first + piece.frames].astype(np.float32)

    def runs(self, part: str, frames: int) -> list[tuple[int, int]]:
        """List the runs that a crop of `frames` frames may be cut from, as (first, frames).

        A sound at least that long is a run of its own. Shorter sounds that are adjacent in the
        store are joined into one run, so that all are used.
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
        """Open the cache that `build_dataset` wrote.

        Raises:
            FileProblem: It is missing or damaged.
        """
        index = read_index(folder)
        if index is None:
            raise FileProblem(f"{folder} holds no analysed sounds; train again to analyse them")
        mel = MelConfig.from_json(index["mel"])
        store: npt.NDArray[np.float16] = np.memmap(
            folder / index["store"], np.float16, "r", shape=(index["frames"], mel.mels)
        )
        pieces = tuple(Piece(**row) for row in index["pieces"])
        missing = int(index.get("copies_missing", 0))
        key = f"{index['key']} less {missing}" if missing else index["key"]
        return cls(mel, pieces, store, key, index["apart"], copies_missing=missing)


def key_of(*parts: object) -> str:
    """Hash the values that a cached result depends on."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
