"""Tells clients which sounds are written from, and which one a stream plays from now."""

from typing import Final

from distill.engine.events import Notification
from distill.engine.ports import Output
from distill.protocol.output import ColumnRendered, OutputHistory
from distill.session.session import Session
from distill.session.sound_origins import SoundOrigins
from distill.types import SAMPLE_RATE, Clock

SOURCE: Final = "source"
"""Topic of the news of what plays; those of patterns have the names of their commands."""
PERIOD_S: Final = 0.05
"""Time between two looks at the playhead: a third of a column."""
_CLOSE: Final = 0.25
"""Columns by which a sound that goes on may seem to jump, as seconds are rounded."""


class CorpusNews:
    """Compares what is so with what was told last.

    Threads: the engine's thread only.
    """

    def __init__(self, session: Session, output: Output, log: OutputHistory, clock: Clock) -> None:
        self._session, self._output, self._log = session, output, log
        self._clock = clock
        self._files = session.sampling.files
        self._next_look = clock()
        self._column: ColumnRendered | None = None
        self._place = "", 0.0

    def due(self) -> list[Notification]:
        """Return the news."""
        return [*self._choice(), *self._jumps()]

    def patience(self, longest_s: float) -> float:
        """Return how long the engine may sleep until the playhead is looked at, in seconds."""
        if self._session.transport != "stream":
            return longest_s
        return min(longest_s, max(0.0, self._next_look - self._clock()))

    def _choice(self) -> list[Notification]:
        """Tell the patterns of files that have changed, by a command or in a recalled state."""
        before, self._files = self._files, self._session.sampling.files
        model = self._session.model
        names = [] if model is None else list(model.file_ends)
        counts = sum(self._session.sampling.uses(names)), len(names)
        pairs = zip(("only", "avoid"), before, self._files, strict=True)
        return [Notification(topic, (*counts, *now)) for topic, was, now in pairs if was != now]

    def _jumps(self) -> list[Notification]:
        """Tell where in which file a stream plays, where it does not go on as it did."""
        now = self._clock()
        if self._session.transport != "stream":
            return self._told(None, ("", 0.0))
        if now < self._next_look:
            return []
        self._next_look = now + PERIOD_S
        ring = self._output.playhead(now, 0, 0).ring
        column = self._log.at(ring)[0] if ring >= 0 else None
        if column is None:  # a gap in the sound is no jump
            return []
        if column.carriers is None:
            return self._told(column, ("", 0.0))
        origins = SoundOrigins(self._session.sounding, self._session.known_grids())
        (file,), (second,) = origins.of_columns(column.carriers, column.by.column)
        return self._told(column, (file, float(second)))

    def _told(self, column: ColumnRendered | None, place: tuple[str, float]) -> list[Notification]:
        """Remember a place, and return the news of it if it is another."""
        before, self._column = self._column, column
        was, self._place = self._place, place
        same = was == place
        if before is not None and column is not None and place[0]:
            length_s = column.by.column / SAMPLE_RATE
            passed_s = (column.number - before.number) * length_s
            goes_on = abs(place[1] - was[1] - passed_s) < _CLOSE * length_s
            same = was[0] == place[0] and before.take == column.take and goes_on
        return [] if same else [Notification(SOURCE, place)]
