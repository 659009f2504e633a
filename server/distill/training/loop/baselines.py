"""How well one could guess codes without a prior: by how common they are, or by one neighbour."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.types import Codes

Nats = npt.NDArray[np.float64]

_BACKING: Final = 8.0
"""Imagined observations that follow the unigram, for a neighbour seen seldom."""


def unigram_nats(train: Sequence[Codes], held: Sequence[Codes], size: int) -> Nats:
    """Measure guessing by how often a code stands at its band and level.

    Args:
        train: To count in; each of shape [W, H, Q].
        held: To measure on.
        size: K.

    Returns:
        Mean nats per token, shape [Q].
    """
    log_chance = np.log(_unigram(train, size))
    codes = np.concatenate(held)
    H, Q = codes.shape[1:]
    band, level = np.mgrid[:H, :Q]
    nats: Nats = -log_chance[band, level, codes].mean((0, 1))
    return nats


def best_bigram_nats(train: Sequence[Codes], held: Sequence[Codes], size: int) -> Nats:
    """Measure guessing by one known neighbour: for each level the neighbour that helps most.

    Neighbours are the code before, the same level one band below, and the same place one column
    ago. Pairs are counted per level; where a neighbour is missing the unigram guesses.

    Returns:
        Mean nats per token, shape [Q].
    """
    unigram = _unigram(train, size)
    ways = [_bigram_nats(train, held, unigram, neighbour) for neighbour in _NEIGHBOURS]
    best: Nats = np.stack(ways).min(0)
    return best


def _code_before(codes: Codes) -> Codes:
    before = np.full(codes.size, -1, codes.dtype)
    before[1:] = codes.ravel()[:-1]
    return before.reshape(codes.shape)


def _band_below(codes: Codes) -> Codes:
    below = np.full_like(codes, -1)
    below[:, 1:] = codes[:, :-1]
    return below


def _column_ago(codes: Codes) -> Codes:
    ago = np.full_like(codes, -1)
    ago[1:] = codes[:-1]
    return ago


_NEIGHBOURS: Final[tuple[Callable[[Codes], Codes], ...]] = (_code_before, _band_below, _column_ago)


def _unigram(train: Sequence[Codes], size: int) -> Nats:
    """Give chances [H, Q, K]; every code has been seen once more than it was."""
    codes = np.concatenate(train)
    H, Q = codes.shape[1:]
    counts = np.ones((H, Q, size))
    band, level = np.mgrid[:H, :Q]
    np.add.at(counts, (band[None], level[None], codes), 1)
    return np.asarray(counts / counts.sum(-1, keepdims=True))


def _bigram_nats(
    train: Sequence[Codes],
    held: Sequence[Codes],
    unigram: Nats,
    neighbour: Callable[[Codes], Codes],
) -> Nats:
    H, Q, size = unigram.shape
    pairs = np.zeros((Q, size, size))
    band, level = np.mgrid[:H, :Q]
    for codes in train:
        beside = neighbour(codes)
        known = beside >= 0
        levels = np.broadcast_to(level, codes.shape)
        np.add.at(pairs, (levels[known], beside[known], codes[known]), 1)
    seen = pairs.sum(-1)
    total, count = np.zeros(Q), 0
    for codes in held:
        beside = neighbour(codes)
        times = np.where(beside >= 0, pairs[level, beside, codes], 0)
        of = np.where(beside >= 0, seen[level, beside], 0)
        chance = (times + _BACKING * unigram[band, level, codes]) / (of + _BACKING)
        total -= np.log(chance).sum((0, 1))
        count += codes.shape[0] * H
    return total / count
