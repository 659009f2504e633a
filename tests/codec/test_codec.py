import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.codec.stream import PaintStream
from distill.errors import BadArgument, ModelFileProblem
from distill.mel.analysis import MelConfig
from kit.contracts import assert_whole_equals_steps
from kit.models import TINY, tiny_codec

RESIDUAL = CodecConfig(mel=TINY.mel, channels=(4, 8), width=8, levels=2, size=8, residual_blocks=1)
REFERENCE = CodecConfig(mel=MelConfig(), channels=(4, 4, 4, 4), width=8)


def codes(columns: int, config: CodecConfig = TINY, seed: int = 0) -> torch.Tensor:
    chance = torch.Generator().manual_seed(seed)
    return torch.randint(config.size, (1, columns, config.bands, config.levels), generator=chance)


@pytest.mark.parametrize("config", [TINY, RESIDUAL, REFERENCE])
def test_a_column_depends_on_its_declared_neighbours_and_on_no_others(config: CodecConfig) -> None:
    codec = tiny_codec(config)
    before = codes(15, config)
    after = before.clone()
    after[:, 7] = (after[:, 7] + 1) % config.size
    changed = (codec.decode_codes(before) != codec.decode_codes(after)).any(1)[0]
    columns = changed.reshape(15, config.column_frames).any(1).nonzero().flatten().tolist()
    assert 7 in columns
    assert min(columns) >= 7 - codec.context
    assert max(columns) <= 7 + codec.context


def test_the_reference_geometry_needs_one_neighbour_each_side() -> None:
    config = CodecConfig()
    assert (config.column_frames, config.column_samples, config.bands) == (16, 8192, 8)
    assert config.context == 1


@given(st.integers(1, 9), st.data())
@settings(max_examples=25, deadline=None)
def test_any_window_is_painted_as_in_the_whole(columns: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, columns - 1))
    count = data.draw(st.integers(1, columns - first))
    codec, grid = tiny_codec(), codes(columns)
    frames = TINY.column_frames
    whole = codec.decode_codes(grid)[..., first * frames : (first + count) * frames]
    torch.testing.assert_close(codec.decode_window(grid, first, count), whole, atol=1e-5, rtol=0)


def test_a_window_outside_the_grid_is_refused() -> None:
    with pytest.raises(BadArgument, match="do not lie in a grid of 3 columns"):
        tiny_codec().decode_window(codes(3), 2, 2)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_columns_one_after_the_other_are_painted_as_the_whole(sizes: list[int]) -> None:
    assert_whole_equals_steps(PaintStream(tiny_codec()), codes(sum(sizes)), sizes)


def test_a_stream_with_residual_blocks_keeps_the_contract() -> None:
    assert_whole_equals_steps(PaintStream(tiny_codec(RESIDUAL)), codes(12, RESIDUAL), [1, 4, 0, 7])


def test_long_sound_in_blocks_has_the_codes_of_the_whole() -> None:
    codec = tiny_codec()
    mel = torch.randn(1, 32, 150 * TINY.column_frames) * 3 - 5
    latent = codec._latent(mel)
    whole = codec.quantizer.encode(latent.flatten(1, 2)).reshape(1, 150, TINY.bands, TINY.levels)
    assert torch.equal(codec.encode_mel(mel), whole)


def test_a_part_column_is_filled_with_silence() -> None:
    codec, silence = tiny_codec(), TINY.mel.silence
    mel = torch.randn(1, 32, 6)
    filled = torch.cat((mel, torch.full((1, 32, 2), silence)), dim=2)
    assert codec.encode_mel(mel).shape == (1, 2, TINY.bands, TINY.levels)
    assert torch.equal(codec.encode_mel(mel), codec.encode_mel(filled))


def test_nothing_encodes_to_nothing_and_decodes_to_nothing() -> None:
    codec = tiny_codec()
    assert codec.encode_mel(torch.zeros(1, 32, 0)).shape == (1, 0, TINY.bands, TINY.levels)
    assert codec.decode_codes(codes(0)).shape == (1, 32, 0)


def test_nothing_is_painted_softer_than_silence() -> None:
    mel = tiny_codec().decode_codes(codes(20))
    assert float(mel.min()) >= np.float32(TINY.mel.silence)


def test_training_lowers_the_loss_and_moves_the_codebooks() -> None:
    torch.manual_seed(0)
    codec = Codec(TINY, vectors_per_step=8 * 4 * TINY.bands).train()
    mel = torch.randn(8, 32, 16) * 2
    optimizer = torch.optim.Adam(codec.parameters(), 1e-2)
    losses = []
    for _ in range(60):
        loss = (codec(mel).mel - mel).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.3 * losses[0]


def test_a_codec_from_its_arrays_sounds_the_same() -> None:
    codec = tiny_codec()
    other = Codec.from_arrays(TINY, codec.to_arrays())
    grid = codes(5)
    assert torch.equal(other.decode_codes(grid), codec.decode_codes(grid))
    assert torch.equal(
        other.encode_mel(codec.decode_codes(grid)), codec.encode_mel(codec.decode_codes(grid))
    )


def test_arrays_that_do_not_fit_are_refused_by_name() -> None:
    arrays = tiny_codec().to_arrays()
    with pytest.raises(ModelFileProblem, match="missing \\['codebooks'\\]"):
        Codec.from_arrays(TINY, {k: v for k, v in arrays.items() if k != "codebooks"})
    with pytest.raises(ModelFileProblem, match="unknown \\['more'\\]"):
        Codec.from_arrays(TINY, {**arrays, "more": arrays["codebooks"]})
    with pytest.raises(ModelFileProblem, match="codebooks has shape"):
        Codec.from_arrays(TINY, {**arrays, "codebooks": arrays["codebooks"][:, :4]})


def test_the_config_survives_json_and_refuses_nonsense() -> None:
    assert CodecConfig.from_json(RESIDUAL.to_json()) == RESIDUAL
    for bad in ({"size": 1}, {"levels": 0}, {"what": 1}, {"channels": []}, {"mel": {"mels": 100}}):
        with pytest.raises(BadArgument):
            CodecConfig.from_json(bad)
