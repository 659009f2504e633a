"""The base of both stages: learning rate, gradient clipping, validation curve, checkpoints."""

import math
from abc import abstractmethod
from typing import Any, ClassVar, Final, Never

import lightning.pytorch as lightning
import torch
from torch import nn
from typing_extensions import override

from distill.errors import TrainingProblem
from distill.training.loop.budget import Budget
from distill.training.recipe import StageRecipe

WARM_UP: Final = 100
"""Most steps over which the learning rate rises."""
WARM_SHARE: Final = 0.05
"""Largest share of the budget over which it rises; the shorter of the two counts."""
_SMOOTH: Final = 0.7
"""Decay of the smoothed metric per validation."""


def loss_of(outputs: Any) -> float | None:
    """Read the loss from Lightning's outputs of a step; None if there is none.

    Any: Lightning's own type.
    """
    loss = outputs["loss"] if isinstance(outputs, dict) else outputs
    return float(loss) if isinstance(loss, torch.Tensor) else None


class StageModule(lightning.LightningModule):
    """A network and its training within a budget.

    Attributes:
        metric: Name of the held-out metric; less is better.
        unit: Unit of the metric.
        recipe: Training settings.
        budget: Used share of the training time.
        curve: (step, held-out metric) at each validation.
        smooth: The metric as a moving average over validations; NaN before the first.
    """

    metric: ClassVar[str]
    unit: ClassVar[str]

    def __init__(self, recipe: StageRecipe, budget: Budget) -> None:
        super().__init__()
        self.recipe, self.budget = recipe, budget
        self.curve: list[tuple[int, float]] = []
        self.smooth = math.nan

    @property
    @abstractmethod
    def network(self) -> nn.Module:
        """Return the network to train."""

    @abstractmethod
    def decay_factor(self, progress: float) -> float:
        """Return the factor of the learning rate at a used share of the budget; 0 at its end."""

    def rate(self) -> float:
        """Return the learning rate: it warms up, and falls to 0 at the end of the budget."""
        progress = self.budget.progress(self.global_step)
        rise = max((self.global_step + 1) / WARM_UP, progress / WARM_SHARE)
        return self.recipe.learning_rate * max(0.0, min(1.0, self.decay_factor(progress), rise))

    @override
    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """Set the learning rate. Any: Lightning's own types."""
        for group in self.optimizers().param_groups:  # type: ignore[union-attr] # one optimizer
            group["lr"] = self.rate()

    @override
    def on_before_optimizer_step(self, optimizer: torch.optim.Optimizer) -> None:
        """Clip gradients here: Lightning does not for a fused optimizer.

        Raises:
            TrainingProblem: They are not finite; the weights are still those of the previous step.
        """
        most = self.recipe.clip or math.inf
        length = nn.utils.clip_grad_norm_(self.network.parameters(), most)
        if not bool(torch.isfinite(length)):
            self.diverged("the loss")

    @override
    def on_validation_epoch_end(self) -> None:
        """Record the metric, and smooth it.

        Raises:
            TrainingProblem: It is not finite.
        """
        held = float(self.trainer.callback_metrics[self.metric])
        if not math.isfinite(held):
            self.diverged("the held-out error")
        self.curve.append((self.global_step, held))
        before = held if math.isnan(self.smooth) else self.smooth
        self.smooth = _SMOOTH * before + (1.0 - _SMOOTH) * held
        self.log(f"{self.metric}_smooth", self.smooth, sync_dist=True)

    def new_warnings(self) -> list[str]:
        """Return warnings that are new since the last validation."""
        return []

    def diverged(self, what: str) -> Never:
        """Stop a training that has diverged.

        Raises:
            TrainingProblem: Always; says what to do.
        """
        rate = self.recipe.learning_rate
        raise TrainingProblem(
            f"{what} is not finite at step {self.global_step}: set learning_rate = {rate / 2:g} "
            f"(it is {rate:g}) in the recipe, yours or .work/recipe.toml beside the model, and "
            "run the same command; it resumes from the last checkpoint, which is intact"
        )

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Store the curve; Any: Lightning's own type."""
        checkpoint["curve"] = self.curve
        checkpoint["smooth"] = self.smooth

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Restore the curve; Any: Lightning's own type."""
        self.curve = [(int(step), float(held)) for step, held in checkpoint["curve"]]
        self.smooth = float(checkpoint["smooth"])
