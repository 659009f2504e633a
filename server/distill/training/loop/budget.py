"""The share of a stage's budget that is used, over all sessions; it sets the learning rate."""

import math
import time
from collections.abc import Callable
from typing import Any, Final

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import BadArgument
from distill.training.loop.hardware import broadcast

_MOST_ENDING: Final = 0.2
"""Largest share of the budget that is reserved for the time after the last step."""


class Budget(lightning.Callback):
    """Ends a training after a number of minutes or steps, whichever comes first.

    The checkpoint stores the time that earlier sessions used, so a resumed training uses the rest.
    All time counts: steps, validations, and the final validation and measurement after the last
    step, whose time is estimated from the validations before.

    Threads: the training's own.

    Attributes:
        seconds: Budget of time; 0 counts steps only.
        steps: Budget of steps; 0 counts time only.
        used: Seconds used so far.
        session: Seconds of these in this session.
        validation_seconds: Duration of the latest validation and of the writes after it.
        final_validations: Duration of the end, in validations.
    """

    def __init__(
        self, minutes: float, steps: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if minutes <= 0 and steps <= 0:
            raise BadArgument("a training needs a budget: give minutes or steps above 0")
        self.seconds = minutes * 60
        self.steps = steps
        self.clock = clock
        self.used = self.session = 0.0
        self.validation_seconds = 0.0
        self.final_validations = 1.0
        self._last = clock()
        self._validation_began: float | None = None
        self._step = 0.0
        self._steps: list[float] = []

    def begin(self) -> None:
        """Start counting."""
        self._last = self.clock()

    def progress(self, step: int) -> float:
        """Return the used share of the budget at a step, 0..1."""
        by_time = self.used / (self.seconds - self._reserved()) if self.seconds else 0.0
        by_steps = step / self.steps if self.steps else 0.0
        return min(1.0, max(by_time, by_steps))

    def seconds_left(self, step: int) -> float:
        """Estimate the remaining seconds of the training."""
        progress, used = self.progress(step), self.used
        if self.seconds and not self.steps:
            return max(0.0, self.seconds - self._reserved() - used)
        return used * (1.0 - progress) / progress if progress else 0.0

    @property
    def step_s(self) -> float:
        """Return the mean seconds of a step in this session, without validations; 0 if unknown.

        The first one, which also warms up, counts only if it is the only one.
        """
        steps = self._steps[1:] or self._steps
        return sum(steps) / len(steps) if steps else 0.0

    def affordable_validations(self) -> float:
        """Return how many validations fit into the time reserved for the end; inf if unknown."""
        if not self.seconds or not self.validation_seconds:
            return math.inf
        return _MOST_ENDING * self.seconds / self.validation_seconds

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Give all processes the same budget."""
        self.seconds, self.final_validations = broadcast(
            trainer, (self.seconds, self.final_validations)
        )

    @override
    def on_validation_start(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Start timing a validation."""
        self._validation_began = self.clock()

    @override
    def on_train_batch_start(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Stop timing the validation before this step. Any: Lightning's own types."""
        if self._validation_began is not None:
            self.validation_seconds = self.clock() - self._validation_began
            self._validation_began = None
            self.count()

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Count the step; stop when the budget is used up. Any: Lightning's own types."""
        self._step = self.count()
        self._steps.append(self._step)
        shared = (self.used, self.validation_seconds, self._step)
        self.used, self.validation_seconds, self._step = broadcast(trainer, shared)
        if self.progress(trainer.global_step) >= 1.0:
            trainer.should_stop = True

    def count(self) -> float:
        """Add the time since the last count; return it."""
        now = self.clock()
        passed = now - self._last
        self.used += passed
        self.session += passed
        self._last = now
        return passed

    @override
    def state_dict(self) -> dict[str, Any]:
        """Return the used time for the checkpoint."""
        return {"used": self.used, "look": self.validation_seconds}

    @override
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore the used time."""
        self.used = float(state_dict["used"])
        self.validation_seconds = float(state_dict.get("look", 0.0))

    def _reserved(self) -> float:
        """Return the seconds reserved for the end, and for half a step, since steps run whole."""
        end = self.validation_seconds * self.final_validations + 0.5 * self._step
        return min(end, _MOST_ENDING * self.seconds)
