"""The home folder is an absolute path, or there is a sentence about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from distill.cli.home import VARIABLE, settle_home
from distill.errors import BadArgument


def test_an_absolute_home_is_used_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert settle_home() == ""
    assert Path.home() == tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="accounts of POSIX systems")
@pytest.mark.parametrize("given", ["", "here", "./here"])
def test_an_empty_or_relative_home_gives_way_to_that_of_the_account(monkeypatch, given):
    import pwd

    monkeypatch.setenv(VARIABLE, given)
    own = pwd.getpwuid(os.getuid()).pw_dir
    assert settle_home() == f"HOME is {given!r}, which is not an absolute path; using {own}"
    assert str(Path.home()) == os.environ[VARIABLE] == own
    assert settle_home() == ""


@pytest.mark.parametrize("given", ["here", None])
def test_an_account_without_a_home_is_an_error_that_says_what_to_set(monkeypatch, given):
    def none():
        raise RuntimeError

    monkeypatch.setenv(VARIABLE, "here")
    if given is None:
        monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(Path, "home", none)
    with pytest.raises(BadArgument, match=f"no home folder; set {VARIABLE} to the folder"):
        settle_home()


@pytest.mark.skipif(sys.platform == "win32", reason="accounts of POSIX systems")
def test_the_program_makes_no_folder_where_it_was_started(tmp_path):
    words = [sys.executable, "-m", "distill", "models"]
    for given in ("", "here"):
        done = subprocess.run(
            words,
            env={**os.environ, "HOME": given, "COLUMNS": "300"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert done.stderr.startswith(f"distill: HOME is {given!r}, which is not an absolute path")
        assert "your models are in /" in done.stdout
        assert "your models are in /Distill" not in done.stdout
    assert not list(tmp_path.iterdir())
