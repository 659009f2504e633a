"""The command line: serve and send, and the work that needs no server."""

from distill.cli.main import main

__all__ = ["main"]
