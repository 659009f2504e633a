"""Runs a stage on this machine: where it left off, until its budget is gone, keeping what is best.

Everything that both stages need of Lightning's trainer stands here and nowhere else.
"""

import importlib.util
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, ModelCheckpoint
from lightning.pytorch.loggers import TensorBoardLogger
from torch.utils.data import DataLoader, IterableDataset

from distill.errors import DiskFull, TrainingProblem
from distill.training.loop.averaging import Averaging
from distill.training.loop.checkpoints import (
    BEST,
    LAST,
    WholeCheckpoints,
    newest_whole,
    read_checkpoint,
)
from distill.training.loop.console_progress import ConsoleProgress
from distill.training.loop.hardware import Machine, is_main_process
from distill.training.loop.interrupt import Interrupt
from distill.training.loop.metrics_file import MetricsFile
from distill.training.loop.preview_callback import PreviewCallback, Show
from distill.training.loop.stage_module import StageModule
from distill.training.loop.validation_schedule import ValidationSchedule

log = logging.getLogger("distill.training")


@dataclass(frozen=True, slots=True, eq=False)
class DataBundle:
    """What a stage learns from and is measured on. Any: each stage has batches of its own.

    Attributes:
        batches: Without end.
        looks: Held-out batches; may be none.
    """

    batches: IterableDataset[Any]
    held_out: Sequence[Any]


@dataclass(frozen=True, slots=True)
class RunContext:
    """Where a stage trains, and before whom.

    Attributes:
        folder: For checkpoints: `last.ckpt` (own, never fetched) and the best.
        machine: What on.
        bar: Say how far it is.
    """

    folder: Path
    machine: Machine
    bar: bool = True


class StageTrainer:
    """One stage's training, going on from the last checkpoint in its folder if there is one.

    Threads: the training's own; Lightning keeps the rest.
    """

    def __init__(
        self, stage: StageModule, around: RunContext, show: Show | None, *, measured: bool
    ) -> None:
        """Prepare.

        Args:
            stage: What learns.
            around: Where.
            show: Called at each look.
            measured: Is anything held out?
        """
        self.stage, self.folder = stage, around.folder
        self.averaging = Averaging(stage.recipe.average)
        self.previews = PreviewCallback(show, stage) if show else None
        self.checkpoints = WholeCheckpoints()
        self.interrupt = Interrupt(self._save_checkpoint)
        self._saving = _saving(stage, around.folder, measured=measured)
        self.trainer = lightning.Trainer(
            accelerator=around.machine.accelerator,
            devices=around.machine.devices,
            num_nodes=around.machine.nodes,
            strategy="ddp" if around.machine.processes > 1 else "auto",
            plugins=[self.checkpoints],
            max_epochs=-1,
            max_steps=stage.recipe.steps or -1,
            precision=around.machine.precision(half=stage.recipe.bf16),
            val_check_interval=1,
            limit_val_batches=1.0 if measured else 0,
            num_sanity_val_steps=0,
            use_distributed_sampler=False,
            callbacks=self._callbacks(around, measured=measured),
            enable_progress_bar=False,
            enable_model_summary=False,
            logger=_board(around.folder),
            log_every_n_steps=10,
        )

    def step(self) -> int:
        """Say at which step the training is."""
        return int(self.trainer.global_step)

    def share(self) -> tuple[int, int]:
        """Say which of the processes this is, and how many there are."""
        return self.trainer.global_rank, self.trainer.world_size

    def run(self, material: DataBundle) -> None:
        """Train.

        Raises:
            Cancelled: Ctrl-C; the next run goes on from that step.
            TrainingProblem: No memory, or a loss that is no number.
            DiskFull: There is no room for what was learned.
        """
        begin, damaged = newest_whole(self.folder)
        for name in damaged:
            log.warning("%s is damaged; going on from %s", name, begin.name if begin else "nothing")
        self.stage.budget.begin()
        try:
            with self.interrupt.listening():
                self.trainer.fit(
                    self.stage,
                    DataLoader(material.batches, batch_size=None),
                    DataLoader(material.held_out, batch_size=None),  # type: ignore[arg-type] # a list is a dataset
                    ckpt_path=str(begin) if begin else None,
                    weights_only=True,
                )
        except (MemoryError, RuntimeError) as error:
            if not _no_memory(error):
                raise
            self._save_after(error)
        self.stage.budget.count()
        self._save_checkpoint()

    def settle(self, *, best: bool) -> None:
        """Give the network the weights it is to have from now on.

        Args:
            best: Those of the look that went best, else the latest ones.
        """
        self.averaging.settle(self.stage)
        if not best:
            return
        kept = self._saving.best_k_models
        for file in sorted(kept, key=lambda name: float(kept[name])):
            content = read_checkpoint(Path(file)) if Path(file).exists() else None
            if content is not None:
                self.stage.load_state_dict(content["state_dict"])
                self.averaging.load_state_dict(content["callbacks"][self.averaging.state_key])
                self.averaging.settle(self.stage)
                return

    def _callbacks(self, around: RunContext, *, measured: bool) -> list[Callback]:
        """List them in the order in which they must hear of a step, and of the end of a look."""
        stage = self.stage
        found: list[Callback] = [stage.budget]
        if self.previews:
            found.append(self.previews)
        found += [self.averaging, ValidationSchedule(stage.budget, stage.recipe.check_every)]
        if stage.recipe.patience and measured:
            smooth = f"{stage.figure}_smooth"
            patience = stage.recipe.patience
            found.append(EarlyStopping(smooth, patience=patience, check_on_train_epoch_end=False))
        found.append(MetricsFile(around.folder, stage))
        if around.bar and is_main_process():
            found.append(ConsoleProgress(around.folder.name, stage, self.checkpoints))
        return [*found, self.interrupt, self._saving]

    def _save_checkpoint(self) -> None:
        """Write the checkpoint that the next session goes on from.

        Raises:
            DiskFull: There is no room; an older one is still there.
        """
        self.trainer.save_checkpoint(self.folder / LAST)
        if self.checkpoints.problem:
            raise DiskFull(
                f"{self.checkpoints.problem}; give the same command then: it goes on from the "
                "latest checkpoint that had room"
            )

    def _save_after(self, error: Exception) -> None:
        """Keep what was learned before memory ran out, if this process can do that alone.

        Raises:
            TrainingProblem: Always; says what to do.
        """
        if self.averaging.worn:
            self.averaging.swap(self.stage)
        if self.trainer.world_size == 1:
            self._save_checkpoint()
        batch = self.stage.recipe.batch
        raise TrainingProblem(
            f"memory ran out at step {self.step()} with batches of {batch}: set batch = "
            f"{max(1, batch // 2)} in the recipe, yours or .work/recipe.toml beside the model, "
            "and give the same command; it goes on from there"
        ) from error


def hush() -> None:
    """Keep Lightning's talk about itself out of what a player reads."""
    for name in ("lightning.pytorch", "lightning.fabric"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for told in (".*LeafSpec.*", ".*does not have many workers.*", "Checkpoint directory.*"):
        warnings.filterwarnings("ignore", message=told)


def _saving(stage: StageModule, folder: Path, *, measured: bool) -> ModelCheckpoint:
    return ModelCheckpoint(
        folder,
        filename=f"{BEST}{{step}}-{{{stage.figure}:.3f}}" if measured else f"{BEST}{{step}}",
        monitor=stage.figure if measured else None,
        save_top_k=stage.recipe.keep_best if measured else 1,
        save_last=True,
        every_n_train_steps=None if measured else stage.recipe.check_every,
        save_on_train_epoch_end=False,
        enable_version_counter=False,
    )


def _board(folder: Path) -> TensorBoardLogger | bool:
    """Log for TensorBoard if it is installed, beside the checkpoints."""
    if importlib.util.find_spec("tensorboard") is None:
        return False
    return TensorBoardLogger(folder.parent, name="tensorboard", version=folder.name)


def _no_memory(error: BaseException) -> bool:
    """Is it what torch raises when memory runs out? Only CUDA has a class for it."""
    text = str(error).lower()
    kinds = (MemoryError, torch.OutOfMemoryError)
    return isinstance(error, kinds) or "out of memory" in text or "allocate memory" in text
