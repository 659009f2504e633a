import io

import pytest
from rich.console import Console

from distill.nn.health import LevelHealth
from distill.training.loop.checkpoints import WholeCheckpoints
from distill.training.loop.codec_stage import CodecStage
from distill.training.loop.console_progress import ConsoleProgress, time_left
from kit.learning import Clock, Trainer, tiny_stage


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s left"), (89, "89 s left"), (150, "2 min left"), (3600 * 2.5, "2.5 h left")],
)
def test_a_time_is_said_as_a_person_would(seconds: float, said: str) -> None:
    assert time_left(seconds) == said


class Desk:
    """A telling of a stage, and what it wrote."""

    def __init__(self, *, terminal: bool) -> None:
        self.stage, self.clock = tiny_stage(minutes=10.0, steps=0), Clock()
        self.stage.budget.clock = self.clock
        self.checkpoints = WholeCheckpoints()
        self.telling = ConsoleProgress("codec", self.stage, self.checkpoints)
        self.paper = io.StringIO()
        self.telling._console = Console(
            file=self.paper, force_terminal=terminal, width=100, highlight=False
        )

    def look(self, step: int) -> list[str]:
        self.telling.on_validation_end(Trainer(step), self.stage)
        return self.paper.getvalue().splitlines()


def test_away_from_a_terminal_each_look_is_a_line_with_the_time_left() -> None:
    desk = Desk(terminal=False)
    desk.stage.budget.used = 150.0
    desk.stage.curve = [(500, 3.456)]
    assert desk.look(500) == [
        "codec: 25%, 8 min left, step 500, loss 0, held out 3.46 dB",
    ]


def test_in_a_terminal_one_line_changes() -> None:
    desk = Desk(terminal=True)
    desk.telling.on_train_start(Trainer(), desk.stage)
    for step in range(4):
        desk.clock.now += 1.0
        desk.stage.budget.used = 150.0 * step
        desk.telling.on_train_batch_end(Trainer(step), None, {"loss": None}, None, step)
    desk.telling.on_train_end(Trainer(3), desk.stage)
    assert "codec" in desk.paper.getvalue()
    assert "75%, 2 min left, step 3" in desk.paper.getvalue()


def test_a_warning_is_said_once_and_again_only_if_another_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(terminal=False)
    desk.stage.curve = [(1, 1.0)]
    ill = ["only 40% of the codes are used", "only 39% of the codes are used", "it jumps"]
    for step, warning in zip((100, 300, 400, 500), [ill[0], *ill], strict=True):
        desk.stage.health = [LevelHealth(1, 0.4, 0.0, 9.0, 0.1, 0.1, (warning,))]
        monkeypatch.setattr(CodecStage, "global_step", step)
        lines = desk.look(step)
    assert [line for line in lines if "warning" in line] == [
        "codec: warning, level 1: only 40% of the codes are used",
        "codec: warning, level 1: it jumps",
    ]


def test_a_checkpoint_that_found_no_room_is_told_once() -> None:
    desk = Desk(terminal=False)
    for problem in ("", "no room for last.ckpt", "no room for last.ckpt", ""):
        desk.checkpoints.problem = problem
        desk.telling.on_train_batch_start(Trainer(), None, None, 0)
    (line,) = desk.paper.getvalue().splitlines()
    assert line.startswith("codec: no room for last.ckpt; training goes on")
