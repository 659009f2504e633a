"""The compiled sampler: equal to torch, seeded, forked, bounded, and robust against bad numbers."""

import copy
from typing import Any

import numpy as np
import pytest
import torch

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument, ModelFileProblem
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.prior.sampler import Column, Sampler
from distill.types import Codes
from kit.models import compiled

TINY = PriorConfig(8, 2, 3, layers=2, width=8, heads=2, context_columns=3, depth_width=6)
ODD = PriorConfig(70, 3, 1, 1, width=12, heads=3, context_columns=1, depth_layers=2, depth_width=10)
ALONE = PriorConfig(1024, 1, 5, layers=1, width=20, heads=1, context_columns=2, depth_width=8)
DEEP = PriorConfig(16, 16, 2, layers=1, width=16, heads=2, context_columns=2, depth_width=16)
FULL = PriorConfig(size=128, levels=4, bands=8)


def make_prior(config: PriorConfig, spread: float = 0.3) -> Prior:
    torch.manual_seed(0)
    prior = Prior(config).eval()
    with torch.no_grad():
        for weight in prior.parameters():
            weight.add_(spread * torch.randn_like(weight))
    return prior


def some_codes(config: PriorConfig, columns: int, seed: int = 0) -> Codes:
    shape = (columns, config.bands, config.levels)
    return np.random.default_rng(seed).integers(config.size, size=shape).astype(np.int16)


def nothing(config: PriorConfig) -> Codes:
    return np.zeros((0, config.bands, config.levels), np.int16)


def torch_logits(prior: Prior, codes: Codes) -> np.ndarray[Any, Any]:
    with torch.no_grad():
        return prior(torch.from_numpy(codes)[None])[0].numpy()


def sampled_logits(sampler: Sampler, codes: Codes) -> np.ndarray[Any, Any]:
    state = sampler.start(nothing(sampler.config), 1)
    return np.stack([sampler.column(state, SamplingParams(), column).logits for column in codes])


def write(sampler: Sampler, columns: int, params: SamplingParams, seed: int = 1) -> Codes:
    state = sampler.start(nothing(sampler.config), seed)
    return np.stack([sampler.column(state, params).codes for _ in range(columns)])


@pytest.mark.parametrize(
    ("config", "columns", "spread"),
    [(TINY, 15, 0.3), (ODD, 5, 0.3), (ALONE, 5, 0.3), (DEEP, 6, 0.3), (FULL, 20, 0.05)],
)
def test_logits_equal_those_of_torch_also_after_the_window_has_slid(
    config: PriorConfig, columns: int, spread: float
) -> None:
    prior = make_prior(config, spread)
    codes = some_codes(config, columns)
    expected = torch_logits(prior, codes)
    assert expected.std() > 0.3
    np.testing.assert_allclose(sampled_logits(compiled(prior), codes), expected, rtol=0, atol=1e-3)


@pytest.mark.parametrize(("config", "spread"), [(TINY, 0.3), (FULL, 0.05)])
def test_at_half_size_logits_equal_those_of_torch_once_its_matrices_are_rounded(
    config: PriorConfig, spread: float
) -> None:
    prior = make_prior(config, spread)
    codes = some_codes(config, config.context_columns + 2)
    exact = torch_logits(prior, codes)
    forced = sampled_logits(compiled(prior, bfloat16=True), codes)
    halved = copy.deepcopy(prior)
    with torch.no_grad():
        for name, weight in halved.named_parameters():
            if name in config.matrix_names:
                weight.copy_(weight.bfloat16().float())
    np.testing.assert_allclose(forced, torch_logits(halved, codes), rtol=0, atol=1e-3)
    prior.round_weights()
    rounded = torch_logits(prior, codes)
    sampler = compiled(prior)
    assert sampler._weights.depth.head.dtype == np.uint16
    np.testing.assert_allclose(sampled_logits(sampler, codes), rounded, rtol=0, atol=1e-3)
    assert 1e-4 < np.abs(rounded - exact).max() < 0.1


def test_matrices_that_rounding_would_change_stay_float32() -> None:
    prior = make_prior(TINY)
    prior.round_weights()
    with torch.no_grad():
        prior.head[0, 0, 0] = 1.001
    assert compiled(prior)._weights.depth.head.dtype == np.float32


@pytest.mark.parametrize(
    "params",
    [SamplingParams(0.05), SamplingParams(1.0, 1), SamplingParams(1.0), SamplingParams(1.3, 3)],
)
def test_codes_equal_those_that_torch_draws_with_the_same_random_numbers(
    params: SamplingParams,
) -> None:
    prior = make_prior(TINY)
    columns = 5 * TINY.context_columns
    draws = np.random.Generator(np.random.PCG64(7)).random(columns * TINY.places)
    state, code, codes = prior.initial_state(1), None, []
    for uniform in draws:
        with torch.no_grad():
            logits, state = prior.step(code, state)
        allowed = logits[0].double()
        if params.top_k:
            allowed[allowed < allowed.topk(params.top_k).values[-1]] = -torch.inf
        passed = torch.softmax(allowed / params.temperature, 0).cumsum(0)
        code = (passed <= uniform).sum().view(1)
        codes.append(int(code))
    expected = np.array(codes, np.int16).reshape(columns, TINY.bands, TINY.levels)
    np.testing.assert_array_equal(write(compiled(prior), columns, params, 7), expected)


def test_nats_are_the_mean_surprise_of_the_chosen_codes_under_the_untempered_prior() -> None:
    prior = make_prior(TINY)
    sampler = compiled(prior)
    forced = np.full((TINY.bands, TINY.levels), -1, np.int16)
    forced[0, 0] = 5
    column = sampler.column(sampler.start(nothing(TINY), 3), SamplingParams(0.5, 4), forced)
    log_p = torch.log_softmax(torch.from_numpy(torch_logits(prior, column.codes[None])), -1)
    surprise = -log_p.gather(-1, torch.from_numpy(column.codes).long()[None, ..., None])
    expected = surprise.flatten()[1:].mean().item()
    assert column.nats == pytest.approx(expected, abs=1e-4)


def test_all_tokens_forced_gives_the_surprise_of_the_whole_column() -> None:
    prior = make_prior(TINY)
    codes = some_codes(TINY, 1)
    sampler = compiled(prior)
    nats = sampler.column(sampler.start(nothing(TINY), 3), SamplingParams(), codes[0]).nats
    loss = torch.nn.functional.cross_entropy(
        torch.from_numpy(torch_logits(prior, codes)).flatten(0, 2),
        torch.from_numpy(codes).long().flatten(),
    )
    assert nats == pytest.approx(loss.item(), abs=1e-4)


def test_top_k_draws_only_the_likeliest_codes() -> None:
    sampler = compiled(make_prior(TINY))
    state = sampler.start(nothing(TINY), 5)
    ranks = set()
    for _ in range(40):
        codes, _, logits, _ = sampler.column(state, SamplingParams(2.0, 3))
        chosen = np.take_along_axis(logits, codes[..., None].astype(np.int64), -1)
        ranks |= set((logits > chosen).sum(-1).ravel().tolist())
    assert ranks == {0, 1, 2}


def test_top_k_among_equal_logits_keeps_exactly_k() -> None:
    prior = make_prior(TINY)
    with torch.no_grad():
        prior.head.zero_()
    assert set(write(compiled(prior), 40, SamplingParams(1.0, 3)).ravel()) == {0, 1, 2}
    assert set(write(compiled(prior), 40, SamplingParams(1.0, 0)).ravel()) == set(range(8))


def test_forced_codes_stay_and_free_ones_are_drawn_given_them() -> None:
    sampler = compiled(make_prior(TINY))
    forced = np.full((TINY.bands, TINY.levels), -1, np.int16)
    forced[1] = (6, 0)
    state = sampler.start(nothing(TINY), 2)
    for _ in range(5):
        codes = sampler.column(state, SamplingParams(), forced).codes
        assert codes[1].tolist() == [6, 0]
        assert codes.min() >= 0
        assert codes.max() < TINY.size


def test_forcing_what_would_have_been_written_changes_nothing_after_it() -> None:
    sampler = compiled(make_prior(TINY))
    free = write(sampler, 6, SamplingParams(), 9)
    state = sampler.start(nothing(TINY), 9)
    sampler.column(state, SamplingParams(), free[0])
    rest = np.stack([sampler.column(state, SamplingParams()).codes for _ in range(5)])
    np.testing.assert_array_equal(rest, free[1:])


def test_the_same_seed_gives_the_same_codes_and_another_seed_others() -> None:
    sampler = compiled(make_prior(TINY))
    one = write(sampler, 8, SamplingParams(), 4)
    np.testing.assert_array_equal(one, write(sampler, 8, SamplingParams(), 4))
    assert (one != write(sampler, 8, SamplingParams(), 5)).any()


def test_a_copy_continues_as_its_original_would_and_does_not_change_it() -> None:
    sampler = compiled(make_prior(TINY))
    state = sampler.start(some_codes(TINY, 4), 4)
    sampler.column(state, SamplingParams())
    fork = state.copy()
    forked = [sampler.column(fork, SamplingParams()).codes for _ in range(6)]
    original = [sampler.column(state, SamplingParams()).codes for _ in range(6)]
    np.testing.assert_array_equal(forked, original)
    assert fork.columns == state.columns == 11


def test_skipped_draws_are_those_of_the_skipped_columns() -> None:
    sampler = compiled(make_prior(TINY))
    drawn, skipped = (sampler.start(nothing(TINY), 4) for _ in range(2))
    drawn.generator.random(3 * TINY.places)
    skipped.skip_draws(3)
    assert drawn.generator.random() == skipped.generator.random()


def test_only_the_last_window_of_the_context_counts() -> None:
    sampler = compiled(make_prior(TINY))
    context = some_codes(TINY, 4 * TINY.context_columns)
    logits = sampler.column(sampler.start(context, 1), SamplingParams()).logits
    window = sampler.column(sampler.start(context[-TINY.window :], 1), SamplingParams()).logits
    np.testing.assert_array_equal(logits, window)
    other = sampler.column(sampler.start(some_codes(TINY, 12, seed=5), 1), SamplingParams()).logits
    assert np.abs(logits - other).max() > 1e-2


def test_after_its_context_a_stream_continues_as_torch_would() -> None:
    prior = make_prior(TINY)
    context = some_codes(TINY, 5)
    column = compiled(prior).column
    found = column(compiled(prior).start(context, 1), SamplingParams(), some_codes(TINY, 1)[0])
    expected = torch_logits(prior, np.concatenate((context, some_codes(TINY, 1))))[-1]
    np.testing.assert_allclose(found.logits, expected, atol=1e-4)


def test_a_corrupt_memory_is_counted_and_the_last_column_is_repeated() -> None:
    sampler = compiled(make_prior(TINY))
    state = sampler.start(nothing(TINY), 4)
    before = sampler.column(state, SamplingParams()).codes
    state.memory.values[:] = np.nan
    held = sampler.column(state, SamplingParams())
    assert state.faults == TINY.places
    np.testing.assert_array_equal(held.codes, before)
    assert held.nats == 0.0


def test_with_one_logit_not_a_number_the_likeliest_of_the_others_is_chosen() -> None:
    prior = make_prior(TINY)
    sampler = compiled(prior)
    sampler._weights.depth.head[:, 0, :, 3] = np.nan
    state = sampler.start(nothing(TINY), 4)
    codes, _, logits, _ = sampler.column(state, SamplingParams())
    assert np.isnan(logits[..., 3]).all()
    np.testing.assert_array_equal(codes, np.nanargmax(logits, -1))
    assert state.faults == TINY.places


@pytest.mark.parametrize(
    ("context", "text"),
    [
        (np.zeros((1, 2, 2), np.int16), "3 bands and 2 levels"),
        (np.zeros((3, 2), np.int16), "3 bands and 2 levels"),
        (np.full((1, 3, 2), 8, np.int16), r"0\.\.7, got 8"),
        (np.full((1, 3, 2), -1, np.int16), r"0\.\.7, got -1"),
    ],
)
def test_codes_that_do_not_fit_the_prior_are_refused(context: Codes, text: str) -> None:
    sampler = compiled(make_prior(TINY))
    with pytest.raises(BadArgument, match=text):
        sampler.start(context, 1)


def test_a_seed_out_of_range_is_refused() -> None:
    with pytest.raises(BadArgument, match="seed"):
        compiled(make_prior(TINY)).start(nothing(TINY), -1)


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (lambda arrays: arrays.pop("head"), "lacks 1 tensors, first 'head'"),
        (lambda arrays: arrays.update(tail=np.zeros(1)), "unknown tensors, first 'tail'"),
        (lambda arrays: arrays.update(band=np.zeros((1, 8))), r"band must have shape \(3, 8\)"),
        (lambda arrays: arrays.update(band=np.full((3, 8), np.nan)), "band contains numbers"),
    ],
)
def test_tensors_that_do_not_fit_are_refused_by_name(damage: Any, text: str) -> None:
    arrays = {name: value.numpy() for name, value in make_prior(TINY).state_dict().items()}
    damage(arrays)
    with pytest.raises(ModelFileProblem, match=text):
        Sampler.from_arrays(TINY, arrays)


def test_entropy_is_that_of_the_distribution_of_the_prior() -> None:
    logits = np.zeros((2, 2, 4), np.float32)
    even = Column(np.zeros((2, 2), np.int16), 0.0, logits)
    assert even.entropy == pytest.approx(np.log(4))
    logits = np.log(np.array([0.5, 0.25, 0.125, 0.125], np.float32)) + np.zeros((2, 2, 1))
    assert Column(even.codes, 0.0, logits).entropy == pytest.approx(1.75 * np.log(2))
    certain = np.zeros((2, 2, 4), np.float32)
    certain[..., 2] = 1e9
    assert Column(even.codes, 0.0, certain).entropy == 0


def test_codes_without_finite_logits_count_as_certain() -> None:
    logits = np.zeros((2, 2, 4), np.float32)
    logits[0, 0, 1], logits[1, 0, 3] = np.nan, np.inf
    assert Column(np.zeros((2, 2), np.int16), 0.0, logits).entropy == pytest.approx(np.log(4) / 2)


def test_temperature_and_top_k_do_not_change_the_entropy_of_the_first_column() -> None:
    sampler = compiled(make_prior(TINY))
    state = sampler.start(nothing(TINY), 1)
    forced = some_codes(TINY, 1)[0]
    entropies = {
        sampler.column(state.copy(), params, forced).entropy
        for params in (SamplingParams(1.0, 0), SamplingParams(0.05, 0), SamplingParams(2.0, 3))
    }
    assert len(entropies) == 1
    assert 0 < entropies.pop() < np.log(TINY.size)
