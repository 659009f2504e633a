"""A folder that is built is seen whole or not at all."""

import os

import pytest

from distill.errors import DiskFull, FileProblem
from distill.storage import atomic
from distill.storage.folder_swap import building, remove
from kit.disks import small_disk


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "model" / "corpus"
    folder.mkdir(parents=True)
    (folder / "old").write_text("old")
    return folder


def only(folder):
    """Return what lies beside a folder and in it."""
    return sorted(path.name for path in folder.parent.iterdir()), sorted(
        path.name for path in folder.iterdir()
    )


def test_a_new_folder_appears_at_the_end(tmp_path):
    folder = tmp_path / "model" / "corpus"
    with building(folder) as half:
        (half / "new").write_text("new")
        assert not folder.exists()
    assert only(folder) == (["corpus"], ["new"])


def test_an_earlier_folder_is_replaced_with_all_that_is_in_it(place):
    with building(place) as half:
        (half / "new").write_text("new")
        assert only(place)[1] == ["old"]
    assert only(place) == (["corpus"], ["new"])


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_after_an_error_the_earlier_folder_is_as_it_was(place, error):
    def fail():
        with building(place) as half:
            (half / "new").write_text("new")
            raise error

    with pytest.raises(error):
        fail()
    assert only(place) == (["corpus"], ["old"])


def test_what_a_killed_process_left_is_deleted_by_the_next_one(place):
    for name, age_s in ((".corpus.1.half", 7200), (".corpus.2.half", 60)):
        left = place.with_name(name)
        left.mkdir()
        now = left.stat().st_mtime
        os.utime(left, (now - age_s, now - age_s))
    with building(place):
        pass
    assert only(place) == ([".corpus.2.half", "corpus"], [])


def test_a_full_disk_leaves_the_earlier_folder(tmp_path):
    with small_disk(tmp_path / "disk", 256) as disk:
        folder = disk / "corpus"
        with building(folder) as half:
            atomic.replace(half / "old", b"old")
        with pytest.raises(DiskFull), building(folder) as half:
            atomic.replace(half / "new", bytes(2**20))
        assert only(folder) == (["corpus"], ["old"])


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "model").write_text("a file")
    with pytest.raises(FileProblem, match="cannot be written"), building(tmp_path / "model" / "x"):
        pytest.fail("there is no folder to build in")


def test_a_folder_is_removed_and_one_that_is_not_there_is_no_error(place):
    remove(place)
    assert list(place.parent.iterdir()) == []
    remove(place)
