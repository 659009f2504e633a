"""Windows of codes: uniform, reproducible, and each held-out column counts once."""

from itertools import islice

import numpy as np
import torch

from distill.training.data.windows import Windows, held_windows
from distill.types import Codes


def numbered(columns: int, first: int = 0) -> Codes:
    """Make codes [W, 1, 1] that number their columns."""
    return (first + np.arange(columns, dtype=np.int16))[:, None, None]


def test_a_batch_depends_on_seed_and_step_only() -> None:
    sounds = [numbered(40), numbered(30, 100)]
    one = list(islice(Windows(sounds, (3, 8), 5, lambda: 0), 6))
    resumed = next(iter(Windows(sounds, (3, 8), 5, lambda: 4)))
    torch.testing.assert_close(one[4].codes, resumed.codes)
    other = next(iter(Windows(sounds, (3, 8), 6, lambda: 4)))
    assert (other.codes != resumed.codes).any()


def test_windows_are_contiguous_parts_of_one_sound_and_reach_both_ends() -> None:
    firsts = set()
    for batch in islice(Windows([numbered(12)], (4, 8), 0, lambda: 0), 30):
        rows = batch.codes[:, :, 0, 0]
        assert (rows.diff(dim=1) == 1).all()
        assert batch.counted.all()
        firsts |= set(rows[:, 0].tolist())
    assert firsts == {0, 1, 2, 3, 4}


def test_the_padding_of_a_short_sound_does_not_count() -> None:
    batch = next(iter(Windows([numbered(3, 5)], (1, 8), 0, lambda: 0)))
    assert batch.codes[0, :, 0, 0].tolist() == [5, 6, 7, 0, 0, 0, 0, 0]
    assert batch.counted[0].tolist() == [True] * 3 + [False] * 5


def test_a_longer_sound_is_drawn_more_often() -> None:
    windows = Windows([numbered(30), numbered(90, 1000)], (50, 4), 0, lambda: 0)
    long = sum(int((batch.codes[:, 0] >= 1000).sum()) for batch in islice(windows, 20))
    assert 680 < long < 820


def test_every_held_column_counts_exactly_once() -> None:
    sounds = [numbered(21), numbered(3, 100), numbered(8, 200), numbered(9, 300), numbered(12, 400)]
    counted = [
        batch.codes[batch.counted][:, 0, 0] for batch in held_windows(sounds, columns=8, most=99)
    ]
    assert torch.cat(counted).tolist() == [int(c) for sound in sounds for c in sound[:, 0, 0]]


def test_held_windows_are_thinned_evenly() -> None:
    batches = held_windows([numbered(84)], columns=8, most=5)
    assert [int(batch.codes[0, 0]) for batch in batches] == [0, 16, 32, 48, 64]
