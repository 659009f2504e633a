from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codec.codec import Codec, tensor_shapes
from distill.codec.codec_config import CodecConfig
from distill.errors import BadArgument, ModelFileProblem
from distill.types import Codes, Json, Mel
from kit.models import TINY, tiny_codec

DEEP = replace(TINY, blocks=3)
ALONE = replace(TINY, blocks=0)
APART = replace(TINY, blocks=0, seams=0.0)
REFERENCE = CodecConfig(hidden=8, width=8)


def codes(columns: int, config: CodecConfig = TINY, seed: int = 0) -> Codes:
    shape = (columns, config.bands, config.levels)
    return np.random.default_rng(seed).integers(config.size, size=shape).astype(np.int16)


def picture(frames: int) -> Mel:
    noise = np.random.default_rng(3).standard_normal((frames, 32))
    return (3 * noise - 5).astype(np.float32)


@pytest.mark.parametrize("config", [TINY, DEEP, ALONE, APART, REFERENCE])
def test_a_column_depends_on_its_declared_neighbours_and_on_no_others(config: CodecConfig) -> None:
    codec = tiny_codec(config)
    before = codes(15, config)
    after = before.copy()
    after[7] = (after[7] + 1) % config.size
    changed = (codec.decode_codes(before) != codec.decode_codes(after)).any(1)
    columns = np.flatnonzero(changed.reshape(15, config.column_frames).any(1)).tolist()
    assert columns == list(range(7 - codec.context, 8 + codec.context))


def test_the_default_geometry_has_a_context_of_one_column() -> None:
    config = CodecConfig()
    assert (config.column_frames, config.column_samples, config.bands) == (16, 8192, 8)
    assert config.context == 1
    assert CodecConfig(blocks=0).context == 1
    assert CodecConfig(blocks=0, seams=0).context == 0


@given(st.integers(1, 9), st.data())
@settings(max_examples=25, deadline=None)
def test_any_window_is_that_of_the_whole(columns: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, columns - 1))
    count = data.draw(st.integers(1, columns - first))
    codec, grid, frames = tiny_codec(), codes(columns), TINY.column_frames
    mel = codec.decode_codes(grid)
    part = mel[first * frames : (first + count) * frames]
    np.testing.assert_array_equal(codec.decode_window(grid, first, count), part)
    again = codec.encode_mel(mel)[first : first + count]
    np.testing.assert_array_equal(codec.encode_window(mel, first, count), again)


def test_a_window_outside_the_grid_is_refused() -> None:
    with pytest.raises(BadArgument, match="do not lie in a grid of 3 columns"):
        tiny_codec().decode_window(codes(3), 2, 2)


def test_a_part_column_is_filled_with_silence() -> None:
    codec, mel = tiny_codec(), picture(6)
    filled = np.concatenate((mel, np.full((2, 32), TINY.mel.silence, np.float32)))
    assert codec.encode_mel(mel).shape == (2, TINY.bands, TINY.levels)
    np.testing.assert_array_equal(codec.encode_mel(mel), codec.encode_mel(filled))


def test_an_empty_mel_encodes_and_an_empty_grid_decodes() -> None:
    codec = tiny_codec()
    assert codec.encode_mel(picture(0)).shape == (0, TINY.bands, TINY.levels)
    assert codec.decode_codes(codes(0)).shape == (0, 32)


def test_nothing_is_decoded_below_silence() -> None:
    mel = tiny_codec().decode_codes(codes(20))
    assert float(mel.min()) >= np.float32(TINY.mel.silence)


def test_a_codec_keeps_and_changes_no_tensor() -> None:
    codec = tiny_codec()
    before = {name: array.copy() for name, array in codec.arrays.items()}
    codec.encode_mel(codec.decode_codes(codes(5)))
    assert {name: array.shape for name, array in before.items()} == tensor_shapes(TINY)
    assert all(np.array_equal(codec.arrays[name], array) for name, array in before.items())


def test_arrays_that_do_not_fit_are_refused_by_name() -> None:
    arrays = tiny_codec().arrays
    with pytest.raises(ModelFileProblem, match="missing \\['codebooks'\\]"):
        Codec(TINY, {k: v for k, v in arrays.items() if k != "codebooks"})
    with pytest.raises(ModelFileProblem, match="unknown \\['more'\\]"):
        Codec(TINY, {**arrays, "more": arrays["codebooks"]})
    with pytest.raises(ModelFileProblem, match="codebooks has shape"):
        Codec(TINY, {**arrays, "codebooks": arrays["codebooks"][:, :4]})


def test_the_config_round_trips_through_json_and_refuses_bad_values() -> None:
    assert CodecConfig.from_json(DEEP.to_json()) == DEEP
    nonsense: list[Json] = [
        {"size": 1}, {"levels": 0}, {"what": 1}, {"mel": {"mels": 100}}, {"blocks": -1},
        {"width": 513}, {"search": 0}, {"bands": 2.5}, {"mel": {"corner": 0.0}},
    ]  # fmt: skip
    for bad in nonsense:
        with pytest.raises(BadArgument):
            CodecConfig.from_json(bad)


def test_a_codec_of_the_earlier_kind_is_refused_by_name() -> None:
    with pytest.raises(BadArgument, match="earlier, convolutional kind"):
        CodecConfig.from_json({"channels": [32, 64, 128, 256], "residual_blocks": 0})
