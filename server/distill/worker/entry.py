"""Start of the worker process, importable without numpy: the main process names this function.

It starts the first worker before it imports its own modules; those of the worker are imported in
the worker.
"""

from multiprocessing.connection import Connection


def run(pipe: Connection, log_level: int) -> None:
    """Serve the engine until the pipe closes; the supervisor starts this function."""
    from distill.worker import worker_process  # noqa: PLC0415 - see the top

    worker_process.serve(pipe, log_level)
