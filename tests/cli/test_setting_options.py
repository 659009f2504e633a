"""Each setting has an option, a key in the settings file and a sentence in the help."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from distill.app.declaration import Setting, declared
from distill.app.settings import Settings
from distill.cli import serve_start
from distill.cli.main import app, main
from distill.cli.setting_options import with_settings

ROWS = [pytest.param(row, id=row.name) for row in declared(Settings)]
OTHER: dict[str, Any] = {"output": "null", "web": "9100", "host": "localhost"}
"""Values that pass a check which is not a range or a choice."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Settings]:
    """Settings of the servers that would have been started."""
    found: list[Settings] = []

    def run(settings: Settings, _until: Path | None) -> int:
        found.append(settings)
        return 0

    monkeypatch.setattr(serve_start, "run", run)
    monkeypatch.setattr(serve_start, "HOME", tmp_path)
    return found


def other_value(row: Any) -> Any:
    """Return a value other than the default, as a user writes it."""
    if row.name in OTHER:
        return OTHER[row.name]
    words = [word for check in row.checks for word in getattr(check, "words", ())]
    if words:
        return next(word for word in words if word != row.default)
    return {int: 7, str: "other", Path: "/other"}[row.kind]


def serve(*words: str) -> None:
    ran = CliRunner().invoke(app, ["serve", *words], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output


def option_of(row: Any) -> str:
    return "--" + row.name.replace("_", "-")


@pytest.mark.parametrize("row", ROWS)
def test_each_setting_has_an_option(row: Any, started: list[Settings]) -> None:
    value = other_value(row)
    serve(option_of(row), str(value))
    expected = row.fit(value, "here")
    if row.setting.adds:
        expected = (*expected, *row.default)
    assert started == [Settings().changed({row.name: expected}, "here")]
    assert started != [Settings()]


@pytest.mark.parametrize("row", ROWS)
def test_each_setting_has_a_key_in_the_file_and_the_option_wins(
    row: Any, started: list[Settings], tmp_path: Path
) -> None:
    value = other_value(row)
    file = tmp_path / "settings.toml"
    file.write_text(f"{row.name} = {value!r}\n")
    serve()
    assert started == [Settings().changed({row.name: value}, "here")]
    default = row.default[0] if row.many and row.default else row.default
    if row.default_text and not row.setting.adds:
        serve(option_of(row), str(default))
        assert started[-1] == Settings()


@pytest.mark.parametrize("row", ROWS)
def test_each_setting_has_a_sentence_in_the_help(
    row: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert row.setting.about[-1] == "."
    assert len(row.setting.about.split()) >= 3
    monkeypatch.setattr(sys, "argv", ["distill", "serve", "--help"])
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit):
        main()
    line = next(
        line for line in capsys.readouterr().out.splitlines() if f" {option_of(row)} " in line
    )
    assert row.setting.about in line


def test_values_of_an_adding_option_come_before_those_of_the_file(
    started: list[Settings], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text('sources = ["/of/file"]\nallow = ["10.0.0.1"]\n')
    serve("--sources", "/one", "--sources", "/two", "--allow", "10.0.0.2")
    assert started[0].sources == (Path("/one"), Path("/two"), Path("/of/file"))
    assert started[0].allow == ("10.0.0.2",)


def test_a_new_setting_needs_one_field_only() -> None:
    @dataclass(frozen=True)
    class More(Settings):
        colour: Annotated[str, Setting("What the lamps show.")] = "red"

    given: list[dict[str, Any]] = []

    @with_settings(More)
    def command(*, own: bool = False, **rest: Any) -> None:
        given.append({"own": own, **rest})

    toy = typer.Typer(add_completion=False)
    toy.command()(command)
    assert "What the lamps show." in CliRunner().invoke(toy, ["--help"]).output
    ran = CliRunner().invoke(toy, ["--colour", "blue", "--own"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert given[0]["own"] is True
    assert {name for name, value in given[0].items() if value} == {"own", "colour"}
    assert More().changed({"colour": "blue"}, "here").colour == "blue"
    with pytest.raises(Exception, match="unknown setting 'color'; did you mean 'colour'"):
        More().changed({"color": "blue"}, "here")
