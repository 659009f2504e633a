"""Gives the live renderer the sounds that carry a grid, without waiting for a disk."""

import contextlib
from collections import OrderedDict
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from distill.errors import DistillError
from distill.protocol.source_folders import SourceRoots
from distill.storage.source_store import SourceStore
from distill.types import Audio
from distill.worker.source_decoder import SourceDecoder

MOST_NEEDED: Final = 32
"""Most sources that a score opens before they are asked for: a slot that was written from a corpus
may have a hundred, which are opened as it is played."""
MOST_SOON: Final = 12
"""Most sources open besides, those that sound or soon will: of a corpus, 10 MB each."""


class Sources(Protocol):
    """Opens sources by their id."""

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None while it is decoded, or if it is gone."""

    def soon(self, sources: Sequence[str]) -> None:
        """Prepare sources that will be asked for, the next one first."""


class NoSources:
    """Has no sources."""

    def find(self, source: str) -> None:
        """Return None."""

    def soon(self, sources: Sequence[str]) -> None:
        """Do nothing."""


class SourceReader:
    """Opens sources that are in the cache at once; a thread decodes the others.

    Threads: the worker's main thread only.
    """

    def __init__(self) -> None:
        self._folders = SourceRoots()
        self._store: SourceStore | None = None
        self._decoder: SourceDecoder | None = None
        self._open: dict[str, Audio] = {}
        self._needed: frozenset[str] = frozenset()
        self._soon: OrderedDict[str, None] = OrderedDict()  # the latest one last
        self._gone: set[str] = set()

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None while it is decoded, or if it is gone."""
        audio = self._open.get(source)
        if audio is not None:
            return audio
        if source not in self._needed:
            self._keep_soon([source])
        return self._found(source, first=True)

    def soon(self, sources: Sequence[str]) -> None:
        """Open sources that will be asked for, the next one first; the earliest ones are closed."""
        if self._decoder is None:
            return
        self._keep_soon(sources)
        self._receive(self._decoder)
        for source in reversed(sources):
            if source not in self._open and source not in self._gone:
                self._decoder.ask(source, first=True)

    def follow(self, folders: SourceRoots, needed: Collection[str], *, again: bool = False) -> None:
        """Open the needed sources, or begin to decode them, and close those of earlier scores.

        Args:
            folders: Where the sources are.
            needed: Ids of sources.
            again: Look again for those that were gone?
        """
        if SourceRoots(*folders) != self._folders:
            self._change(SourceRoots(*folders))
        self._needed = frozenset(needed)
        kept = self._needed | self._soon.keys()
        self._gone = set() if again else self._gone & kept
        self._open = {name: audio for name, audio in self._open.items() if name in kept}
        if self._decoder is not None:
            self._decoder.keep_only(kept)
        for name in islice(needed, MOST_NEEDED):
            if name not in self._open:
                self._found(name, first=False)

    def _keep_soon(self, sources: Sequence[str]) -> None:
        """Keep sources open, the first one longest; close the earliest, beyond their bound."""
        for source in reversed(sources):
            self._soon.pop(source, None)
            self._soon[source] = None
        while len(self._soon) > MOST_SOON:
            late, _ = self._soon.popitem(last=False)
            if late not in self._needed:
                self._open.pop(late, None)
                self._gone.discard(late)

    def _change(self, folders: SourceRoots) -> None:
        self._folders, self._store = folders, opened_store(folders)
        if self._decoder is not None:
            self._decoder.close()
        self._decoder = None if self._store is None else SourceDecoder(self._store)
        self._open = {}
        self._soon.clear()
        self._gone.clear()

    def _found(self, source: str, *, first: bool) -> Audio | None:
        """Open a source that the cache has; else have it decoded."""
        if self._decoder is None or self._store is None:
            return None
        self._receive(self._decoder)
        audio = self._open.get(source)
        if audio is not None or source in self._gone or self._decoder.opening(source):
            return audio
        audio = self._store.try_open(source)
        if audio is None:
            self._decoder.ask(source, first=first)
        else:
            self._open[source] = audio
        return audio

    def _receive(self, decoder: SourceDecoder) -> None:
        """Receive what the thread has opened."""
        for source, audio in decoder.ended():
            if audio is None:
                self._gone.add(source)
            elif source in self._needed or source in self._soon:
                self._open[source] = audio


class OpenedSources:
    """Opens sources for a task, which may wait until they are decoded.

    Threads: one.
    """

    def __init__(self, folder: str, cache: str, libraries: tuple[str, ...] = ()) -> None:
        """Begin; arguments as the fields of `SourceRoots`."""
        self._store = opened_store(SourceRoots(folder, cache, libraries))
        self._open: dict[str, Audio | None] = {}

    def find(self, source: str) -> Audio | None:
        """Return the samples of a source, [T, C]; None if it is gone."""
        if source not in self._open:
            self._open[source] = None
            with contextlib.suppress(DistillError):
                self._open[source] = None if self._store is None else self._store.open(source)
        return self._open[source]

    def soon(self, sources: Sequence[str]) -> None:
        """Do nothing: a task may wait."""


def opened_store(folders: SourceRoots) -> SourceStore | None:
    """Return the store of some folders; None without any."""
    kept, cache, libraries = SourceRoots(*folders)
    if not (kept and cache):
        return None
    return SourceStore(Path(kept), Path(cache), [Path(one) for one in libraries])
