"""Deletes the sounds that no slot, undo step or snapshot needs any more, now and then."""

import logging
import queue
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from distill.errors import DistillError
from distill.storage import regular_file, snapshotfile
from distill.storage.source_store import LEASE_S, SourceStore
from distill.types import Clock

log = logging.getLogger("distill.files")

FIRST_S: Final = 10.0
"""Time after the start at which the sounds are cleaned first, so that nothing starts later."""
PERIOD_S: Final = LEASE_S / 4
"""Time between two cleanings; each also renews the leases of what is needed."""
_ANSWER_S: Final = 10.0
"""The engine is late or has stopped if it does not say by then what it needs."""
_ID: Final = re.compile(rb"\b[0-9a-f]{32}\b")


class SourceKeeper:
    """Cleans the sources on a thread of its own.

    Threads: `start` and `stop` from the app's; `needed` is called on the engine's.
    """

    def __init__(
        self,
        store: SourceStore,
        snapshots: Path,
        needed: Callable[[], set[str]],
        post: Callable[[Callable[[], None]], None],
        clock: Clock,
    ) -> None:
        """Prepare.

        Args:
            store: The sources.
            snapshots: Folder of the snapshots, whose sources are needed too.
            needed: Returns the ids that the session needs.
            post: Runs a call on the engine's thread.
            clock: The time, in seconds as those of files.
        """
        self._store, self._snapshots = store, snapshots
        self._needed, self._post, self._clock = needed, post, clock
        self._read: dict[tuple[str, int, int], frozenset[str]] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sources", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, within one file."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_ANSWER_S)

    def clean(self) -> int:
        """Delete what is not needed; return how many sounds. Nothing if the engine is silent."""
        answers: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        self._post(lambda: answers.put(self._needed()))
        try:
            needed = answers.get(timeout=_ANSWER_S)
        except queue.Empty:
            return 0
        return self._store.clean(needed | self._in_snapshots(), self._clock())

    def _run(self) -> None:
        wait_s = FIRST_S
        while not self._ending.wait(wait_s):
            wait_s = PERIOD_S
            try:
                if count := self.clean():
                    log.info("%d sounds that no slot or snapshot needs were deleted", count)
            except (OSError, DistillError) as error:
                log.warning("the kept sounds were not cleaned: %s", error)

    def _in_snapshots(self) -> set[str]:
        """Return whatever looks like an id in the files of the snapshots, readable or not.

        A snapshot of a newer version, which cannot be recalled here, needs its sounds too.
        """
        found: dict[tuple[str, int, int], frozenset[str]] = {}
        for path in self._snapshots.glob(f"*{snapshotfile.SUFFIX}"):
            try:
                about = path.stat()
                key = path.name, about.st_mtime_ns, about.st_size
                found[key] = self._read.get(key) or _ids(path)
            except OSError as error:
                log.warning("%s is not asked for its sounds: %s", path.name, error.strerror)
        self._read = found
        return {one for ids in found.values() for one in ids}


def _ids(path: Path) -> frozenset[str]:
    data = regular_file.read(path, snapshotfile.MAX_BYTES)
    return frozenset(match.decode() for match in _ID.findall(data))
