"""Every benchmark starts with what `run.py` installs for a player: no package of the tests."""

import os
import subprocess
import sys

import pytest

from kit.house import ROOT

HELP = """
import runpy, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))  # as if they were not installed
for program in sys.argv[2:]:
    sys.argv = [program, "--help"]
    try:
        runpy.run_path(program, run_name="__main__")
    except SystemExit as end:
        print(f"=> {program}: {end.code or 0}")
    except BaseException as error:
        print(f"=> {program}: {error!r}")
"""
WITHOUT = ("pytest", "_pytest", "hypothesis", "visqol", "link")
FOLDER = ROOT / "benchmarks"


def programs() -> list[str]:
    found = sorted(FOLDER.glob("*.py"))
    return [str(file) for file in found if '__name__ == "__main__"' in file.read_text("utf-8")]


@pytest.mark.slow
def test_each_benchmark_answers_help_without_the_packages_of_the_tests() -> None:
    path = os.pathsep.join([str(ROOT / "server"), str(FOLDER)])
    ran = subprocess.run(
        [sys.executable, "-c", HELP, ",".join(WITHOUT), *programs()],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    ended = [line for line in ran.stdout.splitlines() if line.startswith("=> ")]
    assert ended == [f"=> {program}: 0" for program in programs()], ran.stderr


def test_a_benchmark_says_which_program_it_lacks_and_ends() -> None:
    script = "import sys; sys.modules['pytest'] = None; from kit.peers import need; need('jackd')"
    path = os.pathsep.join([str(ROOT / "server"), str(ROOT / "tests")])
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path, "PATH": ""}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, "jackd is not installed\n")


def test_the_page_of_the_benchmarks_names_each_file() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    assert [file.name for file in FOLDER.glob("*.py") if f"`{file.name}`" not in page] == []
