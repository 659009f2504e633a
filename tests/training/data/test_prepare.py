import numpy as np
import pytest

from distill.errors import AudioFileProblem
from distill.mel.analysis import LogMel
from distill.training.data.prepare import Extent, log_mel, measure, prepared
from kit.models import TINY_MEL, tones


def padded() -> np.ndarray:
    return np.concatenate([np.zeros(1000), np.full(300, 0.2), np.zeros(5000)]).astype(np.float32)


def test_preparing_trims_silence_and_normalises_the_peak() -> None:
    audio = padded()
    extent = measure([audio])
    assert extent == Extent(1000, 1300, pytest.approx(0.2))
    made = np.concatenate(list(prepared([audio], extent, 0.9)))
    assert len(made) == 300
    np.testing.assert_allclose(made, 0.9, rtol=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_the_extent_by_blocks_equals_that_of_the_whole_sound(seed: int) -> None:
    chance = np.random.default_rng(seed)
    audio = (10 ** chance.uniform(-6, 0, 400) * chance.choice([-1, 1], 400)).astype(np.float32)
    audio[: seed * 10] *= 1e-3
    cuts = np.sort(chance.integers(0, 400, 7))
    peak = float(np.abs(audio).max())
    loud = np.flatnonzero(np.abs(audio) > peak * 1e-3)
    extent = measure(np.split(audio, cuts))
    assert extent == Extent(int(loud[0]), int(loud[-1]) + 1, peak)
    made = np.concatenate(list(prepared(np.split(audio, cuts), extent, 0.5)))
    np.testing.assert_allclose(made, audio[loud[0] : loud[-1] + 1] * 0.5 / peak, rtol=1e-6)


@pytest.mark.parametrize("audio", [[], [np.zeros(0, np.float32)], [np.full(900, 9e-4, np.float32)]])
def test_a_silent_sound_is_refused_with_the_needed_level(audio: list[np.ndarray]) -> None:
    with pytest.raises(AudioFileProblem, match=r"silent.*at least 0\.001.*record it louder"):
        measure(audio)


def test_one_sample_is_a_sound() -> None:
    assert measure([np.array([0, 0, -1, 0], np.float32)]) == Extent(2, 3, 1.0)


@pytest.mark.parametrize("sizes", [[1] * 50, [129, 4000, 7], [100_000]])
def test_blocks_of_any_size_are_analysed_like_the_whole(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("distill.training.data.prepare._ANALYSED_AT_ONCE", 1000)
    audio = tones(0.25)
    analysis = LogMel(TINY_MEL)
    whole = analysis.whole(np.pad(audio, (0, -len(audio) % 128)))
    blocks = np.split(audio, np.cumsum(sizes)[np.cumsum(sizes) < len(audio)])
    made = np.concatenate(list(log_mel(blocks, analysis)))
    np.testing.assert_array_equal(made, whole)
