"""The floors of the house hold, and each law of them can be broken."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from kit.house import PACKAGE, ROOT

CONTRACTS = [
    row["name"]
    for row in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
]
PLANTED = {
    "Every import goes down the stairs": ("types.py", "distill.parameters"),
    "No package leans on one that leans on it": ("ring/concealment.py", "distill.sinks.options"),
    "The core opens no file, socket, device or thread": ("codes/grid.py", "os"),
    "A player has no torch: only a training learns": ("codec/search.py", "torch"),
    "The main process computes no model: no kernels but in the worker": (
        "protocol/score.py",
        "distill.vocoder.contract",
    ),
    "The engine knows neither who speaks nor where the sound goes": ("engine/events.py", "socket"),
    "A surface reaches the session only through a command": (
        "surfaces/osc/encoder.py",
        "distill.codes.grid",
    ),
    "The process of the MIDI ports starts at once: it knows no commands and no arrays": (
        "surfaces/midi/parser.py",
        "distill.commands.grammar",
    ),
    "The worker speaks the protocol and imports no session": (
        "worker/worker_shared.py",
        "distill.session.slots",
    ),
    "Only the command line starts a training": ("app/rooted_files.py", "distill.training.recipe"),
    "Only the command line knows the app": ("sinks/options.py", "distill.app.rooted_files"),
}
"""For each law a module and what it must not import."""


def lint(house):
    """Run the linter in a folder; give the names of the contracts that are broken."""
    code = "from importlinter.cli import lint_imports_command as main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house / "server"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = ran.stdout + ran.stderr
    judged = [name for name in CONTRACTS if f"{name} KEPT" in said or f"{name} BROKEN" in said]
    assert judged == CONTRACTS, said
    return [name for name in CONTRACTS if f"{name} BROKEN" in said]


@pytest.fixture
def copy(tmp_path):
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "server" / "distill", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_hold(copy):
    assert lint(copy) == []


def test_each_law_is_broken_by_what_was_planted_against_it(copy):
    assert set(PLANTED) == set(CONTRACTS)
    for module, name in PLANTED.values():
        path = copy / "server" / "distill" / module
        path.write_text(f"{path.read_text('utf-8')}\nimport {name}\n", "utf-8")
    assert lint(copy) == CONTRACTS
