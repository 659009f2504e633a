"""A writer is killed during playback: sound is concealed, and the next writer continues."""

import contextlib
import multiprocessing
import time
from collections.abc import Iterator

import numpy as np
import pytest

from distill.ring.reader import Reader
from distill.ring.ring import Ring
from kit.listening import largest_step, longest_silence
from kit.players import LEVEL, play_sine

HERTZ = 220.0
BLOCK = 256
PATIENCE_S = 30.0


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create()
    yield made
    made.close()


@contextlib.contextmanager
def _writing(ring: Ring) -> Iterator[None]:
    """Run a writer in a process of its own; kill it at the end."""
    process = multiprocessing.get_context("spawn").Process(
        target=play_sine, args=(ring.name, HERTZ, 3600.0), daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _play(ring: Ring, reader: Reader, blocks: int) -> list[np.ndarray]:
    heard = []
    for _ in range(blocks):
        deadline = time.monotonic() + PATIENCE_S
        while ring.status().ahead < BLOCK:
            assert time.monotonic() < deadline, "the writer wrote nothing"
            time.sleep(0.001)
        heard.append(np.empty((BLOCK, 2), dtype=np.float32))
        assert reader.read_into(heard[-1]) == BLOCK
    return heard


def test_sound_has_no_gap_when_the_writer_is_killed_and_replaced(ring: Ring) -> None:
    reader = Reader(ring)
    with _writing(ring):
        heard = _play(ring, reader, 150)
    for _ in range(200):
        heard.append(np.empty((BLOCK, 2), dtype=np.float32))
        reader.read_into(heard[-1])
    assert ring.status().underruns == 1
    position = ring.status().written
    with _writing(ring):
        heard += _play(ring, reader, 150)
    assert ring.status().epoch == 2
    assert ring.status().written > position
    sound = np.concatenate(heard)
    assert longest_silence(sound) < 0.02 * ring.rate
    assert largest_step(sound) < 2.5 * LEVEL * 2 * np.pi * HERTZ / ring.rate
