"""The prior's inner loop as machine code: a column of codes, place by place, in milliseconds.

Everything here runs without Python and without its lock. Matrices are packed in tiles (see
`vectors`), float32 or bfloat16; all sums are float32.

The machine code is kept on disk, and numba looks at this file alone to know whether it is stale:
`storage.compiled` therefore names the folder by every file of this room.
"""

from typing import Final

import numpy as np
from numba import njit

from distill.prior.arithmetic import (
    FAST,
    add,
    all_finite,
    bend,
    exp,
    multiply,
    normalize,
    project,
    room,
)
from distill.prior.memory_layout import Depth, Draw, Feeds, Integers, Memory, Weights, Written
from distill.prior.sampling import choose, fall_back, surprise
from distill.types import FloatArray

_f = np.float32
_ZERO: Final = _f(0)
_ONE: Final = _f(1)
_HIDDEN: Final = _f(-1e30)
"""How badly a position fits that may not be heard."""


@njit(**FAST)
def write_column(
    weights: Weights, memory: Memory, column: int, draw: Draw, written: Written
) -> int:
    """Choose or accept the codes of one column, and remember it.

    Args:
        weights: The prior.
        memory: Of this stream; is moved on by one column.
        column: Columns heard since the start.
        draw: What to keep and how to choose the rest.
        written: Is filled.

    Returns:
        Codes whose logits were not finite and that were chosen without them.
    """
    depth = weights.depth
    x = np.empty(weights.band.shape[1], np.float32)
    normed = np.empty(x.shape[0], np.float32)
    told = room(depth.inward)
    faults = 0
    for band in range(weights.band.shape[0]):
        _enter(weights, memory, band, written.codes, x)
        _think(weights, memory, column, band, x)
        normalize(x, weights.norm, normed)
        project(depth.inward, depth.inward_bias, normed, told)
        faults += _write_levels(depth, memory, band, draw, written, told)
    memory.last[:] = written.codes
    return faults


@njit(**FAST)
def _enter(weights: Weights, memory: Memory, band: int, codes: Integers, x: FloatArray) -> None:
    """Write into x [D] what the position at `band` is told."""
    Q = weights.before.shape[0]
    S = memory.last.shape[0]
    x[:] = weights.band[band]
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


@njit(**FAST)
def _add_entries(tables: FloatArray, codes: Integers, x: FloatArray) -> None:
    """Add to x [D] the entry of each level's table; tables are [Q, K, D], codes [Q]."""
    for level in range(codes.shape[0]):
        add(x, tables[level, codes[level]])


@njit(**FAST)
def _think(weights: Weights, memory: Memory, column: int, band: int, x: FloatArray) -> None:
    """Send x [D] through all temporal layers, in place."""
    layers = weights.layers
    normed = np.empty(x.shape[0], np.float32)
    joint = room(layers.query_key_value[0])
    change = room(layers.attended[0])
    slot = column % weights.distance_bias.shape[1] * weights.band.shape[0] + band
    for layer in range(layers.norm.shape[0]):
        normalize(x, layers.norm[layer], normed)
        project(layers.query_key_value[layer], layers.query_key_value_bias[layer], normed, joint)
        _remember(joint, memory.keys[layer], memory.values[layer], slot)
        _attend(weights, memory, (layer, column, band), joint, normed)
        project(layers.attended[layer], layers.attended_bias[layer], normed, change)
        add(x, change)
        _feed(layers.feeds, layer, x)


@njit(**FAST)
def _feed(feeds: Feeds, layer: int, x: FloatArray) -> None:
    """Think about x [D], and add the thought to it."""
    normed = np.empty(x.shape[0], np.float32)
    wide = room(feeds.up[0])
    change = room(feeds.down[0])
    normalize(x, feeds.norm[layer], normed)
    project(feeds.up[layer], feeds.up_bias[layer], normed, wide)
    bend(wide)
    project(feeds.down[layer], feeds.down_bias[layer], wide[: feeds.up_bias.shape[1]], change)
    add(x, change)


@njit(**FAST)
def _write_levels(
    depth: Depth, memory: Memory, band: int, draw: Draw, written: Written, told: FloatArray
) -> int:
    """Choose or accept the codes of one position; give how many had no finite logits.

    `told` [d or more] is what the position has understood; it is told each code in turn.
    """
    Q, K, d = depth.coarser.shape
    z = np.empty(d, np.float32)
    normed = np.empty(d, np.float32)
    guessed = room(depth.head[0])
    chances = np.empty(K, np.float32)
    faults = 0
    for level in range(Q):
        place = band * Q + level
        before = memory.last[place]
        for i in range(d):
            z[i] = told[i] + depth.level[level, i]
        if before >= 0:
            add(z, depth.level_ago[level, before])
        for layer in range(depth.feeds.norm.shape[0]):
            _feed(depth.feeds, layer, z)
        normalize(z, depth.norm, normed)
        multiply(depth.head[level], normed, guessed)
        logits = written.logits[place]
        logits[:] = guessed[:K]
        code = draw.forced[place]
        if not all_finite(logits):
            faults += 1
            if code < 0:
                code = fall_back(logits, before)
        elif code < 0:
            code = choose(
                logits, draw.uniform[place], draw.inverse_temperature, draw.top_k, chances
            )
        written.codes[place] = code
        written.nats[place] = surprise(logits, code)
        add(told[:d], depth.coarser[level, code])
    return faults


@njit(**FAST)
def _remember(joint: FloatArray, keys: FloatArray, values: FloatArray, slot: int) -> None:
    """Keep what a position says to others; joint [3 D or more] has its keys and values."""
    heads, head_width, _ = keys.shape
    width = heads * head_width
    for head in range(heads):
        for i in range(head_width):
            keys[head, i, slot] = joint[width + head * head_width + i]
            values[head, slot, i] = joint[2 * width + head * head_width + i]


@njit(**FAST)
def _attend(
    weights: Weights,
    memory: Memory,
    where: tuple[int, int, int],
    joint: FloatArray,
    heard: FloatArray,
) -> None:
    """Gather into heard [D] the values of the positions in view, weighted by how well they fit.

    `where` is layer, column and band; joint [3 D or more] begins with the queries.
    """
    heads, reach = weights.distance_bias.shape
    head_width = memory.keys.shape[2]
    layer, column, band = where
    scores = np.empty(min(reach, column + 1) * weights.band.shape[0], np.float32)
    for head in range(heads):
        mine = slice(head * head_width, (head + 1) * head_width)
        _match(joint[mine], memory.keys[layer, head], scores)
        _favour(weights, (head, column, band), head_width, scores)
        _gather(scores, memory.values[layer, head], heard[mine])


@njit(**FAST)
def _match(query: FloatArray, keys: FloatArray, scores: FloatArray) -> None:
    """Write query . keys into scores [n]; keys are [head width, n or more]."""
    head_width, N = keys.shape[0], scores.shape[0]
    whole = head_width - head_width % 4
    scores[:] = _ZERO
    for i in range(0, whole, 4):
        q0, q1, q2, q3 = query[i], query[i + 1], query[i + 2], query[i + 3]
        k0, k1, k2, k3 = keys[i], keys[i + 1], keys[i + 2], keys[i + 3]
        for k in range(N):
            scores[k] += q0 * k0[k] + q1 * k1[k] + q2 * k2[k] + q3 * k3[k]
    for i in range(whole, head_width):
        row = keys[i]
        for k in range(N):
            scores[k] += query[i] * row[k]


@njit(**FAST)
def _favour(
    weights: Weights, where: tuple[int, int, int], head_width: int, scores: FloatArray
) -> None:
    """Turn scores [n] into shares of 1, by fit, distance and band; later bands get none.

    `where` is head, column and band.
    """
    head, column, band = where
    reach, H = weights.distance_bias.shape[1], weights.band.shape[0]
    shrink = _ONE / np.sqrt(_f(head_width))
    favour = weights.band_bias[head, band]
    for slot in range(scores.shape[0] // H):
        distance = weights.distance_bias[head, (column - slot) % reach]
        for k in range(H):
            scores[slot * H + k] = scores[slot * H + k] * shrink + favour[k] + distance
    now = column % reach * H
    scores[now + band + 1 : now + H] = _HIDDEN
    top = scores.max()
    for k in range(scores.shape[0]):
        scores[k] = exp(scores[k] - top)
    scores[now + band + 1 : now + H] = _ZERO
    total = _ZERO
    for k in range(scores.shape[0]):
        total += scores[k]
    share = _ONE / total
    for k in range(scores.shape[0]):
        scores[k] *= share


@njit(**FAST)
def _gather(shares: FloatArray, values: FloatArray, heard: FloatArray) -> None:
    """Write into heard [head width] the values [n or more, head width] by their shares [n]."""
    N, head_width = shares.shape[0], values.shape[1]
    whole = N - N % 4
    heard[:] = _ZERO
    for k in range(0, whole, 4):
        p0, p1, p2, p3 = shares[k], shares[k + 1], shares[k + 2], shares[k + 3]
        v0, v1, v2, v3 = values[k], values[k + 1], values[k + 2], values[k + 3]
        for i in range(head_width):
            heard[i] += p0 * v0[i] + p1 * v1[i] + p2 * v2[i] + p3 * v3[i]
    for k in range(whole, N):
        row = values[k]
        for i in range(head_width):
            heard[i] += shares[k] * row[i]
