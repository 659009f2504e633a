"""A thread that runs an action when it is triggered, at a limited rate."""

import threading
from collections.abc import Callable


class Throttle:
    """Calls `action` soon after each trigger, at most once in `interval_s`.

    Triggers in between are merged into one; the last one is never lost.

    Threads: `trigger` and `stop` from any. `action` is called on a thread of its own, and may
    block. Two events are the only state that threads share.
    """

    def __init__(self, name: str, interval_s: float, action: Callable[[], None]) -> None:
        self._interval_s = interval_s
        self._action = action
        self._triggered = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def trigger(self) -> None:
        """Request a run of the action."""
        self._triggered.set()

    def stop(self, timeout_s: float) -> None:
        """End the thread, and wait for it at most `timeout_s`: the action may block."""
        self._ending.set()
        self._triggered.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            self._triggered.wait()
            if self._ending.is_set():
                return
            self._triggered.clear()
            self._action()
            self._ending.wait(self._interval_s)
