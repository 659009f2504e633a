"""Unigram and bigram baselines, against values computed by hand."""

import numpy as np
import pytest

from distill.training.loop.baselines import best_bigram_nats, unigram_nats


def test_the_unigram_of_uniform_codes_is_the_log_of_their_number() -> None:
    codes = np.arange(8, dtype=np.int16).repeat(50)[:, None, None]
    assert unigram_nats([codes], [codes], 8) == pytest.approx([np.log(8)])


def test_the_unigram_counts_each_band_and_level_separately() -> None:
    codes = np.zeros((98, 2, 2), np.int16)
    codes[:, 1, 1] = 3
    nats = unigram_nats([codes], [codes], 4)
    assert nats == pytest.approx([-np.log(99 / 102)] * 2)


def test_an_unseen_code_has_a_probability_above_zero() -> None:
    train, held = np.zeros((6, 1, 1), np.int16), np.ones((1, 1, 1), np.int16)
    assert unigram_nats([train], [held], 2) == pytest.approx([-np.log(1 / 8)])


@pytest.mark.parametrize("neighbour", ["column ago", "band below", "code before"])
def test_the_bigram_finds_the_most_informative_neighbour(neighbour: str) -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(8, size=(800, 3, 2)).astype(np.int16)
    if neighbour == "column ago":
        for column in range(1, 800):
            codes[column] = (codes[column - 1] * 5 + 1) % 8
    elif neighbour == "band below":
        for band in range(1, 3):
            codes[:, band] = (codes[:, band - 1] + 3) % 8
    else:
        codes[:, :, 1] = (codes[:, :, 0] + 1) % 8
    unigram, bigram = unigram_nats([codes], [codes], 8), best_bigram_nats([codes], [codes], 8)
    if neighbour == "code before":
        assert bigram[0] == pytest.approx(unigram[0], abs=0.05)
        assert bigram[1] < 0.1
    else:
        third = unigram / 3 if neighbour == "band below" else 0 * unigram
        assert bigram == pytest.approx(third, abs=0.15)


def test_the_bigram_of_noise_is_no_better_than_the_unigram() -> None:
    rng = np.random.default_rng(0)
    train, held = (rng.integers(4, size=(500, 2, 2)).astype(np.int16) for _ in range(2))
    assert best_bigram_nats([train], [held], 4) == pytest.approx([np.log(4)] * 2, abs=0.02)
