import numpy as np
import pytest

from distill.types import SAMPLE_RATE
from distill.worker.crossfade import CROSSFADE_S, Crossfade, PrefetchedSound

LENGTH = round(CROSSFADE_S * SAMPLE_RATE)


class Noise:
    """Noise in blocks; counts them."""

    def __init__(self, seed, *blocks):
        self.sound = np.random.default_rng(seed).normal(size=20_000).astype(np.float32)
        self.blocks = list(blocks) or [512]
        self.asked = self.at = 0

    def render(self):
        size = self.blocks[min(self.asked, len(self.blocks) - 1)]
        self.asked += 1
        self.at += size
        return self.sound[self.at - size : self.at]


def run(crossfade, samples):
    parts = []
    while sum(map(len, parts)) < samples:
        parts.append(crossfade.render())
    return np.concatenate(parts)


@pytest.mark.parametrize("old", [64, 512, 4096])
@pytest.mark.parametrize("new", [100, 512, 3000])
def test_it_fades_with_equal_power_until_only_the_new_sound_is_left(old, new):
    one, two = Noise(1, old), Noise(2, new)
    crossfade = Crossfade(one, two)
    out = run(crossfade, 6000)
    turn = (np.arange(LENGTH) + 0.5) * np.pi / 2 / LENGTH
    wanted = two.sound[:LENGTH] * np.sin(turn) + one.sound[:LENGTH] * np.cos(turn)
    np.testing.assert_allclose(out[:LENGTH], wanted, atol=1e-6)
    np.testing.assert_array_equal(out[LENGTH:], two.sound[LENGTH : len(out)])
    assert crossfade.over


def test_the_old_sound_waits_for_the_new_one_and_is_rendered_only_during_the_fade():
    one, two = Noise(1, 256), Noise(2, 0, 0, 300, 512)
    crossfade = Crossfade(one, two)
    assert [len(crossfade.render()) for _ in range(2)] == [0, 0]
    assert one.asked == 0
    run(crossfade, 6000)
    assert one.asked == -(-LENGTH // 256)


def test_it_begins_with_the_old_sound_and_ends_with_the_new_one():
    one, two = Noise(1), Noise(2)
    out = run(Crossfade(one, two), LENGTH)
    assert abs(out[0] - one.sound[0]) < 0.01
    assert abs(out[LENGTH - 1] - two.sound[LENGTH - 1]) < 0.01


def test_correlated_sounds_keep_their_level_during_the_fade():
    out = run(Crossfade(Noise(1), Noise(1, 100), seconds=0.004, correlated=True), 2000)
    np.testing.assert_allclose(out, Noise(1).sound[: len(out)], atol=1e-6)


def test_prefetched_samples_come_first_and_an_empty_prefetch_is_no_block():
    sound = Noise(1)
    begun = PrefetchedSound(np.ones(3, np.float32), sound)
    np.testing.assert_array_equal(begun.render(), np.ones(3))
    assert len(begun.render()) == 512
    assert len(PrefetchedSound(np.zeros(0, np.float32), Noise(2)).render()) == 512
