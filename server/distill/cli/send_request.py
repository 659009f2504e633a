"""Send one request to a running server and print its answer: `distill send`.

Like `distill job` this starts without typer, rich and the vocabulary, which take three quarters of
the time of such a short process. The server checks the words; where none answers, they are checked
here, so that a mistake needs no server to be found.
"""

import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pythonosc.osc_message import OscMessage

from distill.cli import answers, status_table
from distill.cli.ended import Ended
from distill.cli.osc_client import ROOT, Answer, Word, no_server, packet
from distill.cli.server_address import server_address
from distill.errors import BY_CODE, Cancelled, DistillError, NotReady, UnknownAddress
from distill.installation import shell_command

ID: Final = "send"
_LENGTH_S: Final = 1.0
"""Longest wait for the length of a slot that was written."""
_LINE: Final = 40
"""Width of the line that shows progress on a terminal."""


@dataclass(frozen=True)
class SendArguments:
    """What follows `distill send` on the command line.

    Attributes:
        words: The command and its arguments.
        wait: Longest wait for the answer, in seconds.
        raw: Print every message as it is on the wire.
        all: Print all of the status.
    """

    words: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int | None = None
    wait: float = 60.0
    raw: bool = False
    all: bool = False


def plain_arguments(arguments: Sequence[str]) -> SendArguments | None:
    """Read the arguments of `send`; None if it is another command, or typer has to say something.

    Typer has to where help is wanted, or an option or a word is missing or wrong.
    """
    if arguments[:1] != ["send"]:
        return None
    given: dict[str, str | bool] = {}
    words: list[str] = []
    rest = list(arguments[1:])
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            words += rest
            break
        if word in ("--raw", "--all"):
            given[word[2:]] = True
        elif name in ("--host", "--port", "--wait"):
            if not equals and not rest:
                return None
            given[name[2:]] = value if equals else rest.pop(0)
        elif word.startswith("--"):
            return None
        else:
            words.append(word)
    return _arguments(words, given) if words and words != ["param"] else None


def read_word(word: str) -> Word:
    """Convert a word to a number if it is one, as `commands.grammar` does."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word


def message_of(words: Sequence[str]) -> tuple[str, list[Word], bool]:
    """Return the verb with its values, as on the wire, and whether it asks for a parameter."""
    first, _, name = words[0].partition("/")
    if first == "param" and name:  # as on the wire
        words = [first, name, *words[1:]]
    values = [read_word(word) for word in words[1:]]
    if words[0] == "param" and values:
        return f"param/{words[1]}", values[1:], len(values) == 1
    return words[0], values, False


def run(given: SendArguments) -> int:
    """Send the request and print its answer; return the exit code.

    Raises:
        NotReady: No server answers, or not in time.
        DistillError: No server answers, and the words are no command of one.
    """
    verb, values, asks = message_of(given.words)
    host, port = server_address(given.host, given.port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect((host, port))
        wire.send(packet(f"{ROOT}/{verb}", values if asks else [*values, "id", ID]))
        try:
            return _follow(wire, given, verb, values)
        except (NotReady, UnknownAddress):
            check(given.words)
            raise
        except KeyboardInterrupt:
            wire.send(packet(f"{ROOT}/cancel", [ID]))
            raise Cancelled("cancelled") from None


def main(given: SendArguments) -> int:
    """Run as a program: an error is printed as one sentence, with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console may lack UTF-8
            reconfigure(errors="replace")
    try:
        code = run(given)
        sys.stdout.flush()
    except DistillError as error:
        print(f"distill: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def check(words: Sequence[str]) -> None:
    """Check words against the vocabulary of this program.

    Raises:
        DistillError: They are no command, or its arguments are wrong.
    """
    import distill.commands  # noqa: F401 - fills the vocabulary
    from distill.commands.grammar import parse
    from distill.parameters import find

    verb, values, _ = message_of(words)
    kind, _, name = verb.partition("/")
    if kind != "param":
        parse(verb, values)
        return
    row = find(name)
    for value in values:
        row.parse(value)


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
        except ConnectionError:  # refused; on Windows reset
            host, port = wire.getpeername()
            raise NotReady(no_server(f"{host}:{port}")) from None


def _arguments(words: list[str], given: dict[str, str | bool]) -> SendArguments | None:
    base = SendArguments()
    try:
        port = int(given["port"]) if "port" in given else None
        wait = float(given.get("wait", base.wait))
    except ValueError:
        return None
    host = str(given.get("host", base.host))
    return SendArguments(words, host, port, wait, "raw" in given, "all" in given)


def _follow(wire: socket.socket, given: SendArguments, verb: str, values: list[Word]) -> int:
    """Print the answer, or with `raw` every message; return the exit code."""
    pages: list[list[Word]] = []
    for message in messages(wire, time.monotonic() + given.wait):
        kind = message.address.removeprefix(f"{ROOT}/")
        params = list(message.params)
        if given.raw:
            print(message.address, *map(_rounded, params), flush=True)
        elif kind == "progress":
            _show_progress(float(params[1]), str(params[2]))
        elif kind.endswith("/page"):
            pages.append(params[3:])
        if kind == "error":
            if given.raw:
                return 1
            _show_progress()
            raise BY_CODE.get(str(params[1]), DistillError)(str(params[2]))
        if kind in (verb, "done", "pong", "synced"):
            if not given.raw:
                _show_progress()
                ended = [*params] if kind != "done" else params[2:]
                print(_sentence(wire, given, Answer(verb, ended, pages), values))
            return 0
    host, port = wire.getpeername()
    raise NotReady(
        f"no answer from {host}:{port} within {given.wait:g} s; "
        f"start a server with: {shell_command('serve')}"
    )


def _sentence(
    wire: socket.socket, given: SendArguments, answer: Answer, values: Sequence[Word]
) -> str:
    if answer.verb == "status" and given.all:
        return status_table.everything({str(page[0]): page[1] for page in answer.pages})
    seconds = _lengths(wire) if answer.verb in answers.MEASURED else {}
    return answers.sentence(Ended(answer, values, seconds))


def _lengths(wire: socket.socket) -> dict[str, float]:
    """Ask how long each slot is, in seconds; nothing if there is no answer."""
    wire.send(packet(f"{ROOT}/slots", ["id", f"{ID}-slots"]))
    lengths: dict[str, float] = {}
    for message in messages(wire, time.monotonic() + _LENGTH_S):
        if message.params[:1] != [f"{ID}-slots"]:
            continue
        if message.address == f"{ROOT}/done":
            break
        if message.address == f"{ROOT}/slots/page":
            lengths[str(message.params[3])] = float(message.params[5])
    return lengths


def _show_progress(fraction: float | None = None, stage: str = "") -> None:
    """Show progress in a line of its own, which the next one replaces; None clears it."""
    if sys.stderr.isatty():
        text = "" if fraction is None else f"{100 * fraction:3.0f} %  {stage}"[:_LINE]
        print(f"\r{text:{_LINE}}\r", end="", file=sys.stderr, flush=True)


def _rounded(value: object) -> object:
    """Round a float to six digits for display: OSC sends float32, Python prints sixteen digits."""
    return f"{value:.6g}" if isinstance(value, float) else value
