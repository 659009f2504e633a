"""Ctrl-C in a training loses nothing: the step in hand is finished and kept, then it ends."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import Cancelled
from distill.training.loop.hardware import agreed


class Interrupt(lightning.Callback):
    """Ends a training between two steps, in all its processes at the same one.

    A second Ctrl-C ends it at once, with what the last look kept.

    Threads: the training's own; the signal comes on the main thread.
    """

    def __init__(self, keep: Callable[[], None]) -> None:
        """Prepare; `keep` writes the checkpoint that the next session goes on from."""
        self._keep = keep
        self._asked = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C as a wish to end; on other threads than the main one it cannot come.

        Raises:
            Cancelled: It came a second time.
        """
        self._asked = False
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._ask)
        try:
            yield
        except SystemExit as end:  # Lightning's answer to a KeyboardInterrupt
            if not isinstance(end.__context__, KeyboardInterrupt):
                raise
            raise Cancelled(
                "training stopped at once; the same command goes on from its last look"
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
        """End if asked to. Any: Lightning's own types.

        Raises:
            Cancelled: Says at which step.
        """
        if agreed(trainer, self._asked) or trainer.received_sigterm:
            self._keep()
            raise Cancelled(
                f"training stopped at step {trainer.global_step}; "
                "the same command goes on from there"
            )

    def _ask(self, _signum: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
