import dataclasses
import json

import numpy as np
import pytest

from distill.codes.grid import Grid
from distill.errors import FileProblem
from distill.storage.gridfile import pack_codes, read_grid, unpack_codes, write_grid


@pytest.fixture
def grid():
    codes = np.random.default_rng(0).integers(0, 8, (5, 3, 2)).astype(np.int16)
    return Grid(codes, 8, "id", 1024, "test")


def test_a_grid_is_read_back_exactly(tmp_path, grid):
    write_grid(tmp_path / "g.json", grid)
    back = read_grid(tmp_path / "g.json")
    assert back == grid
    assert (back.column, back.source) == (1024, "test")


def test_nothing_is_overwritten(tmp_path, grid):
    write_grid(tmp_path / "g.json", grid)
    with pytest.raises(FileProblem, match="nothing is overwritten"):
        write_grid(tmp_path / "g.json", grid)


def test_packed_codes_survive_json():
    codes = np.array([[[0, 1], [2, 32767]]], np.int16)
    np.testing.assert_array_equal(unpack_codes(json.loads(json.dumps(pack_codes(codes)))), codes)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"format": "wav"}, "not a file of codes"),
        ({"version": 2}, "update it"),
        ({"codes": {"shape": [9, 9, 9], "int16": ""}}, "cannot be read"),
        ({"codes": {"shape": [5, 3, 2], "int16": "!!"}}, "cannot be read"),
        ({"size": 2}, "damaged"),
        ({"size": "many"}, "damaged"),
    ],
)
def test_a_foreign_future_or_damaged_file_is_refused(tmp_path, grid, change, text):
    path = tmp_path / "g.json"
    write_grid(path, grid)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(FileProblem, match=text):
        read_grid(path)


def test_truncated_missing_and_binary_files_are_refused(tmp_path, grid):
    path = tmp_path / "g.json"
    write_grid(path, grid)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(FileProblem, match="not a file of codes"):
        read_grid(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblem, match="not a file of codes"):
        read_grid(path)
    with pytest.raises(FileProblem, match="cannot be read"):
        read_grid(tmp_path / "none.json")


def test_a_length_inside_the_last_column_is_read_back_and_older_files_are_whole(tmp_path, grid):
    path = tmp_path / "g.json"
    write_grid(path, dataclasses.replace(grid, samples=4097))
    assert read_grid(path).samples == 4097
    data = json.loads(path.read_text())
    del data["codes"]["samples"]
    path.write_text(json.dumps(data))
    assert read_grid(path).samples == 5 * 1024


@pytest.mark.parametrize("samples", [-5, 4.5, "long", 4096, 5121])
def test_an_absurd_length_is_refused(tmp_path, grid, samples):
    path = tmp_path / "g.json"
    write_grid(path, grid)
    data = json.loads(path.read_text())
    data["codes"]["samples"] = samples
    path.write_text(json.dumps(data))
    with pytest.raises(FileProblem, match=r"length|damaged"):
        read_grid(path)
