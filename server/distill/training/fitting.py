"""Runs a stage on this machine: where it left off, until its budget is gone, keeping what is best.

Everything that both stages need of Lightning stands here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, RichProgressBar
from torch.utils.data import DataLoader, IterableDataset

from distill.training.interrupt import KeepOnInterrupt, stoppable
from distill.training.machine import precision
from distill.training.stage import Stage

LAST: Final = "last.ckpt"
"""Checkpoint that a training goes on from."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What a stage learns from and is measured on. Any: each stage has batches of its own.

    Attributes:
        batches: Without end.
        looks: Held-out batches; may be none.
    """

    batches: IterableDataset[Any]
    looks: Sequence[Any]


class Loop:
    """One stage's training, going on from the last checkpoint in its folder if there is one.

    Threads: the training's own; Lightning keeps the rest.
    """

    def __init__(self, stage: Stage, folder: Path, *, measured: bool, bar: bool) -> None:
        """Prepare.

        Args:
            stage: What learns.
            folder: For checkpoints: `last.ckpt` (own, never fetched) and the best.
            measured: Is anything held out?
            bar: Show a progress bar.
        """
        self.stage, self.folder = stage, folder
        self.saving = _saving(stage, folder, measured=measured)
        recipe = stage.recipe
        self.trainer = lightning.Trainer(
            accelerator="auto",
            devices=1,
            max_epochs=-1,
            max_steps=recipe.steps or -1,
            precision=precision(half=recipe.bf16),
            gradient_clip_val=None,
            val_check_interval=recipe.check_every,
            limit_val_batches=1.0 if measured else 0,
            num_sanity_val_steps=0,
            callbacks=[
                self.saving,
                stage.budget,
                KeepOnInterrupt(folder / LAST),
                *([RichProgressBar()] if bar else []),
            ],
            enable_progress_bar=bar,
            enable_model_summary=False,
            logger=False,
            log_every_n_steps=10,
        )

    def step(self) -> int:
        """Say at which step the training is."""
        return int(self.trainer.global_step)

    def run(self, material: Material) -> None:
        """Train.

        Raises:
            Cancelled: Ctrl-C; the next run goes on from that step.
        """
        last = self.folder / LAST
        with stoppable(self.trainer):
            self.trainer.fit(
                self.stage,
                DataLoader(material.batches, batch_size=None),
                DataLoader(material.looks, batch_size=None),  # type: ignore[arg-type] # a list is a dataset
                ckpt_path=str(last) if last.exists() else None,
                weights_only=True,
            )
        self.trainer.save_checkpoint(last)

    def take_best(self) -> None:
        """Give the stage the weights it had at the look that went best."""
        if self.saving.best_model_path:
            kept = torch.load(self.saving.best_model_path, weights_only=True, map_location="cpu")  # noqa: TID251 - our own checkpoint, tensors only
            self.stage.load_state_dict(kept["state_dict"])


def _saving(stage: Stage, folder: Path, *, measured: bool) -> ModelCheckpoint:
    return ModelCheckpoint(
        folder,
        filename=f"best-{{step}}-{{{stage.figure}:.3f}}" if measured else "step-{step}",
        monitor=stage.figure if measured else None,
        save_top_k=stage.recipe.keep_best if measured else 1,
        save_last=True,
        every_n_train_steps=None if measured else stage.recipe.check_every,
        enable_version_counter=False,
    )
