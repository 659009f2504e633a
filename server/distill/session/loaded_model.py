"""The loaded model and its codebooks, as the session uses them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.errors import WrongModel
from distill.protocol.tasks import ModelInfo
from distill.types import Json, Samples


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A model, and its codebooks prepared for neighbours and interpolation."""

    info: ModelInfo
    codebook: Codebook

    @classmethod
    def prepare(cls, info: ModelInfo, before: Self | None) -> Self:
        """Prepare a model; if it is the one before, its tables of neighbours are used again."""
        same = before is not None and before.info.id == info.id
        return cls(info, before.codebook if before and same else Codebook(info.codebooks))

    def reads(self, grid: Grid) -> bool:
        """Do these codes belong to the codec of this model?"""
        return grid.kind == self._reference_grid().kind

    def check(self, grid: Grid) -> None:
        """Check that codes belong to the codec of this model.

        Raises:
            WrongModel: They belong to another codec.
        """
        if not self.reads(grid):
            raise WrongModel(
                f"these codes and the loaded model {self.info.name!r} are of different models; "
                "load the one that made them (models lists all), or encode the sound again",
                grid.model,
            )

    def _reference_grid(self) -> Grid:
        """Make a grid of the model, for a comparison of `kind`."""
        info = self.info
        codes = np.zeros((1, info.bands, info.levels), np.int16)
        return Grid(codes, info.size, info.codec_id, Samples(info.column))


def model_stats(info: ModelInfo | None) -> Json:
    """Return the facts of the loaded model for the status; empty ones while none is loaded."""
    return {
        "model": info.name if info else "",
        "model_id": info.id if info else "",
        "model_date": info.date if info else "",
        "model_checkpoint": info.checkpoint if info else "",
        "model_column": info.column if info else 0,
        "model_corpus_files": info.corpus.files if info else 0,
        "model_corpus_s": round(info.corpus.seconds, 1) if info else 0.0,
        "model_corpus_mb": round(info.corpus.bytes / 2**20, 1) if info else 0.0,
    }
