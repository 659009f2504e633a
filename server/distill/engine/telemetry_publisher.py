"""Who wants to watch, how often and for how long; and what they are told."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from distill.commands.context import Client
from distill.engine.events import LiveValue
from distill.engine.meter_reader import Readings
from distill.errors import Busy
from distill.types import Clock

MAX_WATCHERS: Final = 32
"""As many as there are ports for news; each costs a packet for every gauge at every reading."""


@dataclass(frozen=True, slots=True)
class TelemetryClient:
    """Somebody who asked.

    Attributes:
        client: Who.
        port: Where, of the client's host; 0: where its answers go.
        period_s: Time between two readings.
        until: When the lease ends.
        due: When the next reading is sent.
    """

    client: Client
    port: int
    period_s: float
    until: float
    due: float


class MeterSource(Protocol):
    """What can be read."""

    def read(self, at_s: float) -> Readings:
        """Read every gauge as it is at a time."""


class TelemetryPublisher:
    """Sends readings to those who asked, in bounded steps, until their leases end.

    Threads: the engine's thread only.
    """

    def __init__(self, gauging: MeterSource, clock: Clock) -> None:
        self._gauging = gauging
        self._clock = clock
        self._watchers: dict[tuple[str, str], TelemetryClient] = {}

    @property
    def watched(self) -> int:
        """How many places are told."""
        return len(self._watchers)

    def watch(self, client: Client, where: tuple[int, str], rate_hz: float, lease_s: float) -> None:
        """Send readings to a place from now on; who asks again is told as it now asks.

        Args:
            client: Who asks.
            where: The port that was given, and what its surface calls the place.
            rate_hz: How often; 0 ends it.
            lease_s: For how long.

        Raises:
            Busy: Too many watch.
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
        """Send nothing any more that this client asked for."""
        kept = {key: one for key, one in self._watchers.items() if one.client != client}
        self._watchers = kept

    def due(self) -> list[LiveValue]:
        """Take what is to be sent now; a reading that is late is left out, not made up for."""
        if not self._watchers:
            return []
        now = self._clock()
        self._expire(now)
        readings: Readings | None = None
        told = []
        for key, one in self._watchers.items():
            if one.due > now:
                continue
            if readings is None:
                readings = self._gauging.read(now)
            told.append(LiveValue(one.client, one.port, readings))
            self._watchers[key] = replace(one, due=max(one.due + one.period_s, now))
        return told

    def patience(self, longest_s: float) -> float:
        """How long the engine may wait until something is due, in seconds."""
        if not self._watchers:
            return longest_s
        following = min(one.due for one in self._watchers.values())
        return min(longest_s, max(0.0, following - self._clock()))

    def _expire(self, now: float) -> None:
        for key in [key for key, one in self._watchers.items() if one.until <= now]:
            del self._watchers[key]
