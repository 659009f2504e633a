"""What a training tells others while it goes on: a small file for each stage."""

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
"""Seconds between two entries where no look comes in between."""


class MetricsFile(lightning.Callback):
    """Writes `<stage>.json` beside the folder of the checkpoints.

    It holds the curve, the codebooks' health at each look, how far it is, and how it ended. Who
    reads it sees a running training by the file's time of change. A full disk costs an entry and
    not the training.

    Threads: the training's own.
    """

    def __init__(self, folder: Path, stage: StageModule) -> None:
        self._file = folder.with_name(f"{folder.name}.json")
        self._stage = stage
        self._told = -math.inf
        self._loss: list[tuple[int, float]] = []

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Begin, so that the training is seen from its first step on."""
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
        """Note the loss now and then. Any: Lightning's own types."""
        now = self._stage.budget.clock()
        if now - self._told < _EVERY:
            return
        loss = loss_of(outputs)
        if loss is not None and math.isfinite(loss):
            self._loss.append((trainer.global_step, loss))
        self._write(trainer.global_step, "running")

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Write what a look has found."""
        self._write(trainer.global_step, "running")

    @override
    def on_train_end(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Say that it has ended: its budget is gone, nothing got better any more, or Ctrl-C."""
        self._write(trainer.global_step, "ended")

    @override
    def on_exception(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        exception: BaseException,
    ) -> None:
        """Say that it broke off; the same command goes on."""
        self._write(trainer.global_step, "broke off")

    def entry(self, step: int, state: str) -> Json:
        """Say everything."""
        stage, budget = self._stage, self._stage.budget
        return {
            "state": state,
            "step": step,
            "progress": round(budget.progress(step), 4),
            "seconds": round(budget.used, 1),
            "seconds_left": round(budget.seconds_left(step), 1),
            "figure": stage.figure,
            "unit": stage.unit,
            "curve": stage.curve,
            "loss": self._loss,
            "levels": [row["levels"] for row in getattr(stage, "history", [])],
        }

    def _write(self, step: int, state: str) -> None:
        self._told = self._stage.budget.clock()
        if not is_main_process():
            return
        with contextlib.suppress(FileProblem):
            atomic.replace(self._file, json.dumps(self.entry(step, state)))
