"""`distill send`, `console` and `job`: their options, and what each starts."""

from pathlib import Path
from typing import Annotated

import typer

from distill.cli import job_file, send_request
from distill.cli.address_options import Host, Port
from distill.cli.send_request import SendArguments, messages
from distill.cli.server_address import server_address
from distill.parameters import PARAMETERS

__all__ = ["console", "job", "messages", "send"]


def send(
    words: Annotated[
        list[str],
        typer.Argument(help="A command and its arguments, or: param NAME [VALUE]"),
    ],
    host: Host = "127.0.0.1",
    port: Port = None,
    wait: Annotated[float, typer.Option(help="Longest wait for the answer, in seconds.")] = 60.0,
    *,
    raw: Annotated[
        bool, typer.Option("--raw", help="Print every message as it is on the wire, for scripts.")
    ] = False,
    all_of_it: Annotated[
        bool, typer.Option("--all", help="Print every figure of the status.")
    ] = False,
) -> None:
    """Send one command to a running server and say what came of it.

    Examples of WORDS: `status`, `generate a seconds 4`, `param temperature 0.7`.
    """
    if words == ["param"]:
        raise typer.BadParameter(f"param needs a name: {', '.join(PARAMETERS)}")
    raise typer.Exit(send_request.run(SendArguments(words, host, port, wait, raw, all_of_it)))


def console(host: Host = "127.0.0.1", port: Port = None) -> None:
    """Type commands to a running server, with completion, history and its live state.

    Lines are commands as for send: `generate a seconds 4`, `param temperature 0.7`.
    """
    from distill.cli.console import run_console  # prompt_toolkit: no other command needs it

    run_console(*server_address(host, port))


def job(
    file: Annotated[Path, typer.Argument(help="JSON file with the requests.")],
) -> None:
    """Send the requests of a file to a server; progress and result go to FILE.result.json.

    The file holds commands as for send: {"say": [["generate", "a"], ["clip", "a"]]}.
    Deleting it cancels the job.
    """
    raise typer.Exit(job_file.run(file))
