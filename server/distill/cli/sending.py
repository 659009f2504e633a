"""`distill send` and `distill job`: send requests to a running server."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from pythonosc.osc_message import OscMessage

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.cli import job_file
from distill.cli.osc_client import no_server, packet
from distill.cli.server_address import Host, Port, server_address
from distill.commands.describe import ROOT
from distill.commands.grammar import parse, read_word
from distill.errors import NotReady
from distill.installation import shell_command
from distill.parameters import PARAMETERS, find
from distill.types import Value

_ID: Final = "send"


def send(
    words: Annotated[
        list[str],
        typer.Argument(help="A command and its arguments, or: param NAME [VALUE]"),
    ],
    host: Host = "127.0.0.1",
    port: Port = None,
    wait: Annotated[float, typer.Option(help="Longest wait for the answer, in seconds.")] = 60.0,
) -> None:
    """Send one command to a running server and print its answers until it ends.

    Examples of WORDS: `status`, `generate a seconds 4`, `param temperature 0.7`.
    """
    address, values = _message(words)
    host, port = server_address(host, port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect((host, port))
        wire.send(packet(address, values))
        for answer in messages(wire, time.monotonic() + wait):
            print(answer.address, *map(_rounded, answer.params), flush=True)
            if answer.address == f"{ROOT}/error":
                raise typer.Exit(1)
            if answer.address == address or _ends(answer):
                return
    serve = shell_command("serve")
    raise NotReady(f"no answer from {host}:{port} within {wait:g} s; start a server with: {serve}")


def job(
    file: Annotated[Path, typer.Argument(help="JSON file with the requests.")],
) -> None:
    """Send the requests of a file to a server; progress and result go to FILE.result.json.

    The file holds commands as for send: {"say": [["generate", "a"], ["clip", "a"]]}.
    Deleting it cancels the job.
    """
    raise typer.Exit(job_file.run(file))


def _message(words: list[str]) -> tuple[str, list[Value]]:
    """Check the words before they are sent, so that a mistake needs no server to be found."""
    first, _, name = words[0].partition("/")
    if first == "param" and name:  # as on the wire
        words = [first, name, *words[1:]]
    values = [read_word(word) for word in words[1:]]
    if words[0] == "param":
        if not values:
            raise typer.BadParameter(f"param needs a name: {', '.join(PARAMETERS)}")
        row = find(str(values[0]))
        if len(values) > 1:
            row.parse(values[1])
            return f"{ROOT}/param/{row.name}", [values[1], "id", _ID]
        return f"{ROOT}/param/{row.name}", []
    command = parse(words[0], values)
    return f"{ROOT}/{command.verb}", [*values, "id", _ID]


def _rounded(value: object) -> object:
    """Round a float to six digits for display: OSC sends float32, Python prints sixteen digits."""
    return f"{value:.6g}" if isinstance(value, float) else value


def messages(wire: socket.socket, deadline: float) -> Iterator[OscMessage]:
    """Yield the messages that arrive until the deadline (`time.monotonic`).

    Raises:
        NotReady: No server answers on the port.
    """
    while (left := deadline - time.monotonic()) > 0:
        wire.settimeout(left)
        try:
            yield OscMessage(wire.recv(65_535))
        except TimeoutError:
            return
        except ConnectionRefusedError:
            host, port = wire.getpeername()
            raise NotReady(no_server(f"{host}:{port}")) from None


def _ends(answer: OscMessage) -> bool:
    """Is this the last message of our request?"""
    own = (f"{ROOT}/done", f"{ROOT}/pong", f"{ROOT}/synced")
    return answer.address in own
