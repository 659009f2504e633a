"""Random crops of a corpus, batch by batch, the same for the same seed and step."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset
from typing_extensions import override

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.training.data.corpus import Corpus
from distill.types import FloatArray


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch looks like.

    Attributes:
        batch: Crops.
        frames: Length of each.
        quieter_db: Each crop is made softer by a random amount up to this.
        seed: Where chance starts.
    """

    batch: int
    frames: int
    quieter_db: float
    seed: int


class Crops(IterableDataset[Tensor]):
    """Batches [B, M, L] without end.

    Batch n depends on the seed and n only, so a resumed training sees what it would have seen;
    processes that train together see different ones.
    """

    def __init__(
        self,
        corpus: Corpus,
        plan: Plan,
        step: Callable[[], int],
        share: Callable[[], tuple[int, int]] = lambda: (0, 1),
    ) -> None:
        """Prepare.

        Args:
            corpus: What to cut from.
            plan: What a batch looks like.
            step: Says the step at which training begins or goes on.
            share: Says which of the processes this is, and how many there are.
        """
        super().__init__()
        self.corpus = corpus
        self.plan = plan
        self.step, self.share = step, share
        self.runs = np.array(corpus.runs("train", plan.frames), dtype=np.int64)

    @override
    def __iter__(self) -> Iterator[Tensor]:
        """Begin at the step that the training is at."""
        process, processes = self.share()
        for number in itertools.count(self.step() * processes + process, processes):
            yield torch.from_numpy(self.batch(number))

    def batch(self, number: int) -> FloatArray:
        """Make batch `number`, shape [B, M, L]."""
        chance = np.random.Generator(np.random.Philox(key=[self.plan.seed, number]))
        frames, silence = self.plan.frames, self.corpus.mel.silence
        lengths = self.runs[:, 1]
        chosen = chance.choice(len(self.runs), self.plan.batch, p=lengths / lengths.sum())
        softer = chance.uniform(0.0, self.plan.quieter_db / DECIBELS_PER_NEPER, self.plan.batch)
        out = np.full((self.plan.batch, self.corpus.mel.mels, frames), silence, np.float32)
        for row, run in enumerate(chosen):
            first, length = self.runs[run]
            start = first + chance.integers(0, max(1, length - frames + 1))
            crop = self.corpus.store[start : min(start + frames, first + length)]
            out[row, :, : len(crop)] = crop.T.astype(np.float32) - softer[row]
        return np.maximum(out, np.float32(silence))
