"""Plays the ring on a sound card, JACK or any other PortAudio device; waits for one if necessary.

Measured (docs/background/devices.md): when an audio server dies, PortAudio's close blocks for
minutes and starting it again aborts the process. So a lost device ends this process at once, and
the supervisor starts another; only a process that never had a stream scans for devices again.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from distill.errors import DeviceProblem
from distill.ring.concealment import CHUNK
from distill.ring.reader import Reader
from distill.ring.ring import DeviceState
from distill.sinks.choose import choose, label
from distill.sinks.null import play_in_time
from distill.sinks.options import SinkOptions
from distill.sinks.sink_control import LOST_CODE, SinkControl
from distill.types import SAMPLE_RATE

LOST_S: Final = 1.0
"""Time without a callback after which the device counts as lost; blocks last at most 0.1 s."""
RESCAN_S: Final = 1.0
"""Time between two scans for a device; one takes 6 to 50 ms."""
CLOSE_S: Final = 1.0
"""Longest orderly close."""
SWITCH_S: Final = 0.0002
"""How long another thread may hold the interpreter while the callback waits.

Source: docs/background/devices.md#threads-and-the-interpreter.
"""

NO_PORTAUDIO: Final = (
    "the library PortAudio is missing, without which no sound card can be used (on Debian and "
    "Ubuntu: sudo apt install libportaudio2; then start Distill again)"
)
_WITHOUT: Final = "serve plays to nowhere, in time; clips still work"

Library = Any
"""The `sounddevice` module; Any because it ships no types."""


def play(reader: Reader, control: SinkControl, options: SinkOptions) -> None:
    """Play until the end; without a device, discard sound in real time and scan for one."""
    prepare()
    control.publish_state(DeviceState.OPENING, "looking for a sound device")
    try:
        library = load_library()
    except DeviceProblem as problem:
        control.publish_state(DeviceState.WAITING, f"{problem}; sound goes on unheard")
        play_in_time(reader, control, options.block)
        return
    while not control.wait(0):
        try:
            name, stream = _open(library, reader, options)
        except DeviceProblem as problem:
            control.publish_state(
                DeviceState.WAITING, f"{problem}; sound goes on unheard until one appears"
            )
            play_in_time(reader, control, options.block, seconds=RESCAN_S)
            rescan(library)
        else:
            _watch(reader, control, name, stream)
            return


def probe() -> Iterator[tuple[str, str]]:
    """Yield the output devices of this machine, as rows (found, usable?) for the doctor."""
    try:
        found = load_library().query_devices()
    except DeviceProblem as problem:
        yield str(problem), f"no: {_WITHOUT}"
        return
    devices = [device for device in found if device["max_output_channels"] > 0]
    if not devices:
        yield "there is no sound output device", f"no: {_WITHOUT}"
    for device in devices:
        yield str(device["name"]), "yes"


def prepare() -> None:
    """Set up this process for an audio callback with deadlines."""
    sys.setswitchinterval(SWITCH_S)
    gc.disable()  # a collection would delay the callback; this process creates hardly any cycles
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    _silence_native_libraries()


def load_library() -> Library:
    """Load PortAudio.

    Raises:
        DeviceProblem: It is not installed, or does not start.
    """
    try:
        import sounddevice
    except OSError:
        raise DeviceProblem(NO_PORTAUDIO) from None
    except Exception as error:  # noqa: BLE001 - PortAudioError has no name before the import
        raise DeviceProblem(f"PortAudio does not start: {error}") from None
    return sounddevice


def rescan(library: Library) -> None:
    """Refresh the list of devices; only while no stream is open.

    Raises:
        DeviceProblem: PortAudio does not start again.
    """
    try:
        library._terminate()  # noqa: SLF001 - the only way to refresh the list of devices
        library._initialize()  # noqa: SLF001 - see above
    except library.PortAudioError as error:
        raise DeviceProblem(f"PortAudio does not start again: {error}") from None


def _open(library: Library, reader: Reader, options: SinkOptions) -> tuple[str, Any]:
    """Open and start a stream; Any because sounddevice ships no types."""
    devices, apis = list(library.query_devices()), library.query_hostapis()
    at = choose(devices, apis, options.device, library.default.device[1])
    name, channels = label(devices[at], apis), min(2, devices[at]["max_output_channels"])
    try:
        stream = library.OutputStream(
            samplerate=SAMPLE_RATE,
            device=at,
            channels=channels,
            dtype="float32",
            latency=options.latency_s,
            callback=_stereo(reader) if channels == 2 else _mono(reader),  # noqa: PLR2004 - stereo
            extra_settings=extra_settings(library, name),
        )
        stream.start()
    except library.PortAudioError as error:
        raise DeviceProblem(f"cannot play on {name} at {SAMPLE_RATE} Hz: {error}") from None
    reader.publish_state(DeviceState.OPENING, round(stream.latency * SAMPLE_RATE))
    return name, stream


def extra_settings(library: Library, name: str) -> Any:
    """Make Windows convert the sample rate (Any: an object of sounddevice, or None)."""
    return library.WasapiSettings(auto_convert=True) if name.endswith("WASAPI)") else None


def _stereo(reader: Reader) -> Any:
    """Create the audio callback (Any: its arguments are sounddevice's)."""

    def callback(out: Any, _frames: int, _time: Any, status: Any) -> None:
        if status.output_underflow:
            reader.count_underflow()
        reader.read_into(out)

    return callback


def _mono(reader: Reader) -> Any:
    """Create the audio callback of a device with one channel (Any: as above)."""
    scratch = np.zeros((CHUNK, 2), dtype=np.float32)

    def callback(out: Any, frames: int, _time: Any, status: Any) -> None:
        if status.output_underflow:
            reader.count_underflow()
        for start in range(0, frames, CHUNK):
            part = out[start : start + CHUNK, 0]
            both = scratch[: len(part)]
            reader.read_into(both)
            np.add(both[:, 0], both[:, 1], out=part)
            part *= 0.5

    return callback


def _watch(reader: Reader, control: SinkControl, name: str, stream: Any) -> None:
    """Wait for the end, or for the callbacks to stop (Any: a sounddevice stream)."""
    latency = round(stream.latency * SAMPLE_RATE)
    control.publish_state(DeviceState.RUNNING, f"playing on {name}", latency)
    opened = time.monotonic_ns()
    while not control.wait(LOST_S / 4):
        beat = max(opened, reader.beat)
        if time.monotonic_ns() - beat > LOST_S * 1e9:
            control.publish_state(DeviceState.LOST, f"{name} was lost")
            os._exit(LOST_CODE)  # close() could block for minutes
    close(stream)
    control.publish_state(DeviceState.CLOSED, f"{name} was closed")


def close(stream: Any) -> None:
    """Close a stream, or give up after `CLOSE_S` (Any: a sounddevice stream)."""
    closing = threading.Thread(target=stream.abort, daemon=True)
    closing.start()
    closing.join(CLOSE_S)


def _silence_native_libraries() -> None:
    """Discard what ALSA and JACK print; errors that matter are raised and published."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
