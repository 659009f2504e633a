"""The engine is told which codes sound and where: to the sample, knobs in them, loops too."""

import multiprocessing
from collections.abc import Iterator

import numpy as np
import pytest

from distill.audio.limiter import LATENCY
from distill.codes.sampling_params import SamplingParams
from distill.protocol.output import ColumnRendered, OutputHistory, OutputSnapshot
from distill.protocol.tasks import ModelInfo
from distill.ring.reader import Reader
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import Ring
from distill.ring.writer import Writer
from distill.worker.performer import Performer
from distill.worker.task_steps import Loaded
from distill.worker.worker_shared import WorkerShared
from kit import scores
from kit.bundles import CONFIG, SHORT, tiny_bundle, tiny_codes

COLUMN = CONFIG.column_samples


class Room:
    """A performer, a reader with a tape, and an engine's log of what is told."""

    def __init__(self) -> None:
        self.ring, self.tape = Ring.create(), RecentAudio.create(20.0)
        self.reader = Reader(self.ring, tape=self.tape)
        self.ours, theirs = multiprocessing.Pipe()
        self.desk = WorkerShared(theirs)
        self.performer = Performer(self.desk, Writer(self.ring))
        self.log, self.told = OutputHistory(), 0
        self.painted: list[ColumnRendered] = []
        self.load(tiny_bundle())

    def load(self, bundle) -> None:
        config = bundle.config
        facts = ModelInfo(
            bundle.id, bundle.codec_id, "tiny", config.size, config.bands, config.levels,
            config.column_samples, bundle.codebooks, has_prior=True,
        )  # fmt: skip
        self.model = bundle.id
        self.desk.models.put(Loaded(bundle, facts))

    def play(self, take=1, transport="play", **more) -> None:
        self.performer.set_score(scores.make(transport, take, model=self.model, **more))

    def hear(self, frames: int, block: int = 256) -> None:
        for _ in range(0, frames, block):
            while self.performer.step() == 0.0:
                pass
            while self.ours.poll(0):
                message = self.ours.recv()
                if isinstance(message, ColumnRendered):
                    self.told += 1
                    self.painted.append(message)
                    self.log.append(message)
            self.reader.read_into(np.empty((block, 2), np.float32))

    def sounded(self, first=0):
        tape = self.tape
        return self.log.played_codes(
            OutputSnapshot(tape.name, tape.end, tape.available, tape.pieces(0)), first
        )


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.ring.close()
    made.tape.close()


def alone(first, second):
    """Render the first column of two, each given with its neighbours and not the last of them."""
    bundle = tiny_bundle()
    mels = [bundle.decode_columns(around, len(around) - 2, 1) for around in (first, second)]
    return bundle.vocoder.render(np.concatenate(mels))[:COLUMN]


def assert_same(heard, expected):
    """Frame by frame and at once, a vocoder rounds otherwise; a sample aside is another sound."""
    rms = np.sqrt(np.square(expected).mean())
    assert np.sqrt(np.square(heard[:, 0] - expected).mean()) < 0.02 * rms
    assert np.sqrt(np.square(heard[1:, 0] - expected[:-1]).mean()) > 0.2 * rms


def test_a_loop_is_told_column_by_column_and_to_the_sample(room: Room) -> None:
    codes = tiny_codes(3)
    room.hear(1024)
    room.play(codes=codes)
    room.hear(5 * COLUMN)
    sounded = room.sounded()
    assert sounded.codes.tolist() == codes[[0, 1, 2, 0, 1]].tolist()[: len(sounded.codes)]
    assert len(sounded.codes) >= 4
    assert np.diff(sounded.begins).tolist() == [COLUMN] * (len(sounded.codes) - 1)
    begins = int(sounded.begins[0])
    _, heard = room.tape.read(begins, begins + COLUMN)
    assert_same(heard, alone(codes[[2, 0, 1]], codes[[0, 1, 2]]))
    assert not room.tape.read(0, begins - LATENCY)[1].any()


def test_a_column_is_told_once_unless_a_knob_changes_it(room: Room) -> None:
    codes = tiny_codes(3)
    room.play(codes=codes)
    room.hear(2 * COLUMN)
    told = room.told
    room.play(codes=codes, gain=-3.0)
    room.hear(256)
    assert room.told == told
    room.play(codes=codes, fine=1.0)
    room.hear(4 * COLUMN)
    sounded = room.sounded()
    assert room.told > told
    assert sounded.codes[0].tolist() == codes[0].tolist()
    later = sounded.codes[-1]
    number = (len(sounded.codes) - 1) % 3
    assert later[:, 0].tolist() == codes[number, :, 0].tolist()
    assert later.tolist() != codes[number].tolist()


def test_a_stream_is_told_as_the_prior_wrote_it(room: Room) -> None:
    room.play(transport="stream", chance=SamplingParams(0.9, 0, 4))
    room.hear(4 * COLUMN)
    sounded = room.sounded()
    assert len(sounded.codes) >= 3
    assert sounded.takes[0] == (1, 4)
    begins = int(sounded.begins[0])
    heard = room.tape.read(begins, begins + COLUMN)[1]
    assert_same(heard, alone(sounded.codes[:2], sounded.codes[:3]))


def test_how_open_the_prior_was_is_only_told_to_who_watches(room: Room) -> None:
    room.play(transport="stream", chance=SamplingParams(0.9, 0, 4))
    room.hear(3 * COLUMN)
    assert {one.entropy for one in room.painted} == {0.0}
    room.play(transport="stream", chance=SamplingParams(0.9, 0, 4), watched=True)
    room.hear(4 * COLUMN)
    told = [one for one in room.painted if one.entropy]
    assert len(told) >= 3
    assert all(0 < one.entropy <= np.log(CONFIG.size) for one in told)
    assert {one.columns for one in room.painted} == {0}
    room.play(2, codes=tiny_codes(3), watched=True)
    room.hear(2 * COLUMN)
    assert next((one.columns, one.entropy) for one in room.painted if one.take == 2) == (3, 0.0)


def test_a_take_after_another_and_one_on_another_model_are_told_apart(room: Room) -> None:
    room.play(codes=tiny_codes(3))
    room.hear(2 * COLUMN)
    room.play(2, codes=tiny_codes(4, 9), chance=SamplingParams(0.9, 0, 7))
    room.hear(2 * COLUMN)
    both = room.sounded()
    assert {take for take, _ in both.takes} == {1, 2}
    second = [codes for codes, (take, _) in zip(both.codes, both.takes, strict=True) if take == 2]
    assert second[0].tolist() == tiny_codes(4, 9)[0].tolist()
    room.load(tiny_bundle(4, config=SHORT))
    other = tiny_codes(20, config=SHORT)
    room.play(3, codes=other)
    room.hear(4 * COLUMN)
    last = room.sounded()
    assert last.by.codec == "tiny-codec-4"
    assert last.codes[:3].tolist() == other[:3].tolist()
    assert np.diff(last.begins).tolist() == [SHORT.column_samples] * (len(last.codes) - 1)
