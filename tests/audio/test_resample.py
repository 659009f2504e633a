import numpy as np
import pytest

from distill.audio.resample import Resampler, length_at, to_mono
from distill.errors import BadArgument


def resample(sound, rate):
    stream = Resampler(rate)
    return np.concatenate([stream.step(sound), stream.finish()])


def _tone(rate, seconds=0.5, hertz=997.0):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate).astype(np.float32)


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 96_000, 192_000])
def test_a_tone_keeps_its_pitch_and_level_when_resampled(rate):
    out = resample(_tone(rate), rate)
    assert out.dtype == np.float32
    assert len(out) == pytest.approx(24_000, abs=2)
    wanted = _tone(48_000)[1000:-1002]
    np.testing.assert_allclose(out[1000 : 1000 + len(wanted)], wanted, atol=2e-4)


def test_the_same_rate_changes_nothing():
    sound = _tone(48_000)
    np.testing.assert_array_equal(resample(sound, 48_000), sound)


@pytest.mark.parametrize("block", [1, 7, 441, 5000])
def test_blocks_of_any_size_give_the_same_samples(block):
    sound = _tone(44_100, 0.2 if block == 1 else 0.5)
    stream = Resampler(44_100)
    pieces = [stream.step(sound[i : i + block]) for i in range(0, len(sound), block)]
    out = np.concatenate([*pieces, stream.finish()])
    np.testing.assert_allclose(out, resample(sound, 44_100), atol=1e-6)


@pytest.mark.parametrize("samples", [0, 1, 2, 100, 12_345])
def test_the_length_is_that_of_length_at(samples):
    out = resample(np.zeros(samples, np.float32), 44_100)
    assert len(out) == length_at(samples, 44_100)


def test_what_lies_above_half_the_rate_is_removed():
    assert np.abs(resample(_tone(192_000, hertz=60_000.0), 192_000)[2000:-2000]).max() < 1e-3


def test_channels_are_averaged():
    sound = np.stack([np.ones(4), np.zeros(4), -np.ones(4), np.full(4, 2.0)], axis=1)
    assert to_mono(sound.astype(np.float32)).tolist() == [0.5] * 4
    assert to_mono(np.ones((3, 1), np.float32)).shape == (3,)
    assert to_mono(np.ones(3, np.float32)).shape == (3,)


def test_a_rate_of_zero_is_refused():
    with pytest.raises(BadArgument, match="positive, got 0"):
        resample(np.zeros(4, np.float32), 0)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_each_channel_becomes_what_it_is_alone(rate):
    left, right = _tone(rate), _tone(rate, hertz=313.0)
    stream = Resampler(rate, channels=2)
    both = np.stack([left, right], axis=1)
    out = np.concatenate([stream.step(both[:7000]), stream.step(both[7000:]), stream.finish()])
    for channel, alone in enumerate((left, right)):
        one = Resampler(rate)
        wanted = np.concatenate([one.step(alone[:7000]), one.step(alone[7000:]), one.finish()])
        np.testing.assert_array_equal(out[:, channel], wanted)
