import logging

import pytest

from distill.errors import DiskFull
from distill.training.loop.preview_callback import PreviewCallback
from kit.learning import Clock, Trainer, tiny_stage


def test_the_hook_gets_the_step_and_the_earlier_validations_and_is_timed() -> None:
    stage, clock, calls = tiny_stage(), Clock(), []
    stage.budget.clock = clock
    stage.curve = [(5, 1.0), (10, 0.9)]

    def hook(step: int, before: int) -> None:
        calls.append((step, before))
        clock.now += 2.5

    callback = PreviewCallback(hook, stage)
    callback.on_validation_end(Trainer(10), stage)
    callback.on_validation_end(Trainer(10), stage)
    assert calls == [(10, 1), (10, 1)]
    assert callback.seconds == 5.0


def test_training_continues_if_a_preview_cannot_be_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def hook(step: int, before: int) -> None:
        raise DiskFull("no room for a preview")

    with caplog.at_level(logging.WARNING):
        PreviewCallback(hook, tiny_stage()).on_validation_end(Trainer(1), None)
    assert "preview not written: no room for a preview" in caplog.text


def test_only_the_main_process_calls_the_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_RANK", "1")
    calls = []
    PreviewCallback(lambda *args: calls.append(args), tiny_stage()).on_validation_end(
        Trainer(), None
    )
    assert calls == []
