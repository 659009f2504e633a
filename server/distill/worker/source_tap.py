"""Keeps the sound of a task as its source, while the task reads it; a failure ends only that."""

import logging
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from distill.errors import BadArgument, FileProblem
from distill.storage.source_store import SourceStore
from distill.storage.source_writer import KeptSource, SourceWriter
from distill.types import Audio

log = logging.getLogger("distill.worker")


class SourceTap:
    """Writes a source, or nothing.

    Leave it with its `with` block: a sound that was not finished is deleted.

    Threads: one.

    Attributes:
        problem: Why nothing is kept though it was asked for; empty while all is well.
    """

    def __init__(self, folder: str, cache: str) -> None:
        """Begin; an empty folder keeps nothing."""
        self._open = ExitStack()
        self._writer: SourceWriter | None = None
        if folder:
            store = SourceStore(Path(folder), Path(cache))
            self._writer = self._open.enter_context(store.writer())
        self.problem = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def on(self) -> bool:
        """Is the sound being kept?"""
        return self._writer is not None

    def write(self, audio: Audio) -> None:
        """Add a block [T, C] at 48 kHz, C 1 or 2 and the same in all blocks."""
        if self._writer is not None:
            try:
                self._writer.write(audio)
            except (FileProblem, BadArgument) as problem:  # BadArgument: an input gave NaN
                self.fail(str(problem))

    def finish(self) -> KeptSource | None:
        """Write the files; return None if nothing is kept."""
        steps = self.finish_steps()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                source: KeptSource | None = end.value
                return source

    def finish_steps(self) -> Generator[float, None, KeptSource | None]:
        """Do the same, and yield the share that is done."""
        if self._writer is None:
            return None
        try:
            return (yield from self._writer.finish_steps())
        except (FileProblem, BadArgument) as problem:  # BadArgument: there was no sound
            self.fail(str(problem))
            return None

    def fail(self, problem: str) -> None:
        """Delete what was written, and go on without."""
        log.warning("the sound is not kept, so the slot has the codec's voice: %s", problem)
        self.problem = problem
        self._writer = None
        self._open.close()
