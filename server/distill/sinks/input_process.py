"""Entry of the input process: records a sound card, JACK or any other PortAudio device.

As with the output, a lost device ends this process at once, and another is started; only a process
that never had a stream scans for devices again.
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
"""Latency requested from the device; a column lasts ten times as long."""


class Recorder:
    """Appends the device's blocks to `RecentAudio`; safe for an audio callback, as `Reader` is.

    Threads: the callback's; `publish_state` from the main thread.
    """

    def __init__(self, recent: RecentAudio) -> None:
        self._recent = recent
        self._both = np.zeros((BLOCK, 2), np.float32)
        self.state = DeviceState.CLOSED

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:  # noqa: ARG002 - for a sink
        """Store the state, and update the heartbeat."""
        self.state = state
        self.beat()

    def beat(self) -> None:
        """Update the heartbeat: sound arrived, or a scan for a device ended."""
        self._recent.header[Mark.BEAT] = time.monotonic_ns()

    def record(self, block: Any) -> None:
        """Append a block [T, 2], or [T, 1] for both channels (Any: a sounddevice buffer)."""
        for start in range(0, len(block), BLOCK):
            part = block[start : start + BLOCK]
            both = self._both[: len(part)]
            both[:, 0] = part[:, 0]
            both[:, 1] = part[:, -1]
            self._recent.append(both)
        self.beat()

    def count_lost(self) -> None:
        """Count an input overflow that the device reported."""
        self._recent.header[Mark.LOST] += 1


def run(pipe: Connection, audio_name: str, wanted: str) -> None:
    """Record until the pipe closes or SIGTERM comes; never returns."""
    recent = RecentAudio.attach(audio_name)
    recorder = Recorder(recent)
    control = SinkControl(pipe, recorder)
    control.run(lambda: _record(recent, recorder, control, wanted), "input")


def _record(recent: RecentAudio, recorder: Recorder, control: SinkControl, wanted: str) -> None:
    device.prepare()
    control.publish_state(DeviceState.OPENING, "looking for a sound input")
    library = None
    while not control.wait(0):
        try:
            if library is None:
                library = device.load_library()
            name, stream = _open(library, recorder, wanted)
        except DeviceProblem as problem:
            control.publish_state(
                DeviceState.WAITING, f"{problem}; nothing is recorded until one appears"
            )
            recorder.beat()
            if not control.wait(device.RESCAN_S) and library is not None:
                device.rescan(library)
        else:
            _watch(recent, control, name, stream)
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
        raise DeviceProblem(f"cannot record from {name} at {SAMPLE_RATE} Hz: {error}") from None
    return name, stream


def _watch(recent: RecentAudio, control: SinkControl, name: str, stream: Any) -> None:
    """Wait for the end, or for the callbacks to stop (Any: a sounddevice stream)."""
    control.publish_state(DeviceState.RUNNING, f"recording from {name}")
    opened = time.monotonic_ns()
    while not control.wait(device.LOST_S / 4):
        beat = max(opened, recent.header[Mark.BEAT])
        if time.monotonic_ns() - beat > device.LOST_S * 1e9:
            control.publish_state(DeviceState.LOST, f"{name} was lost")
            os._exit(LOST_CODE)  # close() could block for minutes
    device.close(stream)
    control.publish_state(DeviceState.CLOSED, f"{name} was closed")
