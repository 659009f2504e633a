"""Who gets which answer: ports that clients gave, for as long as their lease lasts."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from distill.errors import BadArgument, Busy
from distill.surfaces.allow_list import is_loopback
from distill.types import Range

Address: TypeAlias = tuple[str, int]
"""Host (a number, not a name) and port."""

MAX_TARGETS: Final = 32
"""Ports that news is sent to at once; each costs one packet per change."""
MAX_OWNERS: Final = 32
"""Clients remembered per port; `oscsend` is a new client with each call."""
LEASE: Final = Range(1.0, 86_400.0)
"""Seconds."""
PORTS: Final = range(1_024, 65_536)
"""Below are system services, which nobody should be able to make us write to."""


@dataclass(slots=True)
class Subscribers:
    """Reply addresses of clients, by the source of their packets.

    Threads: any; a lock guards the table.

    Attributes:
        fallback: Where answers and news go as well when nobody said where: this machine's 9001.
        own: Our own listening address, which nobody may subscribe.
        clock: Seconds that only grow.
    """

    fallback: Address
    own: Address
    clock: Callable[[], float]
    _leases: dict[Address, dict[Address, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def subscribe(self, client: Address, port: int, lease_s: float) -> None:
        """Send that client's answers, and all news, to `port` of its host until the lease ends.

        Raises:
            BadArgument: A system port, our own port, or a lease out of range.
            Busy: Too many ports are subscribed.
        """
        LEASE.check("subscribe lease_s", lease_s)
        self.check(client, "subscribe port", port)
        target = (client[0], port)
        with self._lock:
            self._expire()
            if target not in self._leases and len(self._leases) >= MAX_TARGETS:
                raise Busy(f"{MAX_TARGETS} ports are subscribed; unsubscribe one, or wait")
            owners = self._leases.setdefault(target, {})
            owners.pop(client, None)
            owners[client] = self.clock() + lease_s
            while len(owners) > MAX_OWNERS:
                del owners[next(iter(owners))]

    def check(self, client: Address, name: str, port: int) -> None:
        """Refuse a port that nothing is sent to.

        Raises:
            BadArgument: A system port, or our own.
        """
        if port not in PORTS:
            raise BadArgument(f"{name} takes {PORTS[0]}..{PORTS[-1]}, got {port}")
        if port == self.own[1] and (is_loopback(client[0]) or client[0] == self.own[0]):
            raise BadArgument(f"port {port} is where we listen; say the port you listen on")

    def unsubscribe(self, client: Address, port: int) -> None:
        """End that client's subscription of a port (whoever made it), or for port 0 all its own."""
        with self._lock:
            if port:
                self._leases.pop((client[0], port), None)
                return
            for owners in self._leases.values():
                owners.pop(client, None)
            self._expire()

    def replies(self, client: Address) -> tuple[Address, ...]:
        """Tell where answers to this client go: its ports, else its source and the fallback."""
        with self._lock:
            self._expire()
            own = tuple(target for target, owners in self._leases.items() if client in owners)
        if own:
            return own
        if client == self.fallback or not is_loopback(client[0]):
            return (client,)
        return (client, self.fallback)

    def everyone(self, but: Address | None = None) -> tuple[Address, ...]:
        """Tell where news goes: all ports but those of `but`; the fallback when there are none."""
        with self._lock:
            self._expire()
            if not self._leases:
                return (self.fallback,)
            return tuple(target for target, owners in self._leases.items() if but not in owners)

    def count(self) -> int:
        """Count the ports that are subscribed now."""
        with self._lock:
            self._expire()
            return len(self._leases)

    def _expire(self) -> None:
        now = self.clock()
        for target, owners in list(self._leases.items()):
            for client in [client for client, end in owners.items() if end <= now]:
                del owners[client]
            if not owners:
                del self._leases[target]
