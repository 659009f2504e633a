"""Second stage: with the codec frozen, the prior learns which code tends to follow which."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, RichProgressBar
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader
from typing_extensions import override

from distill.errors import BadArgument
from distill.prior.config import PriorConfig
from distill.prior.network import Prior
from distill.training.baselines import best_bigram_nats, unigram_nats
from distill.training.budget import Budget
from distill.training.interrupt import KeepOnInterrupt, stoppable
from distill.training.machine import precision
from distill.training.recipe import PriorRecipe
from distill.training.windows import Batch, Windows, held_windows
from distill.types import Codes

_WARM_UP: Final = 100
"""Steps over which the learning rate rises, where that is less than `_WARM_SHARE`."""
_WARM_SHARE: Final = 0.05
"""Share of the budget over which it rises, where that is less."""
_DECAY: Final = 0.1
"""Weight decay of matrices. Source: GPT-3."""
_MEMORY: Final = (0.9, 0.95)
"""How slowly AdamW forgets gradients and their squares. Source: GPT-3."""
_CLIP: Final = 1.0
"""Longest gradient. Source: GPT-3."""
_CHECK_EVERY: Final = 200
"""Steps between two looks at held-out codes."""
_HELD_WINDOWS: Final = 24
"""Windows looked at during training; the final figures use `_MEASURED_WINDOWS`."""
_MEASURED_WINDOWS: Final = 400
_LAST: Final = "last.ckpt"


@dataclass(frozen=True, slots=True)
class LevelNats:
    """How surprising held-out codes of one level are, in nats per token; less is better.

    Attributes:
        level: 0 is the coarsest.
        prior: To the trained prior.
        unigram: To one who knows how common each code is at its band.
        bigram: To one who knows the best single neighbour.
    """

    level: int
    prior: float
    unigram: float
    bigram: float


@dataclass(frozen=True, slots=True, eq=False)
class PriorResult:
    """What the second stage gives.

    Attributes:
        prior: In eval mode, with matrices rounded to bfloat16; that of the look at which held-out
            codes surprised it least.
        steps: Steps done, over all sessions.
        levels: One row per level; empty if nothing was held out.
        curve: (step, held-out nats per token) at each look.
    """

    prior: Prior
    steps: int
    levels: list[LevelNats]
    curve: list[tuple[int, float]]


class PriorStage(lightning.LightningModule):
    """The prior, its loss and its learning rate."""

    def __init__(self, config: PriorConfig, recipe: PriorRecipe, budget: Budget) -> None:
        super().__init__()
        self.recipe, self.budget = recipe, budget
        self.prior = Prior(config, recipe.dropout)
        self.curve: list[tuple[int, float]] = []

    @override
    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """Learn from a batch of windows."""
        for group in self.optimizers().param_groups:  # type: ignore[union-attr] # one optimizer
            group["lr"] = self.rate()
        loss = token_nats(self.prior, batch).mean()
        self.log("nats", loss, prog_bar=True)
        return loss

    def rate(self) -> float:
        """Give the learning rate: it rises, then falls to 0 with the budget along a cosine."""
        progress = self.budget.progress(self.global_step)
        fall = 0.5 * (1.0 + math.cos(math.pi * progress))
        rise = max((self.global_step + 1) / _WARM_UP, progress / _WARM_SHARE)
        return self.recipe.learning_rate * min(fall, rise)

    @override
    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """Measure one held-out window."""
        nats = token_nats(self.prior, batch)
        self.log("held_nats", nats.mean(), prog_bar=True, batch_size=len(nats))

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figure."""
        if not self.trainer.sanity_checking:
            held = float(self.trainer.callback_metrics["held_nats"])
            self.curve.append((self.global_step, held))

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW; only matrices decay."""
        matrices = [w for n, w in self.prior.named_parameters() if _is_matrix(n, w)]
        rest = [w for n, w in self.prior.named_parameters() if not _is_matrix(n, w)]
        groups = [{"params": matrices, "weight_decay": _DECAY}, {"params": rest, "weight_decay": 0}]
        return torch.optim.AdamW(
            groups, lr=self.recipe.learning_rate, betas=(0.9, 0.95), fused=True
        )

    @override
    def on_before_optimizer_step(self, optimizer: torch.optim.Optimizer) -> None:
        """Shorten long gradients here: Lightning does not for a fused optimizer."""
        torch.nn.utils.clip_grad_norm_(self.prior.parameters(), _CLIP)

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the curve; Any: Lightning's own type."""
        checkpoint["curve"] = self.curve

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with the curve; Any: Lightning's own type."""
        self.curve = [(int(step), float(held)) for step, held in checkpoint["curve"]]


def token_nats(prior: Prior, batch: Batch) -> Tensor:
    """Measure the surprise of each token that counts, shape [n, H, Q], in nats."""
    logits = prior(batch.codes)[batch.counted].float()
    codes = batch.codes[batch.counted]
    return functional.cross_entropy(
        logits.flatten(0, -2), codes.flatten(), reduction="none"
    ).view_as(codes)


def train_prior(
    sounds: tuple[Sequence[Codes], Sequence[Codes]],
    config: PriorConfig,
    recipe: PriorRecipe,
    folder: Path,
    *,
    bar: bool = True,
) -> PriorResult:
    """Train a prior, going on from the last checkpoint in `folder` if there is one.

    Args:
        sounds: Codes to learn from, and codes held out to measure with (may be none); each sound
            of shape [W, H, Q].
        config: Shape of the prior.
        recipe: How.
        folder: For checkpoints: `last.ckpt` (own, never fetched) and the best.
        bar: Show a progress bar.

    Raises:
        BadArgument: Nothing to learn from.
        Cancelled: Ctrl-C; the next call goes on from that step.
    """
    train, held = ([sound for sound in part if len(sound)] for part in sounds)
    if not train:
        raise BadArgument("there are no codes to learn from; add sounds")
    lightning.seed_everything(recipe.seed, verbose=False)
    budget = Budget(recipe.minutes, recipe.steps)
    stage = PriorStage(config, recipe, budget)
    trainer = _trainer(recipe, folder, budget, bar=bar, measured=bool(held))
    shape = (recipe.batch, config.window)
    windows = Windows(train, shape, recipe.seed, lambda: trainer.global_step)
    looks = held_windows(held, config.window, _HELD_WINDOWS)
    last = folder / _LAST
    with stoppable(trainer):
        trainer.fit(
            stage,
            DataLoader(windows, batch_size=None),
            DataLoader(looks, batch_size=None),  # type: ignore[arg-type] # a list is a dataset
            ckpt_path=str(last) if last.exists() else None,
            weights_only=True,
        )
    trainer.save_checkpoint(last)
    if held:
        _take_best(stage, trainer)
    stage.prior.round_matrices()
    prior = stage.prior.cpu().eval().requires_grad_(requires_grad=False)
    levels = measure(prior, train, held) if held else []
    return PriorResult(prior, trainer.global_step, levels, stage.curve)


@torch.no_grad()
def measure(prior: Prior, train: Sequence[Codes], held: Sequence[Codes]) -> list[LevelNats]:
    """Compare a prior with what counting alone would reach, on held-out codes."""
    config = prior.config
    batches = held_windows(held, config.window, _MEASURED_WINDOWS)
    nats = torch.cat([token_nats(prior, batch) for batch in batches]).mean((0, 1))
    unigram = unigram_nats(train, held, config.size)
    bigram = best_bigram_nats(train, held, config.size)
    return [
        LevelNats(level, float(nats[level]), float(unigram[level]), float(bigram[level]))
        for level in range(config.levels)
    ]


def _is_matrix(name: str, weight: Tensor) -> bool:
    return name.startswith(("blocks", "inward", "depth")) and weight.dim() == 2


def _take_best(stage: PriorStage, trainer: lightning.Trainer) -> None:
    saving = trainer.checkpoint_callback
    if isinstance(saving, ModelCheckpoint) and saving.best_model_path:
        kept = torch.load(saving.best_model_path, weights_only=True, map_location="cpu")  # noqa: TID251 - our own checkpoint, tensors only
        stage.load_state_dict(kept["state_dict"])


def _trainer(
    recipe: PriorRecipe, folder: Path, budget: Budget, *, bar: bool, measured: bool
) -> lightning.Trainer:
    saving = ModelCheckpoint(
        folder,
        filename="best-{step}-{held_nats:.3f}" if measured else "step-{step}",
        monitor="held_nats" if measured else None,
        save_top_k=1,
        save_last=True,
        every_n_train_steps=None if measured else _CHECK_EVERY,
        enable_version_counter=False,
    )
    return lightning.Trainer(
        accelerator="auto",
        devices=1,
        max_epochs=-1,
        max_steps=recipe.steps or -1,
        precision=precision(),
        gradient_clip_val=None,
        val_check_interval=_CHECK_EVERY,
        limit_val_batches=1.0 if measured else 0,
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
