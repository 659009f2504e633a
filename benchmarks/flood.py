"""Flood one parameter during a stream: measure the answers of the server and its output.

Run: python benchmarks/flood.py [--seconds 10] [--rate 20000] [--busy 0] [--profile normal]
[--model NAME] [--library FOLDER]. Needs jackd.

A real server streams on JACK's dummy driver, recorded. A separate process sends `gain` over a real
socket at the given rate, each time another value; a second client sends requests all the time.
After the last message (gain -59) the parameter is queried until it has that value, and the
recording is searched for the new level. Messages that the socket of the system dropped are
counted: sent less received. Exits with 1 when a limit is missed.
"""

import math
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from audition import RATE, Recorder, on_jack, parse_model
from bars import Bars, busy, number, silences, word
from distill.parameters import PROFILES
from kit.clients import Client, packet
from usage import answer_help

LAST_DB = -59.0
QUIET = 1.2e-3
"""Level between that of the stream at this gain and at those before."""
VALUES = 512
BATCH_S = 0.001


def send(pipe: Connection, port: int, rate: float, seconds: float) -> None:
    """Send at a fixed rate; report the number of messages and the time of the last (monotonic)."""
    packets = [packet("param/gain", -10.0 * n / VALUES) for n in range(VALUES)]
    last = packet("param/gain", LAST_DB)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect(("127.0.0.1", port))
        sent, began = 0, time.monotonic()
        while (now := time.monotonic() - began) < seconds:
            while sent < rate * now:
                wire.send(packets[sent % VALUES])
                sent += 1
            time.sleep(BATCH_S)
        wire.send(last)
        pipe.send((sent + 1, time.monotonic()))


@dataclass(frozen=True)
class Flood:
    """Messages sent, ms until the last value was set, its frame, and seconds of other answers."""

    sent: int
    right_ms: float
    asked: int
    pings: list[float]
    statuses: list[float]


def flooded(client: Client, recorder: Recorder, port: int) -> Flood:
    """Flood the server, and send other requests meanwhile."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    words = (theirs, port, number("rate", 20_000), number("seconds", 10))
    sender = context.Process(target=send, args=words)
    sender.start()
    pings, statuses = [], []
    while not ours.poll(0.005):
        now = time.monotonic()
        client.ask("ping", 1)
        pings.append(time.monotonic() - now)
        now = time.monotonic()
        client.status()
        statuses.append(time.monotonic() - now)
    sent, last = ours.recv()
    while client.parameter("gain") != LAST_DB:
        pass
    right = time.monotonic() - last
    asked = recorder.now() - round(right * RATE)
    sender.join()
    return Flood(sent, 1e3 * right, asked, pings, statuses)


def audible_ms(recorder: Recorder, asked: int, end: int) -> float:
    """Return the ms from frame `asked` to the last gain, by the level of 5 ms pieces."""
    piece = RATE // 200
    sound = recorder.sound(asked, end)
    levels = np.abs(sound[: len(sound) // piece * piece]).reshape(-1, piece * 2).max(1)
    loud = np.flatnonzero(levels > QUIET)
    return 1e3 * (int(loud[-1]) + 1) * piece / RATE if len(loud) else 0.0


def longest(seconds: list[float]) -> str:
    """Format median and longest, in ms."""
    return f"{1e3 * statistics.median(seconds):.1f} ms (median), {1e3 * max(seconds):.1f} (longest)"


def main() -> None:
    """Print figures with their limits."""
    model, library = parse_model(sys.argv[1:])
    profile = word("profile", "normal")
    bars = Bars()
    with (
        tempfile.TemporaryDirectory() as name,
        on_jack(Path(name), model, library, number("seconds", 10) + 120) as (_, server, recorder),
        server.client() as client,
        busy(int(number("busy", 0))),
    ):
        client.ask("param/profile", profile)
        client.ask("param/seed", 11)
        recorder.silence(0.2)
        begin = recorder.now()
        client.ask("stream")
        onset = recorder.onset(begin)
        recorder.wait_for(onset + 3 * RATE)
        before = client.status()
        flood = flooded(client, recorder, server.port)
        recorder.wait_for(flood.asked + 2 * RATE)
        after = client.status()
        end = recorder.now()
        recorder.wait_for(end)
        client.ask("stop")
        gaps = silences(recorder, onset, end)
        late = audible_ms(recorder, flood.asked, end)
        received = after["osc_received"] - before["osc_received"]
        print(
            f"model {model}, profile {profile}, cores {os.cpu_count()}: {flood.sent} messages in "
            f"{number('seconds', 10):g} s, {after['coalesced'] - before['coalesced']} replaced by "
            f"a later one, {after['osc_replaced'] - before['osc_replaced']} of all unread; "
            f"received in all {received}; "
            f"{after['output_underruns'] - before['output_underruns']} underruns, "
            f"{after['output_underflows'] - before['output_underflows']} underflows, "
            f"{after['output_held_ms'] - before['output_held_ms']:g} ms held, holes of the "
            f"recorder {gaps.holes}, late cycles of JACK {recorder.xruns}"
        )
        print(f"answers meanwhile: ping {longest(flood.pings)}; status {longest(flood.statuses)}")
        bars.report("last value answered after", flood.right_ms, 50, " ms")
        bars.report("last value audible after", late, PROFILES[profile] + 75, " ms")
        print(gaps.summary)
        bars.report("gaps", len(gaps.ours), 0)
        bars.report("underruns", after["output_underruns"] - before["output_underruns"], math.inf)
        bars.report("slowest answer to a ping", 1e3 * max(flood.pings), 100, " ms")
        same = after["output_restarts"] == before["output_restarts"]
        bars.check("one sink all the time", true=same)
        if not same:
            print(server.log())
        bars.check("no command refused", true=after["refused"] == before["refused"])
    bars.end()


if __name__ == "__main__":
    answer_help(__doc__)
    main()
