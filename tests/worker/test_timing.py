"""Takes begin on their scheduled frame, and loops in bars restart on the exact sample."""

import dataclasses
import itertools
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from distill.audio.limiter import LATENCY
from distill.codes.sampling_params import SamplingParams
from distill.protocol.meter import Meter
from distill.protocol.score import Score
from distill.ring.reader import Reader
from distill.ring.ring import Field, Ring
from distill.ring.writer import Writer
from distill.types import Audio
from distill.worker.chain import Chain
from distill.worker.performer import Performer
from distill.worker.renderer import CUT_S
from distill.worker.worker_shared import WorkerShared
from kit import carried, scores
from kit.bundles import tiny_bundle, tiny_codes
from kit.listening import largest_step
from worker.test_performer import loaded

BLOCK = 64
MODEL = tiny_bundle().id
CUT = round(CUT_S * 48_000)


class Stage:
    """A performer, and a device that plays in blocks."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.pipe, other = multiprocessing.Pipe()
        self.shared = WorkerShared(other)
        self.shared.models.put(loaded())
        self.performer = Performer(self.shared, Writer(ring))
        self.reader = Reader(ring)
        self.heard: list[Audio] = []

    def run(self, frames: int) -> Audio:
        """Play `frames` frames; return all frames since the start."""
        for _ in range(frames // BLOCK):
            self.performer.step()
            block = np.zeros((BLOCK, 2), np.float32)
            self.reader.read_into(block)
            self.heard.append(block)
        return np.concatenate(self.heard)


@pytest.fixture
def stage() -> Iterator[Stage]:
    ring = Ring.create()
    yield Stage(ring)
    ring.close()


def play(take: int = 1, seed: int = 3, **more: object) -> Score:
    return scores.make("play", take, tiny_codes(3, seed), **{"model": MODEL, **more})


def alone(score: Score, frames: int) -> Audio:
    """Render a score from its first sample on."""
    ring = Ring.create()
    try:
        stage = Stage(ring)
        stage.performer.set_score(score)
        sound = stage.run(frames + 1024)
        return sound[int(np.flatnonzero(sound.any(1))[0]) :][:frames]
    finally:
        ring.close()


@pytest.mark.parametrize("at", [5000, 5001, 5119, 8191])
def test_a_take_out_of_silence_begins_on_its_frame(stage: Stage, at: int) -> None:
    wanted = alone(play(), 4000)
    stage.run(640)
    stage.performer.set_score(play(), at)
    sound = stage.run(at + 4096)
    assert not sound[:at].any()
    np.testing.assert_array_equal(sound[at : at + 3000], wanted[:3000])
    assert stage.ring.header[Field.UNDERRUNS] == 0


@pytest.mark.parametrize("at", [6000, 6123])
def test_a_take_after_another_begins_on_its_frame_with_a_short_crossfade(
    stage: Stage, at: int
) -> None:
    stage.performer.set_score(play())
    before = stage.run(1280)
    stage.performer.set_score(play(2, 9), at)
    sound = stage.run(at + 4096)
    start = int(np.flatnonzero(before.any(1))[0])
    old = alone(play(), at)
    np.testing.assert_array_equal(sound[start:at], old[: at - start])
    new = alone(play(2, 9), 4000)
    np.testing.assert_allclose(
        sound[at + CUT : at + 3000], new[CUT:3000], atol=1e-3
    )  # limiter and guard continue from the past
    assert stage.ring.header[Field.UNDERRUNS] == 0


def test_a_loop_in_bars_restarts_on_the_exact_sample(stage: Stage) -> None:
    meter = Meter(tempo=1733.0, beats=4)  # a bar of 6647.4 frames; the grid has 3072
    stage.performer.set_score(play(bars=1, meter=meter))
    sound = stage.run(40_000)
    start = int(np.flatnonzero(sound.any(1))[0])
    first = meter.beat(start)
    rounds = [meter.frame(first + 4 * n) for n in range(5)]
    assert np.ptp(np.diff(rounds)) <= 1
    one = sound[rounds[0] + CUT : rounds[1]]
    for begin, end in itertools.pairwise(rounds):
        length = min(len(one), end - begin - CUT)
        np.testing.assert_allclose(
            sound[begin + CUT : begin + CUT + length], one[:length], atol=1e-3
        )


def test_a_loop_in_bars_follows_a_change_of_tempo(stage: Stage) -> None:
    meter = Meter(tempo=1800.0, beats=4)  # 6400 frames
    score = play(bars=1, meter=meter)
    stage.performer.set_score(score)
    stage.run(640)  # rendered up to 4720 by now
    now = Writer(stage.ring).clock
    slower = meter.turned(now, 900.0, 4)
    stage.performer.set_score(dataclasses.replace(score, meter=slower))
    sound = stage.run(40_000)
    start = int(np.flatnonzero(sound.any(1))[0])
    second = slower.frame(meter.beat(start) + 4)
    assert second > start + 6400
    new = alone(play(), 3000)
    np.testing.assert_allclose(sound[second + CUT : second + 3000], new[CUT:3000], atol=1e-3)


def test_a_stream_begins_on_its_frame(stage: Stage) -> None:
    stage.performer.set_score(play())
    stage.run(1280)
    score = Score("stream", 2, None, sampling=SamplingParams(0.9, 0, 5), model=MODEL)
    wanted = alone(score, 4000)
    stage.performer.set_score(score, 7001)
    sound = stage.run(7001 + 4096)
    np.testing.assert_allclose(sound[7001 + CUT : 10_000], wanted[CUT:2999], atol=1e-3)


def test_a_stop_before_a_scheduled_take_cancels_it(stage: Stage) -> None:
    stage.run(640)
    stage.performer.set_score(play(), 9000)
    stage.run(1280)
    stage.performer.set_score(Score("stop", 1, model=MODEL))
    assert not stage.run(20_000).any()


def test_a_scheduled_edit_sounds_from_its_frame_on(stage: Stage) -> None:
    score = play()
    stage.performer.set_score(score)
    stage.run(1280)
    edited = dataclasses.replace(score, codes=tiny_codes(3, 9))
    stage.performer.set_score(edited, 12_000)
    sound = stage.run(20_000)
    start = int(np.flatnonzero(sound.any(1))[0])
    plain = alone(score, 19_000)
    same = (sound[start : start + 18_000] == plain[:18_000]).all(1)
    changed = start + int(np.flatnonzero(~same)[0])
    assert 12_000 <= changed <= 12_000 + 512


@pytest.mark.parametrize("at", [15_000, 15_001])
def test_a_scheduled_take_begins_as_its_source_although_that_had_to_be_decoded(
    stage: Stage, tmp_path: Path, at: int
) -> None:
    store = carried.store_in(tmp_path)
    kept = carried.keep(store, tiny_bundle(), carried.music(20_000))
    for path in store.cache.iterdir():
        path.unlink()
    stage.performer.set_score(play(samples=0))
    stage.run(1280)
    sources = carried.folders_of(store)
    stage.performer.set_score(carried.playing(kept, 2, model=MODEL, sources=sources), at)
    carried.decoded(stage.performer._sources)
    sound = stage.run(at + 24_000)
    left, right = kept.audio.T
    wanted = Chain().step(np.stack([(left + right) / 2, (left - right) / 2], axis=1))[LATENCY:]
    heard = sound[at + CUT : at + len(wanted)]
    # the guard and the limiter continue from the past
    assert carried.decibels(heard - wanted[CUT:], wanted) < -40
    assert (
        np.corrcoef((heard[:, 0] - heard[:, 1]), (wanted[CUT:, 0] - wanted[CUT:, 1]))[0, 1] > 0.999
    )


@pytest.mark.parametrize("known", [True, False], ids=["folders known", "no folders"])
def test_a_carried_loop_that_is_stopped_fades_without_a_click(
    stage: Stage, tmp_path: Path, known: bool
) -> None:
    store = carried.store_in(tmp_path)
    kept = carried.keep(store, tiny_bundle(), carried.drone(2 * tiny_bundle().column))
    sources = carried.folders_of(store)
    stage.performer.set_score(carried.playing(kept, model=MODEL, sources=sources))
    stage.run(20_032)
    stop = Score("stop", 1, model=MODEL, sources=sources if known else ("", ""))
    stage.performer.set_score(stop)
    sound = stage.run(20_032)
    assert not sound[-1000:].any()
    assert largest_step(sound[3000:]) <= 1.3 * largest_step(kept.stereo())
