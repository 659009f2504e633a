"""Compiled sampling: draws a code from logits and computes its surprise."""

import numpy as np
from numba import njit

from distill.prior.arithmetic import FAST, all_finite, exp
from distill.types import FloatArray

_ZERO = np.float32(0)


@njit(**FAST)
def draw_code(
    logits: FloatArray,
    uniform: float,
    inverse_temperature: np.float32,
    top_k: int,
    probabilities: FloatArray,
) -> int:
    """Draw a code from the tempered logits [K]: the first whose running sum passes `uniform`."""
    K = logits.shape[0]
    top = logits.max()
    for i in range(K):
        probabilities[i] = exp((logits[i] - top) * inverse_temperature)
    if 0 < top_k < K:
        _keep_likeliest(logits, top_k, probabilities)
    total = 0.0
    for i in range(K):
        total += probabilities[i]
    goal, passed, code = uniform * total, 0.0, 0
    for i in range(K):
        if probabilities[i] > _ZERO:
            code = i
            passed += probabilities[i]
            if passed > goal:
                break
    return code


@njit(**FAST)
def _keep_likeliest(logits: FloatArray, count: int, probabilities: FloatArray) -> None:
    """Set all but `count` probabilities to 0; among equal logits the lower codes stay."""
    K = logits.shape[0]
    least = np.partition(logits, K - count)[K - count]
    spare = count
    for i in range(K):
        spare -= logits[i] > least
    for i in range(K):
        if logits[i] == least:
            spare -= 1
        if logits[i] < least or (logits[i] == least and spare < 0):
            probabilities[i] = _ZERO


@njit(**FAST)
def surprise(logits: FloatArray, code: int) -> np.float32:
    """Return the surprise of `code` in nats, or 0 if the logits [K] are not finite."""
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
    """Return the likeliest code with a finite logit, else the code one column ago, else 0."""
    best = -1
    for i in range(logits.shape[0]):
        if np.isfinite(logits[i]) and (best < 0 or logits[i] > logits[best]):
            best = i
    return best if best >= 0 else max(before, 0)
