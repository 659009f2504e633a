"""The numbers of a corpus are what they were, or the file is refused before anything is made."""

import json
import struct
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from distill.errors import ModelFileProblem
from distill.storage.corpus_file import (
    COLUMNS,
    MAX_BYTES,
    corpus_folder,
    load_columns,
    load_parts,
    save_columns,
)
from kit.corpora import corpus

CODEC = "c" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_columns(tmp_path / "corpus", corpus())
    return tmp_path / "corpus"


def opened(folder):
    """Return the header and the arrays of a file."""
    data = (folder / COLUMNS).read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    return json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["distill"]), load(data)


def test_a_corpus_is_read_back(folder):
    made, read = corpus(), load_columns(folder, CODEC)
    assert (read.files, read.parts, read.codec_id) == (made.files, made.parts, CODEC)
    assert read.codes.dtype == np.int16
    assert np.array_equal(read.codes, made.codes)
    assert np.array_equal(read.basis, made.basis)
    assert np.array_equal(read.centre, made.centre)
    for row in fields(made.features):
        mine = getattr(read.features, row.name)
        assert mine.dtype == np.float32
        assert np.array_equal(mine, getattr(made.features, row.name)), row.name


def test_codes_of_a_large_codebook_are_kept_too(tmp_path):
    made = corpus()
    large = replace(made, codes=made.codes * 100)
    save_columns(tmp_path, large)
    assert np.array_equal(load_columns(tmp_path, CODEC).codes, large.codes)


def test_a_column_takes_few_bytes(folder):
    columns = 1000
    save_columns(folder, corpus((columns,)))
    assert (folder / COLUMNS).stat().st_size < columns * 220


def test_the_folder_is_beside_the_model():
    assert corpus_folder(Path("models/demo/demo.distill")) == Path("models/demo/corpus")


def test_without_a_file_there_is_no_corpus(tmp_path):
    assert load_columns(tmp_path, CODEC) is None
    assert load_columns(tmp_path / "nothing", CODEC) is None


def test_the_corpus_of_another_codec_is_refused_with_what_to_do(folder):
    with pytest.raises(ModelFileProblem, match=r"codec cccccccccccc, .* has dddddddddddd.*again"):
        load_columns(folder, "d" * 32)


@pytest.mark.parametrize("kept", [0, 4, 8, 20, 3000, -1])
def test_a_truncated_file_is_refused(folder, kept):
    data = (folder / COLUMNS).read_bytes()
    (folder / COLUMNS).write_bytes(data[:kept])
    with pytest.raises(ModelFileProblem, match="is damaged"):
        load_columns(folder, CODEC)


def test_a_changed_number_or_name_is_noticed(folder):
    whole = (folder / COLUMNS).read_bytes()
    for at in (-5, whole.index(b"drums")):
        data = bytearray(whole)
        data[at] ^= 1
        (folder / COLUMNS).write_bytes(data)
        with pytest.raises(ModelFileProblem, match="do not match its id"):
            load_columns(folder, CODEC)


def test_a_header_that_claims_to_be_endless_is_refused(folder):
    data = (folder / COLUMNS).read_bytes()
    for claim in (len(data), 2**40, 2**63):
        (folder / COLUMNS).write_bytes(struct.pack("<Q", claim) + data[8:])
        with pytest.raises(ModelFileProblem, match=f"claims {claim} bytes"):
            load_columns(folder, CODEC)


def test_a_file_that_is_too_large_is_not_read(folder):
    with (folder / COLUMNS).open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ModelFileProblem, match="larger than 256 MB"):
        load_columns(folder, CODEC)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder, tmp_path):
    (folder / COLUMNS).rename(tmp_path / "elsewhere")
    try:
        (folder / COLUMNS).symlink_to(tmp_path / "elsewhere")
    except OSError:
        pytest.skip("this user may make no links")
    with pytest.raises(ModelFileProblem, match="leads out of"):
        load_columns(folder, CODEC)


def test_another_file_of_tensors_is_no_corpus(folder):
    (folder / COLUMNS).write_bytes(save({"codes": np.zeros(3, np.float32)}))
    with pytest.raises(ModelFileProblem, match="is damaged"):
        load_columns(folder, CODEC)


def test_a_corpus_from_the_future_is_refused(folder):
    header, arrays = opened(folder)
    metadata = {"distill": json.dumps({**header, "version": 2})}
    (folder / COLUMNS).write_bytes(save(arrays, metadata))
    with pytest.raises(ModelFileProblem, match="has version 2; this Distill reads 1"):
        load_columns(folder, CODEC)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"sound": "../0.flac"}, "has sound"),
        ({"sound": "/etc/passwd"}, "has sound"),
        ({"sound": "0.wav"}, "has sound"),
        ({"sound": "0.flac\n"}, "has sound"),
        ({"source": "A" * 32}, "source"),
        ({"source": ""}, "source"),
        ({"file": 2}, "names file 2 of 2"),
        ({"file": -1}, "names file -1"),
        ({"columns": 0}, "0 columns"),
        ({"columns": 10**12}, "do not have its columns"),
        ({"columns": True}, "columns of a CorpusPart cannot be True"),
        ({"lead": -1}, "after -1"),
        ({"lead": 10**9}, "after 1000000000"),
        ({"lead": 0.5}, "lead of a CorpusPart cannot be 0.5"),
        ({"sound": None}, "sound of a CorpusPart cannot be None"),
    ],
)
def test_a_part_that_would_lead_elsewhere_is_refused(folder, part, why):
    made = corpus()
    object.__setattr__(made, "parts", (replace(made.parts[0], **part), *made.parts[1:]))
    save_columns(folder, made)
    with pytest.raises(ModelFileProblem, match=why):
        load_columns(folder, CODEC)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ({"name": "x" * 5000}, "has 5000 characters"),
        ({"licence": 3}, "licence of a CorpusFile cannot be 3"),
        ({"columns": 10**15}, "do not have its columns"),
    ],
)
def test_a_file_that_claims_anything_is_refused(folder, file, why):
    made = corpus()
    object.__setattr__(made, "files", (replace(made.files[0], **file), *made.files[1:]))
    save_columns(folder, made)
    with pytest.raises(ModelFileProblem, match=why):
        load_columns(folder, CODEC)


@pytest.mark.parametrize(
    ("name", "array", "why"),
    [
        ("codes", np.zeros((9, 2, 2), np.int16), "must have shape"),
        ("codes", np.zeros((10, 2), np.int16), "do not fit each other"),
        ("codes", np.full((10, 2, 2), -1, np.int16), "negative"),
        ("codes", np.zeros((10, 2, 2), np.float32), "cannot be of type float32"),
        ("chroma", np.zeros((10, 11), np.float16), "chroma must have shape"),
        ("rises", np.zeros(10, np.float16), "rises must have shape"),
        ("rises", np.zeros((10, 0), np.float16), "rises must have shape"),
        ("loudness", np.full(10, np.nan, np.float16), "loudness is not finite"),
        ("loudness", np.zeros(10, np.int64), "cannot be of type int64"),
        ("basis", np.zeros((3, 2, 4, 8), np.float32), "does not fit"),
        ("basis", np.zeros((2, 3, 4, 8), np.float32), "do not fit each other"),
        ("centre", np.zeros(7, np.float32), "does not fit"),
        ("other", np.zeros(7, np.float32), "other arrays"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(folder, name, array, why):
    header, arrays = opened(folder)
    data = save({**arrays, name: array}, {"distill": json.dumps(header)})
    (folder / COLUMNS).write_bytes(data)
    with pytest.raises(ModelFileProblem, match=why):
        load_columns(folder, CODEC)


def test_arrays_of_no_columns_are_refused(folder):
    header, arrays = opened(folder)
    empty = {name: array[:0] for name, array in arrays.items() if name not in {"basis", "centre"}}
    (folder / COLUMNS).write_bytes(save({**arrays, **empty}, {"distill": json.dumps(header)}))
    with pytest.raises(ModelFileProblem, match="is damaged"):
        load_columns(folder, CODEC)


def test_the_parts_alone_are_read_of_a_corpus_of_any_codec(tmp_path):
    whole = corpus()
    save_columns(tmp_path, whole)
    assert load_parts(tmp_path) == (whole.files, whole.parts)


@pytest.mark.parametrize("size", [0, 5, 8, 60])
def test_a_cut_file_has_no_parts(tmp_path, size):
    save_columns(tmp_path, corpus())
    path = tmp_path / COLUMNS
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ModelFileProblem, match="is damaged"):
        load_parts(tmp_path)


def test_without_a_file_there_are_no_parts(tmp_path):
    with pytest.raises(ModelFileProblem, match="cannot be read"):
        load_parts(tmp_path)
