"""Gives the live renderer the sounds that carry a grid, without waiting for a disk."""

import contextlib
import logging
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from distill.errors import DistillError
from distill.storage.source_store import SourceStore
from distill.types import Audio

log = logging.getLogger("distill.worker")


class Sources(Protocol):
    """Opens sources by their id."""

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None while it is decoded, or if it is gone."""


class NoSources:
    """Has no sources."""

    def find(self, source: str) -> None:
        """Return None."""


class SourceReader:
    """Opens sources that are in the cache at once; others are decoded by threads, in turn.

    Threads: `find` and `follow` from the worker's main thread; a decoding thread only adds to the
    cache on disk.
    """

    def __init__(self) -> None:
        self._folders = ("", "")
        self._store: SourceStore | None = None
        self._open: dict[str, Audio] = {}
        self._decoding: dict[str, threading.Thread | None] = {}  # None: it is gone
        self._latest: threading.Thread | None = None

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None while it is decoded, or if it is gone."""
        audio = self._open.get(source)
        if audio is not None:
            return audio
        if self._store is None:
            return None
        thread = self._decoding.get(source)
        if source in self._decoding and (thread is None or thread.is_alive()):
            return None
        audio = self._store.try_open(source)
        if audio is not None:
            self._open[source] = audio
        elif thread is None:
            self._begin(self._store, source)
        else:
            self._decoding[source] = None
        return audio

    def follow(
        self, folders: tuple[str, str], needed: Collection[str], *, again: bool = False
    ) -> None:
        """Open the needed sources, or begin to decode them, and close all others.

        Args:
            folders: Those of the sources and of their cache.
            needed: Ids of sources.
            again: Look again for those that were gone?
        """
        if folders != self._folders:
            self._folders, again = folders, True
            folder, cache = folders
            self._store = SourceStore(Path(folder), Path(cache)) if folder and cache else None
            self._open = {}
        self._open = {name: audio for name, audio in self._open.items() if name in needed}
        self._decoding = {
            name: thread
            for name, thread in self._decoding.items()
            if (thread is None and name in needed and not again)
            or (thread is not None and thread.is_alive())
        }
        for name in needed:
            self.find(name)

    def _begin(self, store: SourceStore, source: str) -> None:
        """Decode a source once those before it are done: they share what the sound leaves."""
        previous = self._latest
        thread = threading.Thread(
            target=self._decode, args=(store, source, previous), name="sources", daemon=True
        )
        self._latest = self._decoding[source] = thread
        thread.start()

    def _decode(self, store: SourceStore, source: str, previous: threading.Thread | None) -> None:
        if previous is not None:
            previous.join()
        try:
            store.open(source)
        except DistillError as problem:
            log.warning("%s; the codec's own sound is heard instead", problem)


class OpenedSources:
    """Opens sources for a task, which may wait until they are decoded.

    Threads: one.
    """

    def __init__(self, folder: str, cache: str) -> None:
        self._store = SourceStore(Path(folder), Path(cache)) if folder and cache else None
        self._open: dict[str, Audio | None] = {}

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None if it is gone."""
        if source not in self._open:
            self._open[source] = None
            with contextlib.suppress(DistillError):
                self._open[source] = None if self._store is None else self._store.open(source)
        return self._open[source]
