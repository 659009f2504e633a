"""The codec in torch learns, and the codec in numpy does the same with what it has learned."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.nn.patches import Emphasis, cut
from distill.nn.trainable_codec import TrainableCodec
from distill.training.loop.losses import reconstruction_loss
from kit.models import TINY, tiny_trainable

DEEP = replace(TINY, blocks=3)
ALONE = replace(TINY, blocks=0)
REFERENCE = CodecConfig(hidden=8, width=8)
EQUAL = 1e-4
"""Most difference of log-mel."""


def noises(count: int, mels: int = 32, frames: int = 16) -> torch.Tensor:
    """Sounds that differ by band, loudness and slope in time: log-mel [count, M, L]."""
    generator = torch.Generator().manual_seed(1)
    loud = torch.randn(count, mels, 1, generator=generator) * 2
    loud = loud + torch.linspace(-2, -8, mels)[:, None]
    slope = torch.randn(count, 1, 1, generator=generator) * torch.linspace(-1, 1, frames)
    return loud + slope + 0.2 * torch.randn(count, mels, frames, generator=generator)


def held_error(codec: TrainableCodec) -> float:
    held, frozen = noises(80)[64:], codec.frozen()
    errors = [
        np.square(frozen.decode_codes(frozen.encode_mel(mel.T.numpy())) - mel.T.numpy()).mean()
        for mel in held
    ]
    return float(np.mean(errors))


@pytest.mark.parametrize("config", [TINY, DEEP, ALONE, REFERENCE])
@torch.no_grad()
def test_numpy_finds_the_codes_that_torch_and_its_library_find(config: CodecConfig) -> None:
    nearest = replace(config, search=1)
    codec = tiny_trainable(nearest)
    mel = noises(1, config.mel.mels, 40 * config.column_frames)
    there = codec(mel).quantized.codes.reshape(40, config.bands, config.levels).numpy()
    np.testing.assert_array_equal(codec.frozen().encode_mel(mel[0].T.numpy()), there)


@pytest.mark.parametrize("config", [TINY, DEEP, ALONE, REFERENCE])
@torch.no_grad()
def test_numpy_decodes_what_torch_decodes(config: CodecConfig) -> None:
    codec = tiny_trainable(config)
    vectors = torch.randn(1, 9, config.bands, config.width)
    expected = codec.decode_vectors(vectors)[0].T
    made = codec.frozen().decode_vectors(vectors[0].numpy())
    np.testing.assert_allclose(made, expected.numpy(), rtol=0, atol=EQUAL)


@torch.no_grad()
def test_decoded_codes_are_the_decoded_sum_of_their_entries_without_seams() -> None:
    codec = tiny_trainable(replace(TINY, seams=0.0))
    codes = torch.randint(TINY.size, (3, TINY.bands, TINY.levels))
    books = codec.quantizer.codebooks()
    vectors = sum(books[level][codes[..., level]] for level in range(TINY.levels))
    expected = codec.decode_vectors(vectors[None])[0].T.clamp(min=TINY.mel.silence)
    made = codec.frozen().decode_codes(codes.numpy().astype(np.int16))
    middle = slice(TINY.column_frames, 2 * TINY.column_frames)
    np.testing.assert_allclose(made[middle], expected[middle].numpy(), rtol=0, atol=EQUAL)


def test_a_frozen_codec_does_not_follow_later_training() -> None:
    codec = tiny_trainable()
    frozen, mel = codec.frozen(), noises(1)[0].T.numpy()
    before = frozen.encode_mel(mel)
    with torch.no_grad():
        for weight in codec.parameters():
            weight.add_(1.0)
        codec.quantizer.set_codebooks(codec.quantizer.codebooks() + 1.0)
    np.testing.assert_array_equal(frozen.encode_mel(mel), before)


def test_a_codec_starts_from_principal_directions_and_k_means() -> None:
    torch.manual_seed(0)
    codec = TrainableCodec(TINY)
    blank = held_error(codec)
    codec.begin(noises(64), Emphasis())
    assert held_error(codec) < 0.15 * blank


@pytest.mark.training
def test_gradients_train_a_codec_and_its_codebooks_follow() -> None:
    torch.manual_seed(0)
    mel = noises(64)
    codec = TrainableCodec(replace(TINY, decay=0.9), vectors_per_step=64 * 4 * TINY.bands)
    codec.quantizer.begin(codec.encode_vectors(mel).flatten(0, 2).detach())
    untaught, books = held_error(codec), codec.quantizer.codebooks().clone()
    optimizer = torch.optim.Adam(codec.train().parameters(), 1e-2)
    for _ in range(150):
        loss = reconstruction_loss(codec(mel), mel, TINY, (Emphasis(1, 1, 1, 1), 0.25))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert held_error(codec.eval()) < 0.5 * untaught
    assert not torch.equal(codec.quantizer.codebooks(), books)


def test_principal_directions_reconstruct_what_they_span() -> None:
    config = replace(TINY, width=TINY.patch, blocks=0)
    codec, mel = TrainableCodec(config), noises(40)
    emphasis = Emphasis(1.5, 3.0, 2.0, 1.0)
    codec.begin(mel, emphasis)
    latent = codec.encode_vectors(mel)
    torch.testing.assert_close(codec.decode_vectors(latent), mel, atol=1e-3, rtol=0)
    patches = cut(mel - TINY.mel.silence, config)
    weighed = emphasis.weigh(patches - patches.mean((0, 1))).flatten(-2)
    torch.testing.assert_close(latent.norm(dim=-1), weighed.norm(dim=-1), atol=1e-2, rtol=1e-3)


def test_rounded_weights_fit_half_precision_and_decode_nearly_the_same() -> None:
    codec: Codec = tiny_trainable().frozen()
    codes = np.random.default_rng(0).integers(TINY.size, size=(9, TINY.bands, TINY.levels))
    codes = codes.astype(np.int16)
    rounded = codec.rounded()
    for array in rounded.arrays.values():
        assert np.array_equal(array.astype(np.float16).astype(np.float32), array)
    made = rounded.decode_codes(codes)
    np.testing.assert_allclose(made, codec.decode_codes(codes), atol=0.05, rtol=0)
