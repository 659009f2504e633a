"""`run.py` puts itself out of the way: what it starts gets its words, and the signals."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from distill.storage.compiled import digest_of_kernels
from kit.house import ROOT
from kit.servers import END_S, free_ports

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")

SAYS = '#!/bin/sh\necho "$$ $PWD $*"\n'
"""A Python that only says who it is, where it stands and what it was told."""


def load_run() -> ModuleType:
    """`run.py` as a module."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    return run


def environment(
    folder: Path, python: str, extras: str = "server test docs", kernels: str = ""
) -> dict[str, str]:
    """An environment that `run.py` takes for an installed one, with this as its Python."""
    run = load_run()
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text(python)
    (folder / "bin" / "python").chmod(0o755)
    (folder / "distill-installed").write_text(f"{run.state_of_project()} {extras}")
    (folder / "distill-compiled").write_text(kernels or run.digest_of_kernels())
    return {**os.environ, "DISTILL_VENV": str(folder)}


@pytest.mark.parametrize(
    ("words", "place", "told"),
    [
        ((), "", "-m distill serve"),
        (("send", "play", "a"), "", "-m distill send play a"),
        (("test",), ROOT, "-m pytest"),
        (("test", "tests/codes", "-x"), ROOT, "-m pytest tests/codes -x"),
        (
            ("test", "--quick", "-x"),
            ROOT,
            "-m pytest -m not slow and not peer and not training -n logical -x",
        ),
        (("docs",), ROOT, "-m mkdocs build --strict"),
    ],
)
def test_the_program_takes_the_place_of_run_py_with_the_words_that_it_was_given(
    tmp_path, words, place, told
):
    folder = tmp_path.resolve() / "venv"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, ROOT / "run.py", *words],
        cwd=folder, env=environment(folder, SAYS), stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        said, _ = process.communicate(timeout=END_S)
    assert said == f"{process.pid} {place or folder} {told}\n"
    assert process.returncode == 0


def run_words(folder: Path, variables: dict[str, str], *words: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, ROOT / "run.py", *words],
        cwd=folder, env=variables, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line.replace(f" {folder} ", " ") for line in done.stdout.splitlines()]


def test_changed_kernels_are_compiled_again_before_the_server_starts(tmp_path):
    variables = environment(tmp_path.resolve(), SAYS, kernels="of an older version")
    sent = run_words(tmp_path, variables, "send", "status")
    assert len(sent) == 1  # a short command does not wait for them
    said = run_words(tmp_path, variables)
    assert [line.partition("-m ")[2] for line in said] == ["", "distill warm", "distill serve"]
    assert said[0].startswith("Compiling the kernels for this machine")
    assert len(run_words(tmp_path, variables)) == 1


def test_kernels_that_could_not_be_compiled_are_tried_again_and_the_server_starts(tmp_path):
    fails = SAYS + 'case "$*" in *warm) exit 3;; esac\n'
    variables = environment(tmp_path.resolve(), fails, kernels="of an older version")
    for _ in range(2):
        said = run_words(tmp_path, variables)
        assert [line.partition("-m ")[2] for line in said] == ["", "distill warm", "distill serve"]


def test_the_kernels_have_one_hash():
    assert load_run().digest_of_kernels() == digest_of_kernels()


@pytest.mark.parametrize(
    ("extras", "words", "installs"),
    [
        ("server", ("serve",), None),
        ("train", ("serve",), None),
        ("test", ("train", "sounds"), None),
        ("server", ("train", "--help"), None),
        ("docs", ("serve",), ""),
        ("server", ("train", "sounds"), "[train]"),
        ("server", ("report", "demo"), "[train]"),
        ("server train", ("test",), "[test]"),
    ],
)
def test_only_what_a_command_needs_is_installed_and_said_before(tmp_path, extras, words, installs):
    variables = environment(tmp_path.resolve(), SAYS, extras)
    said = run_words(tmp_path, variables, *words)
    pip = [line for line in said if " -m pip install " in line]
    assert [line.split()[-1] for line in pip] == ([] if installs is None else [f"{ROOT}{installs}"])
    if installs:
        assert said[0].startswith("Installing what ")
        assert "PyTorch" in said[0]
        assert "GB" in said[0]
    assert not [line for line in run_words(tmp_path, variables, *words) if "pip" in line]


@pytest.mark.slow
def test_who_ends_run_py_politely_ends_the_server_in_order(tmp_path):
    port, reply_port = free_ports(2)
    variables = environment(tmp_path, f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    words = ["serve", "--port", str(port), "--reply-port", str(reply_port), "--output", "null"]
    words += ["--midi", "off", "--spare", "off", "--model", "none", "--web", "off"]
    with subprocess.Popen(
        [sys.executable, ROOT / "run.py", *words],
        env={**variables, "HOME": str(tmp_path)}, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stderr is not None
            log = ""
            while "clips go to" not in log:
                line = process.stderr.readline()
                assert line, log
                log += line
            process.send_signal(signal.SIGTERM)
            log += process.communicate(timeout=END_S)[1]
        finally:
            process.kill()
    assert "stopping" in log
    assert process.returncode == 0


def test_an_older_python_is_told_which_one_is_needed(tmp_path):
    code = "import sys; sys.version_info = (3, 8); sys.argv = ['run.py']; import runpy"
    code += f"; runpy.run_path({str(ROOT / 'run.py')!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith("Distill needs Python 3.11 or newer")
