"""Entry of the input's process: what a sound card, JACK or whatever hears goes onto a tape.

As with the output, a device that is lost ends this process at once, and another is started; only a
process that never had a stream looks for devices again.
"""

import os
import time
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from distill.errors import DeviceProblem
from distill.ring.recent_audio import BLOCK, Mark, RecentAudio
from distill.ring.ring import DeviceState
from distill.sinks import device
from distill.sinks.choose import choose, label
from distill.sinks.sink_control import LOST_CODE, SinkControl
from distill.types import SAMPLE_RATE

LATENCY_S = 0.02
"""What the device is asked for; a column takes ten times as long."""


class Recorder:
    """Takes the device's blocks; made for an audio callback, as `ring.reader` is.

    Threads: the callback's; `say` from the main thread.
    """

    def __init__(self, tape: RecentAudio) -> None:
        self._tape = tape
        self._both = np.zeros((BLOCK, 2), np.float32)
        self.state = DeviceState.CLOSED

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:  # noqa: ARG002 - a sink's has one
        """Publish that this process lives."""
        self.state = state
        self.beat()

    def beat(self) -> None:
        """Say when sound came last, or was looked for."""
        self._tape.header[Mark.BEAT] = time.monotonic_ns()

    def record(self, block: Any) -> None:
        """Take a block [T, 2], or [T, 1] for both channels (Any: sounddevice gives it)."""
        for start in range(0, len(block), BLOCK):
            part = block[start : start + BLOCK]
            both = self._both[: len(part)]
            both[:, 0] = part[:, 0]
            both[:, 1] = part[:, -1]
            self._tape.append(both)
        self.beat()

    def count_lost(self) -> None:
        """Count that the device says something came too fast for us."""
        self._tape.header[Mark.LOST] += 1


def run(pipe: Connection, tape_name: str, wanted: str) -> None:
    """Record until the pipe closes or SIGTERM comes; never returns."""
    tape = RecentAudio.attach(tape_name)
    recorder = Recorder(tape)
    line = SinkControl(pipe, recorder)
    line.live(lambda: _record(tape, recorder, line, wanted), "input")


def _record(tape: RecentAudio, recorder: Recorder, line: SinkControl, wanted: str) -> None:
    device.prepare()
    line.publish_state(DeviceState.OPENING, "looking for a sound input")
    library = None
    while not line.wait(0):
        try:
            if library is None:
                library = device.load_library()
            name, stream = _open(library, recorder, wanted)
        except DeviceProblem as problem:
            line.publish_state(
                DeviceState.WAITING, f"{problem}; nothing is heard until one appears"
            )
            recorder.beat()
            if not line.wait(device.LOOK_S) and library is not None:
                device.rescan(library)
        else:
            _watch(tape, line, name, stream)
            return


def _open(library: Any, recorder: Recorder, wanted: str) -> tuple[str, Any]:
    """Open and start a stream; Any because sounddevice ships no types."""
    devices, apis = list(library.query_devices()), library.query_hostapis()
    at = choose(devices, apis, wanted, library.default.device[0], "input")
    name = label(devices[at], apis)

    def callback(block: Any, _frames: int, _time: Any, status: Any) -> None:
        if status.input_overflow:
            recorder.count_lost()
        recorder.record(block)

    try:
        stream = library.InputStream(
            samplerate=SAMPLE_RATE,
            device=at,
            channels=min(2, devices[at]["max_input_channels"]),
            dtype="float32",
            latency=LATENCY_S,
            callback=callback,
            extra_settings=device.extra_settings(library, name),
        )
        stream.start()
    except library.PortAudioError as error:
        raise DeviceProblem(f"cannot hear {name} at {SAMPLE_RATE} Hz: {error}") from None
    return name, stream


def _watch(tape: RecentAudio, line: SinkControl, name: str, stream: Any) -> None:
    """Wait for the end, or for the callback to fall silent (Any: a sounddevice stream)."""
    line.publish_state(DeviceState.RUNNING, f"hearing {name}")
    opened = time.monotonic_ns()
    while not line.wait(device.LOST_S / 4):
        beat = max(opened, tape.header[Mark.BEAT])
        if time.monotonic_ns() - beat > device.LOST_S * 1e9:
            line.publish_state(DeviceState.LOST, f"{name} was lost")
            os._exit(LOST_CODE)  # close() could block for minutes
    device.close(stream)
    line.publish_state(DeviceState.CLOSED, f"{name} was closed")
