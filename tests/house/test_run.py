"""`run.py` puts itself out of the way: what it starts gets its words, and the signals."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kit.house import ROOT
from kit.servers import END_S, free_ports

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")

SAYS = '#!/bin/sh\necho "$$ $PWD $*"\n'
"""A Python that only says who it is, where it stands and what it was told."""


def environment(folder: Path, python: str) -> dict[str, str]:
    """An environment that `run.py` takes for an installed one, with this as its Python."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text(python)
    (folder / "bin" / "python").chmod(0o755)
    (folder / "distill-installed").write_text(f"{run.state_of_project()} server test docs")
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
            "-m pytest -m not slow and not peer and not training -x",
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
