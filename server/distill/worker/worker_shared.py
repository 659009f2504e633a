"""The state that the worker's threads share: the pipe to the engine, tasks and models."""

import os
import queue
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from distill.protocol.messages import FromWorker, StartTask
from distill.worker.task_steps import Loaded


@dataclass(slots=True)
class WorkerShared:
    """State that the threads of the worker share.

    Threads: `send` from any; `tasks` main to task thread; `models` task to main thread;
    `cancelled`: main adds, the task thread reads and removes.

    Attributes:
        pipe: The pipe to the engine.
        tasks: Tasks that wait to be run.
        models: Models that were loaded and that the main thread has not received.
        loaded: The model that was loaded last; the task thread replaces it, any may read it.
        cancelled: Numbers of cancelled jobs.
        busy_since: Monotonic time at which the main loop began its present step.
        stats: Load and timing for the status.
    """

    pipe: Connection
    tasks: "queue.SimpleQueue[StartTask]" = field(default_factory=queue.SimpleQueue)
    models: "queue.SimpleQueue[Loaded]" = field(default_factory=queue.SimpleQueue)
    loaded: Loaded | None = None
    cancelled: set[int] = field(default_factory=set)
    busy_since: float = 0.0
    stats: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: FromWorker) -> None:
        """Send a message to the engine; when the engine is gone, end the process."""
        with self._lock:
            try:
                self.pipe.send(message)
            except OSError:
                os._exit(1)
