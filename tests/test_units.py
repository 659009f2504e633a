import math

import pytest

from distill.errors import BadArgument
from distill.units import MAX_SEED, Range


@pytest.mark.parametrize("value", [0.05, 1.0, 2.0])
def test_the_ends_of_a_range_are_inside(value):
    Range(0.05, 2.0).check("temperature", value)


@pytest.mark.parametrize("value", [0.049, 2.001, math.nan, math.inf, -math.inf])
def test_a_value_outside_or_not_finite_is_refused(value):
    with pytest.raises(BadArgument, match=r"temperature must lie in 0\.05\.\.2, got"):
        Range(0.05, 2.0).check("temperature", value)


def test_the_largest_seed_fits_an_osc_integer():
    assert MAX_SEED.to_bytes(4, "big", signed=True)
    with pytest.raises(OverflowError):
        (MAX_SEED + 1).to_bytes(4, "big", signed=True)
