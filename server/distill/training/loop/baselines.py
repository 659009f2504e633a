"""Baselines for the prior: unigram and bigram predictors of codes."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.types import Codes

Nats = npt.NDArray[np.float64]

_PSEUDO_COUNT: Final = 8.0
"""Pseudo-counts of the unigram, which smooth the bigram of a rare neighbour."""


def unigram_nats(train: Sequence[Codes], held: Sequence[Codes], size: int) -> Nats:
    """Measure a predictor by the frequency of each code at its band and level.

    Args:
        train: Sounds to count in; each of shape [W, H, Q].
        held: Sounds to measure on.
        size: K.

    Returns:
        Mean nats per token, shape [Q].
    """
    log_probability = np.log(_unigram(train, size))
    codes = np.concatenate(held)
    H, Q = codes.shape[1:]
    band, level = np.mgrid[:H, :Q]
    nats: Nats = -log_probability[band, level, codes].mean((0, 1))
    return nats


def best_bigram_nats(train: Sequence[Codes], held: Sequence[Codes], size: int) -> Nats:
    """Measure a predictor by one known neighbour: for each level, the most informative one.

    The neighbours are the previous code, the same level one band below, and the same position in
    the previous column. Pairs are counted per level; without a neighbour the unigram predicts.

    Returns:
        Mean nats per token, shape [Q].
    """
    unigram = _unigram(train, size)
    bigrams = [_bigram_nats(train, held, unigram, neighbour) for neighbour in _NEIGHBOURS]
    best: Nats = np.stack(bigrams).min(0)
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
    """Estimate probabilities [H, Q, K] with add-one smoothing."""
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
        probability = (times + _PSEUDO_COUNT * unigram[band, level, codes]) / (of + _PSEUDO_COUNT)
        total -= np.log(probability).sum((0, 1))
        count += codes.shape[0] * H
    return total / count
