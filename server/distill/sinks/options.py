"""The options of a sink, and its status."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distill.ring.ring import DeviceState


@dataclass(frozen=True, slots=True)
class SinkOptions:
    """The sink to start, and its options.

    Attributes:
        driver: The name of a row of `registry.SINKS`.
        device: Part of the name of an output device; empty for the system's choice.
        path: The text after the name and a colon: the WAV file of `file`.
        block: Frames per block of `null` and `file`.
        latency_s: Latency requested from the device, which may choose another.
    """

    driver: str = "device"
    device: str = ""
    path: str = ""
    block: int = 512
    latency_s: float = 0.02


@dataclass(frozen=True, slots=True)
class SinkStatus:
    """The state of a sink, and one line for the performer."""

    state: "DeviceState"
    text: str
