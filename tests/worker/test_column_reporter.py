"""The reporter sends the codes that sound and their position, exact to the sample."""

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
from kit.bundles import CONFIG, SHORT, tiny_bundle, tiny_codes, tiny_description

COLUMN = CONFIG.column_samples


class Room:
    """A performer, a reader that records, and an output history as in the engine."""

    def __init__(self) -> None:
        self.ring, self.recent = Ring.create(), RecentAudio.create(20.0)
        self.reader = Reader(self.ring, recent=self.recent)
        self.ours, theirs = multiprocessing.Pipe()
        self.shared = WorkerShared(theirs)
        self.performer = Performer(self.shared, Writer(self.ring))
        self.log, self.count = OutputHistory(), 0
        self.rendered: list[ColumnRendered] = []
        self.load(tiny_bundle())

    def load(self, bundle) -> None:
        config = bundle.config
        info = ModelInfo(
            bundle.id, bundle.codec_id, "tiny", config.size, config.bands, config.levels,
            config.column_samples, bundle.codebooks, has_prior=True,
        )  # fmt: skip
        self.model = bundle.id
        self.shared.models.put(Loaded(bundle, tiny_description(config), info))

    def play(self, take=1, transport="play", **more) -> None:
        self.performer.set_score(scores.make(transport, take, model=self.model, **more))

    def run(self, frames: int, block: int = 256) -> None:
        for _ in range(0, frames, block):
            while self.performer.step() == 0.0:
                pass
            while self.ours.poll(0):
                message = self.ours.recv()
                if isinstance(message, ColumnRendered):
                    self.count += 1
                    self.rendered.append(message)
                    self.log.append(message)
            self.reader.read_into(np.empty((block, 2), np.float32))

    def played(self, first=0):
        recent = self.recent
        return self.log.played_codes(
            OutputSnapshot(recent.name, recent.end, recent.available, recent.pieces(0)), first
        )


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.ring.close()
    made.recent.close()


def alone(first, second):
    """Render the first column of two, each given with its neighbours and not the last of them."""
    bundle = tiny_bundle()
    mels = [bundle.decode_columns(around, len(around) - 2, 1) for around in (first, second)]
    return bundle.vocoder.render(np.concatenate(mels))[:COLUMN]


def assert_same(heard, expected):
    """A vocoder rounds differently in frames and as a whole; shifted by a sample, sound differs."""
    rms = np.sqrt(np.square(expected).mean())
    assert np.sqrt(np.square(heard[:, 0] - expected).mean()) < 0.02 * rms
    assert np.sqrt(np.square(heard[1:, 0] - expected[:-1]).mean()) > 0.2 * rms


def test_a_loop_is_reported_column_by_column_to_the_sample(room: Room) -> None:
    codes = tiny_codes(3)
    room.run(1024)
    room.play(codes=codes)
    room.run(5 * COLUMN)
    played = room.played()
    assert played.codes.tolist() == codes[[0, 1, 2, 0, 1]].tolist()[: len(played.codes)]
    assert len(played.codes) >= 4
    assert np.diff(played.begins).tolist() == [COLUMN] * (len(played.codes) - 1)
    begins = int(played.begins[0])
    _, heard = room.recent.read(begins, begins + COLUMN)
    assert_same(heard, alone(codes[[2, 0, 1]], codes[[0, 1, 2]]))
    assert not room.recent.read(0, begins - LATENCY)[1].any()


def test_a_column_is_reported_once_unless_a_parameter_changes_it(room: Room) -> None:
    codes = tiny_codes(3)
    room.play(codes=codes)
    room.run(2 * COLUMN)
    count = room.count
    room.play(codes=codes, gain=-3.0)
    room.run(256)
    assert room.count == count
    room.play(codes=codes, fine=1.0)
    room.run(4 * COLUMN)
    played = room.played()
    assert room.count > count
    assert played.codes[0].tolist() == codes[0].tolist()
    later = played.codes[-1]
    number = (len(played.codes) - 1) % 3
    assert later[:, 0].tolist() == codes[number, :, 0].tolist()
    assert later.tolist() != codes[number].tolist()


def test_a_stream_is_reported_as_the_prior_sampled_it(room: Room) -> None:
    room.play(transport="stream", sampling=SamplingParams(0.9, 0, 4))
    room.run(4 * COLUMN)
    played = room.played()
    assert len(played.codes) >= 3
    assert played.takes[0] == (1, 4)
    begins = int(played.begins[0])
    heard = room.recent.read(begins, begins + COLUMN)[1]
    assert_same(heard, alone(played.codes[:2], played.codes[:3]))


def test_the_entropy_of_the_prior_is_only_reported_while_it_is_watched(room: Room) -> None:
    room.play(transport="stream", sampling=SamplingParams(0.9, 0, 4))
    room.run(3 * COLUMN)
    assert {one.entropy for one in room.rendered} == {0.0}
    room.play(transport="stream", sampling=SamplingParams(0.9, 0, 4), watched=True)
    room.run(4 * COLUMN)
    watched = [one for one in room.rendered if one.entropy]
    assert len(watched) >= 3
    assert all(0 < one.entropy <= np.log(CONFIG.size) for one in watched)
    assert {one.columns for one in room.rendered} == {0}
    room.play(2, codes=tiny_codes(3), watched=True)
    room.run(2 * COLUMN)
    assert next((one.columns, one.entropy) for one in room.rendered if one.take == 2) == (3, 0.0)


def test_columns_of_two_takes_and_of_two_models_are_distinguished(room: Room) -> None:
    room.play(codes=tiny_codes(3))
    room.run(2 * COLUMN)
    room.play(2, codes=tiny_codes(4, 9), sampling=SamplingParams(0.9, 0, 7))
    room.run(2 * COLUMN)
    both = room.played()
    assert {take for take, _ in both.takes} == {1, 2}
    second = [codes for codes, (take, _) in zip(both.codes, both.takes, strict=True) if take == 2]
    assert second[0].tolist() == tiny_codes(4, 9)[0].tolist()
    room.load(tiny_bundle(4, config=SHORT))
    other = tiny_codes(20, config=SHORT)
    room.play(3, codes=other)
    room.run(4 * COLUMN)
    last = room.played()
    assert last.by.codec == "tiny-codec-4"
    assert last.codes[:3].tolist() == other[:3].tolist()
    assert np.diff(last.begins).tolist() == [SHORT.column_samples] * (len(last.codes) - 1)
