from pathlib import Path

import pytest

from distill.errors import DiskFull, FileProblem
from distill.training.whole import sweep, write_whole
from kit.learning import little_room


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_replaced_by_another(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a", b"one")
    write_whole(tmp_path / "new" / "a", b"two")
    assert (tmp_path / "new" / "a").read_bytes() == b"two"
    assert names(tmp_path / "new") == ["a"]


def test_where_there_is_no_room_the_old_one_stays_and_nothing_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old")
    with little_room(1000), pytest.raises(DiskFull, match=r"no room for .*a \(1\.0 MiB.*free some"):
        write_whole(tmp_path / "a", bytes(2**20))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileProblem, match="cannot be written"):
        write_whole(tmp_path / "file" / "a", b"")


def test_what_a_kill_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    for name in (".last.ckpt.0a1b2c3d.part", ".hidden", "last.ckpt"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert names(tmp_path) == [".hidden", "last.ckpt"]
