"""The parts of sampling that replace what numpy has: they return what numpy returns."""

import numpy as np
import pytest

from distill.prior.arithmetic import greatest
from distill.prior.sampling import _rank


@pytest.mark.parametrize("count", [1, 2, 3, 64, 257])
@pytest.mark.parametrize("kinds", [1, 2, 5, 1000])
def test_the_value_of_each_rank_is_that_of_the_sorted_values(count, kinds):
    values = np.random.default_rng(kinds).integers(-kinds, kinds, count).astype(np.float32)
    before = values.copy()
    for each in (values, np.sort(values), np.sort(values)[::-1].copy()):
        ranked = [_rank.py_func(each, place) for place in range(count)]
        np.testing.assert_array_equal(ranked, np.sort(values))
    np.testing.assert_array_equal(values, before)


def test_the_greatest_number_is_that_of_numpy():
    values = np.random.default_rng(0).standard_normal(100).astype(np.float32)
    assert greatest.py_func(values) == values.max()
    assert greatest.py_func(values[:1]) == values[0]
