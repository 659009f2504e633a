"""The engine's edges: who speaks to it, what it is asked, and the worker behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from distill.commands.context import Client
from distill.commands.grammar import Command
from distill.engine.events import Event, RequestId
from distill.protocol.input import InputPosition
from distill.protocol.output import OutputSnapshot, PlayheadState
from distill.types import Audio


@dataclass(frozen=True, slots=True)
class Request:
    """A command, who asked, and under which id (0 when none was given)."""

    command: Command
    client: Client
    id: RequestId = 0


@dataclass(frozen=True, slots=True)
class ClockPulse:
    """What a clock from outside says.

    Attributes:
        tempo: Beats in a minute, smoothed.
        beat: Which beat it is.
        at_s: When, by the monotonic clock.
        running: Is it going on? False: it was stopped, or is silent for half a second.
    """

    tempo: float
    beat: float
    at_s: float
    running: bool = True


class Inbox(Protocol):
    """What a surface may do with the engine."""

    def submit(self, request: Request) -> None:
        """Hand a request over from any thread; never blocks.

        Settings of one parameter coalesce (the last value wins). When the queue is full the
        surface is delivered a `Failed` with code `busy`.
        """


class Surface(Protocol):
    """What the engine may do with a surface; called on the engine's thread, must not block."""

    @property
    def name(self) -> str:
        """The `surface` of its clients."""

    def deliver(self, event: Event) -> None:
        """Pass an event on to the client it names, or to every subscriber."""

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Send that client's replies, and all news, to `port` of its host for a while.

        Raises:
            BadArgument: This surface has no ports.
            Busy: Too many subscribers.
        """

    def unsubscribe(self, client: Client, port: int) -> None:
        """End one subscription, or all of that client's for port 0."""

    def place(self, client: Client, port: int) -> str:
        """Name where a client wants its live values; the same place has the same name.

        Raises:
            BadArgument: Not a port of this surface's clients.
        """

    def stats(self) -> Mapping[str, float | int | str]:
        """Counters for the status: received, bad, dropped, sent, subscribers."""


class Output(Protocol):
    """Where sound goes, as the status sees it."""

    def stats(self) -> dict[str, float | int | str]:
        """State, device, underruns, fill."""

    def history(self) -> OutputSnapshot:
        """Tell what of it can be taken now."""

    def recent_audio(self, first: int, last: int) -> Audio:
        """Copy frames [T, 2] of what was heard; see `session.ports.Ears`."""

    def clock(self) -> int:
        """Frames given to the device so far, silence and all."""

    def frame_at(self, at_s: float) -> int:
        """Tell which frame given to the device is heard at a time of the monotonic clock."""

    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        """Tell what is at the ear at a time of the monotonic clock.

        Its sound goes back to the frame `first`, if that is not longer than `most`.
        """

    def block(self) -> int:
        """Most frames that the device has asked for at once."""

    def fade_out(self, *, on: bool) -> None:
        """Fade what is already on its way to the ear within 20 ms, or let sound through again."""


class Input(Protocol):
    """Where sound comes from, as the status sees it."""

    def stats(self) -> dict[str, float | int | str]:
        """State, device, what was lost."""

    def position(self) -> InputPosition:
        """Tell where it stands.

        Raises:
            BadArgument: There is none; says how to have one.
        """


@dataclass(frozen=True, slots=True)
class AudioPorts:
    """The ways of sound, out and in."""

    output: Output
    source: Input
