"""Requests that wait for a beat, or for other requests of the same client to end."""

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
"""Requests that may wait for others to end; each is checked when a job ends."""


class PendingRequests:
    """The waiting requests, and what each waits for.

    Threads: the engine's thread only.
    """

    def __init__(
        self, scheduler: BeatScheduler, replies: Replies, run: Callable[[Request], None]
    ) -> None:
        """Begin without any; `run` runs a request when its beat is due."""
        self._scheduler = scheduler
        self._replies = replies
        self._run = run
        self._held: dict[int, Request] = {}
        self._syncs: list[SyncRequest] = []

    @property
    def held(self) -> Mapping[int, Request]:
        """Requests that wait for a beat, by number."""
        return self._held

    def hold(self, number: int, request: Request, grain: float) -> None:
        """Hold a request until its beat."""
        if len(self._held) >= MAX_HELD:
            text = f"{MAX_HELD} requests wait for a beat; wait for a done, or cancel some"
            self._replies.fail(request, Busy(text))
            return
        self._held[number] = request
        self._replies.deliver(Ack(request.client, request.id, request.command.verb))
        self._scheduler.hold(lambda: self._run_held(number), self._scheduler.next_beat(grain))

    def wait_for(self, jobs: Mapping[int, Request], request: Request, reply: Reply) -> None:
        """Reply to a request once all open requests of its client have ended.

        Raises:
            Busy: Too many requests wait for others.
        """
        open_requests = {**jobs, **self._held}
        mine = {number for number, other in open_requests.items() if other.client == request.client}
        if not mine:
            self._replies.finish(request, reply)
        elif len(self._syncs) >= MAX_SYNCS:
            raise Busy(f"{MAX_SYNCS} requests wait for others to end; wait for one of them")
        else:
            self._syncs.append(SyncRequest(request, reply, mine))

    def ended(self, number: int) -> None:
        """Note that a job has ended; reply to the requests that waited for it alone."""
        for waiting in list(self._syncs):
            waiting.jobs.discard(number)
            if not waiting.jobs:
                self._syncs.remove(waiting)
                self._replies.finish(waiting.request, waiting.reply)

    def cancel(self, client: Client, request_id: str) -> int:
        """Cancel a client's requests that wait for a beat, by id or `all`; return how many."""
        mine = [
            number
            for number, request in self._held.items()
            if request.client == client and request_id in ("all", str(request.id))
        ]
        for number in mine:
            self._replies.fail(self._held.pop(number), Cancelled("cancelled before its beat"))
            self.ended(number)
        return len(mine)

    def _run_held(self, number: int) -> None:
        request = self._held.pop(number, None)
        if request is not None:
            self._run(request)
            self.ended(number)
