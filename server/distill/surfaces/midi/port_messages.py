"""Messages between the main process and the port process."""

from dataclasses import dataclass
from typing import TypeAlias

from distill.protocol.clock_pulse import ClockPulse
from distill.surfaces.midi.control_kind import ControlKind


@dataclass(frozen=True, slots=True)
class PortBytes:
    """One whole MIDI message received on a port."""

    port: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OpenPorts:
    """The open inputs (`names`) and outputs; `trouble` is the reason why others are not open."""

    names: tuple[str, ...]
    trouble: str = ""
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life, with the count of messages lost because they came too fast."""

    lost: int = 0


@dataclass(frozen=True, slots=True)
class ControlLight:
    """One control of one output that can show a value."""

    output: str
    source: ControlKind
    channel: int
    number: int | None


@dataclass(frozen=True, slots=True)
class ShowLights:
    """Values that controls should show: 0..127 each, or 0..16383 for the fine kinds."""

    lights: tuple[tuple[ControlLight, int], ...]


@dataclass(frozen=True, slots=True)
class WatchOutputs:
    """Names whose outputs are to be open; an empty name stands for all inputs."""

    names: tuple[str, ...]


FromPorts: TypeAlias = PortBytes | OpenPorts | ClockPulse | Heartbeat
"""From the port process."""
