"""Features of columns say what is heard: level, onsets, pitch classes, edges."""

import numpy as np
import pytest

from distill.corpus.column_context import EARLY
from distill.corpus.column_features import (
    EDGE_BINS,
    ColumnFeatures,
    bin_hertz,
    measure_columns,
    onset_strength,
)
from distill.mel.analysis import LogMel
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.types import SAMPLE_RATE, Audio

MEL = MelConfig(n_fft=2048, hop=512, mels=256)
FRAMES = 16
COLUMN = FRAMES * MEL.hop


def measured(audio: Audio) -> ColumnFeatures:
    return measure_columns(LogMel(MEL).whole(audio), MEL, FRAMES)


def tone(hertz: float, columns: int) -> Audio:
    seconds = np.arange(columns * COLUMN) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * hertz * seconds)).astype(np.float32)


def test_ten_decibels_more_are_ten_decibels_more() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 4 * COLUMN).astype(np.float32)
    soft, loud = measured(noise), measured(noise * np.float32(10**0.5))
    assert loud.loudness - soft.loudness == pytest.approx(10.0, abs=0.05)


def test_a_click_rises_in_its_column_at_its_frame() -> None:
    audio = 1e-3 * np.random.default_rng(0).normal(size=4 * COLUMN)
    audio[2 * COLUMN + 9 * MEL.hop :][:600] += np.random.default_rng(1).normal(0, 0.5, 600)
    rises = measured(audio.astype(np.float32)).rises
    column, frame = np.unravel_index(rises.argmax(), rises.shape)
    assert column == 2
    assert 9 - EARLY - 1 < frame < 9 - EARLY + 1


def test_the_first_frame_rises_over_nothing() -> None:
    mel = np.array([[5.0, 5.0], [5.0, 5.0], [6.0, 4.0]], np.float32)
    assert onset_strength(mel) == pytest.approx([0, 0, 10 / np.log(10) / 2])


@pytest.mark.parametrize(("hertz", "pitch_class"), [(440.0, 0), (880.0, 0), (523.25, 3)])
def test_a_tone_has_its_pitch_class(hertz: float, pitch_class: int) -> None:
    chroma = measured(tone(hertz, 3)).chroma[1]
    assert int(chroma.argmax()) == pitch_class
    assert chroma.sum() == pytest.approx(1, abs=1e-4)


def test_edges_are_the_first_and_the_last_frame() -> None:
    audio = np.concatenate([tone(300, 1), tone(6000, 1)])
    edges = measured(audio).edges
    assert edges.shape == (2, 2, EDGE_BINS)
    low, high = edges[0, 0].argmax(), edges[1, 1].argmax()
    assert low < high
    assert np.array_equal(edges[0, 0].argmax(), low)


def test_bins_lie_where_the_filters_have_their_peaks() -> None:
    filters = filterbank(MEL)
    hertz = np.linspace(0, SAMPLE_RATE / 2, len(filters))
    peaks = hertz[filters.argmax(0)]
    high = slice(64, None)  # below, a filter is narrower than a bin of the spectrum
    centres = bin_hertz(np.arange(float(MEL.mels)), MEL)
    assert np.abs(centres[high] - peaks[high]).max() < SAMPLE_RATE / MEL.n_fft


def test_parts_are_joined_in_their_order() -> None:
    whole = measured(np.concatenate([tone(300, 2), tone(900, 1)]))
    parts = [measured(tone(300, 2)), measured(tone(900, 1))]
    joined = ColumnFeatures.joined(parts)
    assert len(joined) == len(whole) == 3
    assert joined.loudness[0] == pytest.approx(whole.loudness[0], abs=0.01)
