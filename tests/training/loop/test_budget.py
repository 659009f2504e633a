"""The used share of a training's budget."""

import pytest

from distill.errors import BadArgument
from distill.training.loop.budget import Budget
from kit.learning import Clock, Trainer


def test_minutes_of_earlier_sessions_count() -> None:
    clock = Clock()
    first = Budget(1.0, 0, clock)
    clock.now = 30.0
    first.on_train_batch_end(Trainer(1), None, None, None, 0)
    second = Budget(1.0, 0, clock)
    second.load_state_dict(first.state_dict())
    assert second.progress(1) == pytest.approx(0.5)
    trainer = Trainer(2)
    clock.now = 57.0
    second.on_train_batch_start(trainer, None, None, 1)
    second.begin()
    second.used = 57.0
    clock.now = 58.0
    second.on_train_batch_end(trainer, None, None, None, 1)
    assert not trainer.should_stop
    clock.now = 60.0
    second.on_train_batch_end(trainer, None, None, None, 2)
    assert trainer.should_stop


def test_time_is_reserved_for_the_last_validation_and_the_measurement() -> None:
    clock = Clock()
    budget = Budget(10.0, 0, clock)
    budget.final_validations = 3.0
    budget.on_validation_start(None, None)
    clock.now = 20.0
    budget.on_train_batch_start(None, None, None, 0)
    for clock.now in (496.0, 500.0):
        budget.on_train_batch_end(Trainer(), None, None, None, 0)
    assert budget.validation_seconds == 20.0
    assert budget.progress(1) == pytest.approx(500 / (600 - 3 * 20 - 2))
    assert budget.seconds_left(1) == pytest.approx(38.0)


def test_at_most_a_fifth_is_reserved_for_the_end() -> None:
    budget = Budget(1.0, 0, Clock())
    budget.final_validations, budget.validation_seconds = 3.0, 50.0
    budget.used = 24.0
    assert budget.progress(1) == pytest.approx(0.5)


def test_the_time_left_is_estimated_from_the_steps_done() -> None:
    clock = Clock()
    budget = Budget(0, 100, clock)
    clock.now = 10.0
    budget.on_train_batch_end(Trainer(20), None, None, None, 0)
    assert budget.progress(20) == 0.2
    assert budget.seconds_left(20) == pytest.approx(40.0)


def test_an_empty_budget_is_refused() -> None:
    with pytest.raises(BadArgument, match="minutes or steps"):
        Budget(0, 0)
