"""The figures of `benchmarks/writing.py` are right where they are known."""

import importlib

import numpy as np
import pytest

from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from kit.house import ROOT

RATE = 48_000
CONFIG = MelConfig()
FRAMES = 16
COLUMN = FRAMES * CONFIG.hop


@pytest.fixture
def figures(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("sound_figures")


def mel_of(sound):
    sound = np.asarray(sound, np.float32)
    return LogMel(CONFIG).whole(sound[: len(sound) // CONFIG.hop * CONFIG.hop])


def noise(seconds, seed=0):
    return 0.1 * np.random.default_rng(seed).standard_normal(round(seconds * RATE))


def clicks(period_s, seconds=12.0, jitter_s=0.0):
    """Bursts of noise in a period, each at most `jitter_s` off its time."""
    random = np.random.default_rng(1)
    sound = 1e-3 * noise(seconds)
    for at in np.arange(0.1, seconds - 0.1, period_s):
        first = round((at + jitter_s * random.uniform(-1, 1)) * RATE)
        burst = noise(0.05, 2) * np.exp(-np.arange(round(0.05 * RATE)) / 500)
        sound[max(0, first) : max(0, first) + len(burst)] += burst
    return sound


def tone(hertz, seconds=4.0):
    return 0.1 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_a_regular_click_has_all_the_rhythm_and_an_irregular_one_little(figures):
    assert figures.rhythm(mel_of(clicks(0.5)), CONFIG) > 0.9
    assert figures.rhythm(mel_of(clicks(0.5, jitter_s=0.25)), CONFIG) < 0.4
    assert figures.rhythm(mel_of(noise(12)), CONFIG) < 0.1


def test_what_stays_does_not_drift_and_what_moves_drifts_by_so_much(figures):
    loudness, brightness = figures.drift(clicks(0.5))
    assert loudness < 0.5
    assert brightness < 0.05
    softer = clicks(0.5) * np.linspace(0, -12, 12 * RATE).__rpow__(10.0 ** (1 / 20))
    assert figures.drift(softer)[0] == pytest.approx(9.0, abs=0.6)  # from 1.5 s to 10.5 s of 12
    higher = np.concatenate([tone(500), tone(500), tone(1000)])
    assert figures.drift(higher)[1] == pytest.approx(1.0, abs=0.05)


def test_a_seam_is_high_where_decoded_frames_do_not_fit(figures):
    mel = np.random.default_rng(0).normal(0, 0.1, (20 * FRAMES, 128)).cumsum(0)
    assert figures.seam(mel, FRAMES) == pytest.approx(1.0, abs=0.1)
    jumps = np.zeros(20, bool)
    jumps[4::4] = True
    mel += 3.0 * np.repeat(np.cumsum(jumps) % 2, FRAMES)[:, None]
    assert figures.seam_at(mel, FRAMES, jumps) > 10
    assert figures.seam_at(mel, FRAMES, ~jumps) == pytest.approx(1.0, abs=0.1)
    assert np.isnan(figures.seam_at(mel, FRAMES, np.zeros(20, bool)))


def test_a_peak_is_high_only_where_sounds_that_differ_are_joined(figures):
    seconds = 64 * COLUMN / RATE
    one = tone(300, seconds) + 0.01 * noise(seconds)
    other = 3 * tone(2000, seconds) + 0.1 * noise(seconds, 1)
    joined = np.where(np.arange(64 * COLUMN) // COLUMN % 8 < 4, one, other)
    jumps = np.zeros(64, bool)
    jumps[4::4] = True

    def peak(sound, at):
        return figures.peak_at(mel_of(sound), CONFIG, FRAMES, at)

    assert peak(joined, jumps) > 2.5
    assert peak(joined, ~jumps) == pytest.approx(1.0, abs=0.1)
    assert peak(one, jumps) == pytest.approx(1.0, abs=0.1)
    assert np.isnan(peak(one, np.zeros(64, bool)))


def test_jumps_and_runs_of_a_walk(figures):
    file_of = np.array([0] * 10 + [1] * 10)
    places = np.array([3, 4, 5, 9, 10, 11, -1, -1, 2, 3])
    jumps = figures.jumps_of(places, file_of)
    assert np.flatnonzero(jumps).tolist() == [3, 4, 6, 8]  # from 9 to 10 the file changes
    assert figures.runs_of(places, jumps).tolist() == [3, 1, 2, 2]
    assert figures.runs_of(np.full(4, -1), np.zeros(4, bool)).tolist() == []


def test_the_longest_copy_is_found_wherever_it_is(figures):
    corpus = np.random.default_rng(0).integers(0, 256, (200, 8, 2))
    own = np.random.default_rng(1).integers(0, 256, (40, 8, 2))
    assert figures.longest_copy(own, corpus) == 0
    own[5:8], own[20:27] = corpus[60:63], corpus[100:107]
    assert figures.longest_copy(own, corpus) == 7
    own[27] = corpus[108]  # one is left out
    assert figures.longest_copy(own, corpus) == 7


def test_a_piece_that_ends_in_silence_is_silent(figures):
    sound = noise(12)
    assert not figures.is_silent(sound)
    sound[10 * RATE :] *= 1e-3
    assert figures.is_silent(sound)


def test_level_is_that_of_power(figures):
    assert figures.level(mel_of(2 * noise(4))) - figures.level(mel_of(noise(4))) == pytest.approx(
        6.02, abs=0.05
    )


def test_pitch_classes_are_those_of_octaves(figures):
    a, upper, other = (figures.chroma(tone(hertz)) for hertz in (220.0, 880.0, 330.0))
    assert a.argmax() == 0
    assert figures.pitch_distance(a, a) == pytest.approx(0.0, abs=1e-6)
    assert figures.pitch_distance(a, upper) < 0.05
    assert figures.pitch_distance(a, other) > 0.8


def test_tempo_is_the_period_of_clicks_with_octaves_folded(figures):
    slow, double, other = (
        figures.beat(mel_of(clicks(period, 8.0)), CONFIG) for period in (0.6, 0.3, 0.6 / 2**0.25)
    )
    assert slow % 0.3 == pytest.approx(0.0, abs=0.01) or slow % 0.3 == pytest.approx(0.3, abs=0.01)
    assert figures.tempo_distance(slow, double) < 0.02
    assert figures.tempo_distance(slow, other) == pytest.approx(0.25, abs=0.02)
    assert figures.tempo_distance(slow, 0.0) == 0.5


def test_prompts_are_nearer_to_their_own_continuations_by_so_much(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    prompts = importlib.import_module("writing_prompts")
    table = np.full((2, 4, 4), 0.5)
    table[:, range(4), range(4)] = [[0.1, 0.2, 0.3, 0.4]] * 2
    own, others, nearer, error = prompts.nearness(table)
    assert (own, others, nearer) == pytest.approx((0.25, 0.5, 0.25))
    assert error == pytest.approx(np.std([0.1, 0.2, 0.3, 0.4], ddof=1) / 2)
