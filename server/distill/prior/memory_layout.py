"""Memory layout of the compiled loop: weights, attention memory, a column's input and output."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from distill.prior.vectors import Tiles
from distill.types import FloatArray

Integers = npt.NDArray[np.int64]


class FeedForwards(NamedTuple):
    """Feed-forward layers, stacked: first axis is the layer. Norms are [layers, 2, D]."""

    norm: FloatArray
    up: Tiles
    up_bias: FloatArray
    down: Tiles
    down_bias: FloatArray


class Layers(NamedTuple):
    """The temporal layers, stacked: first axis is the layer. Norms are [layers, 2, D]."""

    norm: FloatArray
    query_key_value: Tiles
    query_key_value_bias: FloatArray
    attended: Tiles
    attended_bias: FloatArray
    feeds: FeedForwards


class Depth(NamedTuple):
    """The part that predicts the levels of one position.

    Attributes:
        inward: Projection from D to d.
        inward_bias: Shape [d].
        level: Shape [Q, d].
        coarser: Shape [Q, K, d]: embedding of a level's code for the finer levels.
        level_ago: Shape [Q, K, d]: embedding of the same level's code one column ago.
        feeds: Of width d.
        norm: Shape [2, d].
        head: Q packed matrices [K, d].
    """

    inward: Tiles
    inward_bias: FloatArray
    level: FloatArray
    coarser: FloatArray
    level_ago: FloatArray
    feeds: FeedForwards
    norm: FloatArray
    head: Tiles


class Weights(NamedTuple):
    """A whole prior.

    Attributes:
        before: Shape [Q, K, D]; `column_ago` too.
        start: Shape [2, D]: in place of a position before, and of a column ago, that do not exist.
        band: Shape [H, D].
        distance_bias: Shape [heads, C].
        band_bias: Shape [heads, H, H].
        layers: Over positions.
        norm: Shape [2, D].
        depth: Over levels.
    """

    before: FloatArray
    column_ago: FloatArray
    start: FloatArray
    band: FloatArray
    distance_bias: FloatArray
    band_bias: FloatArray
    layers: Layers
    norm: FloatArray
    depth: Depth


class Memory(NamedTuple):
    """Attention memory of a stream: a ring of the C columns in view; a new one replaces the oldest.

    Attributes:
        keys: Shape [layers, heads, head width, C * H].
        values: Shape [layers, heads, C * H, head width].
        last: Shape [S]; codes of the previous column, -1 where there is none.
    """

    keys: FloatArray
    values: FloatArray
    last: Integers


class Draw(NamedTuple):
    """Input of one column.

    Attributes:
        forced: Shape [S]; a fixed code, or -1 where the prior chooses.
        uniform: Shape [S], in 0..1; one random number per code, whether it is used or not.
        inverse_temperature: Shape [Q]; 1 / temperature of each level.
        top_k: Number of likeliest codes to draw from; 0 for all.
    """

    forced: Integers
    uniform: npt.NDArray[np.float64]
    inverse_temperature: FloatArray
    top_k: int


class Written(NamedTuple):
    """Output of one column: `codes` [S], `logits` [S, K], `nats` [S] of untempered surprise."""

    codes: Integers
    logits: FloatArray
    nats: FloatArray
