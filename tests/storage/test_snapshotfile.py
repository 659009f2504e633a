"""Snapshot files come back whole, and what is none says so."""

import json

import numpy as np
import pytest
from safetensors.numpy import save

from distill.errors import FileProblem
from distill.storage.snapshotfile import read, write

ARRAYS = {"codes": np.arange(24, dtype=np.int16).reshape(2, 3, 4), "live": np.zeros(0, np.uint8)}


def test_a_file_gives_back_what_was_written(tmp_path):
    path = tmp_path / "new" / "one.snapshot"
    write(path, {"say": [1, "two"]}, ARRAYS)
    header, arrays = read(path)
    assert header["say"] == [1, "two"]
    np.testing.assert_array_equal(arrays["codes"], ARRAYS["codes"])
    assert arrays["live"].shape == (0,)
    write(path, {"say": []}, {})
    assert read(path)[0]["say"] == []
    assert [one.name for one in path.parent.iterdir()] == ["one.snapshot"]


@pytest.mark.parametrize("length", [0, 4, 8, 40, 150])
def test_a_cut_file_is_refused(tmp_path, length):
    path = tmp_path / "one.snapshot"
    write(path, {"say": 1}, ARRAYS)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(FileProblem, match=r"one.snapshot is no snapshot"):
        read(path)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(FileProblem, match="'gone' cannot be read"):
        read(tmp_path / "gone.snapshot")


def test_a_file_from_the_future_and_a_foreign_one_are_named(tmp_path):
    path = tmp_path / "one.snapshot"
    path.write_bytes(save(ARRAYS, {"distill": json.dumps({"format": "x", "version": 9})}))
    with pytest.raises(FileProblem, match="'x' version 9"):
        read(path)
    path.write_bytes(save(ARRAYS))
    with pytest.raises(FileProblem, match="no snapshot"):
        read(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem, match="cannot be written"):
        write(tmp_path / "file" / "one.snapshot", {}, {})
