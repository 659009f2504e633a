"""Handles Ctrl-C in a training: the current step is finished and saved, then training stops."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import Cancelled
from distill.training.loop.hardware import broadcast


class Interrupt(lightning.Callback):
    """Stops a training between two steps, in all its processes after the same step.

    A second Ctrl-C stops it at once, with the checkpoint of the last validation.

    Threads: the training's own; the signal arrives on the main thread.
    """

    def __init__(self, save: Callable[[], None]) -> None:
        """Store `save`, which writes the checkpoint that the next session resumes from."""
        self._save = save
        self._stop_requested = False

    @contextmanager
    def handle_sigint(self) -> Iterator[None]:
        """Handle Ctrl-C in this context; only the main thread can receive it.

        Raises:
            Cancelled: A second Ctrl-C.
        """
        self._stop_requested = False
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._on_sigint)
        try:
            yield
        except SystemExit as end:  # Lightning's answer to a KeyboardInterrupt
            if not isinstance(end.__context__, KeyboardInterrupt):
                raise
            raise Cancelled(
                "training stopped at once; the same command resumes from the last validation"
            ) from None
        finally:
            signal.signal(signal.SIGINT, before)

    @override
    def on_train_batch_end(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Stop after a Ctrl-C. Any: Lightning's own types.

        Raises:
            Cancelled: Names the step.
        """
        if broadcast(trainer, self._stop_requested) or trainer.received_sigterm:
            self._save()
            raise Cancelled(
                f"training stopped at step {trainer.global_step}; "
                "the same command resumes from there"
            )

    def _on_sigint(self, _signum: int, _frame: FrameType | None) -> None:
        if self._stop_requested:
            raise KeyboardInterrupt
        self._stop_requested = True
