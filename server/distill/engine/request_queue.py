"""Where requests wait: for their turn, or for the requests before them."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from distill.commands.grammar import Reply
from distill.commands.parameter import SetParameter
from distill.engine.ports import Request

MAX_WAITING: Final = 1024
"""Requests that may wait; at 1 ms each this is a second of work."""


REST_S: Final = 0.005
"""Shortest time between two settings of one parameter that are taken: half a frame of sound. What
comes between them coalesces, so a flood costs 200 settings a second, and their news."""


class RequestQueue:
    """Requests before their turn: continuous values coalesce, commands queue up to a bound.

    Many writers, one reader.

    Threads: `put` and `post` from any thread; `take` from the engine's.

    Attributes:
        coalesced: Parameter settings that a later one replaced before they were read.
        refused: Requests that found the box full.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: dict[str, float] = {}
        self._wake = threading.Condition()
        self._requests: deque[Request | str] = deque()
        self._settings: dict[str, Request] = {}
        self._calls: deque[Callable[[], None]] = deque()
        self._full: deque[Request] = deque(maxlen=MAX_WAITING)
        self.coalesced = 0
        self.refused = 0

    def put(self, request: Request) -> None:
        """Add a request; never blocks for longer than a copy.

        A setting replaces an unread one of the same parameter, but never passes a command that
        was put between them: what is sent in order takes effect in order.
        """
        command = request.command
        setting = isinstance(command, SetParameter) and request.id == 0
        with self._wake:
            if isinstance(command, SetParameter) and setting and command.name in self._settings:
                self.coalesced += 1
                self._settings[command.name] = request
                return
            if len(self._requests) >= MAX_WAITING:
                self.refused += 1
                self._full.append(request)
            elif isinstance(command, SetParameter) and setting:
                self._settings[command.name] = request
                self._requests.append(command.name)
            else:
                self._freeze()
                self._requests.append(request)
            self._wake.notify()

    def post(self, call: Callable[[], None]) -> None:
        """Have something run on the engine's thread, before waiting requests."""
        with self._wake:
            self._calls.append(call)
            self._wake.notify()

    def get(
        self, timeout_s: float
    ) -> tuple[list[Callable[[], None]], Request | None, list[Request]]:
        """Take all calls, the next request, and those that found the box full."""
        with self._wake:
            rest_s = self._rest()
            if rest_s > 0 and not (self._calls or self._full):
                self._wake.wait(min(rest_s, timeout_s))
            calls, full = list(self._calls), list(self._full)
            self._calls.clear()
            self._full.clear()
            following = self._requests.popleft() if self._rest() <= 0 else None
            if isinstance(following, str):
                self._taken[following] = self._clock()
                following = self._settings.pop(following)
            return calls, following, full

    def _rest(self) -> float:
        """Tell how long it is, in s, until the next request may be taken; endless without one."""
        if not self._requests:
            return math.inf
        following = self._requests[0]
        if not isinstance(following, str):
            return 0.0
        return self._taken.get(following, -math.inf) + REST_S - self._clock()

    def _freeze(self) -> None:
        """Settle the waiting settings: a command follows, later ones must not reach before it."""
        if self._settings:
            self._requests = deque(
                self._settings[item] if isinstance(item, str) else item for item in self._requests
            )
            self._settings.clear()

    def __len__(self) -> int:
        return len(self._requests)


@dataclass(slots=True)
class SyncRequest:
    """A request that is answered when some jobs have ended."""

    request: Request
    reply: Reply
    jobs: set[int] = field(default_factory=set)
