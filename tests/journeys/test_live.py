"""What is heard while a loop plays: knobs turned back leave no trace, and a panic is silence."""

import numpy as np
import pytest
import torch

from distill.mel.analysis import LogMel, MelConfig
from distill.types import FloatArray
from kit.clients import Client
from kit.listening import longest_silence
from kit.servers import Server

pytestmark = pytest.mark.slow
RATE = 48_000
COLUMNS = 3
ROUND = COLUMNS * 8192
BLOCK = 512
ON_THE_WAY = 1024 + BLOCK
"""Frames of the recording that may not be on disk yet: the buffer of a file, and a block."""


def mel(sound: FloatArray) -> FloatArray:
    """Log-mel of one channel, shape [M, L]."""
    with torch.inference_mode():
        return LogMel(MelConfig())(torch.from_numpy(sound[None, :, 0].copy()))[0].numpy()


def knobs(client: Client, amount: float) -> None:
    client.ask("param/coarse", amount)
    client.ask("param/fine", amount)


def rounds(server: Server, first: int, begin: int) -> tuple[FloatArray, FloatArray]:
    """Log-mel, mean of each column, of twice three rounds after `begin`; `first` began the loop."""
    at = first + -(-(begin - first) // ROUND) * ROUND
    sound = server.heard(at)
    parts = [mel(sound[n * ROUND : (n + 1) * ROUND]) for n in range(6)]
    means = np.stack([part.reshape(len(part), COLUMNS, -1).mean(2) for part in parts])
    return means[:3].mean(0), means[3:].mean(0)


def take(server: Server, client: Client) -> FloatArray:
    """Play slot a for a while, out of silence; shape [T, 2]."""
    begin = server.record(0.1)
    client.ask("play", "a")
    server.record(2 * ROUND / RATE)
    client.ask("stop")
    server.record(0.4)
    sound = server.heard(begin)
    return sound[int(np.flatnonzero(sound.any(1))[0]) :][:ROUND]


def test_in_a_loop_a_macro_at_zero_again_leaves_no_trace(server: Server, client: Client) -> None:
    """The vocoder's phases go on from what they were, so rounds are compared by their mel."""
    client.ask("generate", "a", "columns", COLUMNS, "seed", 12)
    begin = server.record(0.1)
    client.ask("play", "a")
    server.record(8 * ROUND / RATE)
    knobs(client, 1.0)
    turned = server.record(0.4)
    server.record(7 * ROUND / RATE)
    knobs(client, 0.0)
    back = server.record(0.4)
    server.record(7 * ROUND / RATE)
    client.ask("stop")
    first = begin + int(np.flatnonzero(server.heard(begin).any(1))[0])
    plain, plain_again = rounds(server, first, first + 1)
    changed, changed_again = rounds(server, first, turned)
    restored, restored_again = rounds(server, first, back)
    way = changed - plain

    def gone(now: FloatArray) -> float:
        """How far from the original towards the changed sound, 0 to 1."""
        return float(np.vdot(now - plain_again, way) / np.vdot(way, way))

    assert gone(changed_again) > 0.4
    assert abs(gone(restored)) < 0.25
    assert abs(gone(restored_again)) < 0.25


def test_after_macros_were_turned_and_turned_back_a_take_is_bit_identical(
    server: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", COLUMNS, "seed", 12)
    client.ask("play", "a")  # the first sound after the fixture's panic rises slowly
    client.ask("stop")
    before = take(server, client)
    knobs(client, 0.8)
    changed = take(server, client)
    knobs(client, 0.0)
    after = take(server, client)
    assert len(before) == ROUND
    assert client.status()["output_underruns"] == 0
    assert np.array_equal(after, before)
    assert not np.array_equal(changed, before)


def test_a_panic_is_silence_within_20_ms(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", COLUMNS, "seed", 12)
    delays = []
    for _ in range(3):
        client.ask("play", "a")
        server.record(0.6)
        asked = server.frames()
        client.ask("panic")
        answered = server.frames()
        server.record(0.4)
        sound = server.heard(asked)
        loud = np.flatnonzero(np.abs(sound).max(1) > 0)
        delays.append(int(loud[-1]) + 1 - (answered - asked))
        assert loud[-1] < len(sound) - 0.2 * RATE
    assert min(delays) <= 0.02 * RATE + BLOCK + ON_THE_WAY
    assert longest_silence(server.heard(answered)) > 0.2 * RATE
