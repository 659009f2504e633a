"""Requests that wait: for their beat, or for those of the same client to end."""

from collections.abc import Callable, Mapping
from typing import Final

from distill.commands.context import Client
from distill.commands.grammar import Reply
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Ack
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.engine.request_queue import SyncRequest
from distill.errors import Busy, Cancelled

MAX_HELD: Final = 64
"""Requests that may wait for a beat at once."""
MAX_SYNCS: Final = 256
"""Requests that may wait for others to end; each is looked at when a job ends."""


class PendingRequests:
    """Who waits, and for what.

    Threads: the engine's thread only.
    """

    def __init__(
        self, conductor: BeatScheduler, answers: Replies, run: Callable[[Request], None]
    ) -> None:
        """Make an empty one; `run` carries a request out when its beat has come."""
        self._conductor = conductor
        self._answers = answers
        self._run = run
        self._held: dict[int, Request] = {}
        self._syncs: list[SyncRequest] = []

    @property
    def held(self) -> Mapping[int, Request]:
        """Requests that wait for a beat, by number."""
        return self._held

    def hold(self, number: int, request: Request, grain: float) -> None:
        """Let a request wait for its beat."""
        if len(self._held) >= MAX_HELD:
            text = f"{MAX_HELD} requests wait for a beat; wait for a done, or cancel some"
            self._answers.fail(request, Busy(text))
            return
        self._held[number] = request
        self._answers.deliver(Ack(request.client, request.id, request.command.verb))
        self._conductor.hold(lambda: self._come(number), self._conductor.following(grain))

    def wait_for(self, jobs: Mapping[int, Request], request: Request, reply: Reply) -> None:
        """Answer a request once all of its client's that are under way have ended.

        Raises:
            Busy: Too many wait so.
        """
        asked = {**jobs, **self._held}
        mine = {number for number, other in asked.items() if other.client == request.client}
        if not mine:
            self._answers.finish(request, reply)
        elif len(self._syncs) >= MAX_SYNCS:
            raise Busy(f"{MAX_SYNCS} requests wait for others to end; wait for one of them")
        else:
            self._syncs.append(SyncRequest(request, reply, mine))

    def ended(self, number: int) -> None:
        """Answer whom that was the last to wait for."""
        for waiting in list(self._syncs):
            waiting.jobs.discard(number)
            if not waiting.jobs:
                self._syncs.remove(waiting)
                self._answers.finish(waiting.request, waiting.reply)

    def cancel(self, client: Client, name: str) -> int:
        """Give up what waits for a beat: that client's with that id, or `all`; tell how many."""
        mine = [
            number
            for number, request in self._held.items()
            if request.client == client and name in ("all", str(request.id))
        ]
        for number in mine:
            self._answers.fail(self._held.pop(number), Cancelled("cancelled before its beat"))
            self.ended(number)
        return len(mine)

    def _come(self, number: int) -> None:
        request = self._held.pop(number, None)
        if request is not None:
            self._run(request)
            self.ended(number)
