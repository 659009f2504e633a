"""Which sink is wanted, and what a sink tells about itself."""

from dataclasses import dataclass
from typing import Literal, Self

from distill.errors import BadArgument
from distill.ring.ring import DeviceState


@dataclass(frozen=True, slots=True)
class SinkOptions:
    """What to start.

    Attributes:
        driver: `device` plays; `null` takes sound in time and drops it; `file` writes it down too.
        device: Part of the name of an output device; empty for the system's choice.
        path: The WAV file of `file`.
        block: Frames taken at once by `null` and `file`.
        latency_s: What the device is asked for; it answers with what it can do.
    """

    driver: Literal["device", "null", "file"] = "device"
    device: str = ""
    path: str = ""
    block: int = 512
    latency_s: float = 0.02

    @classmethod
    def parse(cls, output: str, device: str = "") -> Self:
        """Read a setting: `device`, `null` or `file:PATH`.

        Raises:
            BadArgument: Neither.
        """
        kind, colon, path = output.partition(":")
        match kind:
            case "device" | "null" if not colon:
                return cls(kind, device)
            case "file" if path:
                return cls("file", device, path)
            case _:
                raise BadArgument(f"output takes device, null or file:PATH; got {output!r}")


@dataclass(frozen=True, slots=True)
class News:
    """One line for the performer: how the sink is, and why."""

    state: DeviceState
    text: str
