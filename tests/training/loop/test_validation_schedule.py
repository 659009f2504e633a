"""When a training validates."""

import itertools

from distill.training.loop.budget import Budget
from distill.training.loop.validation_schedule import ValidationSchedule
from kit.learning import Clock, Trainer


def test_a_budget_of_steps_validates_at_fixed_steps() -> None:
    schedule = ValidationSchedule(Budget(0, 100, Clock()), 25)
    assert [step for step in range(1, 101) if schedule.due(step)] == [25, 50, 75, 100]


def at_each_second(
    minutes: float, every: int, validation_seconds: float, steps_per_second: int
) -> list[int]:
    """List the seconds at which a training validates, for `validation_seconds` each."""
    budget = Budget(minutes, 0, Clock())
    schedule, trainer, found = ValidationSchedule(budget, every), Trainer(), []
    schedule.on_train_start(trainer, None)
    while budget.used < minutes * 60:
        budget.used += 1.0
        trainer.global_step += steps_per_second
        schedule.on_train_batch_end(trainer, None, None, None, 0)
        if trainer.val_check_batch == 1:
            found.append(round(budget.used))
            budget.validation_seconds = validation_seconds
            budget.used += validation_seconds
    return found


def test_a_slow_training_of_an_hour_validates_twenty_times_and_within_a_minute() -> None:
    assert at_each_second(60, 10**6, 0.0, 1) == [30, *range(210, 3600, 180)]


def test_a_long_training_validates_every_five_minutes() -> None:
    seconds = at_each_second(600, 10**6, 0.0, 1)
    assert max(b - a for a, b in itertools.pairwise(seconds)) == 300


def test_slow_validations_take_no_more_than_a_twentieth_of_the_time() -> None:
    seconds = at_each_second(60, 1, 4.0, 100)
    assert len(seconds) * 4.0 <= 0.055 * 3600


def test_a_very_slow_validation_does_not_prevent_further_ones() -> None:
    budget = Budget(10, 0, Clock())
    schedule = ValidationSchedule(budget, 10**9)
    schedule.on_train_start(Trainer(), None)
    budget.validation_seconds = 120.0
    budget.used = 119.0
    assert not schedule.due(1)
    budget.used = 121.0
    assert schedule.due(1)


def test_none_is_due_right_before_the_final_one() -> None:
    assert max(at_each_second(10, 1, 0.0, 1)) == 585
