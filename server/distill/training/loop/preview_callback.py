"""At a look, shows what the network can do by then: a model file, sounds to listen to."""

import logging
from collections.abc import Callable

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import FileProblem
from distill.training.loop.hardware import is_main_process
from distill.training.loop.stage_module import StageModule

Show = Callable[[int, int], None]
"""Takes the step, and how many looks there were before; the network wears its averaged weights."""
log = logging.getLogger("distill.training")


class PreviewCallback(lightning.Callback):
    """Calls what shows, and counts what it costs. Where a file has no room training goes on.

    Threads: the training's own.

    Attributes:
        seconds: What it took so far in this session.
    """

    def __init__(self, show: Show, stage: StageModule) -> None:
        self.seconds = 0.0
        self._show, self._stage = show, stage

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Show."""
        if not is_main_process():
            return
        began = self._stage.budget.clock()
        try:
            self._show(trainer.global_step, len(self._stage.curve) - 1)
        except FileProblem as problem:
            log.warning("not shown: %s", problem)
        self.seconds += self._stage.budget.clock() - began
