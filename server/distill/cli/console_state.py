"""What the console knows of the server: its status, names for completion, the bottom line."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from distill.cli import answers, status_table
from distill.cli.console_client import ConsoleClient
from distill.cli.osc_client import Word, no_server
from distill.errors import DistillError

POLL_S: Final = 1.0
"""Time between two readings of the status."""
LEASE_S: Final = 60.0
"""Length of the subscription; it is renewed at half of it."""
LISTS: Final[Mapping[str, str]] = {
    "slot": "slots",
    "model": "models",
    "snapshot": "snapshots",
    "preset": "preset/list",
    "map": "midi/maps",
    "sound": "files",
}
"""For each kind of name the command that lists the names."""
_VALUES: Final = {"sound": 3}
"""Values of each name, where a page has several names."""


class ConsoleState:
    """Follows one server: asks for its status every second and keeps the names of what it has.

    Threads: the event loop's only.

    Attributes:
        status: The last status; empty while no server answers.
        names: The names of each kind in `LISTS`.
        seconds: Length of each slot, in seconds.
    """

    def __init__(self, host: str, port: int, say: Callable[[str], None]) -> None:
        self.client: Final = ConsoleClient(host, port, self._on_news)
        self.status: dict[str, Word] = {}
        self.names: dict[str, list[str]] = {kind: [] for kind in LISTS}
        self.seconds: dict[str, float] = {}
        self._tempo = 0.0
        self._say = say
        self._renewed = 0.0
        self._wake = asyncio.Event()
        self._stale: set[str] = set()

    def line(self) -> str:
        """Return the bottom line: what plays, model, tempo, load, what came late, what is wrong."""
        if not self.status:
            return no_server(self.client.server)
        late = int(float(self.status.get("output_underruns", 0)))
        parts = [
            status_table.playing(self.status),
            f"model {status_table.model(self.status)}",
            f"{self._tempo:g} bpm",
            f"load {status_table.load(self.status) or '-'}",
            f"{late} late",
        ]
        return "\n".join([" | ".join(parts), *status_table.notes(self.status)])

    def refresh(self, *kinds: str) -> None:
        """Have these names read again soon, and the status."""
        self._stale.update(kinds)
        self._wake.set()

    async def follow(self) -> None:
        """Follow the server, and wait for one where there is none, until this task is cancelled."""
        await self._poll()
        if not self.status:
            self._say(f"{no_server(self.client.server)}; the console goes on when it answers")
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wake.wait()
            self._wake.clear()
            await self._poll()

    async def measure(self) -> None:
        """Read the slots again: their names, and how long they are."""
        pages = (await self.client.ask("slots")).pages
        self.names["slot"] = [str(page[0]) for page in pages]
        self.seconds = {str(page[0]): float(page[2]) for page in pages}

    async def _poll(self) -> None:
        before = self.status
        try:
            pages = (await self.client.ask("status")).pages
            status = {str(page[0]): page[1] for page in pages}
            again = float(status["uptime_s"]) < float(before.get("uptime_s", 0.0))
            if not before or again:
                self._renewed = 0.0
                self._stale.update(LISTS)
            await self._renew()
            self._tempo = float((await self.client.ask("param/tempo")).values[0])
            await self._read_names()
        except DistillError:
            self.status = {}
            self.client.fail_all()
            if before:
                self._say(no_server(self.client.server))
            return
        self.status = status
        if not before or again:
            self._say(f"the server answers: {status_table.model(status)}, {self._sounding()}")

    async def _renew(self) -> None:
        now = asyncio.get_running_loop().time()
        if not self._renewed or now - self._renewed > LEASE_S / 2:
            await self.client.ask("subscribe", self.client.port, LEASE_S)
            self._renewed = now

    async def _read_names(self) -> None:
        while self._stale:
            kind = self._stale.pop()
            if kind == "slot":
                await self.measure()
                continue
            try:
                pages = (await self.client.ask(LISTS[kind])).pages
            except DistillError as error:
                if error.code in ("not_running", "not_ready"):
                    raise
                pages = []  # such as maps without MIDI
            self.names[kind] = [
                str(name) for page in pages for name in page[:: _VALUES.get(kind, len(page) or 1)]
            ]

    def _sounding(self) -> str:
        return status_table.playing(self.status)

    def _on_news(self, topic: str, values: Sequence[Word]) -> None:
        if topic == "param/tempo" and values:
            self._tempo = float(values[0])
        elif topic == "model":
            self.refresh("model", "sound")
        elif topic in LISTS:
            self.refresh(topic)
        elif topic in ("state", "output", "input"):
            self.refresh()
        if text := answers.news(topic, values):
            self._say(text)
