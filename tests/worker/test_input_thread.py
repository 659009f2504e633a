"""The input thread encodes the input that the score names, from its first frame on."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from distill.protocol.input import ColumnsRecorded, InputSilence, InputSpec, SourceRecorded
from distill.ring.recent_audio import BLOCK, RecentAudio
from distill.storage.source_store import SourceStore
from distill.worker.input_thread import InputThread
from distill.worker.worker_shared import WorkerShared
from kit.bundles import CONFIG, encoded, tiny_bundle

COLUMN = CONFIG.column_samples
PATIENCE_S = 20.0


@pytest.fixture
def recent() -> Iterator[RecentAudio]:
    made = RecentAudio.create(10.0)
    yield made
    made.close()


class Room:
    ours: Connection
    store: SourceStore

    @property
    def folders(self) -> tuple[str, str]:
        return str(self.store.folder), str(self.store.cache)

    thread: InputThread


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room()
    made.ours, theirs = multiprocessing.Pipe()
    made.store = SourceStore(tmp_path / "sources", tmp_path / "cache")
    made.thread = InputThread(WorkerShared(theirs))
    made.thread.start()
    yield made
    made.thread.set_input(None, None)


def write(recent: RecentAudio, columns: int, seed: int) -> None:
    sound = np.random.default_rng(seed).normal(0, 0.2, (columns * COLUMN, 2)).astype(np.float32)
    for start in range(0, len(sound), BLOCK):
        recent.append(sound[start : start + BLOCK])


def received(room: Room, columns: int, run: int) -> list[ColumnsRecorded]:
    """Wait until `columns` columns of a run were reported."""
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


def test_it_encodes_from_the_requested_frame_on(room: Room, recent: RecentAudio) -> None:
    write(recent, 2, 0)
    room.thread.set_input(InputSpec(1, recent.name, recent.end), tiny_bundle())
    write(recent, 5, 1)
    found = received(room, 3, 1)
    assert found[0].begins == 2 * COLUMN
    sound = recent.read(2 * COLUMN, recent.end)[1].mean(1)
    codes = np.concatenate([one.codes for one in found])
    assert np.array_equal(codes[:3], encoded(tiny_bundle(), sound)[:3])


def test_another_request_replaces_the_previous_one(room: Room, recent: RecentAudio) -> None:
    room.thread.set_input(InputSpec(1, recent.name, 0), tiny_bundle())
    write(recent, 4, 0)
    received(room, 2, 1)
    room.thread.set_input(InputSpec(2, recent.name, recent.end), tiny_bundle(4))
    write(recent, 4, 1)
    found = received(room, 2, 2)
    assert (found[0].begins, found[0].codec) == (4 * COLUMN, tiny_bundle(4).codec_id)


def test_old_input_is_skipped(room: Room, recent: RecentAudio) -> None:
    write(recent, 20, 0)
    room.thread.set_input(InputSpec(7, recent.name, 0), tiny_bundle())
    write(recent, 3, 1)
    assert received(room, 1, 7)[0].begins >= 20 * COLUMN - 2 * 48_000


def test_a_missing_input_is_logged_and_the_thread_goes_on(
    room: Room, recent: RecentAudio, caplog: pytest.LogCaptureFixture
) -> None:
    room.thread.set_input(InputSpec(1, "nobody-has-this", 0), tiny_bundle())
    room.thread.set_input(InputSpec(2, recent.name, 0), tiny_bundle())
    write(recent, 3, 0)
    received(room, 1, 2)
    assert "process that created it has ended" in caplog.text


def source_of(room: Room) -> SourceRecorded:
    while room.ours.poll(PATIENCE_S):
        message = room.ours.recv()
        if isinstance(message, SourceRecorded):
            return message
    raise AssertionError("no sound was kept")


def test_the_sound_of_a_recording_is_kept_when_it_ends(room: Room, recent: RecentAudio) -> None:
    room.thread.set_input(InputSpec(5, recent.name, 0, 3, sources=room.folders), tiny_bundle())
    write(recent, 6, 0)
    found = received(room, 4, 5)
    room.thread.set_input(None, None)
    source = source_of(room)
    columns = sum(len(one.codes) for one in found)
    assert source.run == 5
    begins = [number * COLUMN for number in range(columns - 3, columns)]
    assert source.begins.tolist() == begins
    sound = recent.read(begins[0], begins[-1] + COLUMN)[1]
    np.testing.assert_allclose(room.store.open(source.source), sound, atol=2**-22)


def test_a_recording_without_a_folder_keeps_no_sound(room: Room, recent: RecentAudio) -> None:
    room.thread.set_input(InputSpec(5, recent.name, 0, 4), tiny_bundle())
    write(recent, 5, 0)
    received(room, 3, 5)
    room.thread.set_input(
        InputSpec(6, recent.name, recent.end, 4, sources=room.folders), tiny_bundle()
    )
    write(recent, 5, 1)
    received(room, 3, 6)
    room.thread.set_input(None, None)
    assert source_of(room).run == 6


def test_an_input_whose_channels_cancel_is_encoded_as_one_of_them(
    room: Room, recent: RecentAudio
) -> None:
    left = np.random.default_rng(3).normal(0, 0.2, 5 * COLUMN).astype(np.float32)
    for start in range(0, len(left), BLOCK):
        block = left[start : start + BLOCK]
        recent.append(np.stack([block, -block], axis=1))
    room.thread.set_input(InputSpec(1, recent.name, 0), tiny_bundle())
    codes = np.concatenate([one.codes for one in received(room, 3, 1)])
    assert np.array_equal(codes[:3], encoded(tiny_bundle(), left)[:3])
