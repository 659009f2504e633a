"""A client over HTTP and WebSocket: real sockets, one request at a time, and headers at will."""

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
"""A bound for a test that hangs, not a measure."""
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

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
        self.heard: list[dict[str, Any]] = []

    def say(self, data: str | bytes | dict[str, Any]) -> None:
        if isinstance(data, bytes):
            self._web.wait(self.socket.send_bytes(data))
        else:
            self._web.wait(
                self.socket.send_str(data if isinstance(data, str) else json.dumps(data))
            )

    def ask(self, address: str, *args: Value, name: Value = 0) -> None:
        self.say({"send": f"/distill/{address}", "args": list(args), "id": name})

    def receive(self) -> aiohttp.WSMessage:
        return self._web.wait(self.socket.receive())

    def hear(self) -> tuple[str, list[Value]]:
        """Hear one message; give its address below the root, and its values."""
        message = self.receive()
        assert message.type is aiohttp.WSMsgType.TEXT, message
        said = json.loads(message.data)
        assert set(said) == {"address", "args"}
        self.heard.append(said)
        return said["address"].removeprefix("/distill/"), said["args"]

    def until(self, wanted: Callable[[str, list[Value]], bool]) -> list[Value]:
        while not wanted(*(heard := self.hear())):
            pass
        return heard[1]

    def end(self, name: Value) -> tuple[str, list[Value]]:
        """Hear the one end of a request."""
        while True:
            address, args = self.hear()
            if address in ("done", "error") and args[0] == name:
                return address, args[1:]

    def closed(self) -> tuple[int | None, str]:
        """Read on until it is closed from there; give code and sentence."""
        while True:
            message = self.receive()
            if message.type is aiohttp.WSMsgType.CLOSE:
                return message.data, message.extra or ""
            if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                return self.socket.close_code, ""

    def close(self) -> None:
        self._web.wait(self.socket.close())


class Web:
    """One who asks over HTTP."""

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
        said = JSON | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.request("POST", f"/distill/{path}", data, said)

    def ask(self, verb: str, **named: Any) -> list[Value]:
        """Request and wait; give what the done tells."""
        answer = self.post(verb, named)
        assert answer.status == 200, answer
        return list(answer.json["values"])

    def refused(self, path: str, body: Any, **headers: str) -> tuple[int, str, str]:
        """Request what must fail; give status, code and sentence."""
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
        said = {k.replace("_", "-"): v for k, v in headers.items()}
        opened = self.wait(self._session.ws_connect(url, headers=said, autoping=True))
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
