"""The gate opens for sound, stays open through its gaps, and shuts when it is over."""

import numpy as np

from distill.audio.gate import OPEN_DB, QUIET_S, SHUT_DB, Gate
from distill.audio.level import gain_of

HOP = 512


def walk(*levels: tuple[float, int]) -> list[bool]:
    """Hear blocks of noise, so many of each level in dB; tell after each whether it is open."""
    rng, gate, seen = np.random.default_rng(0), Gate(), []
    for level, count in levels:
        for _ in range(count):
            block = rng.standard_normal(HOP)
            block *= gain_of(level) / np.sqrt(np.mean(block**2))
            gate = gate.step(block.astype(np.float32))
            seen.append(gate.open)
    return seen


def blocks(seconds: float) -> int:
    return int(np.ceil(seconds * 48_000 / HOP))


def test_the_noise_of_a_room_does_not_open_it() -> None:
    assert not any(walk((OPEN_DB - 2, 50)))


def test_sound_opens_it_at_once() -> None:
    assert walk((-80, 3), (OPEN_DB + 1, 1)) == [False, False, False, True]


def test_what_is_between_the_thresholds_keeps_it_as_it_is() -> None:
    between = (OPEN_DB + SHUT_DB) / 2
    assert not any(walk((between, 50)))
    assert all(walk((-20, 1), (between, 50)))


def test_a_gap_in_a_phrase_does_not_shut_it() -> None:
    gap = blocks(QUIET_S) - 1
    assert all(walk((-20, 4), (-80, gap), (-20, 4), (-80, gap)))


def test_silence_shuts_it_when_it_has_lasted() -> None:
    seen = walk((-20, 4), (-120, blocks(QUIET_S)))
    assert seen[-2:] == [True, False]


def test_how_long_it_was_quiet_is_counted_in_samples() -> None:
    gate = Gate().step(np.full(HOP, 0.5, np.float32)).step(np.zeros(HOP, np.float32))
    assert (gate.open, gate.loud, gate.quiet) == (True, False, HOP)
    assert not gate.step(np.zeros(round(QUIET_S * 48_000), np.float32)).open
