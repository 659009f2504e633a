"""Only regular files of bounded size, inside their folder, are read."""

import os
import sys
from pathlib import Path

import pytest

from distill.errors import FileProblem
from distill.storage import regular_file, snapshotfile, textfile

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "root"
    place.mkdir()
    (place / "file").write_bytes(b"12345")
    (tmp_path / "outside").write_bytes(b"67890")
    return place


def test_a_file_is_read_up_to_its_bound(folder: Path) -> None:
    assert regular_file.read(folder / "file", 5, folder) == b"12345"
    with pytest.raises(OSError, match=r"larger than 0\.00390625 kB"):
        regular_file.read(folder / "file", 4, folder)
    with pytest.raises(FileNotFoundError):
        regular_file.read(folder / "gone", 4, folder)


@POSIX
def test_a_pipe_a_folder_and_a_device_are_refused_at_once(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "zero").symlink_to("/dev/zero")
    for odd in ("pipe", "zero", "."):
        with pytest.raises(OSError, match="a device, pipe or folder, not a file"):
            regular_file.read(folder / odd, 100)


@POSIX
def test_a_link_is_followed_as_long_as_it_stays_inside(folder: Path) -> None:
    (folder / "link").symlink_to("file")
    assert regular_file.read(folder / "link", 5, folder) == b"12345"
    (folder / "out").symlink_to("../outside")
    assert regular_file.read(folder / "out", 5) == b"67890"
    with pytest.raises(OSError, match="leads out of"):
        regular_file.read(folder / "out", 5, folder)
    (folder / "round").symlink_to("round")
    with pytest.raises(OSError):  # noqa: PT011 - a loop is one error or another in each version
        regular_file.read(folder / "round", 5, folder)
    folder.with_name("alias").symlink_to(folder)
    assert regular_file.read(folder / "file", 5, folder.with_name("alias")) == b"12345"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_a_file_that_says_it_is_empty_is_read_no_further_than_its_bound() -> None:
    with pytest.raises(OSError, match="is larger than"):
        regular_file.read(Path("/proc/self/maps"), 16)


@POSIX
def test_an_odd_text_or_snapshot_is_refused_and_an_odd_text_is_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "out").symlink_to("../outside")
    for odd in ("pipe", "out"):
        with pytest.raises(OSError, match="it is a"):
            textfile.read(folder / odd, folder)
        with pytest.raises(FileProblem, match=r"it is a .* the file is unchanged"):
            textfile.replace(folder / odd, "new", folder)
        with pytest.raises(FileProblem, match="cannot be read: it is a"):
            snapshotfile.read(folder / odd, folder)
    assert (folder.parent / "outside").read_bytes() == b"67890"
    textfile.replace(folder / "out", "new")
    assert (folder.parent / "outside").read_text() == "new"
