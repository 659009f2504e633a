"""A stream begins once the sounds of its first columns can be read, or were waited for."""

from collections.abc import Sequence

import numpy as np
import pytest
from typing_extensions import override

from distill.codes.sampling_params import SamplingParams
from distill.types import Audio
from distill.worker.pending_stream import MOST_WAIT_S, PendingStream
from distill.worker.prior_stream import PriorStream
from kit.bundles import tiny_bundle


class Disk:
    """Has a sound from a moment on."""

    def __init__(self) -> None:
        self.ready, self.asked = False, list[str]()

    def find(self, source: str) -> Audio | None:
        return np.zeros((9, 1), np.float32) if self.ready else None

    def soon(self, sources: Sequence[str]) -> None:
        self.asked += sources


class Hands:
    """A clock that is set by hand."""

    now = 5.0

    def __call__(self) -> float:
        return self.now


class CarriedStream(PriorStream):
    """A stream whose first columns are carried by a sound."""

    @override
    def first_sources(self) -> list[str]:
        return ["s" * 32]

    @override
    def sources_from(self, column: int) -> list[str]:
        return self.first_sources()


@pytest.fixture(params=[False, True], ids=["carried", "cut"])
def pending(request: pytest.FixtureRequest) -> PendingStream:
    bundle = tiny_bundle()
    assert bundle.sampler is not None
    stream = CarriedStream(bundle.sampler, SamplingParams(), lambda _codes, _carriers: None)
    preparation = stream.prepare(None)
    made = PendingStream(
        1, bundle, stream, preparation, requested=True, sounds=Disk(), clock=Hands()
    )
    made.cut = bool(request.param)
    while made.step():
        assert not made.ready
    return made


def test_it_waits_for_its_sounds_but_not_where_it_must_begin_on_a_sample(
    pending: PendingStream,
) -> None:
    disk = pending.sounds
    assert isinstance(disk, Disk)
    assert pending.ready is pending.cut
    if pending.cut:
        return
    assert set(disk.asked) == {"s" * 32}  # while it was sampled
    assert not pending.step()
    assert not pending.ready
    disk.ready = True
    assert not pending.step()
    assert pending.ready


def test_it_waits_no_longer_than_it_should(pending: PendingStream) -> None:
    clock = pending.clock
    assert isinstance(clock, Hands)
    clock.now += MOST_WAIT_S - 0.01
    pending.step()
    assert pending.ready is pending.cut
    clock.now += 0.02
    pending.step()
    assert pending.ready
