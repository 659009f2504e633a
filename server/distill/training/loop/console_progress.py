"""Prints the progress of a stage: a line with the time left, and warnings."""

from typing import Any, Final

import lightning.pytorch as lightning
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from typing_extensions import override

from distill.training.loop.checkpoints import WholeCheckpoints
from distill.training.loop.stage_module import StageModule, loss_of

_EVERY: Final = 0.5
"""Seconds between two updates of the line."""


class ConsoleProgress(lightning.Callback):
    """Updates one line in a terminal; elsewhere prints a line for each validation.

    Threads: the training's own; rich draws on a thread of its own.
    """

    def __init__(self, name: str, stage: StageModule, checkpoints: WholeCheckpoints) -> None:
        self._name, self._stage, self._checkpoints = name, stage, checkpoints
        self._console = Console(highlight=False)
        self._progress: Progress | None = None
        self._task = TaskID(0)
        self._drawn_at = -_EVERY
        self._loss = 0.0
        self._problem = ""

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Start the line."""
        if not self._console.is_terminal:
            return
        self._progress = Progress(
            TextColumn("{task.description:6}"),
            BarColumn(20),
            TextColumn("{task.fields[text]}"),
            console=self._console,
        )
        self._task = self._progress.add_task(self._name, total=1.0, text="")
        self._progress.start()

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Update the line, not at every step. Any: Lightning's own types."""
        now = self._stage.budget.clock()
        if now - self._drawn_at < _EVERY:
            return
        self._drawn_at = now
        loss = loss_of(outputs)
        self._loss = self._loss if loss is None else loss
        self._draw(trainer.global_step)

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Print the result of a validation."""
        self._draw(trainer.global_step)
        if self._progress is None:
            self._print(self._text(trainer.global_step).strip())
        for line in self._stage.new_warnings():
            self._print(line)

    @override
    def on_train_batch_start(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Report a checkpoint that could not be written. Any: Lightning's own types."""
        if self._checkpoints.problem != self._problem:
            self._problem = self._checkpoints.problem
            if self._problem:
                self._print(
                    f"{self._problem}; training continues, and the next validation tries again to "
                    "write the checkpoint"
                )

    @override
    def on_train_end(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """End the line."""
        self._end(trainer.global_step)

    @override
    def on_exception(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        exception: BaseException,
    ) -> None:
        """End the line."""
        self._end(trainer.global_step)

    def _print(self, line: str) -> None:
        self._console.print(f"{self._name}: {line}", soft_wrap=True, markup=False)

    def _draw(self, step: int) -> None:
        if self._progress is not None:
            done = self._stage.budget.progress(step)
            self._progress.update(self._task, completed=done, text=self._text(step))

    def _end(self, step: int) -> None:
        if self._progress is not None:
            self._draw(step)
            self._progress.stop()
            self._progress = None

    def _text(self, step: int) -> str:
        budget, stage = self._stage.budget, self._stage
        held = f", held out {stage.curve[-1][1]:.2f} {stage.unit}" if stage.curve else ""
        return (
            f"{budget.progress(step):4.0%}, {time_left(budget.seconds_left(step))}, "
            f"step {step}, loss {self._loss:.3g}{held}"
        )


def time_left(seconds: float) -> str:
    """Format the time left, rounded to a readable unit."""
    if seconds < 90:
        return f"{seconds:.0f} s left"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min left"
    return f"{seconds / 3600:.1f} h left"
