"""A saved live state continues later as if it had never stopped."""

import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from distill.audio.level import Glide
from distill.codes.sampling_params import SamplingParams
from distill.errors import FileProblem
from distill.parameters import Scope, in_scope
from distill.protocol.meter import Meter
from distill.protocol.score import Score
from distill.ring.ring import Ring
from distill.storage.source_store import SourceStore
from distill.worker.chain import ChainState
from distill.worker.live_snapshot import restore, snapshot
from distill.worker.renderer import Renderer
from kit import carried, scores
from kit.bundles import tiny_bundle
from kit.carried import KeptSound
from worker.test_timing import BLOCK, MODEL, Stage, play

OLD = Path(__file__).parent / "files" / "stream.live"
"""A stream of the tiny model, saved by the version of November 2026 (before live values)."""
RISE = 256
"""More frames than the fade-in after silence."""


@pytest.fixture
def stage() -> Iterator[Stage]:
    ring = Ring.create()
    yield Stage(ring)
    ring.close()


def stream(take: int = 1, **more: object) -> Score:
    fields = {"sampling": SamplingParams(0.9, 0, 5), "model": MODEL, "width": 0.5, **more}
    return scores.make("stream", take, None, **fields)


def written(stage: Stage) -> int:
    """Return the position in the recording of the next rendered frame."""
    status = stage.ring.status()
    return len(stage.heard) * BLOCK + status.ahead


def silence(stage: Stage) -> int:
    """Stop and wait; return the position in the recording."""
    stage.performer.set_score(Score("stop", 1, model=MODEL))
    return len(stage.run(20_480))


@pytest.mark.parametrize("score", [stream(), play(coarse=0.3, width=1.0, pan=0.5)])
@pytest.mark.parametrize("frames", [8_192, 30_016])
def test_a_take_continues_as_if_it_had_never_stopped(
    stage: Stage, score: Score, frames: int
) -> None:
    stage.performer.set_score(score)
    stage.run(frames)
    place, live = written(stage), stage.performer.snapshot().live
    wanted = stage.run(20_032)[place:][:12_000]
    begun = silence(stage)
    stage.performer.set_score(dataclasses.replace(score, take=7), 0, live)
    sound = stage.run(20_032)[begun:]
    first = int(np.flatnonzero(sound.any(1))[0])
    shifts = range(max(0, first - 8), first + 1)  # a fade-in may begin with silence
    assert any(np.array_equal(sound[n + RISE : n + 12_000], wanted[RISE:]) for n in shifts)


def test_a_loop_in_bars_keeps_its_position_in_the_bar(stage: Stage) -> None:
    score = play(bars=1, meter=Meter(1800.0, 4))  # 6400 frames
    stage.performer.set_score(score)
    stage.run(9_600)
    place, live = written(stage), stage.performer.snapshot().live
    wanted = stage.run(32_000)[place:][:20_000]
    begun = silence(stage)
    stage.performer.set_score(dataclasses.replace(score, take=7), 0, live)
    sound = stage.run(32_000)[begun:]
    first = int(np.flatnonzero(sound.any(1))[0])
    shifts = range(max(0, first - 8), first + 1)
    off = [np.abs(sound[n + RISE : n + 20_000] - wanted[RISE:]).max() for n in shifts]
    assert min(off) < 1e-3


def test_the_current_sound_is_crossfaded_out(stage: Stage) -> None:
    stage.performer.set_score(stream())
    stage.run(8_192)
    place, live = written(stage), stage.performer.snapshot().live
    wanted = stage.run(20_032)[place:]
    stage.performer.set_score(play(5, width=0.5))
    stage.run(10_240)
    now = written(stage)
    stage.performer.set_score(stream(6), 0, live)
    sound = stage.run(16_384)[now:]
    np.testing.assert_allclose(sound[4_000:9_000], wanted[4_000:9_000], atol=2e-3)


def test_silence_has_no_state(stage: Stage) -> None:
    stage.run(640)
    assert stage.performer.snapshot().live == b""


def test_a_state_survives_the_round_trip_and_nothing_else_is_read_as_one(stage: Stage) -> None:
    stage.performer.set_score(stream())
    stage.run(8_192)
    live = stage.performer.snapshot().live
    assert snapshot(restore(live)) == live
    for wrong in (b"", b"nothing", live[:-10], live[:50], save({"a": np.zeros(3, np.float32)})):
        with pytest.raises(FileProblem, match="cannot be read"):
            restore(wrong)


def test_the_state_of_another_model_is_refused_and_the_take_starts_from_its_beginning(
    stage: Stage,
) -> None:
    stage.performer.set_score(stream())
    stage.run(8_192)
    state = restore(stage.performer.snapshot().live)
    assert state.voice.stream is not None
    codes = np.full_like(state.voice.stream.columns, tiny_bundle().config.size)
    lying = dataclasses.replace(state.voice.stream, columns=codes)
    voice = dataclasses.replace(state.voice, stream=lying)
    begun = silence(stage)
    stage.performer.set_score(stream(9), 0, snapshot(dataclasses.replace(state, voice=voice)))
    assert stage.run(8_192)[begun:].any()


def test_a_state_of_an_older_version_is_read_with_the_same_values_and_written_whole() -> None:
    old = OLD.read_bytes()
    state = restore(old)
    assert state.voice.knobs.keys() == {"coarse", "fine", "morph"}
    assert state.voice.knobs["fine"] == pytest.approx(0.7)
    goals = {name: glide.goal for name, glide in state.chain.knobs.items()}
    assert goals == {"gain": 10 ** (-7.5 / 20), "width": 0.6, "pan": -0.4}
    assert state.voice.stream is not None
    assert state.voice.stream.chance == SamplingParams(0.9, 0, 5)
    assert state.voice.side is None
    written = snapshot(state)
    assert snapshot(restore(written)) == written
    kept = [(one.dtype, one.shape, one.tobytes()) for one in load(written).values()]
    for one in load(old).values():  # nothing of it is lost; fields that it lacked come beside it
        assert (one.dtype, one.shape, one.tobytes()) in kept


def resumed(live: bytes) -> Renderer:
    """Make a renderer that continues from a state, with other values than were saved."""
    renderer = Renderer(tiny_bundle(), lambda *_: None)
    renderer.resume(stream(3, fine=0.7, pan=-0.4, width=0.6, gain=-7.5), restore(live))
    return renderer


def test_a_missing_parameter_has_the_value_of_the_score_and_an_extra_one_is_ignored() -> None:
    state = restore(OLD.read_bytes())
    voice = {**state.voice.knobs, "future": 0.5}
    chain = {**state.chain.knobs, "future": Glide.at(0.5)}
    del voice["morph"]
    del chain["pan"]
    other = dataclasses.replace(
        state,
        voice=dataclasses.replace(state.voice, knobs=voice),
        chain=dataclasses.replace(state.chain, knobs=chain),
    )
    now = resumed(snapshot(other)).state(0.0)
    assert now is not None
    assert now.voice.knobs.keys() == {row.name for row in in_scope(Scope.VOICE)}
    assert now.voice.knobs["morph"] == 0.0
    assert now.chain.knobs.keys() == {row.name for row in in_scope(Scope.MASTER)}
    assert now.chain.knobs["pan"].goal == -0.4


def test_no_parameter_has_the_name_of_another_field_of_the_chain() -> None:
    parts = set(typing.get_type_hints(ChainState)) - {"knobs"}
    assert parts.isdisjoint(row.name for row in in_scope(Scope.MASTER))


# --- loops that their sources carry


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SourceStore:
    return carried.store_in(tmp_path_factory.mktemp("sounds"))


@pytest.fixture(scope="module")
def kept(store: SourceStore) -> KeptSound:
    return carried.keep(store, tiny_bundle(), carried.music(3 * tiny_bundle().column + 1003))


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.4}, {"carry": 0.5, "coarse": 0.2}])
@pytest.mark.parametrize("frames", [8_192, 50_048])
def test_a_carried_take_continues_as_if_it_had_never_stopped(
    stage: Stage, store: SourceStore, kept: KeptSound, knobs: dict[str, float], frames: int
) -> None:
    sources = carried.folders_of(store)
    score = carried.playing(kept, model=MODEL, sources=sources, **knobs)
    test_a_take_continues_as_if_it_had_never_stopped(stage, score, frames)


@pytest.mark.parametrize(
    "change", [{}, {"fine": 0.7}, {"carry": 0.3}, {"carry": 0.0, "coarse": 0.2}, {"morph": 1.0}]
)
@pytest.mark.parametrize("at", [3 * 512 + 100, 2 * 8192 + 700, 2 * 25_579 + 7])
def test_a_glide_is_saved_with_its_side_and_its_held_phases(
    store: SourceStore, kept: KeptSound, change: dict[str, float], at: int
) -> None:
    def renderer() -> Renderer:
        reader = carried.reader_of(store)
        return Renderer(tiny_bundle(), lambda *_: None, None, reader)

    moved = kept.carriers.taken(np.array([2, 0, 1, 3]))
    score = carried.playing(kept, morph_codes=kept.codes[[2, 0, 1, 3]], morph_carriers=moved)
    one, other = renderer(), renderer()
    one.set_score(score)
    carried.rendered(one, at)
    turned = scores.change(score, **change)
    one.set_score(turned)
    carried.rendered(one, 1100)  # a glide takes 2,400 samples
    state = one.state(0.0)
    assert state is not None
    assert state.voice.side is not None
    assert state.voice.side.sums.any()
    on_the_way = any(state.voice.knobs[name] != value for name, value in change.items())
    assert on_the_way == bool(change)
    other.resume(dataclasses.replace(turned, take=7), restore(snapshot(state)))
    wanted, sound = (carried.rendered(each, 2 * kept.samples) for each in (one, other))
    np.testing.assert_array_equal(sound[RISE:], wanted[RISE:])
    assert np.abs(wanted[:, 0] - wanted[:, 1]).max() > 0.01 or "carry" in change


def test_a_carried_take_whose_source_is_gone_continues_with_the_codec(
    stage: Stage, store: SourceStore, kept: KeptSound, tmp_path: Path
) -> None:
    score = carried.playing(kept, model=MODEL, sources=carried.folders_of(store))
    stage.performer.set_score(score)
    stage.run(20_032)
    live = stage.performer.snapshot().live
    begun = silence(stage)
    empty = carried.folders_of(carried.store_in(tmp_path))
    stage.performer.set_score(dataclasses.replace(score, take=7, sources=empty), 0, live)
    sound = stage.run(60_032)[begun:]
    assert np.abs(sound).max() > 0.01
    np.testing.assert_allclose(sound[20_000:, 0], sound[20_000:, 1], atol=1e-5)
