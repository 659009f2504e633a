"""What every command of the program that is no client runs in: kernel cache, console and errors."""

import sys
from collections.abc import Callable

from distill.errors import DistillError
from distill.storage.compiled import use_kernel_cache


def run_guarded(command: Callable[[], int]) -> int:
    """Run a command; a `DistillError` is printed as one sentence.

    Returns:
        The exit code: the command's, or 1 after an error.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console may lack UTF-8
            reconfigure(errors="replace")
    use_kernel_cache()
    try:
        return command()
    except DistillError as error:
        print(f"distill: {error}", file=sys.stderr)
        return 1
