"""A thread that does one thing when it is stirred, and not too often."""

import threading
from collections.abc import Callable


class Pacer:
    """Calls `act` soon after each stir, at most once in `pause_s`; stirs meanwhile count as one.

    Threads: `stir` and `stop` from any; `act` is called on a thread of its own, and may block.
    """

    def __init__(self, name: str, pause_s: float, act: Callable[[], None]) -> None:
        self._pause_s = pause_s
        self._act = act
        self._stirred = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stir(self) -> None:
        """Have it done soon."""
        self._stirred.set()

    def stop(self, patience_s: float) -> None:
        """End, and wait for it for a while; it may be stuck in what it does."""
        self._ending.set()
        self._stirred.set()
        if self._thread.is_alive():
            self._thread.join(patience_s)

    def _run(self) -> None:
        while True:
            self._stirred.wait()
            if self._ending.is_set():
                return
            self._stirred.clear()
            self._act()
            self._ending.wait(self._pause_s)
