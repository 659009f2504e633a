"""The prior in torch: causal, with limited context, and whole equals steps."""

from dataclasses import replace

import pytest
import torch

from distill.errors import BadArgument, ModelFileProblem
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig

TINY = PriorConfig(8, 2, 3, layers=2, width=8, heads=2, context_columns=3, depth_width=6)
DEEP = replace(TINY, levels=3, bands=1, depth_layers=2)
ALONE = replace(TINY, levels=1, context_columns=1)


def make_prior(config: PriorConfig, seed: int = 0) -> Prior:
    torch.manual_seed(seed)
    prior = Prior(config).eval()
    with torch.no_grad():
        for weight in prior.parameters():
            weight.add_(0.3 * torch.randn_like(weight))
    return prior


def some_codes(config: PriorConfig, columns: int, batch: int = 1) -> torch.Tensor:
    shape = (batch, columns, config.bands, config.levels)
    return torch.randint(config.size, shape, generator=torch.Generator().manual_seed(1))


@torch.no_grad()
def test_logits_depend_only_on_codes_before_them_in_time_band_level_order() -> None:
    prior = make_prior(TINY)
    codes = some_codes(TINY, 4)
    before = prior(codes).flatten(1, 3)
    changed = codes.clone()
    changed[0, 2, 1, 0] = (changed[0, 2, 1, 0] + 1) % TINY.size
    after = prior(changed).flatten(1, 3)
    token = 2 * TINY.places + 2
    torch.testing.assert_close(after[0, : token + 1], before[0, : token + 1], rtol=0, atol=0)
    assert (after[0, token + 1] - before[0, token + 1]).abs().max() > 1e-3


@torch.no_grad()
def test_one_layer_attends_to_its_context_columns_and_nothing_older() -> None:
    config = replace(TINY, layers=1)
    prior = make_prior(config)
    codes = some_codes(config, 7)
    changed = codes.clone()
    changed[0, 0] = (changed[0, 0] + 1) % config.size
    difference = (prior(changed) - prior(codes)).abs().amax((0, 2, 3, 4))
    assert difference[2] > 1e-4
    assert difference[3] > 1e-4  # column 0 is an input of the first position of its window
    assert difference[4:].max() == 0


@pytest.mark.parametrize("config", [TINY, DEEP, ALONE])
@torch.no_grad()
def test_steps_equal_the_whole_while_the_window_slides(config: PriorConfig) -> None:
    prior = make_prior(config)
    codes = some_codes(config, 5 * config.context_columns, batch=2)
    whole = prior(codes).flatten(1, 3)
    state, code, steps = prior.initial_state(2), None, []
    for token in range(whole.shape[1]):
        logits, state = prior.step(code, state)
        steps.append(logits)
        code = codes.flatten(1)[:, token]
    torch.testing.assert_close(torch.stack(steps, 1), whole, rtol=1e-4, atol=1e-5)


@torch.no_grad()
def test_a_step_does_not_change_the_given_state() -> None:
    prior = make_prior(TINY)
    _, state = prior.step(None, prior.initial_state(1))
    one, _ = prior.step(torch.tensor([3]), state)
    prior.step(torch.tensor([5]), state)
    again, _ = prior.step(torch.tensor([3]), state)
    torch.testing.assert_close(one, again, rtol=0, atol=0)


def test_a_fresh_prior_gives_a_uniform_distribution() -> None:
    torch.manual_seed(0)
    config = PriorConfig(size=128, levels=4, bands=8)
    prior = Prior(config)
    codes = some_codes(config, 2)
    loss = torch.nn.functional.cross_entropy(prior(codes).flatten(0, 3), codes.flatten())
    assert abs(loss.item() - 4.852) < 0.1  # log of 128
    loss.backward()
    silent = [name for name, weight in prior.named_parameters() if weight.grad is None]
    assert silent == []


def test_a_config_round_trips_through_json_and_refuses_unknown_fields() -> None:
    assert PriorConfig.from_json(TINY.to_json()) == TINY
    with pytest.raises(BadArgument, match="tempo"):
        PriorConfig.from_json({**TINY.to_json(), "tempo": 120})
    with pytest.raises(BadArgument, match="got nothing"):
        PriorConfig.from_json({})


def test_a_prior_of_the_older_flat_version_is_refused_with_what_to_do() -> None:
    flat = TINY.to_json()
    del flat["depth_layers"], flat["depth_width"]
    with pytest.raises(ModelFileProblem, match="train the prior again"):
        PriorConfig.from_json(flat)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("heads", 3, "divide"),
        ("width", 6, "multiple"),
        ("size", 1, "2..32767"),
        ("levels", 2.0, "whole"),
        ("layers", 0, "1..48"),
        ("depth_width", 7, "even"),
    ],
)
def test_a_config_that_cannot_be_built_is_refused_with_the_reason(
    field: str, value: object, text: str
) -> None:
    with pytest.raises(BadArgument, match=text):
        PriorConfig.from_json({**TINY.to_json(), field: value})


def test_rounded_weights_fit_half_precision_and_matrices_fit_bfloat16_too() -> None:
    prior = Prior(TINY)
    weights = dict(prior.named_parameters())
    with torch.no_grad():
        for weight in weights.values():  # from far below what half precision holds up to large
            weight.copy_(torch.randn_like(weight) * 2.0 ** torch.randint_like(weight, -40, 4))
    before = {name: weight.clone() for name, weight in weights.items()}
    prior.round_weights()
    for name, weight in weights.items():
        assert torch.equal(weight.half().float(), weight)
        if name in TINY.matrix_names:
            assert torch.equal(weight.bfloat16().float(), weight)
        torch.testing.assert_close(weight, before[name], rtol=2**-8, atol=2**-24)
