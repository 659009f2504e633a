import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.prior.surprise import surprises
from kit.bundles import tiny_bundle, tiny_codes


def measured(sampler, codes):
    hearing, steps = surprises(sampler, codes), []
    while True:
        try:
            steps.append(next(hearing))
        except StopIteration as end:
            return steps, end.value


def log_softmax(logits):
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def test_surprise_is_that_of_a_columns_codes_given_all_codes_before():
    sampler, codes = tiny_bundle().sampler, tiny_codes(5)
    steps, nats = measured(sampler, codes)
    assert steps == [1, 2, 3, 4, 5]
    state = sampler.start(codes[:2], 9)
    logits = sampler.column(state, SamplingParams(0.3, 2), codes[2]).logits
    given = np.take_along_axis(log_softmax(logits), codes[2][..., None].astype(int), -1)
    assert nats[2] == pytest.approx(-given.mean(), abs=1e-4)


def test_later_columns_do_not_change_earlier_surprise():
    sampler, codes = tiny_bundle().sampler, tiny_codes(6)
    other = codes.copy()
    other[4] = (other[4] + 1) % sampler.config.size
    before, after = measured(sampler, codes)[1], measured(sampler, other)[1]
    np.testing.assert_array_equal(before[:4], after[:4])
    assert before[4] != after[4]


def test_codes_of_another_shape_are_refused():
    with pytest.raises(BadArgument):
        measured(tiny_bundle().sampler, np.full((2, 3, 2), 999, np.int16))
