"""Sampling parameters accept exactly the range of the parameters."""

import pytest

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.parameters import PARAMETERS


def test_the_whole_range_of_the_parameters_is_accepted() -> None:
    low, high = PARAMETERS["temperature"].range.low, PARAMETERS["temperature"].range.high
    assert SamplingParams(low, 0, 7) == SamplingParams(temperature=low, top_k=0, seed=7)
    assert SamplingParams(high).top_k == 0


@pytest.mark.parametrize("said", [(0.04, 0), (float("nan"), 0), (1.0, -1), (1.0, 2000)])
def test_values_out_of_the_range_of_the_parameters_are_refused(said: tuple[float, int]) -> None:
    with pytest.raises(BadArgument, match=r"temperature|top_k"):
        SamplingParams(*said)
