"""The gate opens on sound, stays open through gaps, and closes after lasting silence."""

import numpy as np

from distill.audio.gate import OPEN_DB, QUIET_S, SHUT_DB, Gate
from distill.audio.level import gain_of

HOP = 512


def walk(*levels: tuple[float, int]) -> list[bool]:
    """Process blocks of noise, each of a level in dB; return for each whether the gate is open."""
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


def test_room_noise_does_not_open_the_gate() -> None:
    assert not any(walk((OPEN_DB - 2, 50)))


def test_sound_opens_the_gate_at_once() -> None:
    assert walk((-80, 3), (OPEN_DB + 1, 1)) == [False, False, False, True]


def test_a_level_between_the_thresholds_changes_nothing() -> None:
    between = (OPEN_DB + SHUT_DB) / 2
    assert not any(walk((between, 50)))
    assert all(walk((-20, 1), (between, 50)))


def test_a_gap_in_a_phrase_does_not_close_the_gate() -> None:
    gap = blocks(QUIET_S) - 1
    assert all(walk((-20, 4), (-80, gap), (-20, 4), (-80, gap)))


def test_lasting_silence_closes_the_gate() -> None:
    seen = walk((-20, 4), (-120, blocks(QUIET_S)))
    assert seen[-2:] == [True, False]


def test_quiet_time_is_counted_in_samples() -> None:
    gate = Gate().step(np.full(HOP, 0.5, np.float32)).step(np.zeros(HOP, np.float32))
    assert (gate.open, gate.loud, gate.quiet) == (True, False, HOP)
    assert not gate.step(np.zeros(round(QUIET_S * 48_000), np.float32)).open
