"""What the engine tells surfaces: answers to one client, and news for all."""

from dataclasses import dataclass
from typing import TypeAlias

from distill.commands.context import Client
from distill.types import Value

RequestId: TypeAlias = int | str
"""Chosen by the client; 0 when it gave none."""


@dataclass(frozen=True, slots=True)
class Ack:
    """The request was understood and takes a while."""

    client: Client
    id: RequestId
    verb: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request is, 0..1, and what it does."""

    client: Client
    id: RequestId
    fraction: float
    stage: str


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a long answer; all pages come before the done."""

    client: Client
    id: RequestId
    verb: str
    index: int
    total: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The one good end of a request."""

    client: Client
    id: RequestId
    verb: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The one bad end of a request. `address` is the verb or the address that was asked."""

    client: Client
    id: RequestId
    code: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The answer to a query, on the address that was asked."""

    client: Client
    name: str
    value: float
    normalized: bool


@dataclass(frozen=True, slots=True)
class ParameterChanged:
    """A parameter has a new value: news for all but the one who set it."""

    name: str
    value: float
    origin: Client | None


@dataclass(frozen=True, slots=True)
class Notification:
    """Something happened that every subscriber may want: `topic` is the address below the root."""

    topic: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class LiveValue:
    """What is at the ear now, for one client that asked: name and value of each gauge.

    `port` is where it wants them, 0 for where its answers go.
    """

    client: Client
    port: int
    values: tuple[tuple[str, float], ...]


Answer: TypeAlias = Ack | Progress | Page | Done | Failed | ParameterValue | LiveValue
Event: TypeAlias = Answer | ParameterChanged | Notification
