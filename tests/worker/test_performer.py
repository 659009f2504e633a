import multiprocessing
from collections.abc import Iterator

import numpy as np
import pytest

from distill.ring.ring import Field, Ring
from distill.ring.writer import Writer
from distill.session.score import Score
from distill.session.tasks import ModelFacts
from distill.worker.desk import Desk
from distill.worker.jobs import Loaded
from distill.worker.performer import Performer
from kit.bundles import CONFIG, tiny_bundle, tiny_codes


def loaded() -> Loaded:
    bundle = tiny_bundle()
    facts = ModelFacts(
        bundle.id, "tiny", CONFIG.size, CONFIG.bands, CONFIG.levels, CONFIG.column_samples,
        bundle.codebooks, has_prior=True,
    )  # fmt: skip
    return Loaded(bundle, facts)


def play(model: str, take: int = 1) -> Score:
    return Score("play", take, tiny_codes(3), model=model)


@pytest.fixture
def ring() -> Iterator[Ring]:
    one = Ring.create()
    yield one
    one.close()


@pytest.fixture
def desk() -> Desk:
    return Desk(multiprocessing.Pipe()[0])


def loudest(ring: Ring) -> float:
    return float(np.abs(ring.frames).max())


def test_a_score_that_comes_right_after_the_model_is_played(ring: Ring, desk: Desk) -> None:
    """A worker that replaces a dead one hears of the score before it has turned once."""
    performer = Performer(desk, Writer(ring))
    performer.turn()
    desk.models.put(loaded())
    performer.perform(play(tiny_bundle().id))
    for _ in range(10):
        performer.turn()
    assert loudest(ring) > 0.001


def test_codes_of_another_model_are_not_played(ring: Ring, desk: Desk) -> None:
    performer = Performer(desk, Writer(ring))
    desk.models.put(loaded())
    performer.perform(play("another"))
    for _ in range(10):
        performer.turn()
    assert loudest(ring) == 0.0
    performer.perform(play(tiny_bundle().id, take=2))
    for _ in range(10):
        performer.turn()
    assert loudest(ring) > 0.001


def test_a_panic_takes_back_what_was_not_yet_heard(ring: Ring, desk: Desk) -> None:
    performer = Performer(desk, Writer(ring))
    desk.models.put(loaded())
    performer.perform(play(tiny_bundle().id))
    for _ in range(10):
        performer.turn()
    written = ring.status().written
    assert written > 0
    performer.perform(Score("stop", 1, panic=1, model=tiny_bundle().id))
    performer.turn()
    assert ring.status().written == written
    assert ring.header[Field.DROP] == ring.header[Field.REST] == written
