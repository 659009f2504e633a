"""How much of a training's time is gone, over all its sessions: what the learning rate follows."""

import time
from collections.abc import Callable
from typing import Any

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import BadArgument


class Budget(lightning.Callback):
    """Ends a training after so many minutes or steps, whichever comes first.

    Time that earlier sessions used is kept in the checkpoint, so a resumed training does the rest.

    Threads: the training's own.
    """

    def __init__(
        self, minutes: float, steps: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if minutes <= 0 and steps <= 0:
            raise BadArgument("a training needs a budget: give minutes or steps above 0")
        self.seconds = minutes * 60
        self.steps = steps
        self.clock = clock
        self.used = 0.0
        self._last = clock()

    def progress(self, step: int) -> float:
        """Say which share of the budget is gone at a step, 0..1."""
        by_time = self.used / self.seconds if self.seconds else 0.0
        by_steps = step / self.steps if self.steps else 0.0
        return min(1.0, max(by_time, by_steps))

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Begin to count."""
        self._last = self.clock()

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Count the step; ask for the end when the budget is gone. Any: Lightning's own types."""
        now = self.clock()
        self.used += now - self._last
        self._last = now
        if self.progress(trainer.global_step) >= 1.0:
            trainer.should_stop = True

    @override
    def state_dict(self) -> dict[str, Any]:
        """Keep the time that was used."""
        return {"used": self.used}

    @override
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from the time that was used."""
        self.used = float(state_dict["used"])
