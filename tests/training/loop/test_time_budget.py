from dataclasses import replace
from pathlib import Path

import pytest

from distill.training.loop.time_budget import TimeBudget
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from kit.learning import Clock

RECIPE = Recipe("x", codec_stage=CodecRecipe(minutes=6), prior_stage=PriorRecipe(minutes=4))


def test_analysis_is_deducted_from_the_first_stage_and_the_rest_from_the_second(
    tmp_path: Path,
) -> None:
    clock = Clock()
    budget = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 60.0  # analysed
    assert budget.codec().minutes == pytest.approx(5.0)
    clock.now = 60.0 + 290.0  # a little early
    budget.codec_ends()
    clock.now += 28.0  # measured and encoded
    left = budget.prior(290.0).minutes
    assert left * 60 == pytest.approx(600 - 60 - 290 - 28 - 6)


def test_time_of_earlier_sessions_counts(tmp_path: Path) -> None:
    clock = Clock()
    budget = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 10.0  # the codec is done already, in 400 s of another session
    assert budget.prior(400.0).minutes * 60 == pytest.approx(600 - 400 - 10 - 6)


def test_time_outside_the_stages_in_earlier_sessions_is_deducted(tmp_path: Path) -> None:
    first = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock := Clock())
    clock.now = 100.0  # analysed
    first.codec()
    clock.now = 400.0
    first.codec_ends()
    clock.now = 420.0
    minutes = first.prior(300.0).minutes
    second = TimeBudget(RECIPE, 1000.0, tmp_path / "h", clock)
    clock.now = 1003.0
    assert second.prior(300.0).minutes == pytest.approx(minutes - 3 / 60)


def test_a_stage_gets_at_least_a_quarter_of_its_minutes(tmp_path: Path) -> None:
    clock = Clock()
    budget = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 3600.0
    assert budget.codec().minutes == 1.5
    budget.codec_ends()
    assert budget.prior(90.0).minutes == 1.0


def test_a_budget_of_steps_is_unchanged(tmp_path: Path) -> None:
    steps = replace(RECIPE, codec_stage=CodecRecipe(minutes=0, steps=10))
    budget = TimeBudget(steps, 0.0, tmp_path / "h", Clock())
    assert budget.codec() == steps.codec_stage
    assert budget.prior(1000.0) == steps.prior_stage
