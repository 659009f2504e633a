import math

import numpy as np
import pytest
import torch

from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.training.evaluation import metrics
from distill.types import SAMPLE_RATE

SECOND = SAMPLE_RATE
TWO_SECONDS = 188 * 512
STANDARD = MelConfig(SAMPLE_RATE, 2048, 512, 128, 1e-5)


def noise(seed=0, length=TWO_SECONDS):
    return (0.1 * np.random.default_rng(seed).standard_normal(length)).astype(np.float32)


def tone(hertz, length=TWO_SECONDS):
    t = np.arange(length) / SAMPLE_RATE
    sound = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 12))
    return (0.2 * sound).astype(np.float32)


def clicks(every, start, length=TWO_SECONDS):
    sound = np.zeros(length, np.float32)
    for at in range(start, length - 2400, every):
        sound[at : at + 2400] += noise(1, 2400) * np.exp(-np.arange(2400) / 400).astype(np.float32)
    return sound


def mel(sound, config=STANDARD):
    whole = sound[: len(sound) // config.hop * config.hop]
    return LogMel(config).whole(whole)


@pytest.mark.parametrize("sound", [noise(), tone(220.0), clicks(12_000, 3_000)])
def test_the_same_sound_has_the_best_metrics(sound):
    got = metrics.measure_audio(sound, sound.copy())
    assert got.mel_db == 0.0
    assert got.mrstft == 0.0
    assert got.onset == pytest.approx(1.0, abs=1e-4)
    assert got.fine == pytest.approx(1.0, abs=1e-4)
    assert math.isnan(got.visqol)
    assert math.isnan(got.decoded_db)


def test_an_attenuation_of_ten_decibels_changes_only_mel_and_mrstft():
    sound = noise()
    got = metrics.measure_audio(sound, sound * np.float32(10**-0.5))
    assert got.mel_db == pytest.approx(10.0, abs=0.01)
    assert got.onset == pytest.approx(1.0, abs=1e-3)
    assert got.fine == pytest.approx(1.0, abs=1e-3)
    # Spectral convergence 1 - 10^-0.5, and half of ln 10 between the logs of magnitudes.
    assert got.mrstft == pytest.approx(1 - 10**-0.5 + math.log(10) / 2, abs=0.01)


def test_clicks_at_other_times_have_another_rhythm():
    steady = clicks(12_000, 3_000)
    assert metrics.measure_audio(steady, clicks(12_000, 3_010)).onset > 0.9
    assert metrics.measure_audio(steady, clicks(12_000, 9_000)).onset < 0.0
    assert metrics.measure_audio(steady, clicks(9_000, 3_000)).onset < 0.6


def test_silence_has_an_onset_correlation_of_zero():
    assert (
        metrics.measure_audio(clicks(12_000, 3_000), np.zeros(TWO_SECONDS, np.float32)).onset == 0.0
    )


def test_fine_falls_for_a_tone_of_another_pitch():
    played = tone(220.0)
    assert metrics.fine_correlation(played, tone(220.2)) > 0.9
    assert metrics.fine_correlation(played, tone(233.1)) < 0.3
    assert metrics.fine_correlation(played, noise()) < 0.1


def test_two_noises_agree_in_spectral_balance_but_not_in_fine_structure():
    got = metrics.measure_audio(noise(0), noise(1))
    assert got.mel_db < 4.0
    assert abs(got.fine) < 0.05
    assert abs(got.onset) < 0.3


def test_fine_ignores_the_spectral_balance():
    bright = noise()
    dull = np.convolve(bright, np.full(8, 1 / 8, np.float32))[: len(bright)].astype(np.float32)
    got = metrics.measure_audio(bright, dull)
    assert got.fine > 0.9
    assert got.mel_db > 3.0


def test_noise_is_farther_from_a_tone_than_a_noisy_tone_is():
    played = tone(220.0)
    near = metrics.measure_audio(played, played + noise() * np.float32(0.1))
    far = metrics.measure_audio(played, noise())
    assert near.mel_db < far.mel_db
    assert near.mrstft < far.mrstft
    assert near.fine > far.fine


def test_the_fixed_analysis_equals_log_mel_of_the_same_geometry():
    sound = noise(length=40 * 512)
    expected = torch.from_numpy(LogMel(STANDARD).whole(sound).T)[None]
    # torchaudio's triangles are made with half the digits: 0.02 dB in the narrowest.
    assert torch.allclose(metrics.standard_mel(sound), expected, atol=1e-2)
    assert metrics.is_standard(STANDARD)
    assert not metrics.is_standard(MelConfig(mels=160))


def test_silence_pads_the_last_frame():
    assert metrics.standard_mel(noise(length=8 * 512 + 1)).shape == (1, 128, 9)


def test_a_decoded_mel_of_the_fixed_geometry_is_unchanged():
    decoded = mel(noise())
    shown = metrics.as_standard(decoded, STANDARD, len(decoded))
    assert torch.equal(shown[0].T, torch.from_numpy(decoded))


@pytest.mark.parametrize(
    "config", [MelConfig(mels=160), MelConfig(mels=96), MelConfig(hop=256), MelConfig(hop=1024)]
)
def test_a_decoded_mel_of_another_geometry_is_converted_to_the_fixed_analysis(config):
    sound = noise(length=96 * 1024)
    standard = metrics.standard_mel(sound)
    shown = metrics.as_standard(mel(sound, config), config, standard.shape[-1])
    assert shown.shape == standard.shape
    assert float(metrics.mel_error_db(standard, shown)) < 2.0


def test_a_decoded_mel_of_another_length_is_padded_or_cropped():
    decoded = mel(noise(length=8 * 512))
    longer = metrics.as_standard(decoded, STANDARD, 10)
    assert torch.equal(longer[..., 8:], torch.full((1, 128, 2), STANDARD.silence))
    assert metrics.as_standard(decoded, STANDARD, 3).shape == (1, 128, 3)


def test_a_decoded_mel_ten_decibels_softer_has_an_error_of_ten_decibels():
    sound = noise()
    decoded = metrics.as_standard(mel(sound) - math.log(10), STANDARD, len(sound) // 512)
    got = metrics.measure_audio(sound, sound, decoded)
    assert got.decoded_db == pytest.approx(10.0, abs=0.2)
    assert got.mel_db == 0.0


def test_a_decoded_mel_of_another_window_is_refused():
    config = MelConfig(n_fft=4096)
    with pytest.raises(BadArgument, match="4096 samples"):
        metrics.as_standard(mel(noise(), config), config, 4)


@pytest.mark.parametrize("length", [0, 4095, 8000])
def test_sounds_of_different_length_or_too_short_are_refused(length):
    sound = noise(length=length)
    other = noise(length=max(0, min(length, 7999)))
    with pytest.raises(BadArgument, match="same length"):
        metrics.measure_audio(sound, other)


def test_metrics_of_silence_are_finite():
    silent = np.zeros(SECOND, np.float32)
    for true, made in (
        (silent, silent),
        (silent, noise(length=SECOND)),
        (tone(220.0)[:SECOND], silent),
    ):
        got = metrics.measure_audio(true, made)
        assert all(map(math.isfinite, (got.mel_db, got.onset, got.fine, got.mrstft)))


def test_the_mean_is_taken_metric_by_metric():
    one, two = metrics.Metrics(1, 2, 3, 4, 5, 6), metrics.Metrics(3, 2, 1, 0, 5, math.nan)
    mean = metrics.Metrics.mean([one, two])
    assert (mean.decoded_db, mean.mel_db, mean.onset, mean.fine, mean.mrstft) == (2, 2, 2, 2, 5)
    assert math.isnan(mean.visqol)
    with pytest.raises(BadArgument, match="no clip"):
        metrics.Metrics.mean([])


@pytest.mark.slow
def test_visqol_tells_noise_from_a_tone():
    similarity = metrics.visqol()
    assert similarity is not None
    played = tone(220.0)
    assert similarity(played, played) > 4.6
    assert similarity(played, noise()) < 3.5
