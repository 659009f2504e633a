"""Sends the worker the score whenever it has changed."""

from collections.abc import Callable

from distill.engine.ports import Output
from distill.protocol.messages import SetScore, ToWorker
from distill.protocol.score import Score
from distill.session.session import Session


class ScoreFeed:
    """The score that was sent last, and the frame at which it starts.

    Threads: the engine's only.
    """

    def __init__(self, session: Session, output: Output, send: Callable[[ToWorker], None]) -> None:
        """Begin; `send` sends the current worker a message."""
        self._session = session
        self._output = output
        self._send = send
        self._score: Score | None = None
        self._at = 0

    def push(self, at: int = 0, *, ready: bool) -> None:
        """Send the score, if it has changed, with the frame at which it starts.

        A score that is sent while the worker still waits for a frame gets that frame too, since a
        score replaces the one before. Only a stop never waits.

        Args:
            at: Frame of the output; 0 for now.
            ready: Whether the worker has the model; else only the output is faded, and `resume`
                sends the score later.
        """
        score = self._session.score()
        if score.same(self._score):
            return
        before, self._score = self._score, score
        panics = before is not None and score.panic != before.panic
        if panics:
            self._output.fade_out(on=True)
        elif score.transport != "stop" and (before is None or score.take != before.take):
            self._output.fade_out(on=False)
        self._at = max(at, self._at)
        if ready:
            waits = not (panics or score.transport == "stop") and self._at > self._output.clock()
            self._send(SetScore(score, self._at if waits else 0, self._session.pop_live()))

    def resume(self) -> None:
        """Have a new worker continue where the last one was."""
        self._score = self._session.resumed_score()
        self._send(SetScore(self._score, 0, self._session.pop_live()))

    def forget(self) -> None:
        """Resend the score at the next push: the worker then drops models that are not played."""
        self._score = None
