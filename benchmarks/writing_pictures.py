"""Draws what `writing.py` rendered: spectrograms with marks where a walk jumps.

Not a program.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.training.report.picture import SHOWN_DB, spectrogram
from written_pieces import Heard

DRAWN = 3
"""Pieces of each kind."""
MARK_BINS = 6
"""Height of the strip at the top in which jumps are marked."""


def draw(folder: Path, name: str, heard: Sequence[Heard], frames: int) -> None:
    """Write a picture of each of the first pieces, named after them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(heard[:DRAWN]):
        mel = one.mel[:, : one.mel.shape[1]].copy()
        loudest = float(mel.max())
        strip = np.full((len(mel), MARK_BINS), loudest - SHOWN_DB / DECIBELS_PER_NEPER, np.float32)
        for column in np.flatnonzero(one.jumps):
            strip[column * frames : column * frames + 3] = loudest
        stem = name.replace(", ", "-").replace(" ", "-")
        picture = spectrogram(np.concatenate([mel, strip], 1), loudest)
        (folder / f"{stem}-{number}.png").write_bytes(picture)
