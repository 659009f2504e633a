"""A folder of sounds made ready to learn from: found, cleaned, split by file, analysed once.

The analysed sound lies in one file of float16 log-mel frames [L, M] beside an index, so that a
corpus larger than memory trains, and a second start does not analyse again.
"""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import torch

from distill.errors import AudioFileProblem, BadArgument
from distill.mel.analysis import LogMel
from distill.mel.config import MelConfig
from distill.training.recipe import DataRecipe
from distill.types import Audio, FloatArray

SOUND_SUFFIXES: Final = frozenset(
    [
        ".wav",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".mp3",
        ".aif",
        ".aiff",
        ".aifc",
        ".au",
        ".snd",
        ".caf",
        ".w64",
        ".rf64",
        ".voc",
        ".m4a",
    ]
)
"""Names that are tried; whether libsndfile reads them is found out by reading."""
_TRIM_BELOW_DB: Final = -60.0
"""Silence at both ends is what stays this far under the sound's peak."""
_ANALYSED_AT_ONCE: Final = 2**20
"""Samples in one analysis block (22 s)."""

Reader = Callable[[Path], Audio]
log = logging.getLogger("distill.training")


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
    """

    file: str
    part: str
    seconds: float = 0.0
    why: str = ""
    first: int = 0
    frames: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Every usable sound as log-mel.

    Attributes:
        mel: Geometry of the frames.
        pieces: One row for each sound that was looked at.
        store: Log-mel frames [L, M], float16, on disk.
    """

    mel: MelConfig
    pieces: tuple[Piece, ...]
    store: npt.NDArray[np.float16]

    def part(self, name: str) -> list[Piece]:
        """List the pieces of `train`, `held` or `unused`."""
        return [piece for piece in self.pieces if piece.part == name]

    def seconds(self, name: str) -> float:
        """How long a part sounds."""
        return sum(piece.seconds for piece in self.part(name))

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
        """Open what `gather` left in a folder."""
        index = json.loads((folder / "index.json").read_text("utf-8"))
        mel = MelConfig.from_json(index["mel"])
        store: npt.NDArray[np.float16] = np.memmap(
            folder / "mels.f16", np.float16, "r", shape=(index["frames"], mel.mels)
        )
        return cls(mel, tuple(Piece(**row) for row in index["pieces"]), store)


def gather(
    folder: Path,
    held: Path | None,
    cache: Path,
    recipe: DataRecipe,
    mel: MelConfig,
    *,
    read: Reader,
) -> Corpus:
    """Read a folder of sounds, or open the cache if nothing has changed since.

    Args:
        folder: Sounds to learn from, found in all its sub-folders.
        held: Sounds never learned from; None splits a share of `folder` off, by file.
        cache: Where the frames and the index are kept.
        recipe: Levels, split and seed.
        mel: Geometry.
        read: Opens a file as mono sound at the model's rate.

    Raises:
        BadArgument: No sound in the folder can be used.
    """
    found = list(_find(folder, held))
    key = _key(found, recipe, mel)
    index = cache / "index.json"
    if index.exists() and json.loads(index.read_text("utf-8"))["key"] == key:
        return Corpus.load(cache)
    cache.mkdir(parents=True, exist_ok=True)
    pieces, frames = _analyse(_in_order(found, recipe), cache, recipe, mel, read)
    if not any(piece.part == "train" for piece in pieces):
        tried = "; ".join(f"{piece.file}: {piece.why}" for piece in pieces[:3]) or "no sound files"
        raise BadArgument(f"nothing in {folder.name} can be learned from ({tried})")
    if not any(piece.part == "held" for piece in pieces):
        pieces = _split_in_time(pieces, recipe.held_share)
    content = {
        "key": key,
        "mel": mel.to_json(),
        "frames": frames,
        "pieces": [asdict(piece) for piece in pieces],
    }
    partial = index.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
    partial.replace(index)
    return Corpus.load(cache)


def sounds_in(folder: Path) -> list[Path]:
    """List every file of a folder and its sub-folders that may be sound."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and file.suffix.lower() in SOUND_SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _find(folder: Path, held: Path | None) -> Iterable[tuple[str, Path, str]]:
    """List (part or empty, file, name) of every file that may be sound."""
    for part, root in (("" if held is None else "train", folder), ("held", held)):
        if root is None:
            continue
        for file in sounds_in(root):
            yield part, file, file.relative_to(root).as_posix()


def _key(found: list[tuple[str, Path, str]], recipe: DataRecipe, mel: MelConfig) -> str:
    rows = [
        [part, name, file.stat().st_size, file.stat().st_mtime_ns] for part, file, name in found
    ]
    return json.dumps([rows, asdict(recipe), mel.to_json()])


def _in_order(
    found: list[tuple[str, Path, str]], recipe: DataRecipe
) -> list[tuple[str, Path, str]]:
    """Give each file its part; the shortest come first, so that short ones can be joined."""
    names = [name for _, _, name in found]
    chance = np.random.default_rng(recipe.split_seed)
    wanted = min(len(names) - 1, max(1, round(recipe.held_share * len(names)))) if names else 0
    drawn = set(chance.permutation(len(names))[:wanted].tolist())
    rows = [
        (part or ("held" if number in drawn else "train"), file, name)
        for number, (part, file, name) in enumerate(found)
    ]
    return sorted(rows, key=lambda row: (row[0], row[1].stat().st_size, row[2]))


def _analyse(
    rows: list[tuple[str, Path, str]], cache: Path, recipe: DataRecipe, mel: MelConfig, read: Reader
) -> tuple[list[Piece], int]:
    """Write each sound's frames one after the other."""
    analysis = LogMel(mel)
    pieces: list[Piece] = []
    total = 0
    partial = cache / "mels.partial"
    with partial.open("wb") as store:
        for part, file, name in rows:
            try:
                audio = prepare(read(file), recipe, mel.hop)
            except AudioFileProblem as problem:
                pieces.append(Piece(name, "unused", why=str(problem)))
                log.info("not used: %s (%s)", name, problem)
                continue
            frames = len(audio) // mel.hop
            for block in _mel_blocks(analysis, audio):
                store.write(block.astype(np.float16).tobytes())
            pieces.append(Piece(name, part, len(audio) / mel.sample_rate, "", total, frames))
            total += frames
    partial.replace(cache / "mels.f16")
    return pieces, total


def prepare(audio: Audio, recipe: DataRecipe, hop: int) -> Audio:
    """Trim silence at both ends, bring to the recipe's peak, fill the last frame.

    Raises:
        AudioFileProblem: Nothing but silence.
    """
    peak = float(np.abs(audio).max(initial=0.0))
    loud = np.flatnonzero(np.abs(audio) > peak * 10 ** (_TRIM_BELOW_DB / 20))
    if peak < 10 ** (_TRIM_BELOW_DB / 20) or not len(loud):
        raise AudioFileProblem(f"it is silent: its peak is {peak:.1g}, at least 0.001 is needed")
    audio = audio[loud[0] : loud[-1] + 1]
    audio = np.pad(audio, (0, -len(audio) % hop))
    return np.asarray(audio * (recipe.peak / peak), dtype=np.float32)


def _mel_blocks(analysis: LogMel, audio: Audio) -> Iterable[FloatArray]:
    """Analyse [T] piece by piece; each piece is [L', M]."""
    state = analysis.initial_state(1)
    with torch.inference_mode():
        for start in range(0, len(audio), _ANALYSED_AT_ONCE):
            block = torch.from_numpy(audio[start : start + _ANALYSED_AT_ONCE])[None]
            mel, state = analysis.step(block, state)
            yield mel[0].T.numpy()
        yield analysis.flush(state)[0].T.numpy()


def _split_in_time(pieces: list[Piece], share: float) -> list[Piece]:
    """Hold the end of the only sound out, since there is no second file to hold out."""
    longest = max((p for p in pieces if p.part == "train"), key=lambda p: p.frames)
    kept = longest.frames - max(1, int(longest.frames * share))
    if kept < 1:
        return pieces
    rate = longest.seconds / longest.frames
    head = replace(longest, frames=kept, seconds=kept * rate)
    tail = replace(
        longest,
        part="held",
        first=longest.first + kept,
        frames=longest.frames - kept,
        seconds=(longest.frames - kept) * rate,
    )
    return [head if p is longest else p for p in pieces] + [tail]
