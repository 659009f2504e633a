"""Schedules validations: often enough, and within a share of the training time."""

from typing import Any, Final

import lightning.pytorch as lightning
from typing_extensions import override

from distill.training.loop.budget import Budget

_AT_LEAST: Final = 20
"""Fewest validations in a budget of minutes …"""
_SELDOMEST: Final = 300.0
"""… and most seconds between two in a long one, since a validation also writes a checkpoint."""
_FIRST: Final = 30.0
"""Most seconds before the first validation, so that a preview exists within a minute."""
_MOST: Final = 0.05
"""Share of the time that validations may take …"""
_FEWEST: Final = 5
"""… unless there would be fewer than this in a budget; the first one may include compilation."""
_LAST: Final = 1.0 - 0.5 / _AT_LEAST
"""Share of the budget after which none is due, since the training ends with one."""


class ValidationSchedule(lightning.Callback):
    """Tells Lightning when to validate.

    In a budget of steps, validations are due at fixed steps, the same in every session. In a budget
    of minutes they are also due after some time, and are delayed where they are slow.

    Threads: the training's own.
    """

    def __init__(self, budget: Budget, every: int) -> None:
        self._budget, self._every = budget, every
        self._step, self._used, self._any = 0, 0.0, False

    def due(self, step: int) -> bool:
        """Is a validation due after this step?"""
        budget = self._budget
        if not budget.seconds:
            return step % self._every == 0
        if budget.progress(step) > _LAST:
            return False
        since = budget.used - self._used
        wait = min(budget.seconds / _AT_LEAST, _SELDOMEST)
        if not self._any:
            wait = min(wait, _FIRST)
        enough = step - self._step >= self._every or since >= wait
        cheap = since - budget.validation_seconds >= budget.validation_seconds * (1.0 / _MOST - 1.0)
        return enough and (cheap or since >= budget.seconds / _FEWEST)

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Turn off Lightning's own schedule, which counts the batches of this session."""
        trainer.val_check_batch = float("inf")
        self._step = trainer.global_step
        self._used = self._budget.used

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Request a validation if one is due. Any: Lightning's own types."""
        due = self.due(trainer.global_step)
        trainer.val_check_batch = 1 if due else float("inf")
        if due:
            self._step, self._used, self._any = trainer.global_step, self._budget.used, True
