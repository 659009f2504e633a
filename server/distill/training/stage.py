"""What both stages of a training share: the learning rate, the held-out curve, what is kept."""

from abc import abstractmethod
from typing import Any, ClassVar, Final

import lightning.pytorch as lightning
import torch
from torch import nn
from typing_extensions import override

from distill.training.budget import Budget
from distill.training.recipe import StageRecipe

WARM_UP: Final = 100
"""Steps over which the learning rate rises."""


class Stage(lightning.LightningModule):
    """A network that learns until its budget is gone.

    Attributes:
        figure: Name of the held-out figure; less is better.
        recipe: How it learns.
        budget: How much of the training is gone.
        curve: (step, held-out figure) at each look.
    """

    figure: ClassVar[str]

    def __init__(self, recipe: StageRecipe, budget: Budget) -> None:
        super().__init__()
        self.recipe, self.budget = recipe, budget
        self.curve: list[tuple[int, float]] = []

    @property
    @abstractmethod
    def network(self) -> nn.Module:
        """What learns."""

    @abstractmethod
    def fall(self, progress: float) -> float:
        """Say which share of the learning rate is left at a share of the budget; 0 at its end."""

    def rate(self) -> float:
        """Give the learning rate: it rises, and falls to 0 with the end of the budget."""
        rise = (self.global_step + 1) / WARM_UP
        fall = self.fall(self.budget.progress(self.global_step))
        return self.recipe.learning_rate * max(0.0, min(1.0, fall, rise))

    @override
    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """Set the learning rate. Any: Lightning's own types."""
        for group in self.optimizers().param_groups:  # type: ignore[union-attr] # one optimizer
            group["lr"] = self.rate()

    @override
    def on_before_optimizer_step(self, optimizer: torch.optim.Optimizer) -> None:
        """Shorten long gradients here: Lightning does not for a fused optimizer."""
        if self.recipe.clip:
            nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.clip)

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figure."""
        if not self.trainer.sanity_checking:
            held = float(self.trainer.callback_metrics[self.figure])
            self.curve.append((self.global_step, held))

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the curve; Any: Lightning's own type."""
        checkpoint["curve"] = self.curve

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with the curve; Any: Lightning's own type."""
        self.curve = [(int(step), float(held)) for step, held in checkpoint["curve"]]
