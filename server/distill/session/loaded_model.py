"""A model as one who reads grids: which codes are its own, and what they mean to hands."""

from dataclasses import dataclass

import numpy as np

from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.errors import WrongModel
from distill.protocol.tasks import ModelInfo
from distill.types import Samples


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A model, and its codebooks ready for neighbours and blends."""

    info: ModelInfo
    codebook: Codebook

    def reads(self, grid: Grid) -> bool:
        """Are these codes of this model's codec?"""
        return grid.kind == self._like().kind

    def check(self, grid: Grid) -> None:
        """Refuse codes of another codec.

        Raises:
            WrongModel: They are.
        """
        if not self.reads(grid):
            raise WrongModel(
                f"these codes and the loaded model {self.info.name!r} are of different models; "
                "load the one that made them (models lists all), or encode the sound again"
            )

    def _like(self) -> Grid:
        """Make an empty grid of the model, to compare kinds with."""
        facts = self.info
        codes = np.zeros((1, facts.bands, facts.levels), np.int16)
        return Grid(codes, facts.size, facts.codec_id, Samples(facts.column))
