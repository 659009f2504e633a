from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.codec.patches import Emphasis, cut
from distill.errors import BadArgument, ModelFileProblem
from distill.training.loop.losses import reconstruction_loss
from distill.types import Json
from kit.models import TINY, tiny_codec

DEEP = replace(TINY, blocks=3)
ALONE = replace(TINY, blocks=0)
APART = replace(TINY, blocks=0, seams=0.0)
REFERENCE = CodecConfig(hidden=8, width=8)


def codes(columns: int, config: CodecConfig = TINY, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(
        config.size, (1, columns, config.bands, config.levels), generator=generator
    )


@pytest.mark.parametrize("config", [TINY, DEEP, ALONE, APART, REFERENCE])
def test_a_column_depends_on_its_declared_neighbours_and_on_no_others(config: CodecConfig) -> None:
    codec = tiny_codec(config)
    before = codes(15, config)
    after = before.clone()
    after[:, 7] = (after[:, 7] + 1) % config.size
    changed = (codec.decode_codes(before) != codec.decode_codes(after)).any(1)[0]
    columns = changed.reshape(15, config.column_frames).any(1).nonzero().flatten().tolist()
    assert columns == list(range(7 - codec.context, 8 + codec.context))


def test_the_default_geometry_has_a_context_of_one_column() -> None:
    config = CodecConfig()
    assert (config.column_frames, config.column_samples, config.bands) == (16, 8192, 8)
    assert config.context == 1
    assert CodecConfig(blocks=0).context == 1
    assert CodecConfig(blocks=0, seams=0).context == 0


@given(st.integers(1, 9), st.data())
@settings(max_examples=25, deadline=None)
def test_any_window_is_decoded_as_in_the_whole(columns: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, columns - 1))
    count = data.draw(st.integers(1, columns - first))
    codec, grid = tiny_codec(), codes(columns)
    frames = TINY.column_frames
    whole = codec.decode_codes(grid)[..., first * frames : (first + count) * frames]
    torch.testing.assert_close(codec.decode_window(grid, first, count), whole, atol=1e-5, rtol=0)


def test_a_window_outside_the_grid_is_refused() -> None:
    with pytest.raises(BadArgument, match="do not lie in a grid of 3 columns"):
        tiny_codec().decode_window(codes(3), 2, 2)


def test_long_sound_in_blocks_has_the_codes_of_the_whole() -> None:
    codec = tiny_codec()
    mel = torch.randn(1, 32, 150 * TINY.column_frames) * 3 - 5
    latent = codec._latent(mel)
    flat = codec.quantizer.encode(latent.flatten(1, 2), TINY.search)
    whole = flat.reshape(1, 150, TINY.bands, TINY.levels)
    assert torch.equal(codec.encode_mel(mel), whole)


def test_a_part_column_is_filled_with_silence() -> None:
    codec, silence = tiny_codec(), TINY.mel.silence
    mel = torch.randn(1, 32, 6)
    filled = torch.cat((mel, torch.full((1, 32, 2), silence)), dim=2)
    assert codec.encode_mel(mel).shape == (1, 2, TINY.bands, TINY.levels)
    assert torch.equal(codec.encode_mel(mel), codec.encode_mel(filled))


def test_an_empty_mel_encodes_and_an_empty_grid_decodes() -> None:
    codec = tiny_codec()
    assert codec.encode_mel(torch.zeros(1, 32, 0)).shape == (1, 0, TINY.bands, TINY.levels)
    assert codec.decode_codes(codes(0)).shape == (1, 32, 0)


def test_nothing_is_decoded_below_silence() -> None:
    mel = tiny_codec().decode_codes(codes(20))
    assert float(mel.min()) >= np.float32(TINY.mel.silence)


def noises(count: int) -> torch.Tensor:
    """Sounds that differ by band, loudness and slope in time."""
    generator = torch.Generator().manual_seed(1)
    loud = torch.randn(count, 32, 1, generator=generator) * 2 + torch.linspace(-2, -8, 32)[:, None]
    slope = torch.randn(count, 1, 1, generator=generator) * torch.linspace(-1, 1, 16)
    return loud + slope + 0.2 * torch.randn(count, 32, 16, generator=generator)


def held_error(codec: Codec) -> float:
    held = noises(80)[64:]
    decoded = codec.decode_codes(codec.encode_mel(held))
    return float((decoded - held).square().mean())


def test_a_codec_starts_from_principal_directions_and_k_means() -> None:
    torch.manual_seed(0)
    codec = Codec(TINY)
    blank = held_error(codec)
    codec.begin(noises(64), Emphasis())
    assert held_error(codec) < 0.15 * blank


@pytest.mark.training
def test_gradients_train_a_codec_and_its_codebooks_follow() -> None:
    torch.manual_seed(0)
    mel = noises(64)
    codec = Codec(replace(TINY, decay=0.9), vectors_per_step=64 * 4 * TINY.bands)
    codec.quantizer.begin(codec._latent(mel).flatten(0, 2).detach())
    untaught, books = held_error(codec), codec.codebooks().clone()
    optimizer = torch.optim.Adam(codec.train().parameters(), 1e-2)
    for _ in range(150):
        loss = reconstruction_loss(codec(mel), mel, TINY, (Emphasis(1, 1, 1, 1), 0.25))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert held_error(codec.eval()) < 0.5 * untaught
    assert not torch.equal(codec.codebooks(), books)


def test_principal_directions_reconstruct_what_they_span() -> None:
    config = replace(TINY, width=TINY.patch, blocks=0)
    codec, mel = Codec(config), noises(40)
    emphasis = Emphasis(1.5, 3.0, 2.0, 1.0)
    codec.begin(mel, emphasis)
    latent = codec._latent(mel)
    torch.testing.assert_close(codec.decode_vectors(latent), mel, atol=1e-3, rtol=0)
    patches = cut(mel - TINY.mel.silence, config)
    weighed = emphasis.weigh(patches - patches.mean((0, 1))).flatten(-2)
    torch.testing.assert_close(latent.norm(dim=-1), weighed.norm(dim=-1), atol=1e-2, rtol=1e-3)


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


def test_rounded_weights_fit_half_precision_and_decode_nearly_the_same() -> None:
    codec = tiny_codec()
    before = codec.decode_codes(codes(9))
    codec.round_weights()
    for array in codec.to_arrays().values():
        assert np.array_equal(array.astype(np.float16).astype(np.float32), array)
    torch.testing.assert_close(codec.decode_codes(codes(9)), before, atol=0.05, rtol=0)
