"""The prior's inner loop as machine code: a column of codes, token by token, in milliseconds.

Everything here runs without Python and without its lock. Matrices are packed in tiles (see
`vectors`), float32 or bfloat16; all sums are float32.

The machine code is kept on disk, and numba looks at this file alone to know whether it is stale:
who changes `vectors` or `layout` must change this file too.
"""

from typing import Any, Final

import numpy as np
from numba import njit

from distill.prior.layout import Draw, Integers, Memory, Weights, Written
from distill.prior.vectors import TILE, Tiles, bits_to_float, multiply_tile
from distill.types import FloatArray

_f = np.float32
_LOG2_E: Final = _f(1.44269504)
_LN_2_HIGH: Final = _f(0.693359375)
_LN_2_LOW: Final = _f(-2.12194440e-4)
_C0: Final = _f(1.9875691500e-4)
_C1: Final = _f(1.3981999507e-3)
_C2: Final = _f(8.3334519073e-3)
_C3: Final = _f(4.1665795894e-2)
_C4: Final = _f(1.6666665459e-1)
_C5: Final = _f(5.0000001201e-1)
_ZERO: Final = _f(0)
_HALF: Final = _f(0.5)
_ONE: Final = _f(1)
_TOP: Final = _f(88)
_BOTTOM: Final = _f(-87)
_GELU_SLOPE: Final = _f(2 * 0.7978845608)
_GELU_CUBE: Final = _f(0.044715)
_EPSILON: Final = _f(1e-5)

_FAST: Final[dict[str, Any]] = {
    # Sums may be reordered; NaN and infinity keep their meaning, so that a fault is noticed.
    "fastmath": {"reassoc", "contract", "nsz", "arcp", "afn"},
    "nogil": True,
    "cache": True,
    "error_model": "numpy",
    "boundscheck": False,
}
_INLINE: Final = {**_FAST, "cache": False, "inline": "always"}


@njit(**_FAST)
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
        Tokens whose logits were not finite and that were chosen without them.
    """
    width = weights.start.shape[1]
    Q = weights.before.shape[0]
    S = memory.last.shape[0]
    x = np.empty(width, np.float32)
    normed = np.empty(width, np.float32)
    guessed = _room(weights.head[0])
    chances = np.empty(weights.before.shape[1], np.float32)
    faults = 0
    for place in range(S):
        _enter(weights, memory, place, written.codes, x)
        _think(weights, memory, column, place, x)
        _normalize(x, weights.norm, normed)
        _multiply(weights.head[place % Q], normed, guessed)
        logits = written.logits[place]
        logits[:] = guessed[: logits.shape[0]]
        code = draw.forced[place]
        if not _all_finite(logits):
            faults += 1
            if code < 0:
                code = _without_logits(logits, memory.last[place])
        elif code < 0:
            code = _choose(
                logits, draw.uniform[place], draw.inverse_temperature, draw.top_k, chances
            )
        written.codes[place] = code
        written.nats[place] = _surprise(logits, code)
    memory.last[:] = written.codes
    return faults


@njit(**_FAST)
def _enter(weights: Weights, memory: Memory, place: int, codes: Integers, x: FloatArray) -> None:
    """Write into x [D] what the token at `place` is told."""
    Q = weights.before.shape[0]
    before, ago = weights.start[0], weights.start[1]
    if place > 0:
        before = weights.before[(place - 1) % Q, codes[place - 1]]
    elif memory.last[0] >= 0:
        before = weights.before[Q - 1, memory.last[-1]]
    if memory.last[0] >= 0:
        ago = weights.column_ago[place % Q, memory.last[place]]
    here = weights.place[place]
    for i in range(x.shape[0]):
        x[i] = before[i] + ago[i] + here[i]


@njit(**_FAST)
def _think(weights: Weights, memory: Memory, column: int, place: int, x: FloatArray) -> None:
    """Send x [D] through all layers, in place."""
    layers = weights.layers
    normed = np.empty(x.shape[0], np.float32)
    joint = _room(layers.query_key_value[0])
    wide = _room(layers.feed_up[0])
    change = _room(layers.feed_down[0])
    for layer in range(memory.keys.shape[0]):
        _normalize(x, layers.attention_norm[layer], normed)
        _project(layers.query_key_value[layer], layers.query_key_value_bias[layer], normed, joint)
        _remember(joint, memory.keys[layer], memory.values[layer], column, place)
        _attend(weights, memory, (layer, column, place), joint, normed)
        _project(layers.attended[layer], layers.attended_bias[layer], normed, change)
        _add(x, change)
        _normalize(x, layers.feed_norm[layer], normed)
        _project(layers.feed_up[layer], layers.feed_up_bias[layer], normed, wide)
        _gelu(wide)
        _project(layers.feed_down[layer], layers.feed_down_bias[layer], wide, change)
        _add(x, change)


@njit(**_FAST)
def _remember(
    joint: FloatArray, keys: FloatArray, values: FloatArray, column: int, place: int
) -> None:
    heads, reach, head_width, _ = keys.shape
    width = heads * head_width
    slot = column % reach
    for head in range(heads):
        for i in range(head_width):
            keys[head, slot, i, place] = joint[width + head * head_width + i]
            values[head, slot, place, i] = joint[2 * width + head * head_width + i]


@njit(**_FAST)
def _attend(
    weights: Weights,
    memory: Memory,
    where: tuple[int, int, int],
    joint: FloatArray,
    heard: FloatArray,
) -> None:
    """Gather into heard [D] the values of the tokens in view, weighted by how well they fit.

    `where` is layer, column and place; joint [3 D or more] begins with the queries.
    """
    _, heads, reach, head_width, S = memory.keys.shape
    layer, column, place = where
    columns = min(reach, column + 1)
    scores = np.empty((columns, S), np.float32)
    for head in range(heads):
        mine = slice(head * head_width, (head + 1) * head_width)
        _score(weights, memory.keys[layer, head], (head, column, place), joint[mine], scores)
        _share(scores, place)
        here = heard[mine]
        here[:] = _ZERO
        for ago in range(columns):
            _gather(scores[ago], memory.values[layer, head, (column - ago) % reach], here)


@njit(**_FAST)
def _score(
    weights: Weights,
    keys: FloatArray,
    where: tuple[int, int, int],
    query: FloatArray,
    scores: FloatArray,
) -> None:
    """Write into scores [columns, S] how well each token fits; `where` is head, column, place."""
    head, column, place = where
    reach, head_width, S = keys.shape
    shrink = _ONE / np.sqrt(_f(head_width))
    favour = weights.place_bias[head, place]
    for ago in range(scores.shape[0]):
        row = scores[ago]
        _match(query, keys[(column - ago) % reach], row)
        distance = weights.distance_bias[head, ago]
        for k in range(S):
            row[k] = row[k] * shrink + favour[k] + distance


@njit(**_FAST)
def _share(scores: FloatArray, place: int) -> None:
    """Turn scores [columns, S] into shares of 1; row 0 counts up to `place` only."""
    top = _f(-1e30)
    for ago in range(scores.shape[0]):
        row = scores[ago]
        for k in range(row.shape[0] if ago else place + 1):
            top = max(top, row[k])
    total = _ZERO
    for ago in range(scores.shape[0]):
        row = scores[ago]
        for k in range(row.shape[0]):
            row[k] = _exp(row[k] - top)
        if ago == 0:
            row[place + 1 :] = _ZERO
        for k in range(row.shape[0]):
            total += row[k]
    share = _ONE / total
    for ago in range(scores.shape[0]):
        row = scores[ago]
        for k in range(row.shape[0]):
            row[k] *= share


@njit(**_FAST)
def _match(query: FloatArray, keys: FloatArray, row: FloatArray) -> None:
    """Write query . keys into row [S]; keys are [head width, S]."""
    head_width, S = keys.shape
    whole = head_width - head_width % 4
    row[:] = _ZERO
    for i in range(0, whole, 4):
        q0, q1, q2, q3 = query[i], query[i + 1], query[i + 2], query[i + 3]
        k0, k1, k2, k3 = keys[i], keys[i + 1], keys[i + 2], keys[i + 3]
        for k in range(S):
            row[k] += q0 * k0[k] + q1 * k1[k] + q2 * k2[k] + q3 * k3[k]
    for i in range(whole, head_width):
        for k in range(S):
            row[k] += query[i] * keys[i, k]


@njit(**_FAST)
def _gather(row: FloatArray, values: FloatArray, heard: FloatArray) -> None:
    """Add to heard [head width] the values [S, head width] weighted by row [S]."""
    S, head_width = values.shape
    whole = S - S % 4
    for k in range(0, whole, 4):
        p0, p1, p2, p3 = row[k], row[k + 1], row[k + 2], row[k + 3]
        v0, v1, v2, v3 = values[k], values[k + 1], values[k + 2], values[k + 3]
        for i in range(head_width):
            heard[i] += p0 * v0[i] + p1 * v1[i] + p2 * v2[i] + p3 * v3[i]
    for k in range(whole, S):
        for i in range(head_width):
            heard[i] += row[k] * values[k, i]


@njit(**_INLINE)
def _exp(x: np.float32) -> np.float32:
    """e**x within 2 units in the last place, as the compiler can put it in vectors.

    Source: Cephes expf.
    """
    x = min(max(x, _BOTTOM), _TOP)
    z = np.floor(x * _LOG2_E + _HALF)
    r = x - z * _LN_2_HIGH - z * _LN_2_LOW
    p = ((((_C0 * r + _C1) * r + _C2) * r + _C3) * r + _C4) * r + _C5
    power = bits_to_float(np.int32((np.int32(z) + np.int32(127)) << np.int32(23)))
    result: np.float32 = (p * r * r + r + _ONE) * power
    return result


@njit(**_FAST)
def _gelu(x: FloatArray) -> None:
    """Bend x [N], in place: the tanh form, written as x * sigmoid."""
    for i in range(x.shape[0]):
        v = x[i]
        x[i] = v - v / (_exp(_GELU_SLOPE * (v + _GELU_CUBE * v * v * v)) + _ONE)


@njit(**_FAST)
def _normalize(x: FloatArray, norm: FloatArray, out: FloatArray) -> None:
    """Write the layer norm of x [D] into out [D]."""
    N = x.shape[0]
    total = _ZERO
    for i in range(N):
        total += x[i]
    mean = total / _f(N)
    square = _ZERO
    for i in range(N):
        square += (x[i] - mean) * (x[i] - mean)
    scale = _ONE / np.sqrt(square / _f(N) + _EPSILON)
    for i in range(N):
        out[i] = (x[i] - mean) * scale * norm[0, i] + norm[1, i]


@njit(**_FAST)
def _room(tiles: Tiles) -> FloatArray:
    """Make room for a product, whole tiles of it."""
    return np.empty(tiles.shape[0] * TILE, np.float32)


@njit(**_FAST)
def _multiply(tiles: Tiles, x: FloatArray, out: FloatArray) -> None:
    """Write a packed matrix times x [C] into out, which `_room` made."""
    for tile in range(tiles.shape[0]):
        multiply_tile(tiles, tile, x, out)


@njit(**_FAST)
def _project(tiles: Tiles, bias: FloatArray, x: FloatArray, out: FloatArray) -> None:
    _multiply(tiles, x, out)
    for i in range(bias.shape[0]):
        out[i] += bias[i]


@njit(**_FAST)
def _add(x: FloatArray, change: FloatArray) -> None:
    for i in range(x.shape[0]):
        x[i] += change[i]


@njit(**_FAST)
def _all_finite(x: FloatArray) -> bool:
    for i in range(x.shape[0]):  # noqa: SIM110 - numba compiles no generators here
        if not np.isfinite(x[i]):
            return False
    return True


@njit(**_FAST)
def _without_logits(logits: FloatArray, before: int) -> int:
    """Fall back on the likeliest finite logit, else on the code a column ago, else on 0."""
    best = -1
    for i in range(logits.shape[0]):
        if np.isfinite(logits[i]) and (best < 0 or logits[i] > logits[best]):
            best = i
    return best if best >= 0 else max(before, 0)


@njit(**_FAST)
def _choose(
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
        chances[i] = _exp((logits[i] - top) * inverse_temperature)
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


@njit(**_FAST)
def _keep_likeliest(logits: FloatArray, count: int, chances: FloatArray) -> None:
    """Set to 0 all but `count` chances; among equal logits the lower codes stay."""
    for i in range(logits.shape[0]):
        better = 0
        for j in range(logits.shape[0]):
            if logits[j] > logits[i] or (logits[j] == logits[i] and j < i):
                better += 1
        if better >= count:
            chances[i] = _ZERO


@njit(**_FAST)
def _surprise(logits: FloatArray, code: int) -> np.float32:
    """Nats of surprise at `code`, or 0 if the logits [K] are not finite."""
    if not _all_finite(logits):
        return _ZERO
    top = logits.max()
    total = _ZERO
    for i in range(logits.shape[0]):
        total += _exp(logits[i] - top)
    nats: np.float32 = np.log(total) + top - logits[code]
    return nats
