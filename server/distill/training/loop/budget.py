"""How much of a training's time is gone, over all its sessions: what the learning rate follows."""

import time
from collections.abc import Callable
from typing import Any, Final

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import BadArgument
from distill.training.loop.hardware import agreed

_MOST_ENDING: Final = 0.2
"""Largest share of the budget that is kept for what comes after the last step."""


class Budget(lightning.Callback):
    """Ends a training after so many minutes or steps, whichever comes first.

    Time that earlier sessions used is kept in the checkpoint, so a resumed training does the rest.
    Everything counts: steps, looks, and the last look and measurement after the last step, which
    take about as long as the looks before them let expect.

    Threads: the training's own.

    Attributes:
        seconds: The budget; 0 counts steps only.
        steps: The budget; 0 counts minutes only.
        used: Seconds that are gone.
        look: Seconds that the latest look took, with all that was written after it.
        ending: How many looks the end takes.
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
        self.look = 0.0
        self.ending = 1.0
        self._last = clock()
        self._look_began: float | None = None
        self._step = 0.0

    def begin(self) -> None:
        """Count from now."""
        self._last = self.clock()

    def progress(self, step: int) -> float:
        """Say which share of the budget is gone at a step, 0..1."""
        by_time = self.used / (self.seconds - self._kept()) if self.seconds else 0.0
        by_steps = step / self.steps if self.steps else 0.0
        return min(1.0, max(by_time, by_steps))

    def seconds_left(self, step: int) -> float:
        """Guess how long the training goes on, from what is there and what went by."""
        progress, used = self.progress(step), self.used
        if self.seconds and not self.steps:
            return max(0.0, self.seconds - self._kept() - used)
        return used * (1.0 - progress) / progress if progress else 0.0

    @override
    def on_train_start(self, trainer: lightning.Trainer, module: lightning.LightningModule) -> None:
        """Let all processes have the same budget."""
        self.seconds, self.ending = agreed(trainer, (self.seconds, self.ending))

    @override
    def on_validation_start(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Begin to count a look."""
        self._look_began = self.clock()

    @override
    def on_train_batch_start(
        self,
        trainer: lightning.Trainer,
        module: lightning.LightningModule,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """A look before this step has ended. Any: Lightning's own types."""
        if self._look_began is not None:
            self.look = self.clock() - self._look_began
            self._look_began = None
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
        """Count the step; ask for the end when the budget is gone. Any: Lightning's own types."""
        self._step = self.count()
        shared = (self.used, self.look, self._step)
        self.used, self.look, self._step = agreed(trainer, shared)
        if self.progress(trainer.global_step) >= 1.0:
            trainer.should_stop = True

    def count(self) -> float:
        """Add the time since it was counted last; give it."""
        now = self.clock()
        passed = now - self._last
        self.used += passed
        self._last = now
        return passed

    @override
    def state_dict(self) -> dict[str, Any]:
        """Keep the time that was used."""
        return {"used": self.used, "look": self.look}

    @override
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from the time that was used."""
        self.used = float(state_dict["used"])
        self.look = float(state_dict.get("look", 0.0))

    def _kept(self) -> float:
        """Seconds kept for the end; half a step too, since a step is done whole."""
        ending = self.look * self.ending + 0.5 * self._step
        return min(ending, _MOST_ENDING * self.seconds)
