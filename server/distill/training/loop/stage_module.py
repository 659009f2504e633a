"""What both stages of a training share: the learning rate, the held-out curve, what is kept."""

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
"""Steps over which the learning rate rises, where that is less than `WARM_SHARE`."""
WARM_SHARE: Final = 0.05
"""Share of the budget over which it rises, where that is less."""
_SMOOTH: Final = 0.7
"""How much of the smoothed held-out figure stays at each look."""


def loss_of(outputs: Any) -> float | None:
    """Read the loss from what Lightning says of a step; None if there is none.

    Any: Lightning's own type.
    """
    loss = outputs["loss"] if isinstance(outputs, dict) else outputs
    return float(loss) if isinstance(loss, torch.Tensor) else None


class StageModule(lightning.LightningModule):
    """A network that learns until its budget is gone.

    Attributes:
        figure: Name of the held-out figure; less is better.
        unit: Of the figure.
        recipe: How it learns.
        budget: How much of the training is gone.
        curve: (step, held-out figure) at each look.
        smooth: The figure as a running mean over looks; NaN before the first.
    """

    figure: ClassVar[str]
    unit: ClassVar[str]

    def __init__(self, recipe: StageRecipe, budget: Budget) -> None:
        super().__init__()
        self.recipe, self.budget = recipe, budget
        self.curve: list[tuple[int, float]] = []
        self.smooth = math.nan

    @property
    @abstractmethod
    def network(self) -> nn.Module:
        """What learns."""

    @abstractmethod
    def fall(self, progress: float) -> float:
        """Say which share of the learning rate is left at a share of the budget; 0 at its end."""

    def rate(self) -> float:
        """Give the learning rate: it rises, and falls to 0 with the end of the budget."""
        progress = self.budget.progress(self.global_step)
        rise = max((self.global_step + 1) / WARM_UP, progress / WARM_SHARE)
        return self.recipe.learning_rate * max(0.0, min(1.0, self.fall(progress), rise))

    @override
    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """Set the learning rate. Any: Lightning's own types."""
        for group in self.optimizers().param_groups:  # type: ignore[union-attr] # one optimizer
            group["lr"] = self.rate()

    @override
    def on_before_optimizer_step(self, optimizer: torch.optim.Optimizer) -> None:
        """Shorten long gradients here: Lightning does not for a fused optimizer.

        Raises:
            TrainingProblem: They are no numbers; the weights are still those of the step before.
        """
        most = self.recipe.clip or math.inf
        length = nn.utils.clip_grad_norm_(self.network.parameters(), most)
        if not bool(torch.isfinite(length)):
            self.diverged("the loss")

    @override
    def on_validation_epoch_end(self) -> None:
        """Note the figure, and follow it with a calmer one.

        Raises:
            TrainingProblem: It is no number.
        """
        held = float(self.trainer.callback_metrics[self.figure])
        if not math.isfinite(held):
            self.diverged("the held-out error")
        self.curve.append((self.global_step, held))
        before = held if math.isnan(self.smooth) else self.smooth
        self.smooth = _SMOOTH * before + (1.0 - _SMOOTH) * held
        self.log(f"{self.figure}_smooth", self.smooth, sync_dist=True)

    def news(self) -> list[str]:
        """Say in words what should be known since the last look."""
        return []

    def diverged(self, what: str) -> Never:
        """End: nothing that comes after this step would be worth keeping.

        Raises:
            TrainingProblem: Always; says what to do.
        """
        rate = self.recipe.learning_rate
        raise TrainingProblem(
            f"{what} is not a number at step {self.global_step}: set learning_rate = {rate / 2:g} "
            f"(it is {rate:g}) in the recipe, yours or .work/recipe.toml beside the model, and "
            "give the same command; it goes on from the last checkpoint, which is sound"
        )

    @override
    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the curve; Any: Lightning's own type."""
        checkpoint["curve"] = self.curve
        checkpoint["smooth"] = self.smooth

    @override
    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Go on with the curve; Any: Lightning's own type."""
        self.curve = [(int(step), float(held)) for step, held in checkpoint["curve"]]
        self.smooth = float(checkpoint["smooth"])
