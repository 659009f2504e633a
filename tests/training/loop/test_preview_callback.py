import logging

import pytest

from distill.errors import DiskFull
from distill.training.loop.preview_callback import PreviewCallback
from kit.learning import Clock, Trainer, tiny_stage


def test_it_shows_the_step_and_the_looks_before_and_counts_what_it_costs() -> None:
    stage, clock, shown = tiny_stage(), Clock(), []
    stage.budget.clock = clock
    stage.curve = [(5, 1.0), (10, 0.9)]

    def show(step: int, before: int) -> None:
        shown.append((step, before))
        clock.now += 2.5

    showing = PreviewCallback(show, stage)
    showing.on_validation_end(Trainer(10), stage)
    showing.on_validation_end(Trainer(10), stage)
    assert shown == [(10, 1), (10, 1)]
    assert showing.seconds == 5.0


def test_where_there_is_no_room_to_show_training_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def show(step: int, before: int) -> None:
        raise DiskFull("no room for a preview")

    with caplog.at_level(logging.WARNING):
        PreviewCallback(show, tiny_stage()).on_validation_end(Trainer(1), None)
    assert "not shown: no room for a preview" in caplog.text


def test_only_the_first_process_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_RANK", "1")
    shown = []
    PreviewCallback(lambda *moment: shown.append(moment), tiny_stage()).on_validation_end(
        Trainer(), None
    )
    assert shown == []
