"""Starts the model worker before the server's own modules are imported.

Both take a few tenths of a second, and so they import at the same time, on two cores. This module
and what it imports need no numpy; `lifecycle` is imported later.
"""

import contextlib
import logging
import multiprocessing
import os
from collections.abc import Iterator
from typing import Final

from distill.app.settings import Settings
from distill.processes.child import Child, Entry
from distill.worker import entry

BLAS_THREADS: Final = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Where the libraries that numpy may multiply with look for their number of threads."""


def worker_entry(settings: Settings) -> Entry:
    """Return function and arguments of a worker process."""
    return entry.run, (logging.getLevelNamesMapping()[settings.log.upper()],)


@contextlib.contextmanager
def first_worker(settings: Settings) -> Iterator[Child]:
    """Start a worker process, which has ended at the end of the context, whoever supervises it.

    Raises:
        OSError: The system cannot start another process.
    """
    _limit_blas_of_children(settings.threads)
    child = Child(multiprocessing.get_context("spawn"), "worker", worker_entry(settings))
    try:
        yield child
    finally:
        child.kill()
        child.close()


def _limit_blas_of_children(threads: int) -> None:
    """Give the processes that are started from here on so many threads for products.

    The library reads the number when it is loaded. Left alone it takes every core for products that
    one core computes in 0.1 ms.
    """
    for variable in BLAS_THREADS:
        os.environ[variable] = str(threads)
