"""Snapshot files are read back exactly, and other files are refused."""

import json

import numpy as np
import pytest
from safetensors.numpy import save

from distill.errors import FileProblem
from distill.storage.snapshotfile import read, write

ARRAYS = {"codes": np.arange(24, dtype=np.int16).reshape(2, 3, 4), "live": np.zeros(0, np.uint8)}


def test_a_snapshot_is_read_back_exactly(tmp_path):
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
def test_a_truncated_file_is_refused(tmp_path, length):
    path = tmp_path / "one.snapshot"
    write(path, {"say": 1}, ARRAYS)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(FileProblem, match=r"one.snapshot is not a snapshot"):
        read(path)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileProblem, match="'gone' cannot be read"):
        read(tmp_path / "gone.snapshot")


def test_a_file_from_the_future_and_a_foreign_one_are_refused(tmp_path):
    path = tmp_path / "one.snapshot"
    path.write_bytes(save(ARRAYS, {"distill": json.dumps({"format": "x", "version": 9})}))
    with pytest.raises(FileProblem, match="'x' version 9"):
        read(path)
    path.write_bytes(save(ARRAYS))
    with pytest.raises(FileProblem, match="not a snapshot"):
        read(path)


@pytest.mark.parametrize("depth", [100, 900, 100_000])
def test_a_header_that_is_nested_deeply_is_damage(tmp_path, depth):
    path = tmp_path / "one.snapshot"
    path.write_bytes(save(ARRAYS, {"distill": f'{{"a": {"[" * depth}{"]" * depth}}}'}))
    with pytest.raises(FileProblem, match="nested more than 64 deep"):
        read(path)


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem, match="cannot be written"):
        write(tmp_path / "file" / "one.snapshot", {}, {})
