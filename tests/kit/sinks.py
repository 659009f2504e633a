"""For tests of sinks: a status reporter that waits, and processes without PortAudio."""

import contextlib
import queue
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing.connection import Connection
from types import ModuleType

from distill.ring.ring import DeviceState, Ring
from distill.sinks import sink_process
from distill.sinks.options import SinkOptions, SinkStatus
from distill.sinks.supervised import SupervisedSink

PATIENCE_S = 30.0


class Reported:
    """Collects status reports and waits for one."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[SinkStatus] = queue.SimpleQueue()
        self.all: list[SinkStatus] = []

    def __call__(self, status: SinkStatus) -> None:
        self._queue.put(status)

    def until(self, state: DeviceState) -> SinkStatus:
        """Wait for the next status of that state."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                status = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"never {state.name}; reported {self.all}") from None
            self.all.append(status)
            if status.state is state:
                return status


@contextlib.contextmanager
def supervised(options: SinkOptions) -> Iterator[tuple[Ring, SupervisedSink, Reported]]:
    """A ring with a sink that plays it; both end with the block."""
    ring, reported = Ring.create(), Reported()
    supervisor = SupervisedSink(ring, options, reported)
    try:
        supervisor.start()
        yield ring, supervisor, reported
    finally:
        supervisor.stop()
        ring.close()


def wait_until_played(ring: Ring, frames: int) -> None:
    """Wait until the sink has played so many frames of the ring."""
    deadline = time.monotonic() + PATIENCE_S
    while ring.status().played < frames:
        assert time.monotonic() < deadline, ring.status()
        time.sleep(0.005)


class _NoPortAudio(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return None


def run_without_portaudio(
    pipe: Connection, ring_name: str, options: SinkOptions, tape_name: str
) -> None:
    """Run a sink process as on a machine where sounddevice cannot load its library."""
    sys.meta_path.insert(0, _NoPortAudio())
    sink_process.run(pipe, ring_name, options, tape_name)
