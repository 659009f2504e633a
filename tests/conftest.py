"""For all tests: kernels are kept as the program keeps them, peers are hidden where wanted."""

import signal
import sys

import pytest

from distill.storage.compiled import use_kernel_cache
from kit.bareness import bare, hidden
from kit.marks import pytest_collection_modifyitems  # noqa: F401 - marks by folder; pytest calls it

use_kernel_cache()

# A shell that runs the tests in the background lets them ignore Ctrl-C, which some of them send.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Let torch draw the same numbers in every run, whatever was drawn before in another order."""
    if (torch := sys.modules.get("torch")) is not None:
        torch.manual_seed(0)


def pytest_configure(config: pytest.Config) -> None:
    """Hide peers before any test module is read."""
    try:
        names = hidden()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    if names:
        hiding = bare(names)
        hiding.__enter__()
        config.add_cleanup(lambda: hiding.__exit__(None, None, None))


def pytest_report_header() -> list[str]:
    """Say at the top what is hidden."""
    return [f"hidden from the tests: {', '.join(sorted(names))}"] if (names := hidden()) else []
