"""What crosses the pipe between the main process and that of the ports."""

from dataclasses import dataclass
from typing import TypeAlias

from distill.engine.ports import Pulse
from distill.surfaces.midi.binding import Source


@dataclass(frozen=True, slots=True)
class Bytes:
    """A port spoke: one whole message."""

    port: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Ports:
    """These inputs and outputs are open now; `trouble` says why others are not."""

    names: tuple[str, ...]
    trouble: str = ""
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beat:
    """Alive; so many messages were lost so far because they came too fast."""

    lost: int = 0


@dataclass(frozen=True, slots=True)
class Light:
    """One control of one output, that can be told something."""

    output: str
    source: Source
    channel: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Show:
    """Tell controls what to show: 0..127 each, or 0..16383 of the fine kinds."""

    lights: tuple[tuple[Light, int], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """Open the outputs that belong to these names; an empty one stands for all inputs."""

    names: tuple[str, ...]


PortNews: TypeAlias = Bytes | Ports | Pulse | Beat
"""From the ports."""
