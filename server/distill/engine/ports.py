"""Interfaces of the engine: requests, surfaces, external clocks, audio output and input."""

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
    """A command, the client that sent it, and its id (0 if none was given)."""

    command: Command
    client: Client
    id: RequestId = 0


class Inbox(Protocol):
    """What surfaces see of the engine."""

    def submit(self, request: Request) -> None:
        """Queue a request from any thread; never blocks.

        Settings of one parameter coalesce (the last value wins). If the queue is full, the surface
        receives a `Failed` with code `busy`.
        """


class Surface(Protocol):
    """What the engine sees of a surface; called on the engine's thread, must not block."""

    @property
    def name(self) -> str:
        """The `surface` of its clients."""

    def deliver(self, event: Event) -> None:
        """Send an event to the client it names, or to every subscriber."""

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Send that client's replies, and all notifications, to `port` of its host for a time.

        Raises:
            BadArgument: This surface has no ports.
            Busy: Too many subscribers.
        """

    def unsubscribe(self, client: Client, port: int) -> None:
        """End one subscription, or all of that client's for port 0."""

    def place(self, client: Client, port: int) -> str:
        """Return a key for the place of a client's live values; equal places have equal keys.

        Raises:
            BadArgument: Not a port of this surface's clients.
        """

    def stats(self) -> Mapping[str, float | int | str]:
        """Return counters for the status: received, bad, dropped, sent, subscribers."""


class Output(Protocol):
    """The audio output, as the engine sees it."""

    def stats(self) -> dict[str, float | int | str]:
        """Return state, device, fill; underruns in all and in the last minute, and a sentence."""

    def history(self) -> OutputSnapshot:
        """Return what of the output can be captured now."""

    def recent_audio(self, first: int, last: int) -> Audio:
        """Copy frames [T, 2] of what was heard; see `commands.context.AudioAccess`."""

    def clock(self) -> int:
        """Return the number of frames given to the device so far, silence included."""

    def frame_at(self, at_s: float) -> int:
        """Return which frame given to the device is heard at a time of the monotonic clock."""

    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        """Return what is heard at a time of the monotonic clock.

        Its sound goes back to the frame `first`, but holds at most `most` frames.
        """

    def block(self) -> int:
        """Return the most frames that the device has requested at once."""

    def fade_out(self, *, on: bool) -> None:
        """Fade out what is in the ring within 20 ms, or let sound through again."""


class Input(Protocol):
    """The audio input, as the engine sees it."""

    def stats(self) -> dict[str, float | int | str]:
        """Return state, device, lost frames."""

    def position(self) -> InputPosition:
        """Return the position of the input.

        Raises:
            BadArgument: There is no input; the text says how to start one.
        """


@dataclass(frozen=True, slots=True)
class AudioPorts:
    """Audio output and input."""

    output: Output
    source: Input
