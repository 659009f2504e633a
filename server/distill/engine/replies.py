"""How a request ends: told to the surface that asked, and to all others where it is news."""

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
    """Knows the surfaces and speaks to them; one that fails never disturbs the others.

    Threads: the engine's thread only.

    Attributes:
        surfaces: By name.
        crashes: Faults of ours so far.
    """

    def __init__(self) -> None:
        self.surfaces: dict[str, Surface] = {}
        self.crashes = 0

    def finish(self, request: Request, reply: Reply) -> None:
        """Tell that a request has ended well: pages, news, then the done."""
        command, client = request.command, request.client
        if isinstance(command, (SetParameter, GetParameter)):
            self._answer_parameter(request, reply)
            return
        total = len(reply.pages)
        for index, values in enumerate(reply.pages):
            self.deliver(Page(client, request.id, command.verb, index, total, values))
        for name, value in reply.turned:
            self.deliver(ParameterChanged(name, value, None))
        if reply.news:
            self.deliver(Notification(reply.news, (request.id, *(reply.told or reply.values))))
        self.deliver(Done(client, request.id, command.verb, reply.values))

    def fail(self, request: Request, error: DistillError) -> None:
        """Tell that a request has ended with an error."""
        verb = request.command.verb
        if isinstance(request.command, (SetParameter, GetParameter)):
            verb = f"param/{request.command.name}"
        self.deliver(Failed(request.client, request.id, error.code, str(error), verb))

    def crash(self, request: Request, error: Exception) -> None:
        """Tell that a request has ended by a fault of ours; the log says which."""
        self.crashes += 1
        log.error("our fault, in %s", request.command, exc_info=error)
        self.fail(request, Crash("this went wrong inside the server; its log says where"))

    def deliver(self, event: Event) -> None:
        """Pass an event on to whom it concerns."""
        for surface in self._audience(event):
            try:
                surface.deliver(event)
            except Exception:
                self.crashes += 1
                log.exception("surface %s failed to pass on %s", surface.name, event)

    def _answer_parameter(self, request: Request, reply: Reply) -> None:
        command, client = request.command, request.client
        name, value = str(reply.values[0]), float(reply.values[1])
        if isinstance(command, GetParameter):
            self.deliver(ParameterValue(client, name, value, command.normalized))
        elif reply.news:
            self.deliver(ParameterChanged(name, value, client))
        if request.id != 0:
            self.deliver(Done(client, request.id, command.verb, reply.values))

    def _audience(self, event: Event) -> Iterable[Surface]:
        if isinstance(event, (Notification, ParameterChanged)):
            return self.surfaces.values()
        surface = self.surfaces.get(event.client.surface)
        return [] if surface is None else [surface]
