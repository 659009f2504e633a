"""What sounds is held still and goes on later as if it had never stopped."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from safetensors.numpy import save

from distill.errors import FileProblem
from distill.ring.ring import Ring
from distill.session.meter import Meter
from distill.session.score import Score
from distill.session.tasks import Chance
from distill.worker.freezing import freeze, thaw
from kit.bundles import tiny_bundle
from worker.test_timing import BLOCK, MODEL, Stage, play

RISE = 256
"""More than the rise out of silence takes."""


@pytest.fixture
def stage() -> Iterator[Stage]:
    ring = Ring.create()
    yield Stage(ring)
    ring.close()


def stream(take: int = 1, **more: object) -> Score:
    score = Score("stream", take, None, chance=Chance(0.9, 0, 5), model=MODEL, width=0.5)
    return dataclasses.replace(score, **more)  # type: ignore[arg-type] # fields of Score


def written(stage: Stage) -> int:
    """Where in the recording the next frame that is rendered will be."""
    status = stage.ring.status()
    return len(stage.heard) * BLOCK + status.ahead


def silence(stage: Stage) -> int:
    """Stop and wait; give where the recording is."""
    stage.performer.perform(Score("stop", 1, model=MODEL))
    return len(stage.run(20_480))


@pytest.mark.parametrize("score", [stream(), play(coarse=0.3, width=1.0, pan=0.5)])
@pytest.mark.parametrize("frames", [8_192, 30_016])
def test_a_take_goes_on_as_if_it_had_never_stopped(stage: Stage, score: Score, frames: int) -> None:
    stage.performer.perform(score)
    stage.run(frames)
    place, live = written(stage), stage.performer.frozen().live
    wanted = stage.run(20_032)[place:][:12_000]
    begun = silence(stage)
    stage.performer.perform(dataclasses.replace(score, take=7), 0, live)
    sound = stage.run(20_032)[begun:]
    first = int(np.flatnonzero(sound.any(1))[0])
    shifts = range(max(0, first - 8), first + 1)  # a rise may begin with silence
    assert any(np.array_equal(sound[n + RISE : n + 12_000], wanted[RISE:]) for n in shifts)


def test_a_loop_in_bars_keeps_its_place_in_the_bar(stage: Stage) -> None:
    score = play(bars=1, meter=Meter(1800.0, 4))  # 6400 frames
    stage.performer.perform(score)
    stage.run(9_600)
    place, live = written(stage), stage.performer.frozen().live
    wanted = stage.run(32_000)[place:][:20_000]
    begun = silence(stage)
    stage.performer.perform(dataclasses.replace(score, take=7), 0, live)
    sound = stage.run(32_000)[begun:]
    first = int(np.flatnonzero(sound.any(1))[0])
    shifts = range(max(0, first - 8), first + 1)
    off = [np.abs(sound[n + RISE : n + 20_000] - wanted[RISE:]).max() for n in shifts]
    assert min(off) < 1e-3


def test_what_sounds_meanwhile_is_crossed_over_from(stage: Stage) -> None:
    stage.performer.perform(stream())
    stage.run(8_192)
    place, live = written(stage), stage.performer.frozen().live
    wanted = stage.run(20_032)[place:]
    stage.performer.perform(play(5, width=0.5))
    stage.run(10_240)
    now = written(stage)
    stage.performer.perform(stream(6), 0, live)
    sound = stage.run(16_384)[now:]
    np.testing.assert_allclose(sound[4_000:9_000], wanted[4_000:9_000], atol=2e-3)


def test_silence_has_no_state(stage: Stage) -> None:
    stage.run(640)
    assert stage.performer.frozen().live == b""


def test_a_state_survives_the_trip_and_nothing_else_is_taken_for_one(stage: Stage) -> None:
    stage.performer.perform(stream())
    stage.run(8_192)
    live = stage.performer.frozen().live
    assert freeze(thaw(live)) == live
    for wrong in (b"", b"nothing", live[:-10], live[:50], save({"a": np.zeros(3, np.float32)})):
        with pytest.raises(FileProblem, match="cannot be read"):
            thaw(wrong)


def test_another_models_state_is_not_played_and_the_take_begins_anew(stage: Stage) -> None:
    stage.performer.perform(stream())
    stage.run(8_192)
    state = thaw(stage.performer.frozen().live)
    assert state.voice.stream is not None
    codes = np.full_like(state.voice.stream.columns, tiny_bundle().config.size)
    lying = dataclasses.replace(state.voice.stream, columns=codes)
    voice = dataclasses.replace(state.voice, stream=lying)
    begun = silence(stage)
    stage.performer.perform(stream(9), 0, freeze(dataclasses.replace(state, voice=voice)))
    assert stage.run(8_192)[begun:].any()
