"""Programs that are not Python packages: skipped when missing, demanded where all must run."""

import os
import shutil
from pathlib import Path

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


def need_node_module(name: str) -> Path:
    """Find a package of Node's where `.ci/run` puts them (the folder above `node_modules`)."""
    need("node")
    folder = Path(os.environ.get("DISTILL_NODE", "."))
    if not (folder / "node_modules" / name).is_dir():
        reason = f"npm's {name} is not in DISTILL_NODE; .ci/run installs it"
        if os.environ.get("DISTILL_TEST_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
