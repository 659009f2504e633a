"""Throws the dice as machine code: from logits to a code, and how surprising that code was."""

import numpy as np
from numba import njit

from distill.prior.arithmetic import FAST, all_finite, exp
from distill.types import FloatArray

_ZERO = np.float32(0)


@njit(**FAST)
def choose(
    logits: FloatArray,
    uniform: float,
    inverse_temperature: np.float32,
    top_k: int,
    chances: FloatArray,
) -> int:
    """Draw a code from the tempered logits [K]: the first whose running sum passes `uniform`."""
    K = logits.shape[0]
    top = logits.max()
    for i in range(K):
        chances[i] = exp((logits[i] - top) * inverse_temperature)
    if 0 < top_k < K:
        _keep_likeliest(logits, top_k, chances)
    total = 0.0
    for i in range(K):
        total += chances[i]
    goal, passed, code = uniform * total, 0.0, 0
    for i in range(K):
        if chances[i] > _ZERO:
            code = i
            passed += chances[i]
            if passed > goal:
                break
    return code


@njit(**FAST)
def _keep_likeliest(logits: FloatArray, count: int, chances: FloatArray) -> None:
    """Set to 0 all but `count` chances; among equal logits the lower codes stay."""
    K = logits.shape[0]
    least = np.partition(logits, K - count)[K - count]
    spare = count
    for i in range(K):
        spare -= logits[i] > least
    for i in range(K):
        if logits[i] == least:
            spare -= 1
        if logits[i] < least or (logits[i] == least and spare < 0):
            chances[i] = _ZERO


@njit(**FAST)
def surprise(logits: FloatArray, code: int) -> np.float32:
    """Nats of surprise at `code`, or 0 if the logits [K] are not finite."""
    if not all_finite(logits):
        return _ZERO
    top = logits.max()
    total = _ZERO
    for i in range(logits.shape[0]):
        total += exp(logits[i] - top)
    nats: np.float32 = np.log(total) + top - logits[code]
    return nats


@njit(**FAST)
def fall_back(logits: FloatArray, before: int) -> int:
    """Fall back on the likeliest finite logit, else on the code a column ago, else on 0."""
    best = -1
    for i in range(logits.shape[0]):
        if np.isfinite(logits[i]) and (best < 0 or logits[i] > logits[best]):
            best = i
    return best if best >= 0 else max(before, 0)
