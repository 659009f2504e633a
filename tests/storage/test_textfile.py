"""A text file is replaced whole or not at all."""

import errno
import os

import pytest

from distill.errors import DiskFull, FileProblem
from distill.storage.textfile import replace


def test_a_text_is_written_into_a_new_folder_and_the_earlier_one_is_kept(tmp_path):
    path = tmp_path / "new" / "one.toml"
    replace(path, "one\n")
    replace(path, "zwei ü\n")
    assert path.read_bytes() == "zwei ü\n".encode()
    assert path.with_name("one.toml.bak").read_text() == "one\n"
    assert len(list(path.parent.iterdir())) == 2


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EIO, FileProblem)])
def test_an_error_of_the_disk_leaves_the_file_unchanged(tmp_path, monkeypatch, number, kind):
    path = tmp_path / "one.toml"
    replace(path, "one")

    def refuse(_):
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(FileProblem, match="is unchanged") as error:
        replace(path, "two")
    assert type(error.value) is kind
    assert path.read_text() == "one"
    assert len(list(tmp_path.iterdir())) == 1
