import platform
import subprocess
import sys

import pytest

from distill import __version__


def test_the_version_is_printed(run):
    assert run("--version") == (0, f"{__version__}\n", "")


def test_without_words_the_commands_are_listed(run):
    code, out, err = run()
    assert code == 2
    for word in ("serve", "send", "describe", "encode", "decode", "generate", "train", "doctor"):
        assert word in out + err


def test_an_unknown_command_gets_the_nearest_one_as_a_hint(run):
    code, _, err = run("generat")
    assert code == 2
    assert "generate" in err


def test_an_error_of_the_user_is_one_sentence_and_exit_code_1(run, tmp_path):
    code, out, err = run("decode", tmp_path / "no.json", tmp_path / "x.wav", "--model", "none")
    assert (code, out) == (1, "")
    assert err.startswith("distill: no model 'none' in the library; there are: ")
    assert err.count("\n") == 1


def test_python_can_run_the_package_as_a_module():
    words = [sys.executable, "-W", "error", "-m", "distill", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"{__version__}\n"


@pytest.mark.skipif(platform.machine() == "aarch64", reason="torch has the same library there")
def test_commands_that_compute_multiply_on_one_core_unless_they_are_told(monkeypatch):
    code = (
        "import os, sys, distill.__main__ as it\n"
        "sys.argv = ['distill', '--version']\n"
        "try:\n it.main()\nfinally:\n print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    for given, used in (("", "1"), ("3", "3")):
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
        if given:
            monkeypatch.setenv("OPENBLAS_NUM_THREADS", given)
        words = [sys.executable, "-c", code]
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
        assert done.stdout.split() == [__version__, used]


def test_the_main_process_does_not_import_torch():
    code = (
        "import sys, distill.cli.main, distill.app.lifecycle\n"
        "print(sorted({'torch', 'numba', 'lightning'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
