"""Sounds of one second, and their mel frames."""

from collections.abc import Callable

import numpy as np
import pytest

from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig

CONFIG = MelConfig()


@pytest.fixture(scope="session")
def config():
    return CONFIG


@pytest.fixture(scope="session")
def analyse() -> Callable[[np.ndarray], np.ndarray]:
    return LogMel(CONFIG).whole


@pytest.fixture(scope="session")
def chord():
    time = np.arange(48 * 1024) / 48_000
    partials = [np.sin(2 * np.pi * f * time) / (k + 1) for k, f in enumerate((220, 331, 887, 3010))]
    return (0.2 * np.sum(partials, axis=0) * np.exp(-2 * time)).astype(np.float32)


@pytest.fixture(scope="session")
def click():
    """Silence, then at sample 30,000 a burst of noise that decays in 5 ms."""
    sound = np.zeros(48 * 1024, np.float32)
    burst = np.random.default_rng(3).standard_normal(2000) * np.exp(-np.arange(2000) / 240)
    sound[30_000:32_000] = 0.3 * burst
    return sound


@pytest.fixture(scope="session")
def convergence() -> Callable[[np.ndarray, np.ndarray], float]:
    """Relative distance of the magnitudes of a sound from the target."""
    window = np.hanning(2049)[:-1]

    def measure(sound, wanted):
        padded = np.pad(sound, (768, 768))
        frames = np.stack([padded[t * 512 : t * 512 + 2048] for t in range(len(wanted))])
        seen = np.abs(np.fft.rfft(frames * window, axis=1))
        return float(np.linalg.norm(seen - wanted) / np.linalg.norm(wanted))

    return measure


STEADY_HZ = (220.0, 277.2, 329.6, 440.0, 880.0)


@pytest.fixture(scope="session")
def steady():
    """Five steady partials of two seconds."""
    time = np.arange(48 * 2048) / 48_000
    partials = [np.sin(2 * np.pi * f * time) / (k + 1) for k, f in enumerate(STEADY_HZ)]
    return (0.2 * np.sum(partials, axis=0)).astype(np.float32)


@pytest.fixture(scope="session")
def purity() -> Callable[[np.ndarray], float]:
    """Share of the energy of a sound within 4 Hz of a partial of `steady`."""

    def measure(sound):
        inner = sound[8192:-8192]
        power = np.square(np.abs(np.fft.rfft(inner * np.hanning(len(inner)))))
        hertz = np.fft.rfftfreq(len(inner), 1 / 48_000)
        near = np.abs(hertz[:, None] - np.array(STEADY_HZ)).min(axis=1) < 4.0
        return float(power[near].sum() / power.sum())

    return measure
