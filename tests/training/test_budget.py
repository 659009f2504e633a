"""How much of a training is gone, and when it looks."""

import itertools

import pytest

from distill.errors import BadArgument
from distill.training.budget import Budget
from distill.training.looks import Looks


class Clock:
    """Goes when it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Trainer:
    """As much of Lightning's trainer as a budget and looks ask."""

    world_size = 1
    should_stop = False
    val_check_batch = None

    def __init__(self, step: int = 0) -> None:
        self.global_step = step


def test_minutes_of_earlier_sessions_count() -> None:
    clock = Clock()
    first = Budget(1.0, 0, clock)
    clock.now = 30.0
    first.on_train_batch_end(Trainer(1), None, None, None, 0)
    second = Budget(1.0, 0, clock)
    second.load_state_dict(first.state_dict())
    assert second.progress(1) == pytest.approx(0.5)
    trainer = Trainer(2)
    clock.now = 59.0
    second.on_train_batch_end(trainer, None, None, None, 1)
    assert not trainer.should_stop
    clock.now = 61.0
    second.on_train_batch_end(trainer, None, None, None, 2)
    assert trainer.should_stop


def test_the_end_leaves_time_for_the_last_look_and_for_measuring() -> None:
    clock = Clock()
    budget = Budget(10.0, 0, clock)
    budget.ending = 3.0
    budget.on_validation_start(None, None)
    clock.now = 20.0
    budget.on_train_batch_start(None, None, None, 0)
    clock.now = 500.0
    budget.on_train_batch_end(Trainer(), None, None, None, 0)
    assert budget.look == 20.0
    assert budget.progress(1) == pytest.approx(500 / 540)
    assert budget.seconds_left(1) == pytest.approx(40.0)


def test_no_more_than_a_fifth_is_left_for_the_end() -> None:
    budget = Budget(1.0, 0, Clock())
    budget.ending, budget.look = 3.0, 50.0
    budget.used = 24.0
    assert budget.progress(1) == pytest.approx(0.5)


def test_steps_left_are_guessed_from_those_done() -> None:
    clock = Clock()
    budget = Budget(0, 100, clock)
    clock.now = 10.0
    budget.on_train_batch_end(Trainer(20), None, None, None, 0)
    assert budget.progress(20) == 0.2
    assert budget.seconds_left(20) == pytest.approx(40.0)


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(BadArgument, match="minutes or steps"):
        Budget(0, 0)


def test_a_budget_of_steps_is_looked_at_every_so_many() -> None:
    looks = Looks(Budget(0, 100, Clock()), 25)
    assert [step for step in range(1, 101) if looks.due(step)] == [25, 50, 75, 100]


def at_each_second(minutes: float, every: int, look: float, steps_per_second: int) -> list[int]:
    """Say at which seconds a training would look; a look takes `look` seconds."""
    budget = Budget(minutes, 0, Clock())
    looks, trainer, found = Looks(budget, every), Trainer(), []
    looks.on_train_start(trainer, None)
    while budget.used < minutes * 60:
        budget.used += 1.0
        trainer.global_step += steps_per_second
        looks.on_train_batch_end(trainer, None, None, None, 0)
        if trainer.val_check_batch == 1:
            found.append(round(budget.used))
            budget.look = look
            budget.used += look
    return found


def test_a_slow_training_of_an_hour_is_looked_at_twenty_times_and_within_a_minute() -> None:
    assert at_each_second(60, 10**6, 0.0, 1) == [30, *range(210, 3600, 180)]


def test_a_long_training_is_looked_at_every_five_minutes() -> None:
    seconds = at_each_second(600, 10**6, 0.0, 1)
    assert max(b - a for a, b in itertools.pairwise(seconds)) == 300


def test_slow_looks_take_no_more_than_a_twentieth_of_the_time() -> None:
    seconds = at_each_second(60, 1, 4.0, 100)
    assert len(seconds) * 4.0 <= 0.055 * 3600
