"""A client over HTTP and WebSocket: real sockets, one request at a time, any headers."""

import asyncio
import contextlib
import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from distill.types import Value

PATIENCE_S = 60.0
"""Timeout of a test that hangs, not a measure."""
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Wire:
    """A WebSocket."""

    def __init__(self, web: "Web", socket: aiohttp.ClientWebSocketResponse) -> None:
        self._web = web
        self.socket = socket
        self.messages: list[dict[str, Any]] = []

    def send(self, data: str | bytes | dict[str, Any]) -> None:
        if isinstance(data, bytes):
            self._web.wait(self.socket.send_bytes(data))
        else:
            self._web.wait(
                self.socket.send_str(data if isinstance(data, str) else json.dumps(data))
            )

    def ask(self, address: str, *args: Value, request_id: Value = 0) -> None:
        self.send({"send": f"/distill/{address}", "args": list(args), "id": request_id})

    def receive(self) -> aiohttp.WSMessage:
        return self._web.wait(self.socket.receive())

    def read(self) -> tuple[str, list[Value]]:
        """Read one message; return its address below the root, and its values."""
        frame = self.receive()
        assert frame.type is aiohttp.WSMsgType.TEXT, frame
        message = json.loads(frame.data)
        assert set(message) == {"address", "args"}
        self.messages.append(message)
        return message["address"].removeprefix("/distill/"), message["args"]

    def until(self, wanted: Callable[[str, list[Value]], bool]) -> list[Value]:
        while not wanted(*(message := self.read())):
            pass
        return message[1]

    def end(self, request_id: Value) -> tuple[str, list[Value]]:
        """Read on to the end of a request; return its address and values."""
        while True:
            address, args = self.read()
            if address in ("done", "error") and args[0] == request_id:
                return address, args[1:]

    def closed(self) -> tuple[int | None, str]:
        """Read on until the server closes it; return code and reason."""
        while True:
            message = self.receive()
            if message.type is aiohttp.WSMsgType.CLOSE:
                return message.data, message.extra or ""
            if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                return self.socket.close_code, ""

    def close(self) -> None:
        self._web.wait(self.socket.close())


class Web:
    """A client over HTTP."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.port = port
        self.host = host
        self._runner = asyncio.Runner()
        self._session = self.wait(self._open())
        self._wires: list[Wire] = []

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return self.request(
            method, path, None, {k.replace("_", "-"): v for k, v in headers.items()}
        )

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        sent = JSON | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.request("POST", f"/distill/{path}", data, sent)

    def ask(self, verb: str, **named: Any) -> list[Value]:
        """Send a request and wait; return the values of its done."""
        answer = self.post(verb, named)
        assert answer.status == 200, answer
        return list(answer.json["values"])

    def refused(self, path: str, body: Any, **headers: str) -> tuple[int, str, str]:
        """Send a request that must fail; return status, code and text."""
        answer = self.post(path, body, **headers)
        assert set(answer.json) == {"error", "text", "address"}, answer
        return answer.status, answer.json["error"], answer.json["text"]

    def request(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        wire = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            wire.close()

    def socket(self, path: str = "/live", **headers: str) -> Wire:
        url = f"http://{self.host}:{self.port}{path}"
        sent = {k.replace("_", "-"): v for k, v in headers.items()}
        opened = self.wait(self._session.ws_connect(url, headers=sent, autoping=True))
        self._wires.append(Wire(self, opened))
        return self._wires[-1]

    def close_wires(self) -> None:
        """Close every socket that is still open."""
        for wire in self._wires:
            wire.close()
        self._wires.clear()

    def wait(self, coroutine: Any) -> Any:
        async def bounded() -> Any:
            async with asyncio.timeout(PATIENCE_S):
                return await coroutine

        return self._runner.run(bounded())

    def close(self) -> None:
        self.close_wires()
        self.wait(self._session.close())
        self._runner.close()

    async def _open(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


@contextlib.contextmanager
def browsing(port: int, host: str = "127.0.0.1") -> Iterator[Web]:
    web = Web(port, host)
    try:
        yield web
    finally:
        web.close()
