"""What is at the ear: the frames that were given to the device, less what lies between."""

from collections.abc import Iterator

import numpy as np
import pytest

from distill.app.audio_output import AudioOutput
from distill.ring.reader import Reader
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import DeviceState
from distill.ring.writer import Writer

BLOCK = 512
LATENCY = 480
MOST = 48_000


class Room:
    """An output whose device a test plays, at second 1 of the clock."""

    def __init__(self) -> None:
        self.output = AudioOutput("null", "")
        self.tape = self.output._recent = RecentAudio.create(2.0)
        self.reader = Reader(self.output._ring, lambda: 10**9, self.tape)
        self.writer = Writer(self.output._ring)
        self.reader.publish_state(DeviceState.RUNNING, LATENCY)

    def play(self, blocks: int) -> None:
        for _ in range(blocks):
            self.reader.read_into(np.empty((BLOCK, 2), np.float32))


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.tape.close()
    made.output._ring.close()


def noise(frames: int) -> np.ndarray:
    return np.random.default_rng(1).uniform(-0.5, 0.5, (frames, 2)).astype(np.float32)


def test_the_ear_hears_what_the_device_got_its_latency_ago(room: Room) -> None:
    sound = noise(8 * BLOCK)
    room.writer.write(sound)
    room.play(4)
    for later_s, frame in ((0.0, 4 * BLOCK - LATENCY), (0.005, 4 * BLOCK - LATENCY + 240)):
        ear = room.output.playhead(1.0 + later_s, 0, MOST)
        assert (ear.frame, ear.ring, ear.ahead) == (frame, frame - 1, 4 * BLOCK)
        np.testing.assert_array_equal(ear.sound, sound[:frame])


def test_what_was_not_given_to_the_device_is_never_heard(room: Room) -> None:
    room.writer.write(noise(8 * BLOCK))
    room.play(4)
    assert room.output.playhead(9.0, 0, MOST).frame == 4 * BLOCK
    assert room.output.playhead(0.0, 0, MOST).frame == 0


def test_only_as_much_is_copied_as_is_asked_for(room: Room) -> None:
    room.writer.write(noise(8 * BLOCK))
    room.play(8)
    end = room.output.playhead(9.0, 0, MOST).frame
    assert len(room.output.playhead(9.0, end - 100, MOST).sound) == 100
    assert len(room.output.playhead(9.0, -5000, 64).sound) == 64
    assert len(room.output.playhead(9.0, end + 100, MOST).sound) == 0


def test_silence_comes_from_nowhere_in_the_ring_and_what_follows_it_does(room: Room) -> None:
    room.writer.rest()
    room.play(3)
    assert room.output.playhead(9.0, 0, MOST).ring == -1
    sound = noise(4 * BLOCK)
    room.writer.write(sound)
    room.play(2)
    ear = room.output.playhead(9.0, 0, MOST)
    assert (ear.frame, ear.ring) == (5 * BLOCK, 2 * BLOCK - 1)
    assert not ear.sound[: 3 * BLOCK].any()
    np.testing.assert_array_equal(ear.sound[3 * BLOCK :], sound[: 2 * BLOCK])


def test_before_there_is_a_tape_nothing_is_at_the_ear() -> None:
    output = AudioOutput("null", "")
    ear = output.playhead(1.0, 0, MOST)
    assert (ear.frame, len(ear.sound), ear.ring, ear.ahead) == (0, 0, -1, 0)
    output._ring.close()
