"""What the threads of the worker share: the pipe to the engine, and what it asked."""

import os
import queue
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from distill.protocol.messages import FromWorker, StartTask
from distill.worker.task_steps import Loaded


@dataclass(slots=True)
class WorkerShared:
    """The worker's one shared place.

    Threads: `say` from any; `tasks` main to task thread; `models` task to main thread; `dropped`
    is only added to by main and only looked at by the task thread.

    Attributes:
        pipe: To the engine.
        tasks: What is still to be done.
        models: Models that were loaded and are to be played from now on.
        dropped: Numbers of jobs that were given up.
        busy_since: Monotonic time at which the main loop began its present step.
        figures: Load and timing for the status.
    """

    pipe: Connection
    tasks: "queue.SimpleQueue[StartTask]" = field(default_factory=queue.SimpleQueue)
    models: "queue.SimpleQueue[Loaded]" = field(default_factory=queue.SimpleQueue)
    dropped: set[int] = field(default_factory=set)
    busy_since: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: FromWorker) -> None:
        """Send to the engine; when it is gone, so is the worker."""
        with self._lock:
            try:
                self.pipe.send(message)
            except OSError:
                os._exit(1)
