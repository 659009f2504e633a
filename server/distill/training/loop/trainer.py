"""Runs a stage on this machine: from its last checkpoint to the end of its budget.

Only this module sets up Lightning's trainer.
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
from distill.training.loop.preview_callback import PreviewCallback, ValidationHook
from distill.training.loop.stage_module import StageModule
from distill.training.loop.validation_schedule import ValidationSchedule

log = logging.getLogger("distill.training")


@dataclass(frozen=True, slots=True, eq=False)
class DataBundle:
    """Training batches and held-out batches. Any: each stage has batches of its own.

    Attributes:
        batches: Endless training batches.
        held_out: Held-out batches; may be empty.
    """

    batches: IterableDataset[Any]
    held_out: Sequence[Any]


@dataclass(frozen=True, slots=True)
class RunContext:
    """Where a stage trains, and whether it prints progress.

    Attributes:
        folder: Folder of the checkpoints: `last.ckpt` and the best (own, never downloaded).
        machine: The hardware.
        bar: Show progress.
    """

    folder: Path
    machine: Machine
    bar: bool = True


class StageTrainer:
    """Trains one stage, resuming from the last checkpoint in its folder if there is one.

    Threads: the training's own; Lightning manages the others.
    """

    def __init__(
        self,
        stage: StageModule,
        context: RunContext,
        hook: ValidationHook | None,
        *,
        measured: bool,
    ) -> None:
        """Set up Lightning's trainer.

        Args:
            stage: The network and its loss.
            context: Folder and hardware.
            hook: Called at each validation.
            measured: Are there held-out batches?
        """
        self.stage, self.folder = stage, context.folder
        self.averaging = Averaging(stage.recipe.average)
        self.previews = PreviewCallback(hook, stage) if hook else None
        self.checkpoints = WholeCheckpoints()
        self.interrupt = Interrupt(self._save_checkpoint)
        self._checkpoint_callback = _checkpoint_callback(stage, context.folder, measured=measured)
        self.trainer = lightning.Trainer(
            accelerator=context.machine.accelerator,
            devices=context.machine.devices,
            num_nodes=context.machine.nodes,
            strategy="ddp" if context.machine.processes > 1 else "auto",
            plugins=[self.checkpoints],
            max_epochs=-1,
            max_steps=stage.recipe.steps or -1,
            precision=context.machine.precision(half=stage.recipe.bf16),
            val_check_interval=1,
            limit_val_batches=1.0 if measured else 0,
            num_sanity_val_steps=0,
            use_distributed_sampler=False,
            callbacks=self._callbacks(context, measured=measured),
            enable_progress_bar=False,
            enable_model_summary=False,
            logger=_tensorboard(context.folder),
            log_every_n_steps=10,
        )

    def step(self) -> int:
        """Return the current step of the training."""
        return int(self.trainer.global_step)

    def rank(self) -> tuple[int, int]:
        """Return the rank of this process and the number of processes."""
        return self.trainer.global_rank, self.trainer.world_size

    def run(self, data: DataBundle) -> None:
        """Train until the budget is used up.

        Raises:
            Cancelled: Ctrl-C; the next run resumes at that step.
            TrainingProblem: Out of memory, or a loss that is not finite.
            DiskFull: No space for the checkpoint.
        """
        begin, damaged = newest_whole(self.folder)
        for name in damaged:
            log.warning(
                "%s is damaged; resuming from %s", name, begin.name if begin else "the start"
            )
        self.stage.budget.begin()
        try:
            with self.interrupt.handle_sigint():
                self.trainer.fit(
                    self.stage,
                    DataLoader(data.batches, batch_size=None),
                    DataLoader(data.held_out, batch_size=None),  # type: ignore[arg-type] # a list is a dataset
                    ckpt_path=str(begin) if begin else None,
                    weights_only=True,
                )
        except (MemoryError, RuntimeError) as error:
            if not _is_out_of_memory(error):
                raise
            self._save_after(error)
        self.stage.budget.count()
        self._save_checkpoint()

    def load_final_weights(self, *, best: bool) -> None:
        """Load the final weights into the network.

        Args:
            best: Use the weights of the best validation, else the latest ones.
        """
        self.averaging.apply(self.stage)
        if not best:
            return
        scores = self._checkpoint_callback.best_k_models
        for file in sorted(scores, key=lambda name: float(scores[name])):
            content = read_checkpoint(Path(file)) if Path(file).exists() else None
            if content is not None:
                self.stage.load_state_dict(content["state_dict"])
                self.averaging.load_state_dict(content["callbacks"][self.averaging.state_key])
                self.averaging.apply(self.stage)
                return

    def _callbacks(self, context: RunContext, *, measured: bool) -> list[Callback]:
        """List the callbacks in the order that the end of a step and of a validation need."""
        stage = self.stage
        found: list[Callback] = [stage.budget]
        if self.previews:
            found.append(self.previews)
        found += [self.averaging, ValidationSchedule(stage.budget, stage.recipe.check_every)]
        if stage.recipe.patience and measured:
            smooth = f"{stage.metric}_smooth"
            patience = stage.recipe.patience
            found.append(EarlyStopping(smooth, patience=patience, check_on_train_epoch_end=False))
        found.append(MetricsFile(context.folder, stage))
        if context.bar and is_main_process():
            found.append(ConsoleProgress(context.folder.name, stage, self.checkpoints))
        return [*found, self.interrupt, self._checkpoint_callback]

    def _save_checkpoint(self) -> None:
        """Write the checkpoint that the next session resumes from.

        Raises:
            DiskFull: No space; an older checkpoint still exists.
        """
        self.trainer.save_checkpoint(self.folder / LAST)
        if self.checkpoints.problem:
            raise DiskFull(
                f"{self.checkpoints.problem}; then run the same command: it resumes from the "
                "latest complete checkpoint"
            )

    def _save_after(self, error: Exception) -> None:
        """Save the training after it ran out of memory, if this is the only process.

        Raises:
            TrainingProblem: Always; says what to do.
        """
        if self.averaging.swapped:
            self.averaging.swap(self.stage)
        if self.trainer.world_size == 1:
            self._save_checkpoint()
        batch = self.stage.recipe.batch
        raise TrainingProblem(
            f"out of memory at step {self.step()} with batches of {batch}: set batch = "
            f"{max(1, batch // 2)} in the recipe, yours or .work/recipe.toml beside the model, "
            "and run the same command; it resumes from there"
        ) from error


def quiet_lightning() -> None:
    """Hide Lightning's own messages and warnings from the user."""
    for name in ("lightning.pytorch", "lightning.fabric"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for text in (".*LeafSpec.*", ".*does not have many workers.*", "Checkpoint directory.*"):
        warnings.filterwarnings("ignore", message=text)


def _checkpoint_callback(stage: StageModule, folder: Path, *, measured: bool) -> ModelCheckpoint:
    return ModelCheckpoint(
        folder,
        filename=f"{BEST}{{step}}-{{{stage.metric}:.3f}}" if measured else f"{BEST}{{step}}",
        monitor=stage.metric if measured else None,
        save_top_k=stage.recipe.keep_best if measured else 1,
        save_last=True,
        every_n_train_steps=None if measured else stage.recipe.check_every,
        save_on_train_epoch_end=False,
        enable_version_counter=False,
    )


def _tensorboard(folder: Path) -> TensorBoardLogger | bool:
    """Log to TensorBoard, beside the checkpoints, if it is installed."""
    if importlib.util.find_spec("tensorboard") is None:
        return False
    return TensorBoardLogger(folder.parent, name="tensorboard", version=folder.name)


def _is_out_of_memory(error: BaseException) -> bool:
    """Does this error of torch mean out of memory? Only CUDA has a class for it."""
    text = str(error).lower()
    kinds = (MemoryError, torch.OutOfMemoryError)
    return isinstance(error, kinds) or "out of memory" in text or "allocate memory" in text
