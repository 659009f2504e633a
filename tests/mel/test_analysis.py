import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from kit.contracts import assert_whole_equals_steps

CONFIG = MelConfig()
HOP = CONFIG.hop


def sound(hops: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(1, hops * HOP, generator=torch.Generator().manual_seed(seed)) * 0.2


def test_silence_is_the_floor_everywhere() -> None:
    mel = LogMel(CONFIG)(torch.zeros(1, 10 * HOP))
    assert mel.shape == (1, 128, 10)
    assert torch.all(mel == math.log(1e-5))


def test_a_tone_is_loudest_in_the_mel_bin_of_its_pitch() -> None:
    t = torch.arange(48_000 // HOP * HOP) / 48_000
    mel = LogMel(CONFIG)(torch.sin(2 * math.pi * 1000 * t)[None])
    step = 2595 * math.log10(1 + 24_000 / 700) / 129
    expected = round(2595 * math.log10(1 + 1000 / 700) / step) - 1
    assert int(mel[0, :, 40].argmax()) == expected


def test_full_scale_power_is_that_of_its_window() -> None:
    t = torch.arange(20 * HOP) / 48_000
    mel = LogMel(CONFIG)(torch.sin(2 * math.pi * 1000 * t)[None])
    spectrum = np.abs(
        np.fft.rfft(np.hanning(2049)[:2048] * np.sin(2 * np.pi * 1000 * np.arange(2048) / 48_000))
    )
    assert math.exp(float(mel[0, :, 10].max())) == pytest.approx((spectrum**2).sum(), rel=0.5)


def test_a_click_changes_exactly_the_frames_whose_window_contains_it() -> None:
    audio = torch.zeros(1, 20 * HOP)
    audio[0, 10 * HOP] = 1.0
    loud = (LogMel(CONFIG)(audio)[0] > CONFIG.silence).any(0).nonzero().flatten().tolist()
    starts = [frame * HOP - CONFIG.margin for frame in loud]
    assert loud == [8, 9, 10, 11]
    assert all(0 < 10 * HOP - start < CONFIG.n_fft for start in starts)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_sound_in_blocks_equals_the_whole(sizes: list[int]) -> None:
    total = sum(sizes)
    assert_whole_equals_steps(LogMel(CONFIG), sound(total), [n * HOP for n in sizes])


def test_one_frame_and_no_frame_are_valid_sounds() -> None:
    mel = LogMel(CONFIG)
    assert mel(sound(1)).shape == (1, 128, 1)
    assert mel(torch.zeros(1, 0)).shape == (1, 128, 0)


def test_a_length_that_is_no_multiple_of_the_hop_is_refused() -> None:
    with pytest.raises(BadArgument, match="multiple of 512"):
        LogMel(CONFIG)(torch.zeros(1, HOP + 1))


def test_the_config_round_trips_through_json_and_refuses_bad_values() -> None:
    assert MelConfig.from_json(MelConfig(mels=64).to_json()) == MelConfig(mels=64)
    for bad in ({"hop": 0}, {"hop": 4096}, {"floor": 0.0}, {"what": 1}, {"mels": 1.5}):
        with pytest.raises(BadArgument):
            MelConfig.from_json(bad)
