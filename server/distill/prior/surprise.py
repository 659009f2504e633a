"""How little the prior expected what a grid holds: its surprise, column by column."""

from collections.abc import Generator

import numpy as np

from distill.codes.sampling_params import SamplingParams
from distill.prior.sampler import Sampler
from distill.types import Codes, FloatArray


def surprises(sampler: Sampler, codes: Codes) -> Generator[int, None, FloatArray]:
    """Let the prior hear a grid from its beginning, one column a turn.

    It is told each code before the next one, so a column surprises by itself and not by what it
    leads to. Temperature and top_k do not matter here.

    Args:
        sampler: The prior.
        codes: Shape [W, H, Q].

    Yields:
        Columns that were heard.

    Returns:
        Mean surprise of each column's codes in nats, shape [W].

    Raises:
        BadArgument: Codes are not this prior's.
    """
    sampler.check(codes)
    state = sampler.start(codes[:0], 0)
    nats = np.zeros(len(codes), np.float32)
    for index, column in enumerate(codes):
        nats[index] = sampler.column(state, SamplingParams(), column).nats
        yield index + 1
    return nats
