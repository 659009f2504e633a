import contextlib
import gc
import multiprocessing
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from distill.bundle import Bundle, build
from distill.protocol.messages import StreamColumns
from distill.protocol.score import Score
from distill.protocol.tasks import ModelInfo
from distill.ring.reader import Reader
from distill.ring.ring import Field, Ring
from distill.ring.writer import Writer
from distill.worker.performer import IDLE_WAIT_S, Performer
from distill.worker.task_steps import Loaded
from distill.worker.worker_shared import WorkerShared
from kit import scores
from kit.bundles import (
    CONFIG,
    SHORT,
    tiny_bundle,
    tiny_codes,
    tiny_description,
    tiny_model,
)
from kit.listening import longest_silence

HOP = CONFIG.mel.hop
AHEAD_MS = 85
AHEAD = AHEAD_MS * 48


def loaded(bundle: Bundle | None = None) -> Loaded:
    bundle = bundle or tiny_bundle()
    config = bundle.config
    info = ModelInfo(
        bundle.id, bundle.codec_id, "tiny", config.size, config.bands, config.levels,
        config.column_samples, bundle.codebooks, has_prior=True,
    )  # fmt: skip
    return Loaded(bundle, tiny_description(config), info)


def play(model: str, take: int = 1) -> Score:
    return Score("play", take, tiny_codes(3), model=model)


@pytest.fixture
def ring() -> Iterator[Ring]:
    one = Ring.create()
    yield one
    one.close()


@pytest.fixture
def shared() -> Iterator[WorkerShared]:
    ours, theirs = multiprocessing.Pipe()
    yield WorkerShared(theirs)
    ours.close()


def loudest(ring: Ring) -> float:
    return float(np.abs(ring.frames).max())


def test_a_score_right_after_the_model_is_played(ring: Ring, shared: WorkerShared) -> None:
    """A worker that replaces a dead one gets the score before its first step."""
    performer = Performer(shared, Writer(ring))
    performer.step()
    shared.models.put(loaded())
    performer.set_score(play(tiny_bundle().id))
    for _ in range(10):
        performer.step()
    assert loudest(ring) > 0.001


def test_a_new_worker_leaves_concealed_sound_alone_until_its_first_score(
    ring: Ring, shared: WorkerShared
) -> None:
    writer = Writer(ring)
    writer.write(np.full((1000, 2), 0.1, np.float32))  # the previous worker died after this
    performer = Performer(shared, Writer(ring))
    performer.step()
    shared.models.put(loaded())
    performer.step()
    performer.step()
    assert ring.header[Field.REST] == 0
    performer.set_score(Score("stop", 1, model=tiny_bundle().id))
    performer.step()
    assert ring.header[Field.REST] == ring.header[Field.WRITE] == 1000


def test_codes_of_another_model_are_not_played(ring: Ring, shared: WorkerShared) -> None:
    performer = Performer(shared, Writer(ring))
    shared.models.put(loaded())
    performer.set_score(play("another"))
    for _ in range(10):
        performer.step()
    assert loudest(ring) == 0.0
    performer.set_score(play(tiny_bundle().id, take=2))
    for _ in range(10):
        performer.step()
    assert loudest(ring) > 0.001


def test_a_panic_discards_what_was_not_yet_played(ring: Ring, shared: WorkerShared) -> None:
    performer = Performer(shared, Writer(ring))
    shared.models.put(loaded())
    performer.set_score(play(tiny_bundle().id))
    for _ in range(10):
        performer.step()
    written = ring.status().written
    assert written > 0
    performer.set_score(Score("stop", 1, panic=1, model=tiny_bundle().id))
    performer.step()
    assert ring.status().written == written
    assert ring.header[Field.DROP] == ring.header[Field.REST] == written


class Stage:
    """A performer with a ring, a reader at its other end, and the engine's end of the pipe."""

    def __init__(self, model):
        self.ring = Ring.create()
        self.writer = Writer(self.ring)
        self.reader = Reader(self.ring)
        self.ours, theirs = multiprocessing.Pipe()
        self.shared = WorkerShared(theirs)
        self.performer = Performer(self.shared, self.writer)
        if model is not None:
            self.shared.models.put(model)
            self.model = model.info.id

    def play(self, take=1, **more):
        fields = {"codes": tiny_codes(4), "ahead_ms": AHEAD_MS, "model": self.model, **more}
        self.performer.set_score(scores.make(fields.pop("transport", "play"), take, **fields))

    def fill(self):
        """Step until the performer has nothing to do."""
        while self.performer.step() == 0.0:
            pass

    def listen(self, frames, block=256):
        """Play in blocks like a device while the performer keeps up; return the output."""
        output = []
        for _ in range(0, frames, block):
            self.fill()
            out = np.zeros((block, 2), np.float32)
            self.reader.read_into(out)
            output.append(out)
        return np.concatenate(output)


@pytest.fixture
def stage():
    made = Stage(loaded())
    yield made
    made.ring.close()


def test_without_a_model_it_waits_and_writes_nothing():
    empty = Stage(None)
    with contextlib.closing(empty.ring):
        assert empty.performer.step() == IDLE_WAIT_S
        assert empty.writer.position == 0


def test_it_renders_exactly_as_far_ahead_as_the_score_requires(stage):
    stage.play()
    stage.fill()
    assert AHEAD - HOP < stage.writer.position <= AHEAD
    at = stage.writer.position
    stage.performer.step()
    assert stage.writer.position == at


@pytest.mark.parametrize("transport", ["play", "stream"])
def test_playback_has_no_gap_and_no_underrun(stage, transport):
    stage.play(transport=transport)
    output = stage.listen(48_000)
    assert longest_silence(output[AHEAD:]) < 480
    assert stage.ring.status().underruns == 0


@pytest.mark.parametrize("transport", ["play", "stream"])
def test_a_new_worker_plays_on_after_a_panic_before_its_start(stage, transport):
    stage.play(take=3, transport=transport, panic=2)
    output = stage.listen(24_000)
    assert np.abs(output[AHEAD:]).max() > 1e-3
    assert longest_silence(output[AHEAD:]) < 480


def test_columns_of_a_stream_are_sent_to_the_engine(stage):
    stage.play(take=6, transport="stream")
    stage.listen(3 * CONFIG.column_samples)
    message = stage.ours.recv()
    assert isinstance(message, StreamColumns)
    assert message.take == 6
    assert message.codes.shape == (1, CONFIG.bands, CONFIG.levels)


def test_a_stop_ends_in_intended_silence(stage):
    stage.play()
    stage.listen(24_000)
    stage.play(transport="stop")
    assert not stage.listen(48_000)[-4_800:].any()
    status = stage.ring.status()
    assert (status.underruns, status.concealed) == (0, 0)
    assert stage.performer.step() == IDLE_WAIT_S


def test_a_panic_is_silent_within_20_ms_of_the_next_read(stage):
    stage.play()
    stage.listen(24_000)
    stage.play(transport="stop", panic=1)
    after = stage.listen(9_600)
    assert not after[960:].any()
    assert stage.ring.status().underruns == 0


def test_after_a_panic_it_plays_again(stage):
    stage.play()
    stage.listen(24_000)
    stage.play(transport="stop", panic=1)
    stage.listen(9_600)
    stage.play(take=2, panic=1)
    assert np.abs(stage.listen(24_000)).max() > 0.01


def test_the_load_is_reported(stage):
    stage.play()
    stage.listen(9_600)
    assert stage.shared.stats["load"] > 0


def status(stage):
    now = stage.ring.status()
    return now.underruns, now.concealed


@pytest.mark.parametrize("transport", ["play", "stream"])
def test_loading_another_model_changes_no_sample_of_the_current_sound(stage, transport):
    alone = Stage(loaded())
    for one in (stage, alone):
        one.play(transport=transport)
    before = stage.listen(9_600), alone.listen(9_600)
    stage.shared.models.put(loaded(tiny_bundle(4)))
    stage.play(transport=transport)  # as the engine does after a load
    after = stage.listen(48_000), alone.listen(48_000)
    alone.ring.close()
    np.testing.assert_array_equal(
        np.concatenate([before[0], after[0]]), np.concatenate([before[1], after[1]])
    )
    assert status(stage) == (0, 0)


@pytest.mark.parametrize("transport", ["play", "stream"])
def test_the_next_take_is_on_the_new_model_without_a_gap(stage, transport):
    stage.play()
    output = [stage.listen(24_000)]
    other = tiny_bundle(4, config=SHORT)
    stage.shared.models.put(loaded(other))
    stage.play()
    output.append(stage.listen(24_000))
    stage.play(2, transport=transport, codes=tiny_codes(20, config=SHORT), model=other.id)
    output.append(stage.listen(48_000))
    assert stage.performer._renderer._voice.bundle is other
    assert longest_silence(np.concatenate(output)[AHEAD:]) < 480
    assert status(stage) == (0, 0)


def test_a_model_that_nothing_plays_is_released(stage):
    old = build(*tiny_model(8))
    gone = weakref.ref(old.codec)
    stage.shared.models.put(loaded(old))
    stage.play(model=old.id)
    del old
    stage.listen(9_600)
    other = tiny_bundle(4)
    stage.shared.models.put(loaded(other))
    stage.play(model="tiny-8-0")
    stage.listen(9_600)
    assert gone() is not None
    stage.play(2, model=other.id)
    stage.listen(24_000)
    gc.collect()
    assert gone() is None


def test_after_a_stop_the_previous_model_is_released(stage):
    old = build(*tiny_model(8))
    gone = weakref.ref(old.codec)
    stage.shared.models.put(loaded(old))
    stage.play(model=old.id)
    del old
    stage.listen(9_600)
    other = tiny_bundle(4)
    stage.shared.models.put(loaded(other))
    stage.play(transport="stop", model=other.id)
    stage.listen(9_600)
    gc.collect()
    assert gone() is None


def test_of_two_models_loaded_before_a_score_either_can_be_played(stage):
    first, second = tiny_bundle(4), tiny_bundle(5)
    stage.shared.models.put(loaded(first))
    stage.shared.models.put(loaded(second))
    stage.play(model=first.id)
    assert np.abs(stage.listen(9_600)).max() > 0.001
    stage.play(2, model=second.id)
    stage.listen(9_600)
    assert stage.performer._renderer._voice.bundle is second
    assert status(stage) == (0, 0)
