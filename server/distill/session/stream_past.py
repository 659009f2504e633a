"""What a stream continues and what it has played, from which another worker goes on."""

from collections import deque
from typing import Final

import numpy as np

from distill.codes.carriers import Carriers
from distill.types import Codes

HISTORY_COLUMNS: Final = 768
"""Columns of a stream that are kept (about two minutes)."""


class StreamPast:
    """The past of one stream.

    Threads: the engine's thread only.

    Attributes:
        context: Shape [W, H, Q]; the columns that it continues, or None.
        carriers: What carries the context, or None.
        played: How many columns it has played since it began.
    """

    def __init__(
        self, context: Codes | None = None, carriers: Carriers | None = None, played: int = 0
    ) -> None:
        self.context, self.carriers, self.played = context, carriers, played
        self._heard: deque[tuple[Codes, Carriers | None]] = deque()

    def add(self, columns: Codes, carriers: Carriers | None) -> None:
        """Add columns [W, H, Q] that were played, and what carries them."""
        self._heard.append((columns, carriers))
        self.played += len(columns)
        while len(self._heard) > HISTORY_COLUMNS:
            self._heard.popleft()

    @property
    def heard(self) -> bool:
        """Was anything played after the context?"""
        return bool(self._heard)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources that carry the context."""
        return () if self.carriers is None else self.carriers.sources

    def whole(self) -> tuple[Codes | None, Carriers | None]:
        """Return the context and what was played, the last columns, and what carries them."""
        if not self._heard:
            return self.context, self.carriers
        parts = list(self._heard)
        if self.context is not None:
            parts.insert(0, (self.context, self.carriers))
        codes = np.concatenate([columns for columns, _ in parts])[-HISTORY_COLUMNS:]
        return codes, _joined(parts)

    def continued(self) -> "StreamPast":
        """Return the past of a stream that continues after what this one has played."""
        return StreamPast(*self.whole(), self.played)


def _joined(parts: list[tuple[Codes, Carriers | None]]) -> Carriers | None:
    """Return what carries the last columns of all parts; None if nothing does."""
    if all(carriers is None for _, carriers in parts):
        return None
    shapes = {codes.shape for codes, carriers in parts if carriers is None}
    nothing = {shape: Carriers.none(shape) for shape in shapes}
    first, *rest = (nothing[codes.shape] if one is None else one for codes, one in parts)
    return first.joined(*rest).taken(slice(-HISTORY_COLUMNS, None)).compact()
