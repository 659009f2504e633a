import io

import pytest
from rich.console import Console

from distill.nn.health import LevelHealth
from distill.training.loop.checkpoints import WholeCheckpoints
from distill.training.loop.codec_stage import CodecStage
from distill.training.loop.console_progress import ConsoleProgress, time_left
from kit.learning import Clock, Trainer, tiny_stage


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s left"), (89, "89 s left"), (150, "2 min left"), (3600 * 2.5, "2.5 h left")],
)
def test_a_time_is_rounded_to_a_readable_unit(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


class Session:
    """The progress of a stage, and its output."""

    def __init__(self, *, terminal: bool) -> None:
        self.stage, self.clock = tiny_stage(minutes=10.0, steps=0), Clock()
        self.stage.budget.clock = self.clock
        self.checkpoints = WholeCheckpoints()
        self.progress = ConsoleProgress("codec", self.stage, self.checkpoints)
        self.output = io.StringIO()
        self.progress._console = Console(
            file=self.output, force_terminal=terminal, width=100, highlight=False
        )

    def validate(self, step: int) -> list[str]:
        self.progress.on_validation_end(Trainer(step), self.stage)
        return self.output.getvalue().splitlines()


def test_without_a_terminal_each_validation_prints_a_line_with_the_time_left() -> None:
    session = Session(terminal=False)
    session.stage.budget.used = 150.0
    session.stage.curve = [(500, 3.456)]
    assert session.validate(500) == [
        "codec: 25%, 8 min left, step 500, loss 0, held out 3.46 dB",
    ]


def test_in_a_terminal_one_line_is_updated() -> None:
    session = Session(terminal=True)
    session.progress.on_train_start(Trainer(), session.stage)
    for step in range(4):
        session.clock.now += 1.0
        session.stage.budget.used = 150.0 * step
        session.progress.on_train_batch_end(Trainer(step), None, {"loss": None}, None, step)
    session.progress.on_train_end(Trainer(3), session.stage)
    assert "codec" in session.output.getvalue()
    assert "75%, 2 min left, step 3" in session.output.getvalue()


def test_a_warning_is_printed_once_and_another_one_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session(terminal=False)
    session.stage.curve = [(1, 1.0)]
    warnings = ["only 40% of the codes are used", "only 39% of the codes are used", "it jumps"]
    for step, warning in zip((100, 300, 400, 500), [warnings[0], *warnings], strict=True):
        session.stage.health = [LevelHealth(1, 0.4, 0.0, 9.0, 0.1, 0.1, (warning,))]
        monkeypatch.setattr(CodecStage, "global_step", step)
        lines = session.validate(step)
    assert [line for line in lines if "warning" in line] == [
        "codec: warning, level 1: only 40% of the codes are used",
        "codec: warning, level 1: it jumps",
    ]


def test_a_checkpoint_that_cannot_be_written_is_reported_once() -> None:
    session = Session(terminal=False)
    for problem in ("", "no room for last.ckpt", "no room for last.ckpt", ""):
        session.checkpoints.problem = problem
        session.progress.on_train_batch_start(Trainer(), None, None, 0)
    (line,) = session.output.getvalue().splitlines()
    assert line.startswith("codec: no room for last.ckpt; training continues")
