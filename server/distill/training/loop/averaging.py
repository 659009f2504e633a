"""Running means of the weights: calmer than the weights themselves while these still move.

Source: Polyak and Juditsky 1992; the rising decay is that of TensorFlow's moving averages. Towards
the end of a budget the learning rate falls to 0 and weights come to rest by themselves; there the
means look back ever less, and end as the weights (measured:
docs/decisions/0024-validation-by-averaged-weights.md).
"""

from typing import Any, Final

import lightning.pytorch as lightning
import torch
from torch import Tensor
from typing_extensions import override

from distill.training.loop.stage_module import StageModule

_MANY: Final = 1e9
_BACK: Final = 0.1
"""Furthest look back, as a share of the steps that are still to come."""


class Averaging(lightning.Callback):
    """Keeps the means, and dresses the network in them for each look.

    Only what gradients move is averaged. Buffers stay as they are: codebooks are running means
    already, and belong to the sound that went by.

    Threads: the training's own.

    Attributes:
        decay: How slowly the means follow, per step; 0 keeps none.
        worn: Does the network wear the means now?
    """

    def __init__(self, decay: float) -> None:
        self.decay = decay
        self.worn = False
        self._means: dict[str, Tensor] = {}
        self._seen = 0

    @torch.no_grad()
    def follow(self, stage: StageModule) -> None:
        """Take one step's weights into account; the first and the last ones count for more."""
        live = dict(stage.network.named_parameters())
        if not self._means:
            self._means = {name: weight.detach().clone() for name, weight in live.items()}
        back = _BACK * _steps_left(stage)
        decay = min(self.decay, (1 + self._seen) / (10 + self._seen), back / (1.0 + back))
        means = [self._means[name].to(weight.device) for name, weight in live.items()]
        torch._foreach_lerp_(means, [w.detach() for w in live.values()], 1.0 - decay)
        self._means = dict(zip(live, means, strict=True))
        self._seen += 1

    @torch.no_grad()
    def settle(self, stage: StageModule) -> None:
        """Give the network the means for good."""
        if self._means:
            for name, weight in stage.network.named_parameters():
                weight.copy_(self._means[name])

    @torch.no_grad()
    def swap(self, stage: StageModule) -> None:
        """Exchange the network's weights and the means."""
        if self._means:
            for name, weight in stage.network.named_parameters():
                mean = self._means[name]
                kept = weight.detach().clone()
                weight.copy_(mean)
                mean.copy_(kept)
            self.worn = not self.worn

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Follow. Any: Lightning's own types."""
        if self.decay and isinstance(module, StageModule):
            self.follow(module)

    @override
    def on_validation_start(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Put the means on."""
        if isinstance(module, StageModule):
            self.swap(module)

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Take them off, before a checkpoint is written."""
        if isinstance(module, StageModule) and self.worn:
            self.swap(module)

    @override
    def state_dict(self) -> dict[str, Any]:
        """Keep the means."""
        return {"means": self._means, "seen": self._seen}

    @override
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on with them."""
        self._means, self._seen = dict(state_dict["means"]), int(state_dict["seen"])


def _steps_left(stage: StageModule) -> float:
    """Guess how many steps are still to come; many, before the first."""
    step = stage.global_step
    progress = stage.budget.progress(step)
    return step * (1.0 - progress) / progress if progress else _MANY
