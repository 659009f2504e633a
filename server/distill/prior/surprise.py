"""Surprise of a grid under the prior, column by column."""

from collections.abc import Generator

import numpy as np

from distill.codes.sampling_params import SamplingParams
from distill.prior.sampler import Sampler
from distill.types import Codes, FloatArray


def surprises(sampler: Sampler, codes: Codes) -> Generator[int, None, FloatArray]:
    """Compute the surprise of a grid from its start, one column per step.

    Each code is predicted from all codes before it; later columns have no effect. Temperature and
    top_k do not matter here.

    Args:
        sampler: The prior.
        codes: Shape [W, H, Q].

    Yields:
        Columns that are done.

    Returns:
        Mean surprise of each column's codes in nats, shape [W].

    Raises:
        BadArgument: Codes do not fit this prior.
    """
    sampler.check(codes)
    state = sampler.start(codes[:0], 0)
    nats = np.zeros(len(codes), np.float32)
    for index, column in enumerate(codes):
        nats[index] = sampler.column(state, SamplingParams(), column).nats
        yield index + 1
    return nats
