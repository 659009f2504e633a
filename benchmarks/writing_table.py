"""The table of `writing.py`: a row of figures for some pieces.

Not a program.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from distill.types import SAMPLE_RATE
from note_scores import count_notes
from sound_figures import (
    drift,
    is_silent,
    jumps_of,
    level,
    longest_copy,
    peak_at,
    rhythm,
    runs_of,
    seam,
    seam_at,
)
from writing_pictures import draw
from written_pieces import SECONDS, Heard, Hearing, Piece, Studio, own_peak

COPIED_LEVELS = 2
HEADER = f"""
{"":25s}        rhythm        notes    drift             seam                       silent\
  level, dB       run, s     copied
{"":25s}pieces  mean (s.e.)     /s     dB     oct  codes heard jumps  peak   own        \
  mean (least)  mean longest      s"""


@dataclass(frozen=True)
class Table:
    """What the rows of a table have in common.

    Attributes:
        studio: The model.
        material: Level of the material, dB.
        notes: A Python that has basic-pitch, or None.
        pictures: Where spectrograms go, or None.
    """

    studio: Studio
    material: float
    notes: str | None
    pictures: Path | None

    def row(self, name: str, pieces: Sequence[Piece], hear: Hearing) -> None:
        """Render pieces, measure them and print the figures."""
        heard = [hear(self.studio, piece) for piece in pieces]
        figures = np.array([self._figures(one) for one in heard])
        means = [
            float(np.mean(part[~np.isnan(part)])) if not np.isnan(part).all() else np.nan
            for part in figures.T
        ]
        rhythms, levels = figures[:, 0], figures[:, 8] - self.material
        error = rhythms.std(ddof=1) / np.sqrt(len(rhythms)) if len(rhythms) > 1 else 0.0
        density = np.mean(notes_of(heard, self.notes)) / SECONDS if self.notes else np.nan
        seams = " ".join(f"{shown(value, 5, 2)}" for value in means[3:8])
        print(
            f"{name:25s} {len(pieces):5d} {means[0]:6.2f} ({error:.2f}) {shown(density, 7, 1)}"
            f" {means[1]:7.1f} {means[2]:7.2f}  {seams}  {int(figures[:, 9].sum()):8d}"
            f" {levels.mean():9.1f} {f'({levels.min():.0f})':>7s} {self._runs(pieces)}",
            flush=True,
        )
        if self.pictures is not None:
            draw(self.pictures, name, heard, self.studio.bundle.config.column_frames)

    def _figures(self, heard: Heard) -> tuple[float, ...]:
        config, decoded = self.studio.bundle.config, heard.decoded
        return (
            rhythm(heard.mel, config.mel),
            *drift(heard.sound),
            np.nan if decoded is None else seam(decoded, config.column_frames),
            seam(heard.mel, config.column_frames),
            seam_at(heard.mel, config.column_frames, heard.jumps),
            peak_at(heard.mel, config.mel, config.column_frames, heard.jumps),
            np.nan if decoded is not None else own_peak(self.studio, heard),
            level(heard.mel),
            float(is_silent(heard.sound)),
        )

    def _runs(self, pieces: Sequence[Piece]) -> str:
        """Say how long pieces stay in one source, and how much of the corpus they copy."""
        corpus = self.studio.corpus
        if corpus is None:
            return f"{'-':>5s} {'-':>7s} {'-':>6s}"
        seconds = self.studio.bundle.column / SAMPLE_RATE
        file_of = corpus.file_of
        each = [runs_of(piece.places, jumps_of(piece.places, file_of)) for piece in pieces]
        runs = np.concatenate(each)
        coarse = corpus.codes[:, :, :COPIED_LEVELS]
        copied = max(longest_copy(piece.codes[:, :, :COPIED_LEVELS], coarse) for piece in pieces)
        stays = runs * seconds if len(runs) else np.array([np.nan])
        return f"{shown(stays.mean(), 5, 2)} {shown(stays.max(), 7, 2)} {copied * seconds:6.2f}"


def shown(value: float, wide: int, digits: int) -> str:
    """Return a figure, or a dash where there is none."""
    return f"{'-':>{wide}s}" if np.isnan(value) else f"{value:{wide}.{digits}f}"


def notes_of(heard: Sequence[Heard], python: str) -> list[int]:
    """Return how many notes each piece has."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.wav" for number in range(len(heard))]
        for path, one in zip(paths, heard, strict=True):
            soundfile.write(path, one.sound, SAMPLE_RATE, subtype="FLOAT")
        return count_notes(python, paths)
