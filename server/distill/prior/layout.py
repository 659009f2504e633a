"""How the prior's numbers, its memory and one column's choices lie before the compiled loop."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from distill.prior.vectors import Tiles
from distill.types import FloatArray

Integers = npt.NDArray[np.int64]


class Layers(NamedTuple):
    """The Transformer's layers, stacked: first axis is the layer. Norms are [layers, 2, D]."""

    attention_norm: FloatArray
    query_key_value: Tiles
    query_key_value_bias: FloatArray
    attended: Tiles
    attended_bias: FloatArray
    feed_norm: FloatArray
    feed_up: Tiles
    feed_up_bias: FloatArray
    feed_down: Tiles
    feed_down_bias: FloatArray


class Weights(NamedTuple):
    """A whole prior.

    Attributes:
        before: Shape [Q, K, D]; `column_ago` too.
        start: Shape [2, D]: stands for a code before, and a column ago, that do not exist.
        place: Shape [S, D].
        distance_bias: Shape [heads, C].
        place_bias: Shape [heads, S, S].
        norm: Shape [2, D].
        head: Shape [Q, K, D].
    """

    before: FloatArray
    column_ago: FloatArray
    start: FloatArray
    place: FloatArray
    distance_bias: FloatArray
    place_bias: FloatArray
    layers: Layers
    norm: FloatArray
    head: Tiles


class Memory(NamedTuple):
    """What a stream remembers: a ring of the C columns in view; a new one takes the oldest's place.

    Attributes:
        keys: Shape [layers, heads, C, head width, S].
        values: Shape [layers, heads, C, S, head width].
        last: Shape [S]; codes of the previous column, -1 where there is none.
    """

    keys: FloatArray
    values: FloatArray
    last: Integers


class Draw(NamedTuple):
    """How one column is chosen.

    Attributes:
        forced: Shape [S]; a code to keep, or -1 where the prior chooses.
        uniform: Shape [S], in 0..1; one for each token whether it is used or not.
        inverse_temperature: 1 / temperature.
        top_k: Likeliest codes to choose among; 0 for all.
    """

    forced: Integers
    uniform: npt.NDArray[np.float64]
    inverse_temperature: np.float32
    top_k: int


class Written(NamedTuple):
    """What one column gave: `codes` [S], `logits` [S, K], `nats` [S] of surprise, untempered."""

    codes: Integers
    logits: FloatArray
    nats: FloatArray
