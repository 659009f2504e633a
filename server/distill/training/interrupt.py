"""Ctrl-C in a training loses nothing: the step it came at is kept, and the same command goes on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lightning.pytorch as lightning
from typing_extensions import override

from distill.errors import Cancelled


class KeepOnInterrupt(lightning.Callback):
    """Saves a checkpoint when Ctrl-C comes; Lightning alone keeps only that of the last look."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @override
    def on_exception(
        self,
        trainer: lightning.Trainer,
        pl_module: lightning.LightningModule,
        exception: BaseException,
    ) -> None:
        """Save."""
        if isinstance(exception, KeyboardInterrupt):
            trainer.save_checkpoint(self._file)


@contextmanager
def stoppable(trainer: lightning.Trainer) -> Iterator[None]:
    """Turn Lightning's answer to Ctrl-C, which ends the process, into an error of ours.

    Raises:
        Cancelled: Ctrl-C came; says at which step.
    """
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    except SystemExit as end:
        if not isinstance(end.__context__, KeyboardInterrupt):
            raise
        raise Cancelled(
            f"training stopped at step {trainer.global_step}; the same command goes on from there"
        ) from None
    finally:
        signal.signal(signal.SIGINT, handler)
