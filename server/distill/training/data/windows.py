"""Cuts stretches out of the codes of many sounds, for the prior to learn from and be tested on."""

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
        codes: Shape [B, W, H, Q]; filled up with 0 where a sound is shorter.
        counted: Shape [B, W]; columns whose guesses count.
    """

    codes: Tensor
    counted: Tensor


class Windows(IterableDataset[Batch]):
    """Endless batches of random windows; step n's batch depends on the seed and n alone.

    A sound is drawn by its length, so that every column is heard about equally often.
    """

    def __init__(
        self,
        sounds: Sequence[Codes],
        shape: tuple[int, int],
        seed: int,
        step: Callable[[], int],
        share: Callable[[], tuple[int, int]] = lambda: (0, 1),
    ) -> None:
        """Prepare.

        Args:
            sounds: Each of shape [W, H, Q].
            shape: Windows per batch, columns per window.
            seed: Which windows.
            step: Says the step at which training begins or goes on.
            share: Says which of the processes this is, and how many there are.
        """
        super().__init__()
        self._sounds = sounds
        self._batch, self._columns = shape
        self._seed, self._step, self._share = seed, step, share
        lengths = np.array([len(sound) for sound in sounds], np.float64)
        self._chance = lengths / lengths.sum()

    @override
    def __iter__(self) -> Iterator[Batch]:
        process, processes = self._share()
        for number in itertools.count(self._step() * processes + process, processes):
            yield self._draw(np.random.default_rng((self._seed, number)))

    def _draw(self, generator: np.random.Generator) -> Batch:
        cuts = []
        for index in generator.choice(len(self._sounds), self._batch, p=self._chance):
            sound = self._sounds[index]
            first = int(generator.integers(max(0, len(sound) - self._columns) + 1))
            cuts.append((sound[first : first + self._columns], 0))
        return _stack(cuts, self._columns)


def held_windows(sounds: Sequence[Codes], columns: int, most: int) -> list[Batch]:
    """Cut sounds so that every column counts once, seen with as much before it as there is.

    Windows overlap by half; all but a sound's first count in their second half only.

    Args:
        sounds: Each of shape [W, H, Q].
        columns: Per window; even.
        most: Windows; if there are more, evenly spread ones are taken.

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
