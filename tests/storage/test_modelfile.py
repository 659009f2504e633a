import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from distill.codec.codec_config import CodecConfig
from distill.errors import FileProblem, ModelFileProblem
from distill.mel.mel_config import MelConfig
from distill.prior.prior_config import PriorConfig
from distill.prior.tensor_shapes import expected_shapes
from distill.storage import modelfile

CODEC = CodecConfig(
    MelConfig(mels=8), column_frames=1, bands=1, width=4, levels=2, size=3, blocks=0
)
PRIOR = PriorConfig(
    3, 2, 1, layers=1, width=4, heads=1, context_columns=1, depth_layers=1, depth_width=4
)
ARRAYS = {
    **{f"codec.{name}": np.ones(shape, np.float32) for name, shape in CODEC.shapes.items()},
    **{
        f"prior.{name}": np.ones(shape, np.float32)
        for name, shape in expected_shapes(PRIOR).items()
    },
    "codec.codebooks": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
}
HEADER = {
    "codec": CODEC.to_json(),
    "prior": PRIOR.to_json(),
    "metadata": {"name": "tiny", "author": "Ä"},
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "tiny" / "tiny.distill"
    modelfile.save(file, HEADER, ARRAYS)
    return file


def with_header(file: Path, header: object) -> Path:
    save_file(ARRAYS, file, {"distill": json.dumps(header)})
    return file


def test_a_model_is_read_back_exactly(model: Path) -> None:
    header, arrays = modelfile.load(model)
    assert header["codec"] == CODEC.to_json()
    assert header["metadata"]["author"] == "Ä"
    assert (header["format"], header["version"]) == ("distill_model", 2)
    assert arrays.keys() == ARRAYS.keys()
    assert all(np.array_equal(arrays[name], ARRAYS[name]) for name in ARRAYS)
    assert modelfile.read_header(model) == header


def test_tensors_that_float16_holds_exactly_take_half_the_size(tmp_path: Path) -> None:
    rough = np.random.default_rng(0).normal(size=4000).astype(np.float32)
    smooth = rough.astype(np.float16).astype(np.float32)
    large = np.full((1, 8), 70_000.0, np.float32)
    codec = replace(CODEC, size=500).to_json()
    sizes = {}
    for name, array in {"rough": rough, "smooth": smooth}.items():
        file, books = tmp_path / name, array.reshape(2, 500, 4)
        header = {"codec": codec, "prior": None, "metadata": {}}
        tensors = {name: value for name, value in ARRAYS.items() if name.startswith("codec.")}
        changed = {"codec.codebooks": books, "codec.encoder.mean": large}
        modelfile.save(file, header, {**tensors, **changed})
        arrays = modelfile.load(file)[1]
        assert np.array_equal(arrays["codec.codebooks"], books)
        assert np.array_equal(arrays["codec.encoder.mean"], large)
        assert all(one.dtype == np.float32 for one in arrays.values())
        sizes[name] = file.stat().st_size
    assert sizes["rough"] - sizes["smooth"] == pytest.approx(2 * 4000, abs=16)  # of padding


def test_the_id_depends_on_the_tensors_alone(model: Path, tmp_path: Path) -> None:
    header, _ = modelfile.load(model)
    other = tmp_path / "other.distill"
    again = modelfile.save(other, {**HEADER, "metadata": {"name": "b"}}, ARRAYS)
    assert again == header["metadata"]["id"]
    changed = {**ARRAYS, "prior.head": 2 * ARRAYS["prior.head"]}
    assert modelfile.save(other, HEADER, changed) != again


def test_saving_leaves_no_other_file_behind(model: Path) -> None:
    assert [file.name for file in model.parent.iterdir()] == ["tiny.distill"]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_refused(model: Path, share: float) -> None:
    whole = model.read_bytes()
    model.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ModelFileProblem):
        modelfile.load(model)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"PK\x03\x04 torch zip file", "torch or pickle"),
        (b"\x80\x04\x95 pickle bytes", "torch or pickle"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "not a model file"),
        (b"", "not a model file"),
        (struct.pack("<Q", 2**62) + b"{}", "claims"),
        (struct.pack("<Q", 900) + b'{"a":1}', "truncated"),
    ],
)
def test_a_foreign_file_is_refused_and_named(tmp_path: Path, content: bytes, text: str) -> None:
    file = tmp_path / "x.distill"
    file.write_bytes(content)
    with pytest.raises(ModelFileProblem, match=text):
        modelfile.load(file)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"version": 1}, "version 1"),
        ({"model_type": "vae"}, "VAE"),
        ({"version": 3}, "update Distill"),
        ({"version": "2"}, "update Distill"),
        ({"model_type": "diffusion"}, "update Distill"),
        ({"format": "other"}, "not a Distill model"),
        ({"codec": None}, "lacks codec"),
        ({"metadata": None}, "lacks codec or metadata"),
        ({"metadata": {"id": "0" * 32}}, "do not match its id"),
    ],
)
def test_a_model_of_another_type_is_refused_and_named(
    model: Path, change: dict[str, object], text: str
) -> None:
    header, _ = modelfile.load(model)
    with pytest.raises(ModelFileProblem, match=text):
        modelfile.load(with_header(model, {**header, **change}))


def test_safetensors_without_our_header_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.distill"
    save_file(ARRAYS, file)
    with pytest.raises(ModelFileProblem, match="not a Distill model"):
        modelfile.load(file)
    save_file(ARRAYS, file, {"distill": "{no json"})
    with pytest.raises(ModelFileProblem, match="damaged"):
        modelfile.load(file)


def test_a_flipped_bit_is_detected(model: Path) -> None:
    content = bytearray(model.read_bytes())
    content[-3] ^= 0x10
    model.write_bytes(content)
    with pytest.raises(ModelFileProblem, match="damaged"):
        modelfile.load(model)


def test_values_that_are_not_finite_are_neither_written_nor_read(tmp_path: Path) -> None:
    bad = {"codec.codebooks": np.full((2, 2), np.nan, np.float32)}
    with pytest.raises(ModelFileProblem, match="not finite"):
        modelfile.save(tmp_path / "x.distill", HEADER, bad)
    with pytest.raises(ModelFileProblem, match="belongs to no part"):
        modelfile.save(tmp_path / "x.distill", HEADER, {"foreign": ARRAYS["prior.head"]})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileProblem):
        modelfile.load(tmp_path)
    with pytest.raises(ModelFileProblem, match="cannot be read"):
        modelfile.load(tmp_path / "none.distill")


def test_a_failed_write_keeps_the_old_model(model: Path) -> None:
    before = model.read_bytes()
    blocked = model / "inside.distill"
    with pytest.raises(FileProblem, match="cannot be written"):
        modelfile.save(blocked, HEADER, ARRAYS)
    assert model.read_bytes() == before
    assert [file.name for file in model.parent.iterdir()] == ["tiny.distill"]


def test_a_header_of_any_length_is_read(tmp_path: Path) -> None:
    """The first byte is the lowest of the length, and may be the one that pickles begin with."""
    first = set()
    for length in range(0, 256, 8):
        file = tmp_path / f"{length}.distill"
        modelfile.save(file, {**HEADER, "training": "x" * length}, ARRAYS)
        first.add(file.read_bytes()[0])
        assert modelfile.read_header(file)["training"] == "x" * length
    assert 0x80 in first


def rewritten(file: Path, **about: object) -> Path:
    """The same tensors, with other values in the metadata."""
    header, _ = modelfile.load(file)
    return with_header(file, {**header, "metadata": {**header["metadata"], **about}})


def test_the_codec_keeps_its_id_when_only_the_prior_changes(model: Path, tmp_path: Path) -> None:
    first, _ = modelfile.load(model)
    other = {**ARRAYS, "prior.head": 2 * ARRAYS["prior.head"]}
    modelfile.save(tmp_path / "b.distill", HEADER, other)
    again, _ = modelfile.load(tmp_path / "b.distill")
    assert first["metadata"]["codec_id"] == again["metadata"]["codec_id"]
    assert first["metadata"]["id"] != again["metadata"]["id"]
    alone = {name: value for name, value in ARRAYS.items() if name.startswith("codec.")}
    assert modelfile.save(tmp_path / "c.distill", HEADER, alone) == first["metadata"]["codec_id"]


def test_an_older_file_without_a_codec_id_gets_one_when_it_is_read(model: Path) -> None:
    header, _ = modelfile.load(model)
    codec_id = header["metadata"].pop("codec_id")
    with_header(model, header)
    assert "codec_id" not in modelfile.read_header(model)["metadata"]
    assert modelfile.load(model)[0]["metadata"]["codec_id"] == codec_id


def test_a_prior_of_another_codec_is_refused_with_the_command_to_train_it_again(
    model: Path,
) -> None:
    modelfile.save(model, HEADER, ARRAYS)
    codec_id = modelfile.read_header(model)["metadata"]["codec_id"]
    text = "train FOLDER --name tiny --stage prior"
    modelfile.load(rewritten(model, prior_codec_id=codec_id))
    rewritten(model, prior_codec_id="0" * 32)
    for read in (modelfile.load, modelfile.read_header):
        with pytest.raises(ModelFileProblem, match=text):
            read(model)
    foreign = {**HEADER, "metadata": {"prior_codec_id": "0" * 32}}
    with pytest.raises(ModelFileProblem, match=text):
        modelfile.save(model.with_name("tiny.distill"), foreign, ARRAYS)


def test_a_prior_whose_codec_was_changed_is_refused_even_without_its_id(model: Path) -> None:
    """Matching ids in the header do not make changed tensors valid."""
    modelfile.save(model, HEADER, ARRAYS)
    codec_id = modelfile.read_header(model)["metadata"]["codec_id"]
    changed = {**ARRAYS, "codec.codebooks": ARRAYS["codec.codebooks"] + 1}
    modelfile.save(model, HEADER, changed)
    header, _ = modelfile.load(model)
    header["metadata"] |= {"prior_codec_id": codec_id}
    del header["metadata"]["codec_id"]
    save_file(changed, model, {"distill": json.dumps(header)})
    with pytest.raises(ModelFileProblem, match="train the prior again"):
        modelfile.load(model)


@pytest.mark.parametrize("earlier", ["abc", 3, [1], {"a": "b"}])
def test_earlier_ids_that_are_not_a_list_of_ids_are_damage(model: Path, earlier: object) -> None:
    with pytest.raises(ModelFileProblem, match="earlier_ids"):
        modelfile.load(rewritten(model, earlier_ids=earlier))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"hidden": 1_000_000}, "hidden must be a whole number in 1..8192"),
        ({"blocks": 2000}, "blocks must be a whole number in 0..32"),
        ({"column_frames": 2_000_000}, "column_frames must be a whole number in 1..512"),
        ({"levels": 3}, r"codec.codebooks must have shape \(3, 3, 4\).*got \(2, 3, 4\)"),
        ({"blocks": 32, "hidden": 8192}, r"lacks 384, first codec.decoder.layers.0.add.bias"),
        ({"mel": "x"}, "mel of a codec config must be an object"),
        ({"mel": {**MelConfig(mels=8).to_json(), "n_fft": 2**30}}, "n_fft must be a whole number"),
        ({"colour": 1}, "has no colour"),
    ],
)
def test_a_description_is_bounded_and_compared_with_the_index_before_a_tensor_is_read(
    model: Path, change: dict[str, object], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = modelfile.read_header(model)
    with_header(model, {**header, "codec": {**CODEC.to_json(), **change}})
    monkeypatch.setattr(np, "asarray", None)  # would make the first tensor fail
    with pytest.raises(ModelFileProblem, match=text):
        modelfile.load(model)


def test_tensors_of_another_type_and_of_no_part_are_refused(model: Path) -> None:
    header = {"distill": json.dumps(modelfile.read_header(model))}
    whole = {**ARRAYS, "prior.head": ARRAYS["prior.head"].astype(np.int32)}
    save_file(whole, model, header)
    with pytest.raises(ModelFileProblem, match=r"prior.head must have .* type F32 or F16, got"):
        modelfile.load(model)
    save_file({**ARRAYS, "vocoder.a": np.ones(3, np.float32)}, model, header)
    with pytest.raises(ModelFileProblem, match=r"has 1 unknown, first vocoder.a"):
        modelfile.load(model)


@pytest.mark.parametrize("depth", [100, 900, 100_000])
def test_a_header_that_is_nested_deeply_is_damage(model: Path, depth: int) -> None:
    header = json.dumps(modelfile.read_header(model))
    deep = f'{header[:-1]}, "training": {"[" * depth}{"]" * depth}}}'
    save_file(ARRAYS, model, {"distill": deep})
    for read in (modelfile.load, modelfile.read_header):
        with pytest.raises(ModelFileProblem, match="nested more than 64 deep"):
            read(model)
