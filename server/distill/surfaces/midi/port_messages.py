"""What crosses the pipe between the main process and that of the ports."""

from dataclasses import dataclass
from typing import TypeAlias

from distill.engine.ports import ClockPulse
from distill.surfaces.midi.binding import ControlKind


@dataclass(frozen=True, slots=True)
class PortBytes:
    """A port spoke: one whole message."""

    port: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OpenPorts:
    """These inputs and outputs are open now; `trouble` says why others are not."""

    names: tuple[str, ...]
    trouble: str = ""
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Alive; so many messages were lost so far because they came too fast."""

    lost: int = 0


@dataclass(frozen=True, slots=True)
class ControlLight:
    """One control of one output, that can be told something."""

    output: str
    source: ControlKind
    channel: int
    number: int | None


@dataclass(frozen=True, slots=True)
class ShowLights:
    """Tell controls what to show: 0..127 each, or 0..16383 of the fine kinds."""

    lights: tuple[tuple[ControlLight, int], ...]


@dataclass(frozen=True, slots=True)
class WatchOutputs:
    """Open the outputs that belong to these names; an empty one stands for all inputs."""

    names: tuple[str, ...]


FromPorts: TypeAlias = PortBytes | OpenPorts | ClockPulse | Heartbeat
"""From the ports."""
