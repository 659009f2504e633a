"""Everything that clients are told without a request: slots, sounds of the model, live values."""

from distill.commands.context import Files, model_to_load
from distill.engine.corpus_news import CorpusNews
from distill.engine.events import Event
from distill.engine.ports import Output
from distill.engine.slot_notifier import SlotNotifier
from distill.engine.telemetry_publisher import TelemetryPublisher
from distill.protocol.output import OutputHistory
from distill.session.session import Session
from distill.types import Clock


class Notifiers:
    """Collects what is due.

    Threads: the engine's thread only.
    """

    def __init__(
        self,
        session: Session,
        files: Files,
        output: tuple[Output, OutputHistory],
        telemetry: TelemetryPublisher,
        clock: Clock,
    ) -> None:
        """Begin; `output` is where sound goes, and what was played there."""
        self._parts = (
            SlotNotifier(session.changes, clock, lambda slot: model_to_load(session, files, slot)),
            CorpusNews(session, *output, clock),
            telemetry,
        )

    def due(self) -> list[Event]:
        """Return what is due, in order."""
        return [event for part in self._parts for event in part.due()]

    def patience(self, longest_s: float) -> float:
        """Return how long the engine may sleep until something is due, in seconds."""
        return min(part.patience(longest_s) for part in self._parts)
