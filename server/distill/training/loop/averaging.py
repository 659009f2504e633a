"""Exponential moving averages of the weights, which are less noisy than the weights.

Source: Polyak and Juditsky 1992; the rising decay is that of TensorFlow's moving averages. Towards
the end of a budget the learning rate falls to 0 and the weights settle; there the decay falls too,
and the averages end equal to the weights (measured:
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
"""Longest averaging window, as a share of the remaining steps."""


class Averaging(lightning.Callback):
    """Averages the weights, and swaps the averages into the network for each validation.

    Only parameters are averaged, not buffers: codebooks are moving averages already.

    Threads: the training's own.

    Attributes:
        decay: Largest decay per step; 0 disables averaging.
        swapped: Does the network hold the averages now?
    """

    def __init__(self, decay: float) -> None:
        self.decay = decay
        self.swapped = False
        self._means: dict[str, Tensor] = {}
        self._seen = 0

    @torch.no_grad()
    def update(self, stage: StageModule) -> None:
        """Add the weights of one step; the first and the last steps have a larger share."""
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
    def apply(self, stage: StageModule) -> None:
        """Copy the averages into the network."""
        if self._means:
            for name, weight in stage.network.named_parameters():
                weight.copy_(self._means[name])

    @torch.no_grad()
    def swap(self, stage: StageModule) -> None:
        """Swap the network's weights and the averages."""
        if self._means:
            for name, weight in stage.network.named_parameters():
                mean = self._means[name]
                live = weight.detach().clone()
                weight.copy_(mean)
                mean.copy_(live)
            self.swapped = not self.swapped

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Update the averages. Any: Lightning's own types."""
        if self.decay and isinstance(module, StageModule):
            self.update(module)

    @override
    def on_validation_start(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Swap the averages in."""
        if isinstance(module, StageModule):
            self.swap(module)

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Swap the weights back in, before a checkpoint is written."""
        if isinstance(module, StageModule) and self.swapped:
            self.swap(module)

    @override
    def state_dict(self) -> dict[str, Any]:
        """Return the averages for the checkpoint."""
        return {"means": self._means, "seen": self._seen}

    @override
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore the averages."""
        self._means, self._seen = dict(state_dict["means"]), int(state_dict["seen"])


def _steps_left(stage: StageModule) -> float:
    """Estimate the number of remaining steps; `_MANY` before the first."""
    step = stage.global_step
    progress = stage.budget.progress(step)
    return step * (1.0 - progress) / progress if progress else _MANY
