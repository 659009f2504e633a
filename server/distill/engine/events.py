"""Events that the engine delivers to surfaces: replies to one client, notifications for all."""

from dataclasses import dataclass
from typing import TypeAlias

from distill.commands.context import Client
from distill.types import Value

RequestId: TypeAlias = int | str
"""Chosen by the client; 0 if it gave none."""


@dataclass(frozen=True, slots=True)
class Ack:
    """The request is accepted and takes a while."""

    client: Client
    id: RequestId
    verb: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a request, 0..1, and its current stage."""

    client: Client
    id: RequestId
    fraction: float
    stage: str


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a long reply; all pages come before `Done`."""

    client: Client
    id: RequestId
    verb: str
    index: int
    total: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The request has succeeded."""

    client: Client
    id: RequestId
    verb: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The request has failed. `address` is the verb or the address of the request."""

    client: Client
    id: RequestId
    code: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """Reply to a query of a parameter, on the address of the query."""

    client: Client
    name: str
    value: float
    normalized: bool


@dataclass(frozen=True, slots=True)
class ParameterChanged:
    """A parameter has a new value: for all clients but the one that set it."""

    name: str
    value: float
    origin: Client | None


@dataclass(frozen=True, slots=True)
class Notification:
    """An event for every subscriber: `topic` is the address below the root."""

    topic: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class LiveValue:
    """Name and value of each meter at the playhead, for one client that asked for them.

    `port` is the port of the client that they go to, 0 for the one its replies go to.
    """

    client: Client
    port: int
    values: tuple[tuple[str, float], ...]


Answer: TypeAlias = Ack | Progress | Page | Done | Failed | ParameterValue | LiveValue
Event: TypeAlias = Answer | ParameterChanged | Notification
