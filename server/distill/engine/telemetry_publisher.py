"""Sends live values to the clients that asked for them, at their rate, until their lease ends."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from distill.commands.context import Client
from distill.engine.events import LiveValue
from distill.engine.meter_reader import Readings
from distill.errors import Busy
from distill.types import Clock

MAX_WATCHERS: Final = 32
"""As many as there may be subscribers; each costs a packet for every meter at every reading."""


@dataclass(frozen=True, slots=True)
class TelemetryClient:
    """A client that asked for live values.

    Attributes:
        client: The client.
        port: Port of the client's host; 0: where its replies go.
        period_s: Time between two readings.
        until: Time at which the lease ends.
        due: Time of the next reading.
    """

    client: Client
    port: int
    period_s: float
    until: float
    due: float


class MeterSource(Protocol):
    """Source of meter readings."""

    def read(self, at_s: float) -> Readings:
        """Read every meter at a time of the monotonic clock, in s."""


class TelemetryPublisher:
    """Schedules the readings of each client; late readings are dropped.

    Threads: the engine's thread only.
    """

    def __init__(self, meters: MeterSource, clock: Clock) -> None:
        self._meters = meters
        self._clock = clock
        self._watchers: dict[tuple[str, str], TelemetryClient] = {}

    @property
    def watched(self) -> int:
        """Number of places that live values go to."""
        return len(self._watchers)

    def watch(self, client: Client, where: tuple[int, str], rate_hz: float, lease_s: float) -> None:
        """Send readings to a place from now on; a new request replaces the former one.

        Args:
            client: The client that asks.
            where: The port that was given, and the surface's key for the place.
            rate_hz: Readings per second; 0 ends them.
            lease_s: Length of the lease.

        Raises:
            Busy: There are `MAX_WATCHERS` already.
        """
        port, place = where
        key = client.surface, place
        if rate_hz <= 0:
            self._watchers.pop(key, None)
            return
        now = self._clock()
        self._expire(now)
        if key not in self._watchers and len(self._watchers) >= MAX_WATCHERS:
            raise Busy(f"{MAX_WATCHERS} places are sent live values; end one, or wait")
        self._watchers[key] = TelemetryClient(client, port, 1 / rate_hz, now + lease_s, now)

    def leave(self, client: Client) -> None:
        """End all live values of a client."""
        watchers = {key: one for key, one in self._watchers.items() if one.client != client}
        self._watchers = watchers

    def due(self) -> list[LiveValue]:
        """Return the readings that are due; late readings are dropped, not sent afterwards."""
        if not self._watchers:
            return []
        now = self._clock()
        self._expire(now)
        readings: Readings | None = None
        values = []
        for key, one in self._watchers.items():
            if one.due > now:
                continue
            if readings is None:
                readings = self._meters.read(now)
            values.append(LiveValue(one.client, one.port, readings))
            self._watchers[key] = replace(one, due=max(one.due + one.period_s, now))
        return values

    def patience(self, longest_s: float) -> float:
        """Return how long the engine may sleep until a reading is due, in seconds."""
        if not self._watchers:
            return longest_s
        following = min(one.due for one in self._watchers.values())
        return min(longest_s, max(0.0, following - self._clock()))

    def _expire(self, now: float) -> None:
        for key in [key for key, one in self._watchers.items() if one.until <= now]:
            del self._watchers[key]
