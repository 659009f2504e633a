"""The prior's training: learning, measurement, interruption and resumption."""

import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from distill.errors import BadArgument, Cancelled
from distill.prior.prior_config import PriorConfig
from distill.training.data.windows import Batch, Windows
from distill.training.loop.prior_stage import train_prior
from distill.training.recipe import PriorRecipe
from distill.types import Codes
from kit.models import compiled

CONFIG = PriorConfig(size=8, levels=2, bands=2, layers=1, width=16, heads=2, context_columns=3)
RECIPE = PriorRecipe(minutes=0, steps=30, batch=4, learning_rate=0.01, layers=4, dropout=0.0)


def dependent_codes(columns: int, seed: int) -> Codes:
    """Make codes that depend on their own past and on the random first code of the column."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(8, size=(columns, 2, 2)).astype(np.int16)
    for column in range(1, columns):
        step = 1 if codes[column, 0, 0] < 4 else 5
        codes[column].flat[1:] = (codes[column - 1].flat[1:] + step) % 8
    return codes


pytestmark = [
    # Lightning's own: about itself, and advice on workers that windows of codes do not need.
    pytest.mark.filterwarnings("ignore:.*LeafSpec:FutureWarning"),
    pytest.mark.filterwarnings("ignore:.*does not have many workers:UserWarning"),
    pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists:UserWarning"),
]
SOUNDS = (
    [dependent_codes(60, seed) for seed in range(12)],
    [dependent_codes(40, 99), dependent_codes(2, 98)],
)


def test_a_prior_learns_more_than_a_single_neighbour_predicts(tmp_path: Path) -> None:
    result = train_prior(SOUNDS, CONFIG, replace(RECIPE, steps=400), tmp_path, bar=False)
    assert result.steps == 400
    assert [step for step, _ in result.curve] == [200, 400]
    assert compiled(result.prior)._weights.depth.head.dtype == np.uint16  # rounded for speed
    for row in result.levels:
        assert row.prior < row.bigram - 0.2
        assert row.bigram <= row.unigram + 0.01


def test_after_ctrl_c_the_next_call_ends_like_an_uninterrupted_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train_prior(SOUNDS, CONFIG, RECIPE, tmp_path / "whole", bar=False)
    draw = Windows._draw
    drawn = []

    def interrupted(self: Windows, generator: np.random.Generator) -> Batch:
        drawn.append(1)
        if len(drawn) == 12:
            signal.raise_signal(signal.SIGINT)
        return draw(self, generator)

    with monkeypatch.context() as patch:
        patch.setattr(Windows, "_draw", interrupted)
        with pytest.raises(Cancelled, match=r"at step 1[01]"):
            train_prior(SOUNDS, CONFIG, RECIPE, tmp_path / "cut", bar=False)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    rest = train_prior(SOUNDS, CONFIG, RECIPE, tmp_path / "cut", bar=False)
    assert rest.steps == whole.steps == 30
    assert rest.curve == whole.curve
    for name, weight in rest.prior.state_dict().items():
        torch.testing.assert_close(weight, whole.prior.state_dict()[name], rtol=0, atol=0)


def test_a_finished_training_continues_with_a_larger_budget(tmp_path: Path) -> None:
    train_prior(SOUNDS, CONFIG, replace(RECIPE, steps=15), tmp_path, bar=False)
    more = train_prior(SOUNDS, CONFIG, replace(RECIPE, steps=30), tmp_path, bar=False)
    assert more.steps == 30
    assert [step for step, _ in more.curve] == [15, 30]


def test_without_held_out_sounds_it_trains_but_measures_nothing(tmp_path: Path) -> None:
    result = train_prior((SOUNDS[0], []), CONFIG, replace(RECIPE, steps=3), tmp_path, bar=False)
    assert (result.steps, result.levels, result.curve) == (3, [], [])


def test_the_same_seed_trains_the_same_prior(tmp_path: Path) -> None:
    recipe = replace(RECIPE, steps=3)
    one = train_prior(SOUNDS, CONFIG, recipe, tmp_path / "one", bar=False).prior.state_dict()
    two = train_prior(SOUNDS, CONFIG, recipe, tmp_path / "two", bar=False).prior.state_dict()
    for name, weight in one.items():
        torch.testing.assert_close(weight, two[name], rtol=0, atol=0)


def test_a_training_without_codes_is_refused(tmp_path: Path) -> None:
    empty = np.zeros((0, 2, 2), np.int16)
    with pytest.raises(BadArgument, match="no codes"):
        train_prior(([empty], []), CONFIG, RECIPE, tmp_path, bar=False)
