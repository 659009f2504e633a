from dataclasses import replace
from pathlib import Path

import pytest

from distill.training.loop.time_budget import TimeBudget
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from kit.learning import Clock

RECIPE = Recipe("x", codec_stage=CodecRecipe(minutes=6), prior_stage=PriorRecipe(minutes=4))


def test_the_first_stage_pays_for_analysing_and_the_second_for_the_rest(
    tmp_path: Path,
) -> None:
    clock = Clock()
    hours = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 60.0  # analysed
    assert hours.codec().minutes == pytest.approx(5.0)
    clock.now = 60.0 + 290.0  # a little early
    hours.codec_ends()
    clock.now += 28.0  # measured and encoded
    left = hours.prior(290.0).minutes
    assert left * 60 == pytest.approx(600 - 60 - 290 - 28 - 6)


def test_time_of_earlier_sessions_counts(tmp_path: Path) -> None:
    clock = Clock()
    hours = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 10.0  # the codec is done already, in 400 s of another session
    assert hours.prior(400.0).minutes * 60 == pytest.approx(600 - 400 - 10 - 6)


def test_what_earlier_sessions_took_besides_is_not_given_back(tmp_path: Path) -> None:
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


def test_a_stage_keeps_a_quarter_of_its_minutes_whatever_came_before(tmp_path: Path) -> None:
    clock = Clock()
    hours = TimeBudget(RECIPE, 0.0, tmp_path / "h", clock)
    clock.now = 3600.0
    assert hours.codec().minutes == 1.5
    hours.codec_ends()
    assert hours.prior(90.0).minutes == 1.0


def test_a_budget_of_steps_is_left_as_it_is(tmp_path: Path) -> None:
    steps = replace(RECIPE, codec_stage=CodecRecipe(minutes=0, steps=10))
    hours = TimeBudget(steps, 0.0, tmp_path / "h", Clock())
    assert hours.codec() == steps.codec_stage
    assert hours.prior(1000.0) == steps.prior_stage
