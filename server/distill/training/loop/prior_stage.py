"""Second stage: trains the prior to predict the codes of the frozen codec."""

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import lightning.pytorch as lightning
import torch
from torch import Tensor
from torch.nn import functional
from typing_extensions import override

from distill.errors import BadArgument
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.training.data.windows import Batch, Windows, held_windows
from distill.training.loop.baselines import best_bigram_nats, unigram_nats
from distill.training.loop.budget import Budget
from distill.training.loop.hardware import Machine
from distill.training.loop.stage_module import StageModule
from distill.training.loop.trainer import DataBundle, RunContext, StageTrainer
from distill.training.recipe import MachineRecipe, PriorRecipe
from distill.types import Codes

_DECAY: Final = 0.1
"""Weight decay of matrices. Source: Brown et al. 2020 (GPT-3)."""
_MEMORY: Final = (0.9, 0.95)
"""Betas of AdamW. Source: Brown et al. 2020 (GPT-3)."""
_HELD_WINDOWS: Final = 24
"""Windows of a validation; the final metrics use `_MEASURED_WINDOWS`."""
_MEASURED_WINDOWS: Final = 400


@dataclass(frozen=True, slots=True)
class LevelNats:
    """Cross-entropy of the held-out codes of one level, in nats per token; less is better.

    Attributes:
        level: 0 is the coarsest.
        prior: Of the trained prior.
        unigram: Of the frequencies of codes at each band.
        bigram: Of the most informative single neighbour.
    """

    level: int
    prior: float
    unigram: float
    bigram: float


@dataclass(frozen=True, slots=True, eq=False)
class PriorResult:
    """Result of the second stage.

    Attributes:
        prior: In eval mode, with matrices rounded to bfloat16; that of the best validation.
        steps: Steps over all sessions.
        levels: One row per level; empty without held-out codes.
        curve: (step, held-out nats per token) at each validation.
        seconds: Seconds over all sessions.
        session_s: Seconds of these in this session.
        step_s: Mean seconds of a step, without validations; 0 if unknown.
        ended_early: Did the error stop to fall before the budget was used up?
    """

    prior: Prior
    steps: int
    levels: list[LevelNats]
    curve: list[tuple[int, float]]
    seconds: float = 0.0
    session_s: float = 0.0
    step_s: float = 0.0
    ended_early: bool = False


class PriorStage(StageModule):
    """The prior and its loss."""

    metric: ClassVar[str] = "held_nats"
    unit: ClassVar[str] = "nats"
    recipe: PriorRecipe

    def __init__(self, config: PriorConfig, recipe: PriorRecipe, budget: Budget) -> None:
        super().__init__(recipe, budget)
        self.prior = Prior(config, recipe.dropout)

    @property
    @override
    def network(self) -> Prior:
        """Return the prior."""
        return self.prior

    @override
    def decay_factor(self, progress: float) -> float:
        """Fall along a cosine."""
        return 0.5 * (1.0 + math.cos(math.pi * progress))

    @override
    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """Train on a batch of windows."""
        loss = token_nats(self.prior, batch).mean()
        self.log("nats", loss)
        return loss

    @override
    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """Measure one held-out window."""
        nats = token_nats(self.prior, batch)
        self.log(self.metric, nats.mean(), batch_size=len(nats), sync_dist=True)

    @override
    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Use AdamW; only matrices decay."""
        matrices = [w for n, w in self.prior.named_parameters() if _is_matrix(n, w)]
        rest = [w for n, w in self.prior.named_parameters() if not _is_matrix(n, w)]
        groups = [{"params": matrices, "weight_decay": _DECAY}, {"params": rest, "weight_decay": 0}]
        return torch.optim.AdamW(groups, lr=self.recipe.learning_rate, betas=_MEMORY, fused=True)


def token_nats(prior: Prior, batch: Batch) -> Tensor:
    """Compute the cross-entropy of each counted token in nats, shape [n, H, Q]."""
    logits = prior(batch.codes)[batch.counted].float()
    codes = batch.codes[batch.counted]
    return functional.cross_entropy(
        logits.flatten(0, -2), codes.flatten(), reduction="none"
    ).view_as(codes)


PriorHook = Callable[[Prior, int, int], None]
"""Called at a validation with the prior, the step and the number of earlier validations."""


def train_prior(
    sounds: tuple[Sequence[Codes], Sequence[Codes]],
    config: PriorConfig,
    recipe: PriorRecipe,
    folder: Path,
    *,
    bar: bool = True,
    machine: Machine | None = None,
    on_validation: PriorHook | None = None,
) -> PriorResult:
    """Train a prior, resuming from the last checkpoint in `folder` if there is one.

    Args:
        sounds: Training codes, and held-out codes (may be empty); each sound of shape [W, H, Q].
        config: Shape of the prior.
        recipe: Training settings.
        folder: Folder of the checkpoints: `last.ckpt` and the best (own, never downloaded).
        bar: Show progress.
        machine: The hardware; None: the fastest available.
        on_validation: Called at each validation.

    Raises:
        BadArgument: No codes to train on.
        Cancelled: Ctrl-C; the next call resumes at that step.
        TrainingProblem: Out of memory, or a loss that is not finite.
        DiskFull: No space for the checkpoint.
    """
    train, held = ([sound for sound in part if len(sound)] for part in sounds)
    if not train:
        raise BadArgument("there are no codes to train on; add sounds")
    lightning.seed_everything(recipe.seed, verbose=False)
    budget = Budget(recipe.minutes, recipe.steps)
    context = RunContext(folder, machine or Machine.choose(MachineRecipe()), bar)
    stage = PriorStage(config, recipe, budget)
    held_out = held_windows(held, config.window, _HELD_WINDOWS)
    measured = held_windows(held, config.window, _MEASURED_WINDOWS)
    budget.final_validations = 1.0 + len(measured) / max(1, len(held_out))
    hook = functools.partial(on_validation, stage.prior) if on_validation else None
    trainer = StageTrainer(stage, context, hook, measured=bool(held))
    shape = (recipe.batch, config.window)
    trainer.run(
        DataBundle(Windows(train, shape, recipe.seed, trainer.step, trainer.rank), held_out)
    )
    ended_early = budget.progress(trainer.step()) < 1.0
    trainer.load_final_weights(best=bool(held))
    stage.prior.round_weights()
    prior = stage.prior.cpu().eval().requires_grad_(requires_grad=False)
    affordable = budget.affordable_validations() * len(held_out)
    most = int(min(_MEASURED_WINDOWS, max(_HELD_WINDOWS, affordable)))
    levels = measure(prior, train, held, most) if held else []
    budget.count()
    spent = budget.used, budget.session, budget.step_s
    return PriorResult(prior, trainer.step(), levels, stage.curve, *spent, ended_early=ended_early)


@torch.no_grad()
def measure(
    prior: Prior, train: Sequence[Codes], held: Sequence[Codes], most: int = _MEASURED_WINDOWS
) -> list[LevelNats]:
    """Compare a prior with the unigram and bigram baselines on at most `most` held-out windows."""
    config = prior.config
    batches = held_windows(held, config.window, most)
    nats = torch.cat([token_nats(prior, batch) for batch in batches]).mean((0, 1))
    unigram = unigram_nats(train, held, config.size)
    bigram = best_bigram_nats(train, held, config.size)
    return [
        LevelNats(level, float(nats[level]), float(unigram[level]), float(bigram[level]))
        for level in range(config.levels)
    ]


def _is_matrix(name: str, weight: Tensor) -> bool:
    return name.startswith(("blocks", "inward", "depth")) and weight.dim() == 2
