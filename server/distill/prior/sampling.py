"""Compiled sampling: draws a code from logits and computes its surprise."""

import numpy as np
from numba import njit

from distill.prior.arithmetic import PART, all_finite, exp, greatest
from distill.types import FloatArray

_ZERO = np.float32(0)


@njit(**PART)
def draw_code(
    logits: FloatArray,
    uniform: float,
    inverse_temperature: np.float32,
    top_k: int,
    probabilities: FloatArray,
) -> int:
    """Draw a code from the tempered logits [K]: the first whose running sum passes `uniform`."""
    K = logits.shape[0]
    top = greatest(logits)
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


@njit(**PART)
def _keep_likeliest(logits: FloatArray, count: int, probabilities: FloatArray) -> None:
    """Set all but `count` probabilities to 0; among equal logits the lower codes stay."""
    K = logits.shape[0]
    least = _rank(logits, K - count)
    spare = count
    for i in range(K):
        spare -= logits[i] > least
    for i in range(K):
        if logits[i] == least:
            spare -= 1
        if logits[i] < least or (logits[i] == least and spare < 0):
            probabilities[i] = _ZERO


@njit(**PART)
def _rank(values: FloatArray, place: int) -> np.float32:
    """Return what stands at `place` when finite values [K] are in ascending order: quickselect.

    Source: Hoare 1961, algorithm 65. (np.partition compiles for five seconds.)
    """
    sorted_part = np.empty(values.shape[0], np.float32)
    for i in range(values.shape[0]):
        sorted_part[i] = values[i]
    first, last = 0, values.shape[0] - 1
    while first < last:
        pivot = sorted_part[(first + last) // 2]
        i, j = first, last
        while i <= j:
            while sorted_part[i] < pivot:
                i += 1
            while sorted_part[j] > pivot:
                j -= 1
            if i <= j:
                sorted_part[i], sorted_part[j] = sorted_part[j], sorted_part[i]
                i += 1
                j -= 1
        if place <= j:
            last = j
        elif place >= i:
            first = i
        else:
            break
    found: np.float32 = sorted_part[place]
    return found


@njit(**PART)
def surprise(logits: FloatArray, code: int) -> np.float32:
    """Return the surprise of `code` in nats, or 0 if the logits [K] are not finite."""
    if not all_finite(logits):
        return _ZERO
    top = greatest(logits)
    total = _ZERO
    for i in range(logits.shape[0]):
        total += exp(logits[i] - top)
    nats: np.float32 = np.log(total) + top - logits[code]
    return nats


@njit(**PART)
def fall_back(logits: FloatArray, before: int) -> int:
    """Return the likeliest code with a finite logit, else the code one column ago, else 0."""
    best = -1
    for i in range(logits.shape[0]):
        if np.isfinite(logits[i]) and (best < 0 or logits[i] > logits[best]):
            best = i
    return best if best >= 0 else max(before, 0)
