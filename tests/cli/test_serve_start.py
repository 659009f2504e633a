"""Plain options of `serve` are read without typer, and as typer reads them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from distill.cli import serve_start
from distill.cli.main import app

CASES = [
    (),
    ("--port", "9100"),
    ("--port=9100", "--reply-port", "009"),
    ("--port", "1", "--port", "2"),
    ("--model", "a b", "--midi", "", "--midi-map="),
    ("--library", "~/one", "--library", "two", "--clips", ""),
    ("--allow", "10.0.0.1", "--allow=10.0.0.2"),
    ("--output", "file:a=b.wav", "--web", "off"),
    ("--config", "~/mine.toml", "--until", "stop"),
    ("--spare", "maybe", "--profile", "auto"),
]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Arguments of the starts that would have been made."""
    found: list[dict[str, Any]] = []

    def start(**options: Any) -> int:
        found.append({name: value for name, value in options.items() if value is not None})
        return 0

    monkeypatch.setattr(serve_start, "start", start)
    return found


@pytest.mark.parametrize("words", CASES, ids=" ".join)
def test_plain_options_are_read_as_typer_reads_them(
    words: tuple[str, ...], given: list[dict[str, Any]]
) -> None:
    ran = CliRunner().invoke(app, ["serve", *words], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert serve_start.plain_options(words) == given[0]


@pytest.mark.parametrize(
    "words",
    [
        ("--help",), ("--port",), ("--port", "x"), ("--port", "-1"), ("--port", "²"), ("9000",),
        ("--no-such-option", "1"), ("--reply_port", "1"), ("--model", "--port"), ("-p", "1"),
        ("--",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_rest_is_left_to_typer(words: tuple[str, ...]) -> None:
    assert serve_start.plain_options(words) is None


def run_python(code: str) -> str:
    words = [sys.executable, "-c", code]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def test_neither_typer_nor_numpy_is_imported_before_the_worker_is_started() -> None:
    code = (
        "import sys, distill.__main__\nfrom distill.cli import guarded, serve_start\n"
        "print(sorted({'typer', 'rich', 'numpy', 'asyncio'} & set(sys.modules)))"
    )
    assert run_python(code) == "[]\n"


def test_the_server_imports_no_typer() -> None:
    code = (
        "import sys, distill.__main__\nfrom distill.cli import serve_start\n"
        "import distill.app.lifecycle\n"
        "print(sorted({'typer', 'rich', 'numba', 'asyncio'} & set(sys.modules)))"
    )
    assert run_python(code) == "[]\n"


def test_a_file_of_settings_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("port = 9000 9001")
    words = [sys.executable, "-m", "distill", "serve", "--config", str(tmp_path / "mine.toml")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"distill: {tmp_path / 'mine.toml'} is not a settings file: ")
    assert ran.stderr.count("\n") == 1
