import os
import sys
from pathlib import Path

import pytest

from distill.errors import BadArgument
from distill.training.data.sound_folder import amount, read_seen, scan, seen_text
from kit.shelves import sound_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names are UTF-16 there")


def test_sounds_are_found_in_all_sub_folders_except_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.WAV", "a/c.flac", "a/.hidden.wav", ".dot/d.wav", "notes.txt", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    listing = scan(tmp_path, None, {})
    assert [row.name for row in listing.found] == ["a/c.flac", "b.WAV"]
    assert listing.ignored == {".txt": 1, "README": 1}


def test_files_of_equal_bytes_have_equal_hashes(tmp_path: Path) -> None:
    for name, text in (("a.wav", "x"), ("b.wav", "y"), ("c.ogg", "x")):
        (tmp_path / name).write_text(text)
    first, second, third = (row.content for row in scan(tmp_path, None, {}).found)
    assert first == third != second


def test_a_file_of_the_same_size_and_time_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    file.write_text("before")
    before = scan(tmp_path, None, {})
    (tmp_path / "seen.json").write_text(seen_text(before))
    times = file.stat()
    file.write_text("behind")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    seen = read_seen(tmp_path / "seen.json")
    assert scan(tmp_path, None, seen).found == before.found
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert scan(tmp_path, None, seen).found[0].content != before.found[0].content


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"'])
def test_a_damaged_state_of_the_previous_scan_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "seen.json").write_text(text)
    assert read_seen(tmp_path / "seen.json") == {}


def test_a_path_that_is_no_folder_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=r"nowhere does not exist; a folder with sounds"):
        scan(tmp_path / "nowhere", None, {})
    with pytest.raises(BadArgument, match="lost does not exist"):
        scan(tmp_path, tmp_path / "lost", {})


@POSIX
def test_a_name_that_is_not_utf8_can_still_be_written(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"k\xe4se.wav")).write_text("x")
    (row,) = scan(tmp_path, None, {}).found
    assert row.name == r"k\xe4se.wav"
    assert row.file.read_text() == "x"


@POSIX
def test_a_broken_link_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.wav").symlink_to(tmp_path / "gone.wav")
    assert scan(tmp_path, None, {}).found == ()


def test_the_amount_is_read_from_headers_and_excludes_bad_files(tmp_path: Path) -> None:
    sound_file(tmp_path, 48_000, "a.wav")
    sound_file(tmp_path, 24_000, "b.wav")
    (tmp_path / "c.wav").write_text("no sound")
    assert amount(tmp_path) == (2, 1.5)
