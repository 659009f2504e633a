"""One child process of a supervisor, and this end of its pipe."""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeAlias

log = logging.getLogger("distill.processes")

KILL_S: Final = 2.0
"""Longest wait for a killed process to be gone."""
FLUSH_S: Final = 1.0
"""Longest wait for the writer thread; it cannot block once the process is gone."""

Message: TypeAlias = Any
"""A message on a pipe; Any because each pair of processes has its own types."""
Entry: TypeAlias = tuple[Callable[..., None], tuple[object, ...]]
"""A function of an importable module, and its arguments after the child's end of the pipe."""


class Child:
    """A process and its pipe.

    Threads: `post` from any; a lock guards whether messages are still accepted. A writer thread
    writes to the pipe, so that a process that does not read blocks only the threads that wait for
    the result of `post`. Everything else belongs to the supervisor's thread.

    Attributes:
        pipe: Receives the messages of the process.
    """

    def __init__(self, context: SpawnContext, name: str, entry: Entry) -> None:
        """Start the process.

        Raises:
            OSError: The system cannot start another process.
        """
        target, arguments = entry
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self._name = name
        self._process: BaseProcess = context.Process(
            target=target, args=(theirs, *arguments), name=f"distill-{name}", daemon=True
        )
        self._process.start()
        theirs.close()
        self._lock = threading.Lock()
        self._closed = False
        self._outgoing: queue.SimpleQueue[tuple[Message, Future[bool]] | None]
        self._outgoing = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name=f"{name}-write", daemon=True)
        self._writer.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid or 0

    def post(self, message: Message) -> Future[bool]:
        """Queue a message; never blocks. The result is whether it was written to the pipe."""
        written: Future[bool] = Future()
        with self._lock:
            if not self._closed:
                self._outgoing.put((message, written))
                return written
        written.set_result(False)
        return written

    def exit_code(self, timeout_s: float) -> int | None:
        """Wait for the end of the process; None if it still runs."""
        self._process.join(timeout_s)
        return self._process.exitcode

    def kill(self) -> None:
        """Kill the process and wait for its end; a stopped one reacts to no other signal."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(KILL_S)

    def close(self) -> None:
        """Close the pipe of a process that has ended; queued messages are discarded."""
        with self._lock:
            self._closed = True
            self._outgoing.put(None)
        self._writer.join(FLUSH_S)
        self.pipe.close()

    def _write(self) -> None:
        while (item := self._outgoing.get()) is not None:
            message, written = item
            written.set_result(self._send(message))

    def _send(self, message: Message) -> bool:
        try:
            self.pipe.send(message)
        except OSError:  # the process has ended; the supervisor notices by itself
            return False
        except Exception:  # it must not end the writer
            log.exception("internal error: %s cannot be sent to %s", message, self._name)
            return False
        return True
