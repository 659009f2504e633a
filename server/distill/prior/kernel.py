"""Compiled inner loop of the prior: it samples one column of codes in milliseconds.

The code runs without Python and without the GIL. Matrices are packed in tiles (see
`vectors`), float32 or bfloat16; all sums are float32.

The machine code is cached on disk, and numba checks only this file to decide whether it is stale.
Therefore `storage.compiled` derives the folder's name from every file of this package.
"""

from typing import Final

import numpy as np
from numba import njit

from distill.prior.arithmetic import (
    FAST,
    PART,
    add,
    all_finite,
    exp,
    gelu,
    greatest,
    multiply,
    normalize,
    product_buffer,
    project,
)
from distill.prior.memory_layout import (
    Depth,
    Draw,
    FeedForwards,
    Integers,
    Memory,
    Weights,
    Written,
)
from distill.prior.sampling import draw_code, fall_back, surprise
from distill.types import FloatArray

_f = np.float32
_ZERO: Final = _f(0)
_ONE: Final = _f(1)
_MASKED: Final = _f(-1e30)
"""Score of a position that is masked."""


@njit(**FAST)
def write_column(
    weights: Weights, memory: Memory, column: int, draw: Draw, written: Written
) -> int:
    """Draw or accept the codes of one column, and add it to the memory.

    Args:
        weights: The prior.
        memory: Of this stream; advanced by one column.
        column: Columns since the start.
        draw: The fixed codes, and how to draw the rest.
        written: Filled with the result.

    Returns:
        Number of codes whose logits were not finite, so that a fallback was used.
    """
    depth = weights.depth
    x = np.empty(weights.band.shape[1], np.float32)
    normed = np.empty(x.shape[0], np.float32)
    hidden = product_buffer(depth.inward)
    faults = 0
    for band in range(weights.band.shape[0]):
        _embed(weights, memory, band, written.codes, x)
        _apply_layers(weights, memory, column, band, x)
        normalize(x, weights.norm, normed)
        project(depth.inward, depth.inward_bias, normed, hidden)
        faults += _write_levels(depth, memory, band, draw, written, hidden)
    for place in range(memory.last.shape[0]):
        memory.last[place] = written.codes[place]
    return faults


@njit(**PART)
def _embed(weights: Weights, memory: Memory, band: int, codes: Integers, x: FloatArray) -> None:
    """Compute the input x [D] of the position at `band`."""
    Q = weights.before.shape[0]
    S = memory.last.shape[0]
    for i in range(x.shape[0]):
        x[i] = weights.band[band, i]
    if band > 0:
        _add_entries(weights.before, codes[(band - 1) * Q : band * Q], x)
    elif memory.last[0] >= 0:
        _add_entries(weights.before, memory.last[S - Q :], x)
    else:
        add(x, weights.start[0])
    if memory.last[0] >= 0:
        _add_entries(weights.column_ago, memory.last[band * Q : (band + 1) * Q], x)
    else:
        add(x, weights.start[1])


@njit(**PART)
def _add_entries(tables: FloatArray, codes: Integers, x: FloatArray) -> None:
    """Add to x [D] the entry of each level's table; tables are [Q, K, D], codes [Q]."""
    for level in range(codes.shape[0]):
        add(x, tables[level, codes[level]])


@njit(**PART)
def _apply_layers(weights: Weights, memory: Memory, column: int, band: int, x: FloatArray) -> None:
    """Apply all temporal layers to x [D], in place."""
    layers = weights.layers
    normed = np.empty(x.shape[0], np.float32)
    joint = product_buffer(layers.query_key_value[0])
    change = product_buffer(layers.attended[0])
    slot = column % weights.distance_bias.shape[1] * weights.band.shape[0] + band
    for layer in range(layers.norm.shape[0]):
        normalize(x, layers.norm[layer], normed)
        project(layers.query_key_value[layer], layers.query_key_value_bias[layer], normed, joint)
        _store(joint, memory.keys[layer], memory.values[layer], slot)
        _attend(weights, memory, (layer, column, band), joint, normed)
        project(layers.attended[layer], layers.attended_bias[layer], normed, change)
        add(x, change)
        _feed_forward(layers.feeds, layer, x)


@njit(**PART)
def _feed_forward(feeds: FeedForwards, layer: int, x: FloatArray) -> None:
    """Apply a feed-forward layer to x [D], in place."""
    normed = np.empty(x.shape[0], np.float32)
    wide = product_buffer(feeds.up[0])
    change = product_buffer(feeds.down[0])
    normalize(x, feeds.norm[layer], normed)
    project(feeds.up[layer], feeds.up_bias[layer], normed, wide)
    gelu(wide)
    project(feeds.down[layer], feeds.down_bias[layer], wide[: feeds.up_bias.shape[1]], change)
    add(x, change)


@njit(**PART)
def _write_levels(
    depth: Depth, memory: Memory, band: int, draw: Draw, written: Written, hidden: FloatArray
) -> int:
    """Draw or accept the codes of one position; return how many had no finite logits.

    `hidden` [d or more] is the position's output; the embedding of each code is added to it.
    """
    Q, K, d = depth.coarser.shape
    z = np.empty(d, np.float32)
    normed = np.empty(d, np.float32)
    product = product_buffer(depth.head[0])
    probabilities = np.empty(K, np.float32)
    faults = 0
    for level in range(Q):
        place = band * Q + level
        before = memory.last[place]
        for i in range(d):
            z[i] = hidden[i] + depth.level[level, i]
        if before >= 0:
            add(z, depth.level_ago[level, before])
        for layer in range(depth.feeds.norm.shape[0]):
            _feed_forward(depth.feeds, layer, z)
        normalize(z, depth.norm, normed)
        multiply(depth.head[level], normed, product)
        logits = written.logits[place]
        for k in range(K):
            logits[k] = product[k]
        code = draw.forced[place]
        if not all_finite(logits):
            faults += 1
            if code < 0:
                code = fall_back(logits, before)
        elif code < 0:
            code = draw_code(
                logits,
                draw.uniform[place],
                draw.inverse_temperature[level],
                draw.top_k,
                probabilities,
            )
        written.codes[place] = code
        written.nats[place] = surprise(logits, code)
        add(hidden[:d], depth.coarser[level, code])
    return faults


@njit(**PART)
def _store(joint: FloatArray, keys: FloatArray, values: FloatArray, slot: int) -> None:
    """Store a position's keys and values, which are in joint [3 D or more]."""
    heads, head_width, _ = keys.shape
    width = heads * head_width
    for head in range(heads):
        for i in range(head_width):
            keys[head, i, slot] = joint[width + head * head_width + i]
            values[head, slot, i] = joint[2 * width + head * head_width + i]


@njit(**PART)
def _attend(
    weights: Weights,
    memory: Memory,
    where: tuple[int, int, int],
    joint: FloatArray,
    attended: FloatArray,
) -> None:
    """Write into attended [D] the attention over the positions in view.

    `where` is layer, column and band; joint [3 D or more] begins with the queries.
    """
    heads, reach = weights.distance_bias.shape
    head_width = memory.keys.shape[2]
    layer, column, band = where
    scores = np.empty(min(reach, column + 1) * weights.band.shape[0], np.float32)
    for head in range(heads):
        own = slice(head * head_width, (head + 1) * head_width)
        _dot_products(joint[own], memory.keys[layer, head], scores)
        _softmax(weights, (head, column, band), head_width, scores)
        _weighted_sum(scores, memory.values[layer, head], attended[own])


@njit(**PART)
def _dot_products(query: FloatArray, keys: FloatArray, scores: FloatArray) -> None:
    """Write query . keys into scores [n]; keys are [head width, n or more]."""
    head_width, N = keys.shape[0], scores.shape[0]
    whole = head_width - head_width % 4
    for k in range(N):
        scores[k] = _ZERO
    for i in range(0, whole, 4):
        q0, q1, q2, q3 = query[i], query[i + 1], query[i + 2], query[i + 3]
        k0, k1, k2, k3 = keys[i], keys[i + 1], keys[i + 2], keys[i + 3]
        for k in range(N):
            scores[k] += q0 * k0[k] + q1 * k1[k] + q2 * k2[k] + q3 * k3[k]
    for i in range(whole, head_width):
        row = keys[i]
        for k in range(N):
            scores[k] += query[i] * row[k]


@njit(**PART)
def _softmax(
    weights: Weights, where: tuple[int, int, int], head_width: int, scores: FloatArray
) -> None:
    """Turn scores [n] into softmax weights, with biases of distance and band; later bands get 0.

    `where` is head, column and band.
    """
    head, column, band = where
    reach, H = weights.distance_bias.shape[1], weights.band.shape[0]
    scale = _ONE / np.sqrt(_f(head_width))
    band_bias = weights.band_bias[head, band]
    for slot in range(scores.shape[0] // H):
        distance = weights.distance_bias[head, (column - slot) % reach]
        for k in range(H):
            scores[slot * H + k] = scores[slot * H + k] * scale + band_bias[k] + distance
    now = column % reach * H
    for k in range(now + band + 1, now + H):
        scores[k] = _MASKED
    top = greatest(scores)
    for k in range(scores.shape[0]):
        scores[k] = exp(scores[k] - top)
    for k in range(now + band + 1, now + H):
        scores[k] = _ZERO
    total = _ZERO
    for k in range(scores.shape[0]):
        total += scores[k]
    share = _ONE / total
    for k in range(scores.shape[0]):
        scores[k] *= share


@njit(**PART)
def _weighted_sum(shares: FloatArray, values: FloatArray, attended: FloatArray) -> None:
    """Write into attended [head width] the sum of values [n or more, head width] by shares [n]."""
    N, head_width = shares.shape[0], values.shape[1]
    whole = N - N % 4
    for i in range(head_width):
        attended[i] = _ZERO
    for k in range(0, whole, 4):
        p0, p1, p2, p3 = shares[k], shares[k + 1], shares[k + 2], shares[k + 3]
        v0, v1, v2, v3 = values[k], values[k + 1], values[k + 2], values[k + 3]
        for i in range(head_width):
            attended[i] += p0 * v0[i] + p1 * v1[i] + p2 * v2[i] + p3 * v3[i]
    for k in range(whole, N):
        row = values[k]
        for i in range(head_width):
            attended[i] += shares[k] * row[i]
