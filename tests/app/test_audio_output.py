"""The playhead: the frames that were given to the device, less its latency."""

from collections.abc import Iterator

import numpy as np
import pytest

from distill.app.audio_output import AudioOutput, late_sentence
from distill.ring.reader import Reader
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import DeviceState
from distill.ring.writer import Writer

BLOCK = 512
LATENCY = 480
MOST = 48_000


class Rig:
    """An output whose device a test plays, at second 1 of the clock."""

    def __init__(self) -> None:
        self.output = AudioOutput("null", "")
        self.recent = self.output._recent = RecentAudio.create(2.0)
        self.reader = Reader(self.output._ring, lambda: 10**9, self.recent)
        self.writer = Writer(self.output._ring)
        self.reader.publish_state(DeviceState.RUNNING, LATENCY)

    def play(self, blocks: int) -> None:
        for _ in range(blocks):
            self.reader.read_into(np.empty((BLOCK, 2), np.float32))


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.recent.close()
    made.output._ring.close()


def noise(frames: int) -> np.ndarray:
    return np.random.default_rng(1).uniform(-0.5, 0.5, (frames, 2)).astype(np.float32)


def test_the_playhead_is_behind_the_device_by_its_latency(rig: Rig) -> None:
    sound = noise(8 * BLOCK)
    rig.writer.write(sound)
    rig.play(4)
    for later_s, frame in ((0.0, 4 * BLOCK - LATENCY), (0.005, 4 * BLOCK - LATENCY + 240)):
        playhead = rig.output.playhead(1.0 + later_s, 0, MOST)
        assert (playhead.frame, playhead.ring, playhead.ahead) == (frame, frame - 1, 4 * BLOCK)
        np.testing.assert_array_equal(playhead.sound, sound[:frame])


def test_the_playhead_never_passes_what_the_device_got(rig: Rig) -> None:
    rig.writer.write(noise(8 * BLOCK))
    rig.play(4)
    assert rig.output.playhead(9.0, 0, MOST).frame == 4 * BLOCK
    assert rig.output.playhead(0.0, 0, MOST).frame == 0


def test_only_the_requested_frames_are_copied(rig: Rig) -> None:
    rig.writer.write(noise(8 * BLOCK))
    rig.play(8)
    end = rig.output.playhead(9.0, 0, MOST).frame
    assert len(rig.output.playhead(9.0, end - 100, MOST).sound) == 100
    assert len(rig.output.playhead(9.0, -5000, 64).sound) == 64
    assert len(rig.output.playhead(9.0, end + 100, MOST).sound) == 0


def test_silence_has_no_frame_of_the_ring_and_sound_after_it_does(rig: Rig) -> None:
    rig.writer.rest()
    rig.play(3)
    assert rig.output.playhead(9.0, 0, MOST).ring == -1
    sound = noise(4 * BLOCK)
    rig.writer.write(sound)
    rig.play(2)
    playhead = rig.output.playhead(9.0, 0, MOST)
    assert (playhead.frame, playhead.ring) == (5 * BLOCK, 2 * BLOCK - 1)
    assert not playhead.sound[: 3 * BLOCK].any()
    np.testing.assert_array_equal(playhead.sound[3 * BLOCK :], sound[: 2 * BLOCK])


def test_before_the_start_the_playhead_is_empty() -> None:
    output = AudioOutput("null", "")
    playhead = output.playhead(1.0, 0, MOST)
    assert (playhead.frame, len(playhead.sound), playhead.ring, playhead.ahead) == (0, 0, -1, 0)
    output._ring.close()


def test_underruns_of_the_last_minute_are_counted_and_explained(rig: Rig) -> None:
    assert (rig.output.stats()["underruns_minute"], rig.output.stats()["late"]) == (0, "")
    rig.writer.write(noise(2 * BLOCK))
    rig.play(4)
    rig.output._sink._beat()  # as the watchdog of a running sink does, ten times a second
    stats = rig.output.stats()
    assert stats["underruns_minute"] == stats["underruns"] == 1
    assert str(stats["late"]).startswith("sound was not ready in time once in the last minute")
    assert late_sentence(2).startswith("sound was not ready in time 2 times in the last minute")
