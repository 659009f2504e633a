from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from distill.storage.compiled import VARIABLE
from distill.training.loop.time_budget import TimeBudget
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from distill.training.stage import Stage
from kit.learning import Clock

RECIPE = Recipe("x", codec_stage=CodecRecipe(minutes=6), prior_stage=PriorRecipe(minutes=4))


def budget_of(
    folder: Path,
    clock: Clock,
    recipe: Recipe = RECIPE,
    stage: Stage = Stage.BOTH,
    *,
    began: float = 0.0,
    processor: Callable[[], float] = lambda: 0.0,
) -> TimeBudget:
    return TimeBudget(recipe, stage, began, folder / "h", clock, processor)


def test_analysis_is_deducted_from_the_first_stage_and_the_rest_from_the_second(
    tmp_path: Path,
) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 60.0  # analysed
    assert budget.codec().minutes == pytest.approx(5.0)
    clock.now = 60.0 + 290.0  # a little early
    budget.codec_ends(290.0)
    clock.now += 28.0  # measured and encoded
    left = budget.prior(290.0).minutes
    assert left * 60 == pytest.approx(600 - 60 - 290 - 28 - 6)


def test_time_of_earlier_sessions_counts(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 10.0  # the codec is done already, in 400 s of another session
    assert budget.prior(400.0).minutes * 60 == pytest.approx(600 - 400 - 10 - 6)


def test_time_outside_the_stages_in_earlier_sessions_is_deducted(tmp_path: Path) -> None:
    first = budget_of(tmp_path, clock := Clock())
    clock.now = 100.0  # analysed
    first.codec()
    clock.now = 400.0
    first.codec_ends(300.0)
    clock.now = 420.0
    minutes = first.prior(300.0).minutes
    second = budget_of(tmp_path, clock, began=1000.0)
    clock.now = 1003.0
    assert second.prior(300.0).minutes == pytest.approx(minutes - 3 / 60)


def test_the_end_is_planned_by_the_pace_of_the_machine(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock(), processor=lambda: clock.now / 10)
    clock.now = 400.0
    budget.codec_ends(300.0)
    assert budget.pace == 10.0
    assert budget.prior(300.0).minutes * 60 == pytest.approx(600 - 400 - 10 * 6)


def test_a_wait_for_a_gpu_is_not_taken_for_a_busy_machine(tmp_path: Path) -> None:
    clock, computed = Clock(), Clock()
    budget = TimeBudget(RECIPE, Stage.BOTH, 0.0, tmp_path / "h", clock, computed, on_cpu=False)
    clock.now, computed.now = 60.0, 30.0
    budget.analysed(100.0)
    clock.now = 500.0
    assert budget.pace == 2.0


def test_after_a_long_analysis_the_stages_share_what_is_left_and_it_is_said(
    tmp_path: Path,
) -> None:
    budget = budget_of(tmp_path, clock := Clock(), processor=lambda: clock.now / 5)
    clock.now = 540.0
    assert budget.shortage().startswith(
        "--minutes 10 is too little here (this machine is busy: 5.0 x as slow): 9.0 are used"
    )
    granted = budget.codec().minutes * 60
    assert granted == pytest.approx(0.6 * (60 - 5 * 6))
    clock.now += granted
    budget.codec_ends(granted)
    assert budget.prior(granted).minutes * 60 == pytest.approx(60 - granted - 5 * 6)


def test_a_stage_takes_one_step_when_the_minutes_are_used_up(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 3600.0
    assert budget.codec().minutes * 60 == 1.0
    budget.codec_ends(90.0)
    assert budget.prior(90.0).minutes * 60 == 1.0
    assert budget.overrun().startswith("the training took 60.0 minutes, 50.0 more than planned")


def test_nothing_is_said_about_minutes_that_are_kept(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 60.0
    assert budget.shortage() == ""
    clock.now = 604.0
    assert budget.overrun() == ""


def test_a_prior_alone_gets_its_own_minutes_whatever_the_codec_had(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock(), stage=Stage.PRIOR)
    clock.now = 30.0
    assert budget.prior(0.0).minutes * 60 == pytest.approx(240 - 30 - 6)


def test_copies_end_after_a_share_of_the_time_left(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 100.0
    assert budget.has_time_for_copy()
    clock.now = 174.0
    assert budget.has_time_for_copy()
    clock.now = 176.0
    assert not budget.has_time_for_copy()


def test_only_the_main_process_makes_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert not budget_of(tmp_path, Clock()).has_time_for_copy()


def test_measuring_ends_after_a_share_of_the_budget(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 300.0
    has_time = budget.measuring()
    clock.now = 329.0
    assert has_time()
    clock.now = 331.0
    assert not has_time()


def test_previews_are_left_out_of_a_short_stage_until_their_kernels_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    recipe = replace(RECIPE, codec_stage=CodecRecipe(minutes=1))
    budget = budget_of(tmp_path, Clock(), recipe)
    budget.codec()
    assert not budget.has_time_for_preview("vocoder")
    (tmp_path / "vocoder_1").mkdir()
    (tmp_path / "vocoder_1" / "kernel.nbi").touch()
    assert budget.has_time_for_preview("vocoder")
    assert not budget.has_time_for_preview("prior")


def test_examples_of_the_report_end_with_the_minutes(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    clock.now = 500.0
    assert budget.has_time_for_example("vocoder")
    clock.now = 599.0
    assert not budget.has_time_for_example("vocoder")


def test_a_budget_of_steps_is_unchanged(tmp_path: Path) -> None:
    steps = replace(RECIPE, codec_stage=CodecRecipe(minutes=0, steps=10))
    budget = budget_of(tmp_path, clock := Clock(), steps)
    assert budget.codec() == steps.codec_stage
    assert budget.prior(1000.0) == steps.prior_stage
    clock.now = 1e6
    assert budget.has_time_for_copy()
    assert budget.has_time_for_preview("prior")
    assert budget.has_time_for_example("prior")
    assert budget.shortage() == budget.overrun() == ""


def test_the_corpus_takes_a_share_of_the_budget_and_the_stages_leave_it_room(
    tmp_path: Path,
) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    budget.analysed(0.0, 10_000.0)
    assert budget.remembering() == pytest.approx(0.1 * 600 * 50)
    clock.now = 420.0
    budget.codec_ends(120.0)
    assert budget.prior(120.0).minutes * 60 == pytest.approx(600 - 420 - 6 - 60)
    budget.remembered()
    assert budget.remembering() == 0
    assert budget.prior(120.0).minutes * 60 == pytest.approx(600 - 420 - 6)


def test_a_codec_alone_leaves_room_for_the_corpus(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock(), stage=Stage.CODEC)
    budget.analysed(0.0, 10_000.0)
    clock.now = 60.0
    assert budget.codec().minutes * 60 == pytest.approx(360 - 60 - 6 - 36)


def test_little_sound_is_remembered_whole_and_takes_little_time(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock())
    budget.analysed(0.0, 100.0)
    assert budget.remembering() == 100.0
    clock.now = 400.0
    assert budget.prior(0.0).minutes * 60 == pytest.approx(600 - 400 - 6 - 2)


def test_on_a_busy_machine_less_is_remembered(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, clock := Clock(), processor=lambda: clock.now / 5)
    clock.now = 10.0
    budget.analysed(0.0, 10_000.0)
    assert budget.remembering() == pytest.approx(0.1 * 600 * 50 / 5)


def test_without_minutes_all_is_remembered(tmp_path: Path) -> None:
    stage = PriorRecipe(minutes=0, steps=9)
    budget = budget_of(tmp_path, Clock(), Recipe("x", prior_stage=stage))
    budget.analysed(0.0, 10_000.0)
    assert budget.remembering() == 10_000.0
