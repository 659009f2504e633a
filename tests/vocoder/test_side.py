"""The side of carried stereo as a stream."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from distill.mel.mel_config import MelConfig
from distill.types import Audio
from distill.vocoder.contract import Spectrum
from distill.vocoder.rtisi import Rtisi
from distill.vocoder.side import SideState, SideStream

SAMPLES = 40 * 512


@pytest.fixture(scope="module")
def stream(config: MelConfig) -> SideStream:
    return SideStream(config)


@pytest.fixture(scope="module")
def sound() -> Audio:
    rng = np.random.default_rng(1)
    return rng.uniform(-0.5, 0.5, SAMPLES).astype(np.float32)


@pytest.fixture(scope="module")
def spectra(config: MelConfig, sound: Audio) -> Spectrum:
    window = np.hanning(config.n_fft + 1)[:-1].astype(np.float32)
    padded = np.pad(sound, config.margin)
    frames = sliding_window_view(padded, config.n_fft)[:: config.hop]
    spectrum: Spectrum = np.fft.rfft(frames * window).astype(np.complex64)
    return spectrum


def run(
    stream: SideStream, spectra: Spectrum, state: SideState | None = None
) -> tuple[list[Audio], SideState]:
    state = stream.initial_state() if state is None else state
    parts = []
    for n in range(len(spectra)):
        part, state = stream.step(spectra[n : n + 1], state)
        parts.append(part)
    return parts, state


def test_all_of_a_sound_comes_back_with_the_latency_of_the_mid(
    stream: SideStream, config: MelConfig, spectra: Spectrum, sound: Audio
) -> None:
    parts, state = run(stream, spectra)
    assert {len(part) for part in parts} == {config.hop}
    whole = np.concatenate([*parts, stream.flush(state)])
    latency = Rtisi(config).latency
    assert len(whole) == latency + len(sound)
    np.testing.assert_allclose(whole[latency:], sound, atol=1e-6)


def test_a_state_can_be_used_again_and_is_never_changed(
    stream: SideStream, spectra: Spectrum
) -> None:
    _, state = run(stream, spectra[:10])
    before = state.sums.copy(), state.waiting.copy()
    once, _ = run(stream, spectra[10:], state)
    stream.flush(state)
    again, _ = run(stream, spectra[10:], state)
    np.testing.assert_array_equal(np.concatenate(once), np.concatenate(again))
    np.testing.assert_array_equal(state.sums, before[0])
    np.testing.assert_array_equal(state.waiting, before[1])
    with pytest.raises(ValueError, match="read-only"):
        state.sums[0, 0] = 1.0


def test_without_a_frame_it_is_silence(stream: SideStream, config: MelConfig) -> None:
    state = stream.initial_state()
    assert not stream.flush(state).any()
    for _ in range(8):
        sound, state = stream.step(None, state)
        assert sound.shape == (config.hop,)
        assert not sound.any()
    assert not stream.flush(state).any()


def test_a_side_fades_out_over_its_windows_when_it_ends(
    stream: SideStream, spectra: Spectrum, sound: Audio
) -> None:
    """Live, silence follows as frames; a click would be a step of what went before."""
    parts, state = run(stream, spectra)
    for _ in range(8):
        part, state = stream.step(None, state)
        parts.append(part)
    whole = np.concatenate(parts)
    end = len(whole) - 4 * 512
    assert not whole[end:].any()
    assert np.abs(whole[end - 64 : end]).max() < 1e-3
    assert np.abs(np.diff(whole)).max() <= 1.01 * np.abs(np.diff(sound)).max()
