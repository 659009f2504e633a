import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.errors import BadArgument
from distill.mel.analysis import DECIBELS_PER_NEPER, LogMel
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.types import Audio
from kit.contracts import assert_whole_equals_steps

CONFIG = MelConfig()
HOP = CONFIG.hop


def sound(hops: int, seed: int = 0) -> Audio:
    noise = np.random.default_rng(seed).standard_normal(hops * HOP)
    return (0.2 * noise).astype(np.float32)


def tone(samples: int) -> Audio:
    return np.sin(2 * np.pi * 1000 * np.arange(samples) / 48_000).astype(np.float32)


def test_silence_is_the_floor_everywhere() -> None:
    mel = LogMel(CONFIG).whole(np.zeros(10 * HOP, np.float32))
    assert mel.shape == (10, 128)
    assert np.all(mel == np.float32(math.log(1e-5)))


def test_a_tone_is_loudest_in_the_mel_bin_of_its_pitch() -> None:
    mel = LogMel(CONFIG).whole(tone(48_000 // HOP * HOP))
    step = 2595 * math.log10(1 + 24_000 / 700) / 129
    expected = round(2595 * math.log10(1 + 1000 / 700) / step) - 1
    assert int(mel[40].argmax()) == expected


def test_full_scale_power_is_that_of_its_window() -> None:
    mel = LogMel(CONFIG).whole(tone(20 * HOP))
    spectrum = np.abs(
        np.fft.rfft(np.hanning(2049)[:2048] * np.sin(2 * np.pi * 1000 * np.arange(2048) / 48_000))
    )
    assert math.exp(float(mel[10].max())) == pytest.approx((spectrum**2).sum(), rel=0.5)


def test_a_click_changes_exactly_the_frames_whose_window_contains_it() -> None:
    audio = np.zeros(20 * HOP, np.float32)
    audio[10 * HOP] = 1.0
    mel = LogMel(CONFIG).whole(audio)
    loud = np.flatnonzero((mel > mel.min()).any(1)).tolist()
    starts = [frame * HOP - CONFIG.margin for frame in loud]
    assert loud == [8, 9, 10, 11]
    assert all(0 < 10 * HOP - start < CONFIG.n_fft for start in starts)


@pytest.mark.parametrize("config", [CONFIG, MelConfig(mels=256), MelConfig(n_fft=512, hop=128)])
def test_the_analysis_is_that_of_torch(config: MelConfig) -> None:
    """Of torch with double precision, to 1e-4 in the 80 dB below the loudest bin of a frame."""
    audio = np.concatenate([sound(40), tone(40 * HOP), np.zeros(8 * HOP, np.float32)])
    spectrum = torch.stft(
        torch.from_numpy(np.pad(audio, config.margin)).double(),
        config.n_fft,
        config.hop,
        window=torch.hann_window(config.n_fft, dtype=torch.float64),
        center=False,
        return_complex=True,
    )
    power = spectrum.abs().square().T.numpy() @ filterbank(config)
    expected = np.log(np.maximum(power, config.floor))
    mel = LogMel(config).whole(audio)
    audible = expected > expected.max(1, keepdims=True) - 80 / DECIBELS_PER_NEPER
    assert audible.mean() > 0.5
    np.testing.assert_allclose(mel[audible], expected[audible], rtol=0, atol=1e-4)
    np.testing.assert_allclose(mel, expected, rtol=0, atol=0.01)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_sound_in_blocks_equals_the_whole(sizes: list[int]) -> None:
    assert_whole_equals_steps(LogMel(CONFIG), sound(sum(sizes)), [n * HOP for n in sizes])


def test_one_frame_and_no_frame_are_valid_sounds() -> None:
    mel = LogMel(CONFIG)
    assert mel.whole(sound(1)).shape == (1, 128)
    assert mel.whole(np.zeros(0, np.float32)).shape == (0, 128)


def test_a_length_that_is_no_multiple_of_the_hop_is_refused() -> None:
    with pytest.raises(BadArgument, match="multiple of 512"):
        LogMel(CONFIG).whole(np.zeros(HOP + 1, np.float32))


def test_the_config_round_trips_through_json_and_refuses_bad_values() -> None:
    assert MelConfig.from_json(MelConfig(mels=64).to_json()) == MelConfig(mels=64)
    for bad in ({"hop": 0}, {"hop": 4096}, {"floor": 0.0}, {"what": 1}, {"mels": 1.5}):
        with pytest.raises(BadArgument):
            MelConfig.from_json(bad)
