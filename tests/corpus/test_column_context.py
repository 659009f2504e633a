"""A context holds what came before; equal rhythms are equal wherever they began."""

import numpy as np
import pytest

from distill.corpus.column_context import (
    EARLY,
    RECENT,
    RHYTHM_COLUMNS,
    SLOWNESS,
    Context,
    beat_pattern,
    rhythm_of,
)
from kit.corpora import FRAMES, features

WIDTH = 5
LENGTH = RHYTHM_COLUMNS * 16


def clicks(period: float, phase: float, length: int = LENGTH) -> np.ndarray:
    rises = np.random.default_rng(0).uniform(0, 0.2, length)
    rises[np.arange(phase, length - 1, period).round().astype(int)] += 10
    return rises.astype(np.float32)


def test_the_newest_columns_are_kept_newest_first() -> None:
    context = Context.empty(WIDTH, FRAMES)
    measured = features(20)
    for number in range(20):
        context = context.after(np.full(WIDTH, number, np.float32), measured, number)
    assert context.columns == 20
    assert context.recent[:, 0].tolist() == [19, 18, 17][:RECENT]
    assert np.array_equal(context.rises, measured.rises[20 - RHYTHM_COLUMNS :])
    assert np.array_equal(context.edge, measured.edges[19, 1])


def test_the_running_mean_begins_with_the_first_and_follows_slowly() -> None:
    measured = features(3)
    context = Context.empty(WIDTH, FRAMES).after(np.full(WIDTH, 2.0, np.float32), measured, 0)
    assert context.timbre == pytest.approx([2.0] * WIDTH)
    context = context.after(np.full(WIDTH, 4.0, np.float32), measured, 1)
    assert context.timbre == pytest.approx([2.0 + 2 / SLOWNESS] * WIDTH)


def test_rhythms_are_alike_in_tempo_and_place_in_the_beat() -> None:
    one = rhythm_of(clicks(40, 3))
    assert one @ rhythm_of(3 * clicks(40, 3)) == pytest.approx(1, abs=0.02)
    assert one @ rhythm_of(clicks(40, 4)) > 0.6  # within a frame
    assert one @ rhythm_of(clicks(40, 23)) < 0.2
    assert one @ rhythm_of(clicks(31, 3)) < 0.5


def test_silence_has_no_rhythm() -> None:
    assert not rhythm_of(np.zeros((2, LENGTH), np.float32)).any()
    assert np.isfinite(rhythm_of(np.full(LENGTH, 7.0, np.float32))).all()


def test_clicks_of_a_beat_are_where_the_beat_was() -> None:
    pattern = beat_pattern(frame=100, beat=46.875, frames=16)
    assert len(pattern) == LENGTH
    at = np.flatnonzero(pattern) + 100 - LENGTH
    assert at == pytest.approx([46.875 * n - EARLY for n in range(-1, 3)], abs=0.51)
