"""What a model writes after the beginning of held-out music, for `writing.py`.

Not a program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from distill.storage import sound_file
from distill.types import SAMPLE_RATE, FloatArray
from prior_pieces import write
from sound_figures import beat, chroma, pitch_distance, rhythm, tempo_distance
from writing_table import notes_of, shown
from written_pieces import (
    SECONDS,
    Heard,
    Hearing,
    Piece,
    Studio,
    by_codes,
    carried,
    files,
    read_piece,
)

PROMPT_S = 6.0
TURNS = 3
"""Continuations of each prompt; notes are counted in the first."""
HEADER = (
    "\n                          rhythm (s.e.)   notes/s   pitch classes: own  others  nearer by "
    "(s.e.)   tempo: own  others  nearer by (s.e.)"
)


@dataclass(frozen=True, eq=False)
class Character:
    """What a continuation should share with its prompt.

    Attributes:
        pitches: Shape [12]; share of each pitch class.
        beat: Seconds.
    """

    pitches: FloatArray
    beat: float

    @classmethod
    def of(cls, heard: Heard, studio: Studio) -> "Character":
        """Measure a sound."""
        return cls(chroma(heard.sound), beat(heard.mel, studio.bundle.config.mel))


def print_prompts(
    studio: Studio, folders: Sequence[Path], memories: Sequence[float], notes: str | None
) -> None:
    """Print how what is written after prompts sounds, and whether it belongs to them."""
    real = prompts(studio, folders)
    first, count = studio.count(PROMPT_S), studio.columns
    if len(real) < 2:
        raise SystemExit(f"prompts need two sounds of {PROMPT_S + SECONDS:g} s")
    print(f"\n{len(real)} prompts of {PROMPT_S:g} s, continued by {SECONDS:g} s", end="")
    print(HEADER)
    known = [Piece.of(piece.codes[:first]) for piece in real]
    asked = [Character.of(by_codes(studio, piece), studio) for piece in known]
    rows: list[tuple[str, list[list[Piece]], Hearing]] = [
        ("as the music goes on", [real], by_codes)
    ]
    for memory in memories:
        written = [
            [write(studio, memory, count, seed, piece.codes).after(piece.codes) for piece in known]
            for seed in range(1, 1 + TURNS)
        ]
        rows.append((f"memory {memory:g}, codes", written, by_codes))
        if memory:
            rows.append((f"memory {memory:g}, carried", written, carried))
    size, frames = studio.bundle.column, studio.bundle.config.column_frames
    for name, turns, hear in rows:
        heard = [
            [hear(studio, piece).end(count, size, frames) for piece in pieces] for pieces in turns
        ]
        print_row(studio, name, asked, heard, notes)


def prompts(studio: Studio, folders: Sequence[Path]) -> list[Piece]:
    """Return the middle of each sound that is long enough: a prompt and what follows it."""
    length = (studio.count(PROMPT_S) + studio.columns) * studio.bundle.column
    found = []
    for path in (path for folder in folders for path in files(folder)):
        spare = sound_file.inspect(path).seconds - length / SAMPLE_RATE
        if spare > 0.2:
            found.append(read_piece(studio, path, spare / 2, length))
    return found


def print_row(
    studio: Studio,
    name: str,
    asked: Sequence[Character],
    turns: Sequence[Sequence[Heard]],
    notes: str | None,
) -> None:
    """Print a row about continuations: of each turn one of each prompt."""
    rhythms = np.mean([[rhythm(one.mel, studio.bundle.config.mel) for one in t] for t in turns], 0)
    density = np.mean(notes_of(turns[0], notes)) / SECONDS if notes else np.nan
    came = [[Character.of(one, studio) for one in heard] for heard in turns]
    pitches = nearness(
        [[[pitch_distance(a.pitches, b.pitches) for b in t] for a in asked] for t in came]
    )
    tempi = nearness([[[tempo_distance(a.beat, b.beat) for b in t] for a in asked] for t in came])
    error = rhythms.std(ddof=1) / np.sqrt(len(rhythms))
    print(
        f"{name:25s} {rhythms.mean():5.2f} ({error:.2f}) {shown(density, 10, 1)}"
        f"   {in_words(pitches):>42s}   {in_words(tempi):>30s}",
        flush=True,
    )


def nearness(distances: Sequence[Sequence[Sequence[float]]]) -> tuple[float, float, float, float]:
    """Compare the distance of prompts to their own continuations with that to those of others.

    Args:
        distances: Of each turn, of each prompt to each continuation: shape [turns, n, n].

    Returns:
        Mean distance to the own ones and to others; by how much the own ones are nearer, and the
        standard error of that over prompts.
    """
    table = np.mean(distances, 0)
    own = table.diagonal()
    others = (table.sum(1) - own) / (len(table) - 1)
    nearer = others - own
    error = nearer.std(ddof=1) / np.sqrt(len(nearer))
    return float(own.mean()), float(others.mean()), float(nearer.mean()), float(error)


def in_words(found: tuple[float, float, float, float]) -> str:
    own, others, nearer, error = found
    return f"{own:.3f}   {others:.3f}  {nearer:+9.3f} ({error:.3f})"
