"""`distill midi`: teach a running server what the controls of a MIDI controller do."""

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Annotated, Final, Self, TypeVar

import typer
from pythonosc.osc_message import OscMessage

from distill.cli.osc_client import packet
from distill.cli.sending import answers
from distill.commands.controllers import MODES
from distill.commands.describe import ROOT
from distill.errors import BY_CODE, DistillError, NotReady
from distill.types import Value

app = typer.Typer(help="Teach a running server what MIDI controls do.", no_args_is_help=True)
HOST: Final = "127.0.0.1"
_ANSWER_S: Final = 10.0
_LESSON_S: Final = 60.0
_NEWS: Final = f"{ROOT}/midi"

Host = Annotated[str, typer.Option(help="Where the server listens.")]
Port = Annotated[int, typer.Option(help="Its UDP port.")]
T = TypeVar("T")


class MidiClient:
    """A socket that asks a server, and hears its news."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((host, port))
        self._where = f"{host}:{port}"
        self._last = 0

    def __enter__(self) -> Self:
        """Hear news while this lasts."""
        try:
            self.ask("subscribe", self._socket.getsockname()[1], _LESSON_S * 2)
        except BaseException:
            self._socket.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no subscription behind."""
        with self._socket, contextlib.suppress(OSError):
            self._socket.send(packet(f"{ROOT}/unsubscribe", [0]))

    def ask(self, verb: str, *values: Value) -> list[Value]:
        """Ask and wait; give what the answer tells.

        Raises:
            DistillError: What the server answers instead.
        """
        self._last += 1
        mine = self._last
        self._socket.send(packet(f"{ROOT}/{verb}", [*values, "id", mine]))

        def end(said: OscMessage) -> list[Value] | None:
            if said.address == f"{ROOT}/error" and said.params[0] == mine:
                raise BY_CODE.get(str(said.params[1]), DistillError)(str(said.params[2]))
            done = said.address == f"{ROOT}/done" and said.params[0] == mine
            return list(said.params[2:]) if done else None

        return self._until(end, _ANSWER_S)

    def news(self, *words: str) -> list[Value]:
        """Wait for news that begin with one of some words."""

        def told(said: OscMessage) -> list[Value] | None:
            wanted = said.address == _NEWS and said.params[0] in words
            return list(said.params) if wanted else None

        return self._until(told, _LESSON_S)

    def _until(self, wanted: Callable[[OscMessage], T | None], seconds: float) -> T:
        for said in self._messages(seconds):
            found = wanted(said)
            if found is not None:
                return found
        raise NotReady(f"no answer from {self._where} within {seconds:g} s")

    def _messages(self, seconds: float) -> Iterator[OscMessage]:
        return answers(self._socket, time.monotonic() + seconds)


@app.command("learn")
def learn(
    target: Annotated[
        list[str], typer.Argument(help="A parameter, or a command with its arguments.")
    ],
    mode: Annotated[str, typer.Option(help=f"How the control speaks: {', '.join(MODES)}.")] = "ask",
    host: Host = HOST,
    port: Port = 9000,
) -> None:
    """Bind the MIDI control that you move next to a parameter or a command.

    Examples of TARGET: `temperature`, `play a`.
    """
    with MidiClient(host, port) as wire:
        words = wire.ask("midi/learn", " ".join(target), mode)[0]
        print(f"move the control for {words!r}: a knob both ways, a button twice", flush=True)
        try:
            told = wire.news("proposed", "bound", "ended")
            if told[0] == "proposed":
                print(f"heard {_control(told[2:6])}", flush=True)
                wire.ask("midi/confirm", _choose([str(mode) for mode in told[6:]]))
                told = wire.news("bound", "ended")
        except BaseException:
            with contextlib.suppress(DistillError):
                wire.ask("midi/cancel")
            raise
        if told[0] == "ended":
            raise NotReady(f"nothing was learned: {told[2]}")
        print(f"{told[1]}: {_control(told[2:6])}, {told[6]}")


@app.command("forget")
def forget(
    target: Annotated[
        list[str], typer.Argument(help="A parameter, or a command with its arguments.")
    ],
    host: Host = HOST,
    port: Port = 9000,
) -> None:
    """Take every MIDI control from a parameter or a command."""
    with MidiClient(host, port) as wire:
        words, count = wire.ask("midi/forget", " ".join(target))
        print(f"{words}: {count} bindings forgotten")


@app.command("reload")
def reload(host: Host = HOST, port: Port = 9000) -> None:
    """Read the file of the bindings anew; a bad one changes nothing."""
    with MidiClient(host, port) as wire:
        path, count = wire.ask("midi/reload")
        print(f"{path}: {count} bindings")


def _control(said: list[Value]) -> str:
    source, number, channel, port = said
    which = "" if number == -1 else f" {number}"
    return f"{source}{which} on channel {channel} of {port}"


def _choose(modes: list[str]) -> str:
    """Ask how the control speaks where that is not clear; without a terminal, the likeliest."""
    if len(modes) == 1 or not sys.stdin.isatty():
        return modes[0]
    return str(
        typer.prompt(f"it may be {', '.join(modes)}; which", default=modes[0], show_default=True)
    )
