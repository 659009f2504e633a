"""Measure the cost of live values: share of a core in server and worker, and one reading alone."""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

import audition  # noqa: F401 - puts the tests' kit on the path
from distill.commands.context import Client
from distill.engine.meter_reader import MeterReader
from distill.engine.telemetry_publisher import TelemetryPublisher
from distill.processes.stats import probe
from distill.protocol.output import OutputHistory, PlayheadState
from distill.session.session import Session
from distill.surfaces.osc.encoder import encode, encode_float
from kit.clients import Client as Wire
from kit.clients import receiver
from kit.engines import NoOutput
from kit.servers import Server, make_place
from usage import answer_help

SECONDS = 15.0


def cores(pids: list[int], seconds: float) -> list[float]:
    """Return the share of a core that each process uses meanwhile."""
    before = [probe(pid) for pid in pids]
    began = time.monotonic()
    time.sleep(seconds)
    after = [probe(pid) for pid in pids]
    spent = time.monotonic() - began
    pairs = zip(before, after, strict=True)
    return [(b.cpu_s - a.cpu_s) / spent if a and b else float("nan") for a, b in pairs]


def server(rates: tuple[int, ...]) -> None:
    """Stream on the bundled model, with one subscriber at each rate."""
    with tempfile.TemporaryDirectory() as folder:
        place = make_place(Path(folder))
        one = Server(place, model="demo")
        one.start("null")
        try:
            with one.client() as client, receiver(0) as chop:
                pids = [one.process.pid, int(client.status()["worker_pid"])]
                client.ask("stream")
                client.until_quiet(1.0)
                quiet = cores(pids, SECONDS)
                print(f"no subscriber: server {quiet[0]:.1%}, worker {quiet[1]:.1%} of a core")
                for rate in rates:
                    subscribed(client, chop.port, rate, pids)
                chop.until_quiet(0.2)
                print("underruns:", client.status()["output_underruns"])
        finally:
            one.stop()


def subscribed(client: Wire, port: int, rate: int, pids: list[int]) -> None:
    client.ask("telemetry", rate, port)
    busy = cores(pids, SECONDS)
    client.ask("telemetry", 0, port)
    print(f"{rate} Hz: server {busy[0]:.1%}, worker {busy[1]:.1%} of a core")


def alone() -> None:
    """Measure one reading and its packets during sound."""

    class Noise(NoOutput):
        sound = np.random.default_rng(1).normal(0, 0.1, (48_000, 2)).astype(np.float32)

        def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
            state = super().playhead(at_s, first, most)
            count = min(most, max(0, state.frame - first))
            return type(state)(state.frame, self.sound[:count], 1, 4000)

    session = Session(np.random.default_rng(1))
    now = [1000.0]
    telemetry = TelemetryPublisher(MeterReader(session, Noise(), OutputHistory()), lambda: now[0])
    telemetry.watch(Client("osc", "127.0.0.1:1"), (9002, "a"), 60, 80_000)
    times = []
    for _ in range(2000):
        now[0] += 1 / 60 + 1e-6
        began = time.perf_counter()
        telemetry.due()
        times.append(time.perf_counter() - began)
    print(f"one reading: {statistics.median(times) * 1e6:.0f} us")
    for write in (encode_float, lambda address, value: encode(address, (value,))):
        began = time.perf_counter()
        for _ in range(9000):
            write("/distill/live/level0/activity", 0.25)
        print(f"a packet encoded: {(time.perf_counter() - began) / 9000 * 1e6:.1f} us")


if __name__ == "__main__":
    answer_help(__doc__)
    alone()
    server((30, 60))
