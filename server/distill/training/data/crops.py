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
    """Shape and randomness of the batches.

    Attributes:
        batch: B.
        frames: L.
        quieter_db: Largest random attenuation of a crop.
        seed: Seed of the random choices.
    """

    batch: int
    frames: int
    quieter_db: float
    seed: int


class Crops(IterableDataset[Tensor]):
    """Endless batches [B, M, L].

    Batch n depends only on the seed and n, so a resumed training continues with the same batches.
    Processes of a distributed training get different ones.
    """

    def __init__(
        self,
        corpus: Corpus,
        plan: Plan,
        step: Callable[[], int],
        rank: Callable[[], tuple[int, int]] = lambda: (0, 1),
    ) -> None:
        """Find the runs that crops can be cut from.

        Args:
            corpus: The sounds.
            plan: Shape and randomness of the batches.
            step: Returns the step at which the training starts or resumes.
            rank: Returns the rank of this process and the number of processes.
        """
        super().__init__()
        self.corpus = corpus
        self.plan = plan
        self.step, self.rank = step, rank
        self.runs = np.array(corpus.runs("train", plan.frames), dtype=np.int64)

    @override
    def __iter__(self) -> Iterator[Tensor]:
        """Start at the current step of the training."""
        process, processes = self.rank()
        for number in itertools.count(self.step() * processes + process, processes):
            yield torch.from_numpy(self.batch(number))

    def batch(self, number: int) -> FloatArray:
        """Cut batch `number`, shape [B, M, L]."""
        generator = np.random.Generator(np.random.Philox(key=[self.plan.seed, number]))
        frames, silence = self.plan.frames, self.corpus.mel.silence
        lengths = self.runs[:, 1]
        chosen = generator.choice(len(self.runs), self.plan.batch, p=lengths / lengths.sum())
        softer = generator.uniform(0.0, self.plan.quieter_db / DECIBELS_PER_NEPER, self.plan.batch)
        out = np.full((self.plan.batch, self.corpus.mel.mels, frames), silence, np.float32)
        for row, run in enumerate(chosen):
            first, length = self.runs[run]
            start = first + generator.integers(0, max(1, length - frames + 1))
            crop = self.corpus.store[start : min(start + frames, first + length)]
            out[row, :, : len(crop)] = crop.T.astype(np.float32) - softer[row]
        return np.maximum(out, np.float32(silence))
