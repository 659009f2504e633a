"""Which sink is wanted, and what a sink tells about itself."""

from dataclasses import dataclass

from distill.ring.ring import DeviceState


@dataclass(frozen=True, slots=True)
class SinkOptions:
    """What to start.

    Attributes:
        driver: The name of a row of `registry.SINKS`.
        device: Part of the name of an output device; empty for the system's choice.
        path: What stood behind the name and a colon: the WAV file of `file`.
        block: Frames taken at once by `null` and `file`.
        latency_s: What the device is asked for; it answers with what it can do.
    """

    driver: str = "device"
    device: str = ""
    path: str = ""
    block: int = 512
    latency_s: float = 0.02


@dataclass(frozen=True, slots=True)
class SinkStatus:
    """One line for the performer: how the sink is, and why."""

    state: DeviceState
    text: str
