"""HTTP routes: the page, the vocabulary, the manual, every command, OSCQuery and the sockets."""

import asyncio
import itertools
import json
import logging
import socket as sockets_
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from distill.commands.context import Client
from distill.commands.describe import as_json
from distill.commands.manual import manual
from distill.engine.events import Done, Event, Failed, Page, RequestId
from distill.engine.ports import Inbox
from distill.errors import BadPacket, Busy, Crash, DistillError, Forbidden, NotReady, UnknownAddress
from distill.pages import render
from distill.surfaces.allow_list import AllowList
from distill.surfaces.web import oscquery
from distill.surfaces.web.connection_limiter import ConnectionLimiter
from distill.surfaces.web.http_connection import END_S, HttpConnection, MalformedLog
from distill.surfaces.web.origin_check import OriginCheck
from distill.surfaces.web.sockets import WebSockets
from distill.surfaces.web.training_routes import TrainingsSource, add_trainings
from distill.surfaces.web.translate import (
    MAX_BODY,
    RefusedRequest,
    done,
    posted,
    read,
    refusal,
    request,
)
from distill.types import Value

log = logging.getLogger("distill.web")

PAGE: Final = Path(__file__).parent / "page"
BODY_S: Final = 10.0
"""Longest time for the body of a request to arrive."""
TYPES: Final = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""Content types of the page's files; fixed, since the system's table may not know `.js`."""
HEADERS: Final = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""Of every answer: no foreign page may embed, sniff or read it."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""A coroutine that answers a request."""


@dataclass(frozen=True, slots=True)
class HttpContext:
    """What the handlers need.

    Attributes:
        surface: Name of the surface.
        osc: Address of the OSC server.
        origins: Check of host and origin.
        allowed: Hosts that may connect.
        values: Current values of the parameters; they change while they are read.
        trainings: Trainings to show.
    """

    surface: str
    osc: tuple[str, int]
    origins: OriginCheck
    allowed: AllowList
    values: Mapping[str, float]
    trainings: TrainingsSource


@dataclass(slots=True)
class PendingPost:
    """A POST whose command has not ended, and its pages so far."""

    end: asyncio.Future[Done | Failed]
    pages: list[tuple[Value, ...]] = field(default_factory=list)


class HttpHandlers:
    """Answers what comes over HTTP.

    Threads: the loop's.
    """

    def __init__(self, context: HttpContext, inbox: Inbox) -> None:
        self._context = context
        self._inbox = inbox
        self._waiting: dict[tuple[Client, RequestId], PendingPost] = {}
        self._numbers = itertools.count(1)
        self._files = {
            path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob("*") if path.is_file()
        }
        self.sockets = WebSockets(context.surface, inbox)
        self._counts = dict.fromkeys(("received", "refused"), 0)
        self._runner: web.AppRunner | None = None

    async def open(self, wire: sockets_.socket) -> None:
        """Start to answer on a listening socket."""

        @web.middleware
        async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._respond(request, handler)

        app = web.Application(middlewares=[around], client_max_size=MAX_BODY)
        app.router.add_get("/page", _to_page)
        app.router.add_get("/page/{name:.*}", self._page)
        app.router.add_get("/live", self.sockets.play)
        app.router.add_get("/vocabulary", self._vocabulary)
        app.router.add_get("/manual", self._manual)
        add_trainings(app.router, self._context.trainings)
        app.router.add_get("/{path:.*}", self._oscquery)
        app.router.add_post("/{path:.*}", self._run_command)
        app.on_response_prepare.append(self._refuse_early)
        self._runner = runner = web.AppRunner(app, shutdown_timeout=END_S)
        await runner.setup()
        server = runner.server
        assert server is not None  # noqa: S101 - setup makes it
        loop = asyncio.get_running_loop()
        self._malformed = malformed = MalformedLog(loop.call_later)
        self._limiter = limiter = ConnectionLimiter(
            server, self._context.allowed, lambda: HttpConnection(server, malformed)
        )
        self._listener = await loop.create_server(limiter.accept, sock=wire, backlog=128)

    def stats(self) -> dict[str, int]:
        """Count requests `received`, requests and connections `refused`, and `sockets`."""
        return {
            "received": self._counts["received"],
            "refused": self._counts["refused"] + self._refused_connections(),
            "sockets": len(self.sockets),
            "slow": self.sockets.slow,
        }

    def _refused_connections(self) -> int:
        return self._limiter.refused + self._malformed.total if self._runner else 0

    async def close(self) -> None:
        """Close all connections."""
        if self._runner is None:
            return
        self._listener.close()
        self.sockets.expel("the server is shutting down")
        for waiting in self._waiting.values():
            waiting.end.cancel()
        await self._runner.cleanup()

    def deliver(self, event: Event) -> None:
        """Pass an event to the pending POST or the sockets that it is for."""
        match event:
            case Page(client, request_id) | Done(client, request_id) | Failed(client, request_id):
                waiting = self._waiting.get((client, request_id))
                if waiting is not None:
                    _advance(waiting, event)
                    return
            case _:
                pass
        self.sockets.deliver(event)

    # --- around each request

    async def _respond(self, asked: web.Request, handler: Handler) -> web.StreamResponse:
        """Check a request and answer it; errors are answered as JSON."""
        self._counts["received"] += 1
        self._limiter.note_request(asked.protocol)
        try:
            self._check(asked)
            answer = await handler(asked)
        except DistillError as problem:
            answer = self._refuse(asked, problem)
        except web.HTTPException as problem:
            answer = self._refuse(asked, _translated(problem, asked), problem.status)
        except ConnectionError:  # the client is gone
            raise
        except Exception:
            log.exception("internal error in %s %s", asked.method, asked.path)
            text = "internal error in the server; its log has the details"
            answer = self._refuse(asked, Crash(text))
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    def _check(self, asked: web.Request) -> None:
        origins, host = self._context.origins, _only(asked, "Host") or ""
        origins.check_host(host)
        origins.check_host(asked.host)  # that of GET http://host/path, else the same
        if asked.method not in ("GET", "HEAD") or "Upgrade" in asked.headers:
            origins.check_origin(_only(asked, "Origin"), host)

    def _refuse(self, asked: web.Request, problem: DistillError, status: int = 0) -> web.Response:
        self._counts["refused"] += 1
        client = Client(self._context.surface, "")
        known, body = refusal(Failed(client, 0, problem.code, str(problem), asked.path))
        answer = _json(body, status or known)
        if isinstance(problem, (Forbidden, BadPacket)):
            answer.force_close()  # without waiting for the rest of the body
        return answer

    async def _refuse_early(self, asked: web.Request, answer: web.StreamResponse) -> None:
        """Give a refusal that came before any handler the body that all have."""
        if isinstance(answer, web.HTTPException):
            refused = self._refuse(asked, _translated(answer, asked))
            answer.body, answer.content_type = refused.body, refused.content_type
            answer.headers.update(HEADERS)
            answer.force_close()

    # --- routes

    async def _page(self, asked: web.Request) -> web.StreamResponse:
        name = asked.match_info["name"] or "index.html"
        path = self._files.get(name)
        if path is None:
            raise UnknownAddress(f"the page has no file {name[:80]!r}; it begins at /page/")
        kind = TYPES.get(path.suffix, "application/octet-stream")
        return web.FileResponse(path, headers={"Content-Type": kind})

    async def _vocabulary(self, _: web.Request) -> web.StreamResponse:
        return _json(as_json())

    async def _manual(self, _: web.Request) -> web.StreamResponse:
        # On a thread, since the first one takes a while to import and compile.
        page = manual(self._context.osc[1])
        text = await asyncio.to_thread(render, "manual.html.jinja", manual=page)
        return web.Response(text=text, content_type="text/html")

    async def _oscquery(self, asked: web.Request) -> web.StreamResponse:
        """Answer a node, an attribute or HOST_INFO of OSCQuery."""
        if "Upgrade" in asked.headers:
            return await self.sockets.listen(asked)
        query = asked.query_string
        if asked.path == "/" and not query and "text/html" in asked.headers.get("Accept", ""):
            return await _to_page(asked)
        if query == "HOST_INFO":
            return _json(oscquery.host_info(*self._addresses(asked)))
        node = oscquery.find(oscquery.tree(self._context.values), asked.path)
        if node is None:
            raise UnknownAddress(f"unknown address {asked.path[:80]}; / lists all")
        if not query:
            return _json(node)
        if not query.isupper() or not query.replace("_", "").isalpha():
            raise BadPacket(f"a query is one attribute, as in ?VALUE; got ?{query[:40]}")
        if query not in node:
            return web.Response(status=204)
        return _json({query: node[query]})

    def _addresses(self, asked: web.Request) -> tuple[tuple[str, int], tuple[str, int]]:
        """Return the addresses of OSC and WebSockets as the client reaches them."""
        own = asked.transport.get_extra_info("sockname") if asked.transport else None
        host, port = own[:2] if own else self._context.osc
        osc_host, osc_port = self._context.osc
        everywhere = osc_host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        return (host if everywhere else osc_host, osc_port), (host, port)

    async def _run_command(self, asked: web.Request) -> web.StreamResponse:
        """Run a command, and answer when it has ended."""
        body = posted(asked.path, read(await _body(asked)))
        client = Client(self._context.surface, f"http {asked.remote}")
        if not isinstance(body, RefusedRequest) and body.id == 0:
            body = replace(body, id=f"web-{next(self._numbers)}")
        command = request(body, client)
        if isinstance(command, Failed):
            return self._failed(command)
        key = (client, command.id)
        if key in self._waiting:
            raise Busy(f"request {command.id} of yours has not ended; use another id")
        waiting = self._waiting[key] = PendingPost(asyncio.get_running_loop().create_future())
        try:
            self._inbox.submit(command)
            end = await waiting.end
        except asyncio.CancelledError:
            if waiting.end.cancelled():
                raise NotReady("the server is shutting down") from None
            raise
        finally:
            del self._waiting[key]
        return self._failed(end) if isinstance(end, Failed) else _json(done(end, waiting.pages))

    def _failed(self, event: Failed) -> web.Response:
        self._counts["refused"] += 1
        status, body = refusal(event)
        return _json(body, status)


async def _to_page(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/page/"})


def _only(asked: web.Request, name: str) -> str | None:
    """Return a header that a request may have once.

    Raises:
        BadPacket: It has more than one.
    """
    values = asked.headers.getall(name, [])
    if len(values) > 1:
        raise BadPacket(f"a request has one {name}, got {len(values)}")
    return values[0] if values else None


def _advance(waiting: PendingPost, event: Page | Done | Failed) -> None:
    if isinstance(event, Page):
        waiting.pages.append(event.values)
    elif not waiting.end.done():
        waiting.end.set_result(event)


async def _body(asked: web.Request) -> bytes:
    if asked.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if asked.headers.get("Content-Encoding", "identity") != "identity":
        raise web.HTTPUnsupportedMediaType
    if (asked.content_length or 0) > MAX_BODY:  # refused before it arrives
        raise web.HTTPRequestEntityTooLarge(MAX_BODY, asked.content_length or 0)
    try:
        async with asyncio.timeout(BODY_S):
            return await asked.read()
    except TimeoutError:
        raise BadPacket(f"the body of the request did not arrive within {BODY_S:.0f} s") from None


def _translated(problem: web.HTTPException, asked: web.Request) -> DistillError:
    match problem.status:
        case 413:
            return BadPacket(f"a request has up to {MAX_BODY} bytes; send less")
        case 415 if "Content-Encoding" in asked.headers:
            return BadPacket("a request is not compressed; send it without Content-Encoding")
        case 415:
            kind = asked.headers.get("Content-Type", "nothing")[:40]
            return BadPacket(f"a request is Content-Type: application/json, not {kind}")
        case 405:
            return BadPacket(f"this address takes GET and POST, not {asked.method[:20]}")
        case _:
            return BadPacket(f"the request cannot be answered: {problem.reason}")


def _json(body: Any, status: int = 200) -> web.Response:
    """Answer with JSON (Any because JSON is)."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    plain = text.encode("utf-8", "replace")  # a header may hold bytes that are no text
    return web.Response(body=plain, status=status, content_type="application/json", charset="utf-8")
