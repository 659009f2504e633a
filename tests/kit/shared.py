"""A server that many tests share: before each test it is restored to its initial state."""

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from distill.parameters import PARAMETERS
from distill.types import Value
from kit.clients import GIVEN_PORTS, Client
from kit.servers import Server, running_server

PATIENCE_S: Final = 60.0
"""Longest time to finish what a test left behind; after it the server is restarted."""
QUIET: Final[Mapping[str, Value]] = {
    "state": "ready", "transport": "stop", "listening": "", "slots": 0, "held": 0,
    "jobs": 0, "waiting": 0, "watched": 0, "osc_subscribers": 1, "output_state": "running",
}  # fmt: skip
"""Status of a server with no other client than the one that asks."""


class Shared:
    """A running server and its initial state.

    Attributes:
        restarts: The reason of each restart.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.restarts: list[str] = []
        self._given = len(GIVEN_PORTS)
        self._files = {path: path.read_bytes() for path in self._all_files()}
        with server.client() as one:
            self._model = self._settled(one, QUIET)["model_id"]

    def restore(self) -> Server:
        """Restore the initial state, whatever a test left; restart the server if that fails."""
        self._restore_files()
        try:
            assert self.server.runs(), "its process has ended"
            with self.server.client() as one:
                self._settled(one, {"state": "ready"})
                self._reset(one)
                self._settled(one, {**QUIET, "model": self.server.model, "model_id": self._model})
        except (AssertionError, OSError) as error:
            self.restarts.append(str(error))
            sys.stderr.write(f"the shared server is restarted: {error}\n")
            self.server.restart()
        self._given = len(GIVEN_PORTS)
        return self.server

    def _reset(self, one: Client) -> None:
        for port in {*GIVEN_PORTS[self._given :]} - {one.port, self.server.port}:
            one.ask("telemetry", 0, port)
            one.ask("unsubscribe", port)
        for words in (
            ("cancel",),
            ("listen", "-"),
            ("panic",),
            ("clear", "*"),
            ("towards", "-"),
            ("only",),
            ("avoid",),
        ):
            one.ask(*words)
        for kind, verb in (("snapshots", "discard"), ("preset/list", "preset/discard")):
            for (name,) in one.pages(kind):
                one.ask(verb, name)
        if one.status()["model_id"] != self._model:
            one.ask("load", self.server.model)
        for row in PARAMETERS.values():
            one.ask(f"param/{row.name}", row.default)

    def _settled(self, one: Client, wanted: Mapping[str, Value]) -> dict[str, Value]:
        """Wait until the status has some values; return it."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            status = one.status()
            others = {name: status[name] for name in wanted if status[name] != wanted[name]}
            if not others:
                return status
            assert time.monotonic() < deadline, f"it stays at {others}"
            one.until_quiet(0.05)

    def _all_files(self) -> Iterator[Path]:
        for folder in (self.server.place.library, self.server.place.sounds):
            yield from (path for path in folder.rglob("*") if path.is_file())

    def _restore_files(self) -> None:
        """Restore models and sounds, and remove files that tests wrote."""
        for path in list(self._all_files()):
            if path not in self._files:
                path.unlink()
        for path, content in self._files.items():
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        for path in self.server.place.clips.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextlib.contextmanager
def shared_server(
    root: Path,
    output: str = "",
    extra: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
    prepare: Callable[[Server], None] = lambda _: None,
) -> Iterator[Shared]:
    """A running server (see `running_server`), prepared once, for many tests."""
    with running_server(root, output, extra, more) as server:
        prepare(server)
        yield Shared(server)
