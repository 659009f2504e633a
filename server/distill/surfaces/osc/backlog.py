"""Packets that were received but not read yet, by source: who floods loses packets of its own only.

The system drops packets of everybody once its buffer is full, so the socket is emptied much faster
than packets can be read and answered.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Final

from distill.surfaces.osc.flood import Packet
from distill.surfaces.osc.subscribers import Address

MOST: Final = 16_384
"""Packets of one source that may wait; beyond that its oldest are lost."""
MOST_IN_ALL: Final = 65_536
MAX_BYTES: Final = 64 * 2**20
"""Bytes of all packets that wait; beyond either, the source with most of them loses its oldest."""


class Backlog:
    """The waiting packets.

    Threads: the receiving one only.

    Attributes:
        lost: Packets that were dropped unread.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[Address, deque[tuple[int, bytes]]] = OrderedDict()
        self._arrived = 0
        self._count = 0
        self._bytes = 0
        self.lost = 0

    def __len__(self) -> int:
        return self._count

    def put(self, packets: Iterable[Packet]) -> None:
        """Add packets in the order of their arrival."""
        for packet, source in packets:
            waiting = self._waiting.setdefault(source, deque())
            waiting.append((self._arrived, packet))
            self._arrived += 1
            self._count += 1
            self._bytes += len(packet)
            if len(waiting) > MOST:
                self._lose(source)
        while self._count > MOST_IN_ALL or self._bytes > MAX_BYTES:
            self._lose(max(self._waiting, key=lambda source: len(self._waiting[source])))

    def take(self, most: int) -> list[Packet]:
        """Remove and return some packets: all if they are few, else the same share of each source.

        Those of one source stay in order, and all that are returned are in the order of arrival.
        """
        share = most if self._count <= most else max(1, most // len(self._waiting))
        taken: list[tuple[int, bytes, Address]] = []
        for source in list(self._waiting):
            if len(taken) >= most:
                break
            for _ in range(min(share, len(self._waiting[source]))):
                number, packet = self._pop(source)
                taken.append((number, packet, source))
            if source in self._waiting:
                self._waiting.move_to_end(source)
        return [(packet, source) for _, packet, source in sorted(taken)]

    def _lose(self, source: Address) -> None:
        self._pop(source)
        self.lost += 1

    def _pop(self, source: Address) -> tuple[int, bytes]:
        """Remove and return the oldest packet of a source."""
        waiting = self._waiting[source]
        number, packet = waiting.popleft()
        self._count -= 1
        self._bytes -= len(packet)
        if not waiting:
            del self._waiting[source]
        return number, packet
