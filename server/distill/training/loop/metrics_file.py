"""Publishes the progress of a running training in a small JSON file per stage."""

import contextlib
import json
import math
from pathlib import Path
from typing import Any, Final

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import FileProblem
from distill.storage import atomic
from distill.training.loop.hardware import is_main_process
from distill.training.loop.stage_module import StageModule, loss_of
from distill.types import Json

_EVERY: Final = 5.0
"""Seconds between two writes without a validation in between."""


class MetricsFile(lightning.Callback):
    """Writes `<stage>.json` beside the folder of the checkpoints.

    It holds the curve, the health of the codebooks at each validation, the progress, and how the
    training ended. A recent modification time shows that a training runs. A full disk costs an
    entry, not the training.

    Threads: the training's own.
    """

    def __init__(self, folder: Path, stage: StageModule) -> None:
        self._file = folder.with_name(f"{folder.name}.json")
        self._stage = stage
        self._written_at = -math.inf
        self._loss: list[tuple[int, float]] = []

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Write the file before the first step."""
        self._write(trainer.global_step, "running")

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Write the loss every few seconds. Any: Lightning's own types."""
        now = self._stage.budget.clock()
        if now - self._written_at < _EVERY:
            return
        loss = loss_of(outputs)
        if loss is not None and math.isfinite(loss):
            self._loss.append((trainer.global_step, loss))
        self._write(trainer.global_step, "running")

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Write the result of a validation."""
        self._write(trainer.global_step, "running")

    @override
    def on_train_end(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Record the end: budget used up, early stopping, or Ctrl-C."""
        self._write(trainer.global_step, "ended")

    @override
    def on_exception(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        exception: BaseException,
    ) -> None:
        """Record an error or Ctrl-C; the same command resumes the training."""
        self._write(trainer.global_step, "broke off")

    def entry(self, step: int, state: str) -> Json:
        """Build the content of the file."""
        stage, budget = self._stage, self._stage.budget
        return {
            "state": state,
            "step": step,
            "progress": round(budget.progress(step), 4),
            "seconds": round(budget.used, 1),
            "seconds_left": round(budget.seconds_left(step), 1),
            "figure": stage.metric,
            "unit": stage.unit,
            "curve": stage.curve,
            "loss": self._loss,
            "levels": [row["levels"] for row in getattr(stage, "history", [])],
        }

    def _write(self, step: int, state: str) -> None:
        self._written_at = self._stage.budget.clock()
        if not is_main_process():
            return
        with contextlib.suppress(FileProblem):
            atomic.replace(self._file, json.dumps(self.entry(step, state)))
