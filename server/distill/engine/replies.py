"""Delivery of replies to the surface that asked, and of notifications to all surfaces."""

import logging
from collections.abc import Iterable

from distill.commands.grammar import Reply
from distill.commands.parameter import GetParameter, SetParameter
from distill.engine.events import (
    Done,
    Event,
    Failed,
    Notification,
    Page,
    ParameterChanged,
    ParameterValue,
)
from distill.engine.ports import Request, Surface
from distill.errors import Crash, DistillError

log = logging.getLogger("distill.engine")


class Replies:
    """Delivers events to surfaces; a surface that fails never disturbs the others.

    Threads: the engine's thread only.

    Attributes:
        surfaces: By name.
        crashes: Internal errors so far.
    """

    def __init__(self) -> None:
        self.surfaces: dict[str, Surface] = {}
        self.crashes = 0

    def finish(self, request: Request, reply: Reply) -> None:
        """Reply to a request that has ended: pages, notifications, then `Done` or its error."""
        command, client = request.command, request.client
        if isinstance(command, (SetParameter, GetParameter)):
            self._answer_parameter(request, reply)
            return
        total = len(reply.pages)
        for index, values in enumerate(reply.pages):
            self.deliver(Page(client, request.id, command.verb, index, total, values))
        for name, value in reply.changed:
            self.deliver(ParameterChanged(name, value, None))
        if reply.topic:
            self.deliver(
                Notification(reply.topic, (request.id, *(reply.topic_values or reply.values)))
            )
        if reply.error is not None:
            self.fail(request, reply.error)
            return
        self.deliver(Done(client, request.id, command.verb, reply.values))

    def fail(self, request: Request, error: DistillError) -> None:
        """Reply that a request has failed."""
        verb = request.command.verb
        if isinstance(request.command, (SetParameter, GetParameter)):
            verb = f"param/{request.command.name}"
        self.deliver(Failed(request.client, request.id, error.code, str(error), verb))

    def crash(self, request: Request, error: BaseException) -> None:
        """Reply that a request has failed by an internal error, and log it."""
        self.crashes += 1
        log.error("internal error in %s", request.command, exc_info=error)
        self.fail(request, Crash("internal error in the server; its log has the details"))

    def deliver(self, event: Event) -> None:
        """Deliver an event to its surface, or to all of them."""
        for surface in self._audience(event):
            try:
                surface.deliver(event)
            except Exception:
                self.crashes += 1
                log.exception("internal error in surface %s, with %s", surface.name, event)

    def _answer_parameter(self, request: Request, reply: Reply) -> None:
        command, client = request.command, request.client
        name, value = str(reply.values[0]), float(reply.values[1])
        if isinstance(command, GetParameter):
            self.deliver(ParameterValue(client, name, value, command.normalized))
        elif reply.topic:
            self.deliver(ParameterChanged(name, value, client))
        if request.id != 0:
            self.deliver(Done(client, request.id, command.verb, reply.values))

    def _audience(self, event: Event) -> Iterable[Surface]:
        if isinstance(event, (Notification, ParameterChanged)):
            return self.surfaces.values()
        surface = self.surfaces.get(event.client.surface)
        return [] if surface is None else [surface]
