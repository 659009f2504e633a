"""The user's MIDI map: created when first needed, replaced as a whole, never lost."""

import errno
import os
import sys

import pytest

from distill.app.maps import UserMap
from distill.errors import BadArgument, DiskFull, FileProblem, PathRefused


@pytest.fixture
def bundled(tmp_path):
    path = tmp_path / "default.toml"
    path.write_text("# bundled\n", "utf-8")
    return path


def test_the_bundled_file_is_read_until_the_user_has_one(tmp_path, bundled):
    mine = tmp_path / "home" / "midi.toml"
    maps = UserMap(mine, bundled, tmp_path / "maps")
    assert (maps.name, maps.read()) == (str(bundled), "# bundled\n")
    maps.write("# mine\n")
    assert (maps.name, maps.read()) == (str(mine), "# mine\n")
    assert bundled.read_text() == "# bundled\n"


def test_the_previous_file_becomes_the_backup(tmp_path):
    mine = tmp_path / "midi.toml"
    mine.write_text("one", "utf-8")
    maps = UserMap(mine, None, tmp_path / "maps")
    maps.write("two")
    maps.write("three ü")
    assert mine.read_text("utf-8") == "three ü"
    assert (tmp_path / "midi.toml.bak").read_text("utf-8") == "two"
    assert len(list(tmp_path.iterdir())) == 2


def test_windows_line_ends_are_preserved(tmp_path):
    mine = tmp_path / "midi.toml"
    mine.write_bytes(b"# one\r\n")
    maps = UserMap(mine, None, tmp_path / "maps")
    assert maps.read() == "# one\r\n"
    maps.write(maps.read() + "# two\r\n")
    assert mine.read_bytes() == b"# one\r\n# two\r\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link_and_permissions_are_preserved(tmp_path):
    real = tmp_path / "real.toml"
    real.write_text("one", "utf-8")
    real.chmod(0o600)
    (tmp_path / "link.toml").symlink_to(real)
    UserMap(tmp_path / "link.toml", None, tmp_path / "maps").write("two")
    assert (tmp_path / "link.toml").is_symlink()
    assert real.read_text() == "two"
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_given_file_that_is_missing_or_binary_is_refused(tmp_path):
    with pytest.raises(BadArgument, match="cannot be read"):
        UserMap(tmp_path / "none.toml", None, tmp_path / "maps").read()
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadArgument, match="cannot be read"):
        UserMap(tmp_path / "binary.toml", None, tmp_path / "maps").read()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")
def test_a_pipe_or_a_link_out_of_the_folder_under_the_name_of_a_map_is_refused_at_once(tmp_path):
    (tmp_path / "maps").mkdir()
    (tmp_path / "midi.toml").write_text("one")
    os.mkfifo(tmp_path / "maps" / "pipe.toml")
    (tmp_path / "maps" / "zero.toml").symlink_to("/dev/zero")
    (tmp_path / "maps" / "out.toml").symlink_to(tmp_path / "midi.toml")
    maps = UserMap(tmp_path / "midi.toml", None, tmp_path / "maps")
    for name in maps.others():
        with pytest.raises(BadArgument, match="cannot be read as a MIDI mapping: it is a"):
            maps.other(name).read()
        with pytest.raises(FileProblem, match="cannot be replaced: it is a"):
            maps.other(name).write("two")
    assert len(maps.others()) == 3
    assert maps.read() == "one"


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EROFS, FileProblem)])
def test_a_failed_write_leaves_the_file_as_it_was(tmp_path, monkeypatch, number, kind):
    mine = tmp_path / "midi.toml"
    mine.write_text("one", "utf-8")

    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind, match="the file is unchanged"):
        UserMap(mine, None, tmp_path / "maps").write("two")
    assert mine.read_text() == "one"
    assert list(tmp_path.iterdir()) == [mine]


def test_further_maps_are_files_of_a_folder_and_a_dash_means_the_first(tmp_path, bundled):
    first = UserMap(tmp_path / "midi.toml", bundled, tmp_path / "maps")
    assert first.others() == ()
    first.other("stage two").write("# two\n")
    assert first.others() == ("stage two",)
    two = first.other("stage two")
    assert (two.name, two.read()) == (str(tmp_path / "maps" / "stage two.toml"), "# two\n")
    assert two.other("x").other("-") is first
    assert not (tmp_path / "midi.toml").exists()


@pytest.mark.parametrize("name", ["../midi", "a/b", "", "con"])
def test_a_map_needs_a_plain_name(tmp_path, bundled, name):
    with pytest.raises(PathRefused):
        UserMap(tmp_path / "midi.toml", bundled, tmp_path / "maps").other(name)
