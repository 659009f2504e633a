"""When a training stops for a look at held-out sound: often enough, and never for too long."""

from typing import Any, Final

import lightning.pytorch as lightning
from typing_extensions import override

from distill.training.loop.budget import Budget

_AT_LEAST: Final = 20
"""Looks in a budget of minutes …"""
_SELDOMEST: Final = 300.0
"""… and seconds between two in a long one, since a look is also a checkpoint."""
_FIRST: Final = 30.0
"""Seconds to the first look, so that the first preview is there within a minute."""
_MOST: Final = 0.05
"""Share of the time that looks may take …"""
_FEWEST: Final = 5
"""… but there are so many in a budget all the same; the first one may have compiled something."""
_LAST: Final = 1.0 - 0.5 / _AT_LEAST
"""Share of the budget after which none is due: the training ends with one anyway."""


class ValidationSchedule(lightning.Callback):
    """Tells Lightning to look now.

    A budget of steps is looked at every so many steps, the same ones in every session. In a budget
    of minutes a look also comes when time has passed, and waits where looks are slow.

    Threads: the training's own.
    """

    def __init__(self, budget: Budget, every: int) -> None:
        self._budget, self._every = budget, every
        self._step, self._used, self._any = 0, 0.0, False

    def due(self, step: int) -> bool:
        """Is it time for a look after this step?"""
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
        cheap = since - budget.look >= budget.look * (1.0 / _MOST - 1.0)
        return enough and (cheap or since >= budget.seconds / _FEWEST)

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Wait for what is due; Lightning would count batches of this session."""
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
        """Ask for a look if one is due. Any: Lightning's own types."""
        due = self.due(trainer.global_step)
        trainer.val_check_batch = 1 if due else float("inf")
        if due:
            self._step, self._used, self._any = trainer.global_step, self._budget.used, True
