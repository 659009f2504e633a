import errno
import io
import os

import numpy as np
import pytest
import soundfile

from distill.storage.source_flac import (
    BLOCK,
    FlacWriter,
    dequantize,
    exponent_of,
    quantize,
    read_blocks,
)


def noise(samples, channels=2, gain=0.3):
    sound = gain * np.random.default_rng(1).uniform(-1, 1, (samples, channels))
    return sound.astype(np.float32)


def written(sound):
    file = io.BytesIO()
    exponent = exponent_of(sound.min(), sound.max())
    with FlacWriter(file, sound.shape[1], exponent) as writer:
        for at in range(0, len(sound), BLOCK):
            writer.write(quantize(sound[at : at + BLOCK], exponent))
        writer.close()
    file.seek(0)
    return file, dequantize(quantize(sound, exponent), exponent)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("gain", [1e-3, 0.3, 1.0, 3.0, 100.0])
def test_what_is_read_equals_what_was_quantized_bit_for_bit(channels, gain):
    sound = noise(BLOCK + 1000, channels, gain)
    file, exact = written(sound)
    again = np.concatenate(list(read_blocks(file, 10**6)))
    np.testing.assert_array_equal(again, exact)
    assert again.dtype == np.float32
    # 24 bits below the peak, wherever the peak is: -144 dB.
    assert np.abs(exact - sound).max() <= np.abs(sound).max() * 2**-23


@pytest.mark.parametrize("bits", [16, 24])
def test_sound_of_a_pcm_file_loses_nothing_at_any_level(bits):
    whole = np.random.default_rng(2).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (5000, 2))
    whole[0], whole[1] = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    for shift in (0, 10):
        sound = (whole / 2.0 ** (bits - 1 + shift)).astype(np.float32)
        np.testing.assert_array_equal(written(sound)[1], sound)


@pytest.mark.parametrize(
    ("low", "high", "exponent"),
    [
        (0.0, 0.0, 0), (-0.6, 0.1, 0), (-1.0, 0.9, 0), (-0.9, 1.0, 1), (-0.5, 0.1, -1),
        (-0.1, 1 - 2**-25, 1), (-3.0, 2.0, 2), (-(2.0**-10), 0.0, -10), (0.0, 1e-30, -60),
    ],
)  # fmt: skip
def test_the_peak_uses_every_bit_and_is_not_clipped(low, high, exponent):
    assert exponent_of(low, high) == exponent
    ends = quantize(np.array([[low, high]], np.float32), exponent)
    assert ends.min() >= -(2**23)
    assert ends.max() < 2**23


def damaged(change):
    file, _ = written(noise(50_000))
    data = bytearray(file.getvalue())
    change(data)
    return io.BytesIO(bytes(data))


def of_another_kind(**more):
    file = io.BytesIO()
    settings = {"subtype": "PCM_24", "format": "FLAC", "samplerate": 48_000, **more}
    soundfile.write(file, noise(5000), **settings)
    return io.BytesIO(file.getvalue())


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(os.urandom(3000)),
        of_another_kind(),
        of_another_kind(format="WAV"),
        damaged(lambda data: data.__delitem__(slice(len(data) // 2, None))),
    ],
    ids=["empty", "noise", "no_source", "wave", "cut"],
)
def test_other_files_are_refused(file):
    with pytest.raises(ValueError, match=r"."):
        assert len(np.concatenate(list(read_blocks(file, 10**6)))) == 50_000


def test_a_file_longer_than_allowed_is_refused_before_it_is_read():
    with pytest.raises(ValueError, match="50000 samples"):
        next(read_blocks(written(noise(50_000))[0], 49_999))


class Full(io.BytesIO):
    """A file on a disk that is full after so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, data):
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


@pytest.mark.parametrize("room", [100, 100_000])
def test_a_full_disk_is_told_by_its_errno(room):
    def fill():
        with FlacWriter(Full(room), 2, 0) as writer:
            writer.write(quantize(noise(200_000), 0))
            writer.close()

    with pytest.raises(OSError, match="full") as caught:
        fill()
    assert caught.value.errno == errno.ENOSPC
