"""Finds the server that a command line means: the one that is given, or the one that runs."""

import contextlib
from pathlib import Path
from typing import Final

from distill.cli.osc_client import OscClient
from distill.errors import BadArgument
from distill.storage.running_servers import LOOPBACK, addresses

USUAL: Final = 9000
"""Port of a server that was started without `--port`."""


def server_address(host: str, port: int | None) -> tuple[str, int]:
    """Return host and port of the server that is meant.

    Raises:
        BadArgument: Several servers run, none of them on the usual port.
    """
    if port is not None:
        return host, port
    if host not in (LOOPBACK, "localhost"):
        return host, USUAL
    known = addresses(Path.home() / "Distill")  # as app.settings has it
    if not known or (LOOPBACK, USUAL) in known:
        return host, USUAL
    running = [address for address in known if _answers(*address)]
    if len(running) > 1:
        ports = " and ".join(str(port) for _, port in running)
        raise BadArgument(f"servers run on ports {ports}; choose one with --port")
    return running[0] if running else (host, USUAL)


def _answers(host: str, port: int) -> bool:
    with contextlib.closing(OscClient(host, port)) as client:
        return client.answers()
