"""`distill midi`: bind the controls of a MIDI controller on a running server."""

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Final, Self, TypeVar

import typer
from pythonosc.osc_message import OscMessage

from distill.cli.address_options import Host, Port
from distill.cli.osc_client import OscClient, packet
from distill.cli.sending import messages
from distill.cli.server_address import server_address
from distill.commands.controllers import MODES
from distill.commands.describe import ROOT
from distill.errors import BY_CODE, DistillError, NotReady
from distill.types import Value

app = typer.Typer(help="Bind MIDI controls on a running server.", no_args_is_help=True)
HOST: Final = "127.0.0.1"
_ANSWER_S: Final = 10.0
_LEARN_S: Final = 60.0
_EVENTS: Final = f"{ROOT}/midi"

T = TypeVar("T")


class MidiClient:
    """A socket that sends requests to a server and receives its MIDI events."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((host, port))
        self._server = f"{host}:{port}"
        self._requests = 0

    def __enter__(self) -> Self:
        """Subscribe to the server's events."""
        try:
            self.ask("subscribe", self._socket.getsockname()[1], _LEARN_S * 2)
        except BaseException:
            self._socket.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the subscription and close the socket."""
        with self._socket, contextlib.suppress(OSError):
            self._socket.send(packet(f"{ROOT}/unsubscribe", [0]))

    def ask(self, verb: str, *values: Value) -> list[Value]:
        """Send a request and wait for its `done`; return the values behind the command.

        Raises:
            DistillError: The error that the server sends.
            NotReady: No answer arrives in time.
        """
        self._requests += 1
        request_id = self._requests
        self._socket.send(packet(f"{ROOT}/{verb}", [*values, "id", request_id]))

        def end(message: OscMessage) -> list[Value] | None:
            if message.address == f"{ROOT}/error" and message.params[0] == request_id:
                raise BY_CODE.get(str(message.params[1]), DistillError)(str(message.params[2]))
            done = message.address == f"{ROOT}/done" and message.params[0] == request_id
            return list(message.params[2:]) if done else None

        return self._first(end, _ANSWER_S)

    def event(self, *words: str) -> list[Value]:
        """Wait for a MIDI event that begins with one of some words; return its values.

        Raises:
            NotReady: None arrives in time.
        """

        def match(message: OscMessage) -> list[Value] | None:
            wanted = message.address == _EVENTS and message.params[0] in words
            return list(message.params) if wanted else None

        return self._first(match, _LEARN_S)

    def _first(self, match: Callable[[OscMessage], T | None], seconds: float) -> T:
        for message in messages(self._socket, time.monotonic() + seconds):
            found = match(message)
            if found is not None:
                return found
        raise NotReady(f"no answer from {self._server} within {seconds:g} s")


@app.command("learn")
def learn(
    target: Annotated[
        list[str], typer.Argument(help="A parameter, or a command with its arguments.")
    ],
    mode: Annotated[str, typer.Option(help=f"What the control sends: {', '.join(MODES)}.")] = "ask",
    host: Host = HOST,
    port: Port = None,
) -> None:
    """Bind the MIDI control that you move next to a parameter or a command.

    Examples of TARGET: `temperature`, `play a`.
    """
    with MidiClient(*server_address(host, port)) as client:
        words = client.ask("midi/learn", " ".join(target), mode)[0]
        print(
            f"move the control for {words!r}: a knob in both directions, a button twice", flush=True
        )
        try:
            event = client.event("proposed", "bound", "ended")
            if event[0] == "proposed":
                print(f"received {_control(event[2:6])}", flush=True)
                client.ask("midi/confirm", _choose([str(mode) for mode in event[6:]]))
                event = client.event("bound", "ended")
        except BaseException:
            with contextlib.suppress(DistillError):
                client.ask("midi/cancel")
            raise
        if event[0] == "ended":
            raise NotReady(f"nothing was learned: {event[2]}")
        print(f"{event[1]}: {_control(event[2:6])}, {event[6]}")


@app.command("forget")
def forget(
    target: Annotated[
        list[str], typer.Argument(help="A parameter, or a command with its arguments.")
    ],
    host: Host = HOST,
    port: Port = None,
) -> None:
    """Remove every binding of a parameter or a command."""
    with MidiClient(*server_address(host, port)) as client:
        words, count = client.ask("midi/forget", " ".join(target))
        print(f"{words}: {count} bindings removed")


@app.command("reload")
def reload(host: Host = HOST, port: Port = None) -> None:
    """Read the bindings file again; a file with mistakes changes nothing."""
    with MidiClient(*server_address(host, port)) as client:
        path, count = client.ask("midi/reload")
        print(f"{path}: {count} bindings")


@app.command("list")
def list_(host: Host = HOST, port: Port = None) -> None:
    """List what each MIDI control does."""
    client = OscClient(*server_address(host, port))
    try:
        answer = client.ask("midi/list")
    finally:
        client.close()
    rows = [_binding(page) for page in answer.pages]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(str.ljust, row, widths)).rstrip())
    path, count = answer.values
    print(f"{path}: {count} bindings")


def _binding(values: Sequence[Value]) -> tuple[str, str, str, str, str]:
    """Return control, target, mode, channel and port of a binding as words."""
    target, source, number, channel, port, mode, *ends = values
    control = f"{source}" if number == -1 else f"{source} {number}"
    span = f"{mode} {ends[0]:g}..{ends[1]:g}" if ends else f"{mode}"
    where = f"channel {channel}" if channel else "any channel"
    return control, str(target), span, where, f"port {port}" if port else "any port"


def _control(values: list[Value]) -> str:
    source, number, channel, port = values
    which = "" if number == -1 else f" {number}"
    return f"{source}{which} on channel {channel} of {port}"


def _choose(modes: list[str]) -> str:
    """Ask for the mode if several are possible; without a terminal take the likeliest."""
    if len(modes) == 1 or not sys.stdin.isatty():
        return modes[0]
    return str(
        typer.prompt(f"it may be {', '.join(modes)}; which", default=modes[0], show_default=True)
    )
