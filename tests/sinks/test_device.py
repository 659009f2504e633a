"""The audio callback and the opening of a stream, on a fake library without a sound card."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from distill.errors import DeviceProblem
from distill.ring.concealment import CHUNK
from distill.ring.reader import Reader
from distill.ring.ring import DeviceState, Ring
from distill.ring.writer import Writer
from distill.sinks import device
from distill.sinks.options import SinkOptions
from kit.players import sine


class FakeError(Exception):
    """An error of the fake PortAudio."""


@dataclass
class FakeLibrary:
    """One output device with some channels; `refuses` is the error of its stream."""

    channels: int = 2
    refuses: str = ""
    PortAudioError = FakeError
    default = SimpleNamespace(device=[-1, 0])

    def query_devices(self) -> list[dict[str, Any]]:
        return [{"name": "card", "hostapi": 0, "max_output_channels": self.channels}]

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "ALSA"}]

    def OutputStream(self, **asked: Any) -> Any:  # noqa: N802 - sounddevice's name
        self.asked = asked
        if self.refuses:
            raise FakeError(self.refuses)
        return SimpleNamespace(latency=0.01, start=lambda: None)


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create()
    yield made
    made.close()


def called(library: FakeLibrary, reader: Reader, out: np.ndarray, *, late: bool = False) -> None:
    device._open(library, reader, SinkOptions())
    library.asked["callback"](out, len(out), None, SimpleNamespace(output_underflow=late))


def test_a_stereo_device_gets_both_channels(ring: Ring) -> None:
    Writer(ring).write(sine(0, 1000, 220.0) * np.array([1.0, -0.5], dtype=np.float32))
    out = np.empty((1000, 2), dtype=np.float32)
    called(FakeLibrary(channels=8), Reader(ring), out)
    assert np.array_equal(out, sine(0, 1000, 220.0) * np.array([1.0, -0.5], dtype=np.float32))


def test_a_mono_device_gets_the_middle_in_blocks_of_any_size(ring: Ring) -> None:
    Writer(ring).write(sine(0, 10_000, 220.0) * np.array([1.0, 0.5], dtype=np.float32))
    out = np.empty((2 * CHUNK + 10, 1), dtype=np.float32)
    called(FakeLibrary(channels=1), Reader(ring), out)
    np.testing.assert_allclose(out[:, 0], sine(0, len(out), 220.0)[:, 0] * 0.75, atol=1e-7)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_late_callback_is_counted(ring: Ring, channels: int) -> None:
    library, out = FakeLibrary(channels), np.empty((64, channels), dtype=np.float32)
    called(library, Reader(ring), out, late=True)
    called(library, Reader(ring), out, late=False)
    assert ring.status().underflows == 1


def test_the_latency_that_the_device_reports_is_published(ring: Ring) -> None:
    name, _ = device._open(FakeLibrary(), Reader(ring), SinkOptions())
    assert name == "card (ALSA)"
    assert ring.status().latency == 480
    assert ring.status().state is DeviceState.OPENING


def test_a_device_that_does_not_open_is_reported_with_the_reason(ring: Ring) -> None:
    with pytest.raises(DeviceProblem, match=r"card \(ALSA\) at 48000 Hz: busy"):
        device._open(FakeLibrary(refuses="busy"), Reader(ring), SinkOptions())


def test_a_card_without_outputs_is_no_device(ring: Ring) -> None:
    with pytest.raises(DeviceProblem, match="no sound output"):
        device._open(FakeLibrary(channels=0), Reader(ring), SinkOptions())


def test_the_doctor_says_of_a_missing_library_what_the_server_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise DeviceProblem(device.NO_PORTAUDIO)

    monkeypatch.setattr(device, "load_library", missing)
    ((found, fine),) = device.probe()
    assert found == device.NO_PORTAUDIO
    assert fine.startswith("no: serve plays to nowhere")


@pytest.mark.parametrize("channels", [0, 2])
def test_the_doctor_lists_the_devices_with_an_output(
    channels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "load_library", lambda: FakeLibrary(channels))
    ((found, fine),) = device.probe()
    assert found == ("card" if channels else "there is no sound output device")
    assert fine.startswith("yes" if channels else "no: ")
