"""How the prior's numbers, its memory and one column's choices lie before the compiled loop."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from distill.prior.vectors import Tiles
from distill.types import FloatArray

Integers = npt.NDArray[np.int64]


class Feeds(NamedTuple):
    """Layers that only think, stacked: first axis is the layer. Norms are [layers, 2, D]."""

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
    feeds: Feeds


class Depth(NamedTuple):
    """What guesses the levels of one position.

    Attributes:
        inward: From D to d numbers.
        inward_bias: Shape [d].
        level: Shape [Q, d].
        coarser: Shape [Q, K, d]: what a level's code tells the finer levels.
        level_ago: Shape [Q, K, d]: what a level is told of its own code one column ago.
        feeds: d wide.
        norm: Shape [2, d].
        head: [Q] packed matrices [K, d].
    """

    inward: Tiles
    inward_bias: FloatArray
    level: FloatArray
    coarser: FloatArray
    level_ago: FloatArray
    feeds: Feeds
    norm: FloatArray
    head: Tiles


class Weights(NamedTuple):
    """A whole prior.

    Attributes:
        before: Shape [Q, K, D]; `column_ago` too.
        start: Shape [2, D]: stands for a position before, and a column ago, that do not exist.
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
    """What a stream remembers: a ring of the C columns in view; a new one takes the oldest's place.

    Attributes:
        keys: Shape [layers, heads, head width, C * H].
        values: Shape [layers, heads, C * H, head width].
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
