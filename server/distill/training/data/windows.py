"""Cuts windows out of the codes of many sounds, to train and validate the prior."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset
from typing_extensions import override

from distill.types import BoolArray, Codes


class Batch(NamedTuple):
    """Windows of codes.

    Attributes:
        codes: Shape [B, W, H, Q]; padded with 0 where a sound is shorter.
        counted: Shape [B, W]; columns that count in the loss.
    """

    codes: Tensor
    counted: Tensor


class Windows(IterableDataset[Batch]):
    """Endless batches of random windows; batch n depends only on the seed and n.

    A sound is drawn in proportion to its length, so that columns occur about equally often.
    """

    def __init__(
        self,
        sounds: Sequence[Codes],
        shape: tuple[int, int],
        seed: int,
        step: Callable[[], int],
        rank: Callable[[], tuple[int, int]] = lambda: (0, 1),
    ) -> None:
        """Weight the sounds by their length.

        Args:
            sounds: Each of shape [W, H, Q].
            shape: Windows per batch, columns per window.
            seed: Seed of the random choices.
            step: Returns the step at which the training starts or resumes.
            rank: Returns the rank of this process and the number of processes.
        """
        super().__init__()
        self._sounds = sounds
        self._batch, self._columns = shape
        self._seed, self._step, self._rank = seed, step, rank
        lengths = np.array([len(sound) for sound in sounds], np.float64)
        self._weights = lengths / lengths.sum()

    @override
    def __iter__(self) -> Iterator[Batch]:
        process, processes = self._rank()
        for number in itertools.count(self._step() * processes + process, processes):
            yield self._draw(np.random.default_rng((self._seed, number)))

    def _draw(self, generator: np.random.Generator) -> Batch:
        cuts = []
        for index in generator.choice(len(self._sounds), self._batch, p=self._weights):
            sound = self._sounds[index]
            first = int(generator.integers(max(0, len(sound) - self._columns) + 1))
            cuts.append((sound[first : first + self._columns], 0))
        return _stack(cuts, self._columns)


def held_windows(sounds: Sequence[Codes], columns: int, most: int) -> list[Batch]:
    """Cut sounds into windows so that each column counts once, with as much context as there is.

    Windows overlap by half; after a sound's first window, only the second half counts.

    Args:
        sounds: Each of shape [W, H, Q].
        columns: Per window; even.
        most: Most windows; of more, an evenly spaced selection is used.

    Returns:
        One batch of one window each.
    """
    half = columns // 2
    cuts = []
    for sound in sounds:
        cuts.append((sound[:columns], 0))
        later = range(half, len(sound) - half, half)
        cuts += [(sound[first : first + columns], half) for first in later]
    spread = cuts[:: max(1, -(-len(cuts) // most))]
    return [_stack([cut], columns) for cut in spread]


def _stack(cuts: list[tuple[Codes, int]], columns: int) -> Batch:
    shape = cuts[0][0].shape[1:]
    codes = np.zeros((len(cuts), columns, *shape), np.int64)
    counted: BoolArray = np.zeros((len(cuts), columns), np.bool_)
    for row, (cut, first) in enumerate(cuts):
        codes[row, : len(cut)] = cut
        counted[row, first : len(cut)] = True
    return Batch(torch.from_numpy(codes), torch.from_numpy(counted))
