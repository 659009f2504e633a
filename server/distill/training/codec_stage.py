"""First stage: the codec learns to name sounds by codes and to paint them again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightning.pytorch as lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, RichProgressBar
from torch import Tensor
from torch.utils.data import DataLoader
from typing_extensions import override

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.nn.health import HealthMeter, LevelHealth
from distill.training.budget import Budget
from distill.training.corpus import Corpus
from distill.training.crops import Crops, Plan
from distill.training.interrupt import KeepOnInterrupt, stoppable
from distill.training.losses import mel_error_db, rebuild_loss
from distill.training.machine import precision
from distill.training.recipe import CodecRecipe

_WARM_UP: Final = 100
"""Steps over which the learning rate rises."""
_LAST: Final = "last.ckpt"
_HELD_FRAMES: Final = 384
"""Length of a held-out clip (4.1 s), as in reference/quality.md section 2."""
_HELD_CLIPS: Final = 32
"""Held-out clips looked at during training; the final figures use all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CodecResult:
    """What the first stage gives.

    Attributes:
        codec: In eval mode.
        steps: Steps done, over all sessions.
        health: One row per level, of the last stretch of training.
        curve: (step, held-out mel error in dB) at each look.
    """

    codec: Codec
    steps: int
    health: list[LevelHealth]
    curve: list[tuple[int, float]]


class CodecStage(lightning.LightningModule):
    """The codec, its loss and its learning rate."""

    def __init__(self, config: CodecConfig, recipe: CodecRecipe, budget: Budget) -> None:
        super().__init__()
        self.recipe, self.budget = recipe, budget
        positions = recipe.columns * config.bands
        self.codec = Codec(config, recipe.batch * positions)
        self.meter = HealthMeter(config.levels, config.size)
        self.health: list[LevelHealth] = []
        self.curve: list[tuple[int, float]] = []

    @override
    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        """Learn from crops [B, M, L]."""
        for group in self.optimizers().param_groups:  # type: ignore[union-attr] # one optimizer
            group["lr"] = self.rate()
        made = self.codec(batch)
        loss = rebuild_loss(made, batch, self.recipe.commitment)
        self.meter.add(made.quantized)
        self.log("loss", loss, prog_bar=True)
        self.log("done", self.budget.progress(self.global_step), prog_bar=True)
        return loss

    def rate(self) -> float:
        """Give the learning rate: it rises, stays, and falls to 0 with the end of the budget."""
        progress = self.budget.progress(self.global_step)
        fall = (1.0 - progress) / max(1e-9, 1.0 - self.recipe.decay_from)
        rise = (self.global_step + 1) / _WARM_UP
        return self.recipe.learning_rate * max(0.0, min(1.0, fall, rise))

    @override
    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        """Measure held-out clips [B, M, L] the way they will be heard: through codes."""
        with torch.autocast(batch.device.type, enabled=False):
            error = error_through_codes(self.codec, batch).mean()
        self.log("held_db", error, prog_bar=True, batch_size=len(batch))

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figures."""
        if not self.trainer.sanity_checking:
            held = float(self.trainer.callback_metrics["held_db"])
            self.curve.append((self.global_step, held))
            self.health = self.meter.report()

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW; the quantizer's codebooks follow by themselves."""
        return torch.optim.AdamW(self.codec.parameters(), lr=self.recipe.learning_rate)

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the curve and the last look at the codebooks; Any: Lightning's own type."""
        checkpoint["curve"] = self.curve
        checkpoint["health"] = [row.to_json() for row in self.health]

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with the curve; Any: Lightning's own type."""
        self.curve = [(int(step), float(held)) for step, held in checkpoint["curve"]]
        self.health = [LevelHealth.from_json(row) for row in checkpoint["health"]]


def train_codec(
    corpus: Corpus, config: CodecConfig, recipe: CodecRecipe, folder: Path, *, bar: bool = True
) -> CodecResult:
    """Train a codec, going on from the last checkpoint in `folder` if there is one.

    Args:
        corpus: What to learn from.
        config: Geometry.
        recipe: How.
        folder: For checkpoints: `last.ckpt` (own, never fetched) and the best three.
        bar: Show a progress bar.

    Raises:
        BadArgument: Nothing to learn from.
        Cancelled: Ctrl-C; the next call goes on from that step.
    """
    lightning.seed_everything(recipe.seed, verbose=False)
    budget = Budget(recipe.minutes, recipe.steps)
    stage = CodecStage(config, recipe, budget)
    last = folder / _LAST
    trainer = _trainer(recipe, folder, budget, bar=bar)
    plan = Plan(recipe.batch, recipe.columns * config.column_frames, recipe.quieter_db, recipe.seed)
    crops = Crops(corpus, plan, lambda: trainer.global_step)
    clips = [clip for _, clip in labelled_clips(corpus)]
    looks = clips[:: max(1, -(-len(clips) // _HELD_CLIPS))]
    with stoppable(trainer):
        trainer.fit(
            stage,
            DataLoader(crops, batch_size=None),
            DataLoader(looks, batch_size=None),  # type: ignore[arg-type] # a list is a dataset
            ckpt_path=str(last) if last.exists() else None,
            weights_only=True,
        )
    trainer.save_checkpoint(last)
    codec = stage.codec.eval().requires_grad_(requires_grad=False)
    health = stage.health or stage.meter.report()
    return CodecResult(codec, trainer.global_step, health, stage.curve)


def error_through_codes(codec: Codec, mel: Tensor) -> Tensor:
    """Encode and decode log-mel [B, M, L]; give the error of each sound in dB, shape [B]."""
    painted = codec.decode_codes(codec.encode_mel(mel))
    return mel_error_db(mel, painted[..., : mel.shape[-1]])


def labelled_clips(corpus: Corpus) -> list[tuple[str, Tensor]]:
    """Cut the held-out sounds into clips [1, M, L] of 4.1 s, each with its kind of sound.

    The kind is the sub-folder that the sound lies in. Short sounds are joined.
    """
    kinds = {piece.first: _kind(piece.file) for piece in corpus.part("held")}
    found = []
    for first, frames in corpus.runs("held", _HELD_FRAMES):
        starts = range(first, first + max(1, frames - _HELD_FRAMES + 1), _HELD_FRAMES)
        for start in starts:
            clip = corpus.store[start : min(start + _HELD_FRAMES, first + frames)]
            mel = torch.from_numpy(clip.T.astype(np.float32))
            found.append((kinds[first], mel[None]))
    return found


def _kind(file: str) -> str:
    return file.split("/", maxsplit=1)[0] if "/" in file else "all"


def _trainer(recipe: CodecRecipe, folder: Path, budget: Budget, *, bar: bool) -> lightning.Trainer:
    saving = ModelCheckpoint(
        folder,
        filename="best-{step}-{held_db:.2f}",
        monitor="held_db",
        save_top_k=3,
        save_last=True,
        enable_version_counter=False,
    )
    return lightning.Trainer(
        accelerator="auto",
        devices=1,
        max_epochs=-1,
        max_steps=recipe.steps or -1,
        precision=precision(half=recipe.bf16),
        gradient_clip_val=None,
        val_check_interval=recipe.check_every,
        num_sanity_val_steps=0,
        callbacks=[
            saving,
            budget,
            KeepOnInterrupt(folder / _LAST),
            *([RichProgressBar()] if bar else []),
        ],
        enable_progress_bar=bar,
        enable_model_summary=False,
        logger=False,
        log_every_n_steps=10,
    )
