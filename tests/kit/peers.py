"""Programs that are not Python packages: skipped when missing, demanded where all must run."""

import os
import shutil

import pytest


def need(program: str) -> str:
    """Find a program or skip the test; with DISTILL_TEST_ALL=1 a missing one is a failure."""
    found = shutil.which(program)
    if found is None:
        reason = f"{program} is not installed"
        if os.environ.get("DISTILL_TEST_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
