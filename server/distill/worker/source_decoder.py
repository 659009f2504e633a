"""Opens sources on a thread of its own, the most urgent first, so that nothing waits for a disk."""

import contextlib
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Collection
from typing import Final

from distill.errors import DistillError
from distill.storage.source_store import SourceStore
from distill.types import Audio

log = logging.getLogger("distill.worker")

NICENESS: Final = 5
"""Of the thread, where threads have their own: live sound goes first, and this before tasks."""
_PAGE: Final = 1024
"""Samples in the smallest page of memory."""


class SourceDecoder:
    """Opens the sources of one store, decoding those that are not in its cache.

    Threads: the worker's main thread calls; one of its own opens.
    """

    def __init__(self, store: SourceStore) -> None:
        """Begin; the thread starts with the first source that is asked for."""
        self._store = store
        self._lock = threading.Lock()  # held for some instructions only: the live thread takes it
        self._waiting: deque[str] = deque()
        self._current = ""
        self._ended: list[tuple[str, Audio | None]] = []
        self._wake = threading.Semaphore(0)
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, source: str, *, first: bool = False) -> None:
        """Open a source after those that wait, or before them; once, however often it is asked."""
        with self._lock:
            waits = source in self._waiting
            if source == self._current or (waits and not first):
                return
            if waits:
                self._waiting.remove(source)
            (self._waiting.appendleft if first else self._waiting.append)(source)
        self._wake.release()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sources", daemon=True)
            self._thread.start()

    def opening(self, source: str) -> bool:
        """Return whether a source is being opened now, and does not only wait."""
        return source == self._current

    @property
    def idle(self) -> bool:
        """Whether all that was asked for has been opened, or is gone."""
        with self._lock:
            return not self._waiting and not self._current

    def ended(self) -> list[tuple[str, Audio | None]]:
        """Return, once, the sources that were opened, [T, C], and those that are gone: None."""
        if not self._ended:
            return []
        with self._lock:
            ended, self._ended = self._ended, []
        return ended

    def keep_only(self, needed: Collection[str]) -> None:
        """Forget the sources that wait and are not needed."""
        with self._lock:
            self._waiting = deque(one for one in self._waiting if one in needed)

    def close(self) -> None:
        """End the thread after the source that it opens."""
        self._closed = True
        self._wake.release()

    def _run(self) -> None:
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        while True:
            self._wake.acquire()
            if self._closed:
                return
            with self._lock:
                self._current = self._waiting.popleft() if self._waiting else ""
            if self._current:
                audio = self._opened(self._current)
                with self._lock:
                    self._ended.append((self._current, audio))
                    self._current = ""

    def _opened(self, source: str) -> Audio | None:
        """Open a source, with its pages in memory; None, and a line in the log, if it is gone."""
        try:
            audio = self._store.open(source)
        except DistillError as problem:
            log.warning("%s; the codec's own sound is heard instead", problem)
            return None
        except Exception:
            log.exception("internal error in opening the sound %s", source)
            return None
        audio.reshape(-1)[::_PAGE].sum()
        return audio
