"""Calls a hook at each validation, which publishes a model file and audio previews."""

import logging
from collections.abc import Callable

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import FileProblem
from distill.training.loop.hardware import is_main_process
from distill.training.loop.stage_module import StageModule

ValidationHook = Callable[[int, int], None]
"""Takes the step and the number of earlier validations; the network has its averaged weights."""
log = logging.getLogger("distill.training")


class PreviewCallback(lightning.Callback):
    """Calls a hook and measures its time. If a file cannot be written, training continues.

    Threads: the training's own.

    Attributes:
        seconds: Time that the hook took in this session.
    """

    def __init__(self, hook: ValidationHook, stage: StageModule) -> None:
        self.seconds = 0.0
        self._hook, self._stage = hook, stage

    @override
    def on_validation_end(
        self, trainer: lightning.Trainer, module: lightning.LightningModule
    ) -> None:
        """Call the hook in the main process."""
        if not is_main_process():
            return
        began = self._stage.budget.clock()
        try:
            self._hook(trainer.global_step, len(self._stage.curve) - 1)
        except FileProblem as problem:
            log.warning("preview not written: %s", problem)
        self.seconds += self._stage.budget.clock() - began
