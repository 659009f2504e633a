"""The listening thread hears what is on a tape, and what the worker is told to hear."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection

import numpy as np
import pytest

from distill.protocol.input import ColumnsRecorded, InputSilence, InputSpec
from distill.ring.recent_audio import BLOCK, RecentAudio
from distill.worker.input_thread import InputThread
from distill.worker.worker_shared import WorkerShared
from kit.bundles import CONFIG, encoded, tiny_bundle

COLUMN = CONFIG.column_samples
PATIENCE_S = 20.0


@pytest.fixture
def tape() -> Iterator[RecentAudio]:
    made = RecentAudio.create(10.0)
    yield made
    made.close()


class Room:
    ours: Connection
    listener: InputThread


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    made.ours, theirs = multiprocessing.Pipe()
    made.listener = InputThread(WorkerShared(theirs))
    made.listener.start()
    yield made
    made.listener.set_input(None, None)


def write(tape: RecentAudio, columns: int, seed: int) -> None:
    sound = np.random.default_rng(seed).normal(0, 0.2, (columns * COLUMN, 2)).astype(np.float32)
    for start in range(0, len(sound), BLOCK):
        tape.append(sound[start : start + BLOCK])


def told(room: Room, columns: int, run: int) -> list[ColumnsRecorded]:
    """Wait until so many columns of a run were told."""
    found: list[ColumnsRecorded] = []
    while sum(len(one.codes) for one in found) < columns:
        assert room.ours.poll(PATIENCE_S), found
        message = room.ours.recv()
        if isinstance(message, ColumnsRecorded) and message.run == run:
            found.append(message)
        elif isinstance(message, ColumnsRecorded):
            assert not found
        else:
            assert isinstance(message, InputSilence)
    return found


def test_it_hears_from_the_frame_that_is_said(room: Room, tape: RecentAudio) -> None:
    write(tape, 2, 0)
    room.listener.set_input(InputSpec(1, tape.name, tape.end), tiny_bundle())
    write(tape, 5, 1)
    found = told(room, 3, 1)
    assert found[0].begins == 2 * COLUMN
    heard = tape.read(2 * COLUMN, tape.end)[1].mean(1)
    codes = np.concatenate([one.codes for one in found])
    assert np.array_equal(codes[:3], encoded(tiny_bundle(), heard)[:3])


def test_another_wish_ends_the_one_before(room: Room, tape: RecentAudio) -> None:
    room.listener.set_input(InputSpec(1, tape.name, 0), tiny_bundle())
    write(tape, 4, 0)
    told(room, 2, 1)
    room.listener.set_input(InputSpec(2, tape.name, tape.end), tiny_bundle(4))
    write(tape, 4, 1)
    found = told(room, 2, 2)
    assert (found[0].begins, found[0].codec) == (4 * COLUMN, tiny_bundle(4).codec_id)


def test_what_came_long_before_is_not_heard_again(room: Room, tape: RecentAudio) -> None:
    write(tape, 20, 0)
    room.listener.set_input(InputSpec(7, tape.name, 0), tiny_bundle())
    write(tape, 3, 1)
    assert told(room, 1, 7)[0].begins >= 20 * COLUMN - 2 * 48_000


def test_a_tape_that_is_not_there_is_told_and_it_listens_on(
    room: Room, tape: RecentAudio, caplog: pytest.LogCaptureFixture
) -> None:
    room.listener.set_input(InputSpec(1, "nobody-has-this", 0), tiny_bundle())
    room.listener.set_input(InputSpec(2, tape.name, 0), tiny_bundle())
    write(tape, 3, 0)
    told(room, 1, 2)
    assert "owner has gone" in caplog.text
