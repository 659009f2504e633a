"""Free codes are sampled, locked codes stay, and random numbers belong to their column."""

import numpy as np
import pytest
import torch

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.prior.rewrite import Joint, KnownCodes, rewrite
from distill.prior.sampler import Sampler
from distill.types import BoolArray, Codes
from kit.models import compiled

CONFIG = PriorConfig(size=8, levels=2, bands=3, layers=2, width=8, heads=2, context_columns=2)
NOTHING = np.zeros((0, 3, 2), np.int16)


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    torch.manual_seed(0)
    prior = Prior(CONFIG)
    with torch.no_grad():
        for weight in prior.parameters():
            weight.add_(0.3 * torch.randn_like(weight))
    return compiled(prior)


def grid(columns: int) -> Codes:
    return np.random.default_rng(3).integers(8, size=(columns, 3, 2)).astype(np.int16)


def finish(
    sampler: Sampler, codes: Codes, free: BoolArray, context: Codes = NOTHING, seed: int = 5
) -> tuple[Codes, float, list[int]]:
    steps = rewrite(sampler, KnownCodes(codes, free, context), SamplingParams(), seed)
    progress = []
    while True:
        try:
            progress.append(next(steps))
        except StopIteration as end:
            found = end.value
            return found.codes, found.nats, progress


def test_locked_codes_stay_and_free_ones_change(sampler: Sampler) -> None:
    codes, free = grid(9), np.zeros((9, 3, 2), np.bool_)
    free[2:7, 1:, 0] = True
    written, nats, progress = finish(sampler, codes, free)
    np.testing.assert_array_equal(written[~free], codes[~free])
    assert (written[free] != codes[free]).any()
    assert 0.1 < nats < 10
    assert progress == [0, 0, 3, 4, 5, 6, 7]


def test_with_nothing_free_the_grid_is_returned_without_a_step(sampler: Sampler) -> None:
    codes = grid(4)
    written, nats, progress = finish(sampler, codes, np.zeros(codes.shape, np.bool_))
    np.testing.assert_array_equal(written, codes)
    assert (nats, progress) == (0.0, [])


def test_with_everything_free_the_codes_are_those_of_a_stream_with_that_seed(
    sampler: Sampler,
) -> None:
    context = grid(3)
    written, _, _ = finish(sampler, grid(5), np.ones((5, 3, 2), np.bool_), context=context, seed=11)
    state = sampler.start(context, 11)
    stream = [sampler.column(state, SamplingParams()).codes for _ in range(5)]
    np.testing.assert_array_equal(written, stream)


def test_locking_written_codes_does_not_change_later_codes(sampler: Sampler) -> None:
    everything = np.ones((6, 3, 2), np.bool_)
    first, _, _ = finish(sampler, grid(6), everything)
    later = everything.copy()
    later[:2] = False
    later[3, 1] = False
    again, _, _ = finish(sampler, first, later)
    np.testing.assert_array_equal(again, first)


def test_the_given_grid_is_not_changed(sampler: Sampler) -> None:
    codes = grid(3)
    codes.setflags(write=False)
    finish(sampler, codes, np.ones(codes.shape, np.bool_))


def test_a_mask_of_another_shape_is_refused() -> None:
    with pytest.raises(BadArgument, match="the same shape"):
        KnownCodes(grid(3), np.ones((2, 3, 2), np.bool_), NOTHING)


def test_codes_of_another_model_are_refused_at_the_first_step(sampler: Sampler) -> None:
    codes = np.full((2, 3, 2), 9, np.int16)
    steps = rewrite(
        sampler, KnownCodes(codes, np.zeros(codes.shape, np.bool_), NOTHING), SamplingParams(), 1
    )
    with pytest.raises(BadArgument, match=r"0\.\.7"):
        next(steps)


def locked_nats(sampler: Sampler, written: Codes, column: int) -> float:
    """Surprise of a column given the columns before it."""
    state = sampler.start(written[:column], 0)
    return sampler.column(state, SamplingParams(), written[column]).nats


def write(sampler: Sampler, known: KnownCodes, seed: int, joint: Joint | None = None) -> Codes:
    steps = rewrite(sampler, known, SamplingParams(), seed, joint)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            written: Codes = end.value.codes
            return written


def test_columns_before_a_locked_column_lead_to_it(sampler: Sampler) -> None:
    codes, free = grid(9), np.zeros((9, 3, 2), np.bool_)
    free[3:6] = True
    once, best = [], []
    for seed in range(20):
        for tries, surprises in ((1, once), (8, best)):
            written = write(sampler, KnownCodes(codes, free, NOTHING, tries), seed)
            np.testing.assert_array_equal(written[~free], codes[~free])
            surprises.append(locked_nats(sampler, written, 6))
    assert all(b <= a + 1e-4 for a, b in zip(once, best, strict=True))
    assert np.mean(best) < np.mean(once) - 0.05


def test_the_candidate_with_the_cheapest_joint_is_chosen(sampler: Sampler) -> None:
    codes, free = grid(9), np.zeros((9, 3, 2), np.bool_)
    free[3:6] = True
    calls: list[Codes] = []

    def joint(columns: Codes) -> float:
        calls.append(columns)
        return 100.0 * float(columns[-2, 0, 0] != 6)

    written = write(sampler, KnownCodes(codes, free, NOTHING, 64), 5, joint)
    assert written[5, 0, 0] == 6
    assert len(calls) == 64
    for columns in calls:
        assert columns.shape == (4, 3, 2)
        np.testing.assert_array_equal(columns[-1], codes[6])
        np.testing.assert_array_equal(columns[0], written[3])


def test_only_the_columns_directly_before_a_locked_one_have_several_candidates(
    sampler: Sampler,
) -> None:
    codes, free = grid(9), np.zeros((9, 3, 2), np.bool_)
    free[2:6] = free[8] = True
    once = write(sampler, KnownCodes(codes, free, NOTHING), 5)
    best = write(sampler, KnownCodes(codes, free, NOTHING, 16), 5)
    np.testing.assert_array_equal(once[:4], best[:4])
    assert (once[4:6] != best[4:6]).any()


def test_the_number_of_candidates_does_not_change_later_draws(sampler: Sampler) -> None:
    codes, free = grid(9), np.zeros((9, 3, 2), np.bool_)
    free[[3, 6, 7, 8]] = True
    written = write(sampler, KnownCodes(codes, free, NOTHING, 4), 5)
    state = sampler.start(codes[:0], 5)
    for column in written[:6]:
        sampler.observe(state, column)
    state.skip_draws(6)
    np.testing.assert_array_equal(sampler.column(state, SamplingParams()).codes, written[6])
