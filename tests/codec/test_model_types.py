"""Every codec of the registry fulfils its contract; `model_type` selects the codec."""

import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codec.model_types import CODECS, TRAINED, ModelCodec
from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.storage import modelfile
from distill.types import FloatArray, Json, Mel
from kit.house import ROOT
from kit.models import tones
from kit.toy_parts import ToyCodec, toy_model

EACH = {**CODECS, "toy": ToyCodec.load}
"""The rows, and a toy codec that fulfils the same contract."""
MODELS = {"vqvae": lambda: modelfile.load(ROOT / "models" / "demo" / "demo.distill")}
MODELS["toy"] = toy_model
"""A model for each codec; a new row needs one here."""


def parts(name: str) -> tuple[Json, dict[str, FloatArray]]:
    header, arrays = MODELS[name]()
    tensors = {
        key.removeprefix("codec."): value
        for key, value in arrays.items()
        if key.startswith("codec.")
    }
    return header["codec"], tensors


@cache
def codec_of(name: str) -> ModelCodec:
    return EACH[name](*parts(name))


@cache
def picture(name: str) -> Mel:
    """Log-mel [L, M] of a sound, whole columns of it."""
    config = codec_of(name).config
    audio = tones(12 * config.column_samples / 48_000)[: 12 * config.column_samples]
    return LogMel(config.mel).whole(audio)


def test_each_row_has_a_model_in_these_tests() -> None:
    assert set(MODELS) == set(EACH)
    assert TRAINED in CODECS


@pytest.mark.parametrize("name", EACH)
def test_the_geometry_is_that_of_the_file(name: str) -> None:
    config, books = codec_of(name).config, codec_of(name).codebooks()
    assert EACH[name](config.to_json(), parts(name)[1]).config == config
    assert parts(name)[0].items() <= config.to_json().items()
    assert books.shape[:2] == (config.levels, config.size)
    assert config.column_samples == config.column_frames * config.mel.hop
    assert config.mel.mels % config.bands == 0


@pytest.mark.parametrize("name", EACH)
def test_a_decoded_grid_is_close_to_the_sound_that_was_encoded(name: str) -> None:
    codec, mel = codec_of(name), picture(name)
    config = codec.config
    codes = codec.encode_mel(mel)
    assert codes.shape == (12, config.bands, config.levels)
    assert 0 <= int(codes.min()) <= int(codes.max()) < config.size
    back = codec.decode_codes(codes)
    assert back.shape == mel.shape
    assert float(back.min()) >= np.float32(config.mel.silence)
    off = float(np.abs(back - mel).mean())
    assert off < 0.25 * float(np.abs(mel - config.mel.silence).mean())
    vectors = sum(codec.codebooks()[level][codes[..., level]] for level in range(config.levels))
    assert codec.decode_vectors(vectors).shape == mel.shape


@pytest.mark.parametrize("name", EACH)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_window_is_as_in_the_whole(name: str, data: st.DataObject) -> None:
    codec, mel = codec_of(name), picture(name)
    first = data.draw(st.integers(0, 11))
    count = data.draw(st.integers(1, 12 - first))
    frames, codes = codec.config.column_frames, codec.encode_mel(mel)
    window = codec.encode_window(mel, first, count)
    np.testing.assert_array_equal(window, codes[first : first + count])
    whole = codec.decode_codes(codes)[first * frames : (first + count) * frames]
    part = codec.decode_window(codes, first, count)
    np.testing.assert_array_equal(part, whole)


@pytest.mark.parametrize("name", EACH)
def test_a_column_depends_on_its_declared_neighbours_and_on_no_others(name: str) -> None:
    codec = codec_of(name)
    before = codec.encode_mel(picture(name))
    after = before.copy()
    after[6] = (after[6] + codec.config.size // 2) % codec.config.size
    changed = (codec.decode_codes(before) != codec.decode_codes(after)).any(1)
    columns = np.flatnonzero(changed.reshape(12, -1).any(1)).tolist()
    assert 6 in columns
    assert set(columns) <= set(range(6 - codec.context, 7 + codec.context))


@pytest.mark.parametrize("name", EACH)
def test_an_empty_mel_has_no_columns_and_a_part_of_a_column_is_one(name: str) -> None:
    codec, config = codec_of(name), codec_of(name).config
    assert codec.encode_mel(picture(name)[:0]).shape == (0, config.bands, config.levels)
    assert codec.encode_mel(picture(name)[:1]).shape == (1, config.bands, config.levels)
    nothing = np.zeros((0, config.bands, config.levels), np.int16)
    assert codec.decode_codes(nothing).shape == (0, config.mel.mels)


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize(("first", "count"), [(11, 2), (-1, 2), (0, 0), (12, 1)])
def test_a_window_outside_the_mel_or_grid_is_refused(name: str, first: int, count: int) -> None:
    codec, mel = codec_of(name), picture(name)
    with pytest.raises(BadArgument):
        codec.encode_window(mel, first, count)
    with pytest.raises(BadArgument):
        codec.decode_window(codec.encode_mel(mel), first, count)


def test_the_registry_imports_no_torch() -> None:
    code = (
        "import sys, distill.codec.model_types, distill.storage.modelfile\n"
        "print([name for name in ('torch', 'numba') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"
