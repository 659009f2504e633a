"""Flood the server with odd packets: which pings of another client are lost, and where.

Run: python benchmarks/odd_packets.py [--packets 1200000] [--rate 15000]; rate 0 is as fast as it
goes. A separate process sends the packets over a real socket while this one sends a ping every
50 ms. Lost packets are counted where they are lost: in the system's buffer of the server's socket
(/proc/net/udp, on Linux), unread in the server (`osc_lost`), or on the way back.
"""

import multiprocessing
import random
import socket
import statistics
import struct
import tempfile
import time
from pathlib import Path

from bars import number
from kit.clients import packet
from kit.servers import running_server
from usage import answer_help

KINDS = 4096
"""Different packets, sent in turns."""
PING_S = 0.05
END_S = 10.0
"""Time for the last answers, in seconds."""
UDP = Path("/proc/net/udp")


def odd(rng: random.Random) -> bytes:
    """Return noise, half a message, an unknown command, a broken bundle or a wrong value."""
    return rng.choice((
        rng.randbytes(rng.randrange(1, 200)),
        packet("generate", "a", "columns", "x")[: rng.randrange(1, 30)],
        packet(f"no/such/{rng.randrange(99)}", 1),
        b"#bundle\0" + rng.randbytes(rng.randrange(64)),
        packet("param/gain", "loud"),
    ))  # fmt: skip


def flood(port: int, count: int, rate: float) -> None:
    """Send packets, at a rate or as fast as it goes; answers are not read."""
    rng = random.Random(1)  # noqa: S311 - the same packets each time
    packets = [odd(rng) for _ in range(KINDS)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect(("127.0.0.1", port))
        began = time.monotonic()
        for number in range(count):
            wire.send(packets[number % KINDS])
            ahead = number / rate - (time.monotonic() - began) if rate else 0.0
            if ahead > 0:
                time.sleep(ahead)
        print(f"{count} packets in {time.monotonic() - began:.1f} s")


def dropped(port: int) -> int | None:
    """Return the packets that found the buffer of a local socket full; None if it is not told."""
    lines = UDP.read_text("utf-8").splitlines() if UDP.exists() else []
    rows = [line.split() for line in lines]
    return next((int(row[-1]) for row in rows if row[1].endswith(f":{port:04X}")), None)


def pongs(wire: socket.socket, seconds: float) -> dict[int, float]:
    """Return when each answer to a ping came, of those that come within a time."""
    came, end = {}, time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        wire.settimeout(left)
        try:
            data = wire.recv(4096)
        except TimeoutError:
            break
        if data.startswith(b"/distill/pong\0"):
            came[struct.unpack(">i", data[-4:])[0]] = time.monotonic()
    return came


def main() -> None:
    """Print what was lost, and where."""
    count, rate = int(number("packets", 1_200_000)), number("rate", 15_000)
    with (
        tempfile.TemporaryDirectory() as home,
        running_server(Path(home), "null") as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire,
    ):
        wire.connect(("127.0.0.1", server.port))
        sender = multiprocessing.Process(target=flood, args=(server.port, count, rate))
        sender.start()
        sent: dict[int, float] = {}
        came: dict[int, float] = {}
        while sender.is_alive():
            ping = len(sent)
            sent[ping] = time.monotonic()
            wire.send(packet("ping", ping))
            came |= pongs(wire, PING_S)
        came |= pongs(wire, END_S)
        took = [1e3 * (came[number] - sent[number]) for number in sent if number in came]
        with server.client() as client:
            status = client.status()
        own = wire.getsockname()[1]
        print(
            f"pings {len(sent)}, not answered {len(sent) - len(took)}; "
            f"{statistics.median(took):.1f} ms (median), {max(took):.0f} (longest)\n"
            f"packets: received {status['osc_received']}, bad {status['osc_bad']}, lost in all "
            f"{status['osc_lost']}; dropped by the system for the server {dropped(server.port)}, "
            f"for this client {dropped(own)}; answers not sent {status['osc_dropped']}"
        )


if __name__ == "__main__":
    answer_help(__doc__)
    main()
