"""Snapshots on a disk that is full, and odd files where snapshots and presets lie."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.servers import Server, running_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="disks, pipes and links of POSIX systems"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only root may mount one, on Linux."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    words = [mount or "", "-t", "tmpfs", "-o", "size=1m", "none", str(place)]
    if mount is None or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("needs root, to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a disk; return the file that does."""
    file = disk / "filler"
    with file.open("wb", 0) as out:
        while shutil.disk_usage(disk).free:
            out.write(b"\0" * 4096)
    return file


def test_a_snapshot_for_which_there_is_no_room_is_an_error_and_stays_until_the_end(
    tmp_path: Path, disk: Path
) -> None:
    more = ("--snapshots", str(disk))
    with running_server(tmp_path / "one", "null", more=more) as server, server.client() as client:
        client.ask("generate", "a", "columns", 4, "seed", 5)
        client.ask("snapshot", "early")
        filler = fill(disk)
        client.ask("clear", "a")
        for name in ("late", "early"):
            code, text = client.refused("snapshot", name)
            assert code == "disk_full"
            assert f"{name}.snapshot" in text
            assert "it is kept in memory until the server ends" in text
        assert {page[0] for page in client.pages("snapshots")} == {"early", "late"}
        client.ask("generate", "b", "columns", 4)
        client.ask("recall", "late")
        assert client.pages("slots") == ()
        assert [path.name for path in disk.glob("*.snapshot")] == ["early.snapshot"]
        filler.unlink()
        client.ask("snapshot", "later")
    with running_server(tmp_path / "two", "null", more=more) as server, server.client() as client:
        assert {page[0] for page in client.pages("snapshots")} == {"early", "later"}
        client.ask("recall", "early")
        assert [page[0] for page in client.pages("slots")] == ["a"]


def test_a_clip_for_which_there_is_no_room_says_how_much_is_left_free(
    tmp_path: Path, disk: Path
) -> None:
    more = ("--clips", str(disk))
    with running_server(tmp_path / "one", "null", more=more) as server, server.client() as client:
        client.ask("generate", "a", "columns", 4)
        code, text = client.refused("clip", "a")
    assert code == "disk_full"
    assert "MiB are needed besides 16 MiB that are left free for the system" in text


@pytest.mark.parametrize("kind", ["pipe", "endless", "link"])
def test_odd_files_under_the_names_of_snapshots_and_presets_hold_nobody_up(
    server: Server, kind: str
) -> None:
    home = server.place.root / "Distill"
    for path in (home / "snapshots" / "x.snapshot", home / "presets" / "x.toml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero" if kind == "endless" else server.place.log)
    with server.client() as client:
        for verb in (("recall", "x"), ("blend", "x", "x"), ("preset/recall", "x")):
            code, text = client.refused(*verb)
            assert code in {"bad_file", "bad_argument"}
            assert "cannot be read" in text
            assert "it is a " in text
        assert client.refused("preset/save", "x")[0] == "bad_file"
        client.ask("discard", "x")
        client.ask("preset/discard", "x")
        assert client.pages("snapshots") == client.pages("preset/list") == ()
