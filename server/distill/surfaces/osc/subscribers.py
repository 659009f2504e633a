"""Subscriptions: which ports get which client's answers, and until when."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from distill.errors import BadArgument, Busy
from distill.surfaces.allow_list import is_loopback
from distill.types import Range

Address: TypeAlias = tuple[str, int]
"""Host (numeric) and port."""

MAX_TARGETS: Final = 32
"""Subscribed ports at once; each costs one packet per change."""
MAX_OWNERS: Final = 32
"""Clients remembered per port; `oscsend` is a new client with each call."""
LEASE: Final = Range(1.0, 86_400.0)
"""Seconds."""
PORTS: Final = range(1_024, 65_536)
"""Lower ports are system services; no client may direct packets to them."""


@dataclass(slots=True)
class Subscribers:
    """Reply addresses of clients, by the source of their packets.

    Threads: any; a lock guards the table.

    Attributes:
        fallback: Second destination without subscriptions: this machine's reply port, 9001.
        own: The server's listening address, which cannot be subscribed.
        clock: Monotonic seconds.
    """

    fallback: Address
    own: Address
    clock: Callable[[], float]
    _leases: dict[Address, dict[Address, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def subscribe(self, client: Address, port: int, lease_s: float) -> None:
        """Send that client's answers and all notifications to `port` of its host during the lease.

        Raises:
            BadArgument: A system port, the server's own port, or a lease out of range.
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
        """Refuse a port that may not be a destination.

        Raises:
            BadArgument: A system port, or the server's own.
        """
        if port not in PORTS:
            raise BadArgument(f"{name} takes {PORTS[0]}..{PORTS[-1]}, got {port}")
        if port == self.own[1] and (is_loopback(client[0]) or client[0] == self.own[0]):
            raise BadArgument(f"port {port} is the server's own; give the port you listen on")

    def unsubscribe(self, client: Address, port: int) -> None:
        """End the subscription of a port of that client's host, or for port 0 all its own."""
        with self._lock:
            if port:
                self._leases.pop((client[0], port), None)
                return
            for owners in self._leases.values():
                owners.pop(client, None)
            self._expire()

    def replies(self, client: Address) -> tuple[Address, ...]:
        """Return where answers to a client go: its ports, else its source and the fallback."""
        with self._lock:
            self._expire()
            own = tuple(target for target, owners in self._leases.items() if client in owners)
        if own:
            return own
        if client == self.fallback or not is_loopback(client[0]):
            return (client,)
        return (client, self.fallback)

    def everyone(self, but: Address | None = None) -> tuple[Address, ...]:
        """Return where notifications go: all ports but those of `but`; if none, the fallback."""
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
