"""The queue of requests to the engine; settings of one parameter coalesce in it."""

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
"""Longest queue; at 1 ms a request this is a second of work."""


MIN_INTERVAL_S: Final = 0.005
"""Shortest time between two settings of one parameter that are run: half a frame of sound. Settings
in between coalesce, so a flood costs 200 settings a second, and their notifications."""


class RequestQueue:
    """Queued requests: continuous values coalesce, commands queue up to a bound.

    Many writers, one reader.

    Threads: `put` and `post` from any thread; `get` from the engine's.

    Attributes:
        coalesced: Parameter settings that a later one replaced before they were read.
        refused: Requests that found the queue full.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken_at: dict[str, float] = {}
        self._wake = threading.Condition()
        self._requests: deque[Request | str] = deque()
        self._settings: dict[str, Request] = {}
        self._calls: deque[Callable[[], None]] = deque()
        self._refused: deque[Request] = deque(maxlen=MAX_WAITING)
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
                self._refused.append(request)
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
        """Remove and return all calls, the next request, and those that found the queue full."""
        with self._wake:
            wait_s = self._wait_s()
            if wait_s > 0 and not (self._calls or self._refused):
                self._wake.wait(min(wait_s, timeout_s))
            calls, refused = list(self._calls), list(self._refused)
            self._calls.clear()
            self._refused.clear()
            following = self._requests.popleft() if self._wait_s() <= 0 else None
            if isinstance(following, str):
                self._taken_at[following] = self._clock()
                following = self._settings.pop(following)
            return calls, following, refused

    def _wait_s(self) -> float:
        """Return the time in s until the next request may be run; infinite without one."""
        if not self._requests:
            return math.inf
        following = self._requests[0]
        if not isinstance(following, str):
            return 0.0
        return self._taken_at.get(following, -math.inf) + MIN_INTERVAL_S - self._clock()

    def _freeze(self) -> None:
        """Fix the queued settings: a command follows, and later settings must not overtake it."""
        if self._settings:
            self._requests = deque(
                self._settings[item] if isinstance(item, str) else item for item in self._requests
            )
            self._settings.clear()

    def __len__(self) -> int:
        return len(self._requests)


@dataclass(slots=True)
class SyncRequest:
    """A request that gets its reply when some jobs have ended."""

    request: Request
    reply: Reply
    jobs: set[int] = field(default_factory=set)
