"""Pieces that a model writes, for `writing.py`.

Not a program.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from distill.codes.sampling_params import SamplingParams
from distill.parameters import PARAMETERS
from distill.prior.sampler import Column
from distill.types import Codes
from written_pieces import Piece, Studio

DEFAULTS = SamplingParams.of({name: row.default for name, row in PARAMETERS.items()}, 1)
MEMORIES = tuple(sorted({0.5, 0.8, 1.0, DEFAULTS.memory} - {0.0}))
"""Values of `memory` beside 0, with its default."""


def write(studio: Studio, memory: float, columns: int, seed: int, context: Codes) -> Piece:
    """Write so many columns after a context [W', H, Q], which may be empty."""
    written = list(islice(columns_of(studio, memory, context, seed), columns))
    return Piece(np.stack([one.codes for one in written]), np.array([one.place for one in written]))


def columns_of(studio: Studio, memory: float, context: Codes, seed: int) -> Iterator[Column]:
    """Write columns without end."""
    sampler = studio.bundle.sampler
    if sampler is None:
        raise TypeError("this model does not write")
    params = replace(DEFAULTS, memory=memory)
    state = sampler.start(context, seed)
    while True:
        yield sampler.column(state, params)
