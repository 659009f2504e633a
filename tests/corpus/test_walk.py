"""A walk goes on in its sound, jumps to where the past is alike, and follows a beat."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.corpus.context_index import ContextIndex
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns, CorpusFile, CorpusPart
from distill.corpus.walk import Walker, WalkState, WalkStep
from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.types import Codes, Mel
from kit.corpora import FRAMES, features

SIZE, LEVELS, BANDS = 8, 2, 2
MEL = MelConfig(n_fft=64, hop=16, mels=32)
COLUMN_S = 0.1
BOOKS = np.random.default_rng(3).normal(size=(LEVELS, SIZE, 4)).astype(np.float32)
LENGTHS = (50, 70)
FREE = SamplingParams(memory=1.0, stay=0.8)
EMPTY = np.zeros((0, BANDS, LEVELS), np.int16)


def decode(codes: Codes) -> Mel:
    """Decode columns to a mel that depends on their codes."""
    levels = codes.reshape(len(codes), -1).astype(np.float32).mean(1)
    return np.repeat(levels, FRAMES)[:, None] * np.ones(MEL.mels, np.float32)


def walker_of(seed: int = 0) -> Walker:
    count = sum(LENGTHS)
    codes = np.random.default_rng(seed).integers(0, SIZE, (count, BANDS, LEVELS)).astype(np.int16)
    files = tuple(CorpusFile(f"{n}.wav", columns) for n, columns in enumerate(LENGTHS))
    parts = tuple(CorpusPart(f"{n:032x}", f"{n}.flac", n, c, 0) for n, c in enumerate(LENGTHS))
    basis, centre = principal_basis(codes, BOOKS)
    columns = CorpusColumns("c", files, parts, codes, features(count), basis, centre)
    return Walker(ContextIndex(columns, BOOKS), decode, MEL, COLUMN_S)


@pytest.fixture(scope="module")
def walker() -> Walker:
    return walker_of()


def walked(
    walker: Walker, params: SamplingParams, columns: int, seed: int = 0, context: Codes = EMPTY
) -> list[WalkStep]:
    state, rng = walker.start(context), np.random.default_rng(seed)
    steps = []
    for _ in range(columns):
        step = walker.step(state, params, rng.random(2 + BANDS).astype(np.float32))
        state = walker.follow(state, walker.index.columns.codes[step.place], step)
        steps.append(step)
    return steps


def runs(steps: list[WalkStep]) -> list[int]:
    jumps = [number for number, step in enumerate(steps) if step.jumped]
    return np.diff([*jumps, len(steps)]).tolist()


def test_it_goes_on_in_one_sound_for_about_as_long_as_asked(walker: Walker) -> None:
    for columns in (2, 5):
        params = replace(FREE, stay=columns * COLUMN_S)
        mean = np.mean(runs(walked(walker, params, 1500)))
        assert 0.75 * columns < mean < 1.1 * columns  # a file may end before


def test_between_jumps_places_follow_each_other(walker: Walker) -> None:
    steps = walked(walker, FREE, 200)
    for before, after in pairwise(steps):
        assert after.jumped or after.place == before.place + 1
    assert any(step.jumped for step in steps[1:])


def test_the_same_random_numbers_walk_the_same_way(walker: Walker) -> None:
    one, two, other = (walked(walker, FREE, 60, seed) for seed in (1, 1, 2))
    assert [step.place for step in one] == [step.place for step in two]
    assert [step.place for step in one] != [step.place for step in other]


def test_it_never_goes_on_into_another_file(walker: Walker) -> None:
    last = LENGTHS[0] - 1
    state = replace(walker.start(EMPTY), place=last)
    step = walker.step(state, replace(FREE, stay=60.0), np.zeros(2 + BANDS, np.float32))
    assert step.jumped


def test_files_that_are_avoided_are_left_at_once(walker: Walker) -> None:
    state = replace(walker.start(EMPTY), place=10)
    params = replace(FREE, avoid=("0.wav",), stay=60.0)
    step = walker.step(state, params, np.zeros(2 + BANDS, np.float32))
    assert (step.jumped, int(walker.index.file_of[step.place])) == (True, 1)


def test_from_nothing_it_begins_in_what_is_loud_enough(walker: Walker) -> None:
    loudness = walker.index.columns.features.loudness
    loudness[:100] = -80.0
    loudness[100:] = 0.0
    index = ContextIndex(walker.index.columns, BOOKS)
    walker = Walker(index, decode, MEL, COLUMN_S)
    first = [walked(walker, FREE, 1, seed)[0].place for seed in range(40)]
    assert min(first) >= 100
    assert len(set(first)) > 10


def test_a_jump_leaves_a_sound_only_on_a_beat(walker: Walker) -> None:
    params = replace(FREE, beat=3.0, stay=0.2)  # a beat of three columns
    steps = walked(walker, params, 120)
    jumps = [number for number, step in enumerate(steps) if step.jumped]
    files = walker.index.is_last
    forced = {number + 1 for number, step in enumerate(steps) if files[step.place]}
    assert {number % 3 for number in jumps if number not in forced} == {0}


def test_after_given_columns_it_goes_on_from_where_they_are_in_the_corpus(walker: Walker) -> None:
    codes = walker.index.columns.codes[20:35].copy()
    codes[-1, 0, 1] = (codes[-1, 0, 1] + 1) % SIZE  # else it would be the copy of itself
    state = walker.start(codes)
    assert state.place == NO_COLUMN
    step = walker.step(state, FREE, np.full(2 + BANDS, 0.3, np.float32))
    assert step.jumped
    given = walker.follow(state, codes[-1], None)
    assert given.place == NO_COLUMN
    assert given.context.columns == state.context.columns + 1


def test_a_column_of_the_corpus_leaves_the_context_that_the_corpus_has(walker: Walker) -> None:
    state: WalkState = walker.start(EMPTY)
    gates = np.zeros(BANDS, np.float32)
    for place in range(60, 75):
        step = WalkStep(place, gates, 0.0, jumped=place == 60)
        state = walker.follow(state, walker.index.columns.codes[place], step)
    own = walker.index.context_of(75)
    assert state.context.recent == pytest.approx(own.recent, abs=1e-5)
    assert state.context.rises == pytest.approx(own.rises, abs=1e-5)
    assert (state.place, state.run, state.frame) == (74, 15, 15 * FRAMES)


def test_top_k_leaves_the_nearest_alone(walker: Walker) -> None:
    params = replace(FREE, stay=0.2, top_k=1, temperature=2.0)
    state = replace(walker.start(walker.index.columns.codes[5:20]), place=NO_COLUMN)
    rng = np.random.default_rng(0)

    def found(params: SamplingParams) -> set[int]:
        draws = [rng.random(2 + BANDS).astype(np.float32) for _ in range(30)]
        return {walker.step(state, params, draw).place for draw in draws}

    assert len(found(params)) == 1
    assert len(found(replace(params, top_k=0))) > 1


def test_a_hotter_walk_is_less_predictable(walker: Walker) -> None:
    state = walker.start(walker.index.columns.codes[5:20])
    rng = np.random.default_rng(0)
    draws = [rng.random(2 + BANDS).astype(np.float32) for _ in range(200)]
    spread = [
        len({walker.step(state, replace(FREE, temperature=t), draw).place for draw in draws})
        for t in (0.1, 2.0)
    ]
    assert spread[0] < spread[1]


def test_a_saved_state_of_another_corpus_is_refused(walker: Walker) -> None:
    state = walker.start(walker.index.columns.codes[5:20])
    walker.check(state)
    with pytest.raises(BadArgument, match="another corpus"):
        walker.check(replace(state, place=len(walker.index.columns)))
    with pytest.raises(BadArgument, match="another corpus"):
        walker.check(replace(state, gates=np.zeros(BANDS + 1, np.float32)))


def test_a_point_on_the_map_is_sought_from_the_first_column_on(walker: Walker) -> None:
    points = walker.index.points
    point = tuple(float(one) for one in points[30])
    params = replace(FREE, map_x=point[0], map_y=point[1], map_pull=1.0)

    def away(params: SamplingParams) -> float:
        places = [step.place for seed in range(4) for step in walked(walker, params, 40, seed)]
        return float(np.median(np.hypot(*(points[places] - point).T)))

    assert away(params) < 0.5 * away(replace(params, map_pull=0.0))
    firsts = [walked(walker, params, 1, seed)[0].place for seed in range(10)]
    assert np.hypot(*(points[firsts] - point).T).max() < 0.15


def test_a_sound_that_leads_away_from_the_point_ends_and_one_beside_it_goes_on(
    walker: Walker,
) -> None:
    points = walker.index.points
    away = np.hypot(*(points - points[30]).T)
    params = replace(
        FREE, map_x=float(points[30, 0]), map_y=float(points[30, 1]), map_pull=1.0, stay=60.0
    )
    low = np.zeros(2 + BANDS, np.float32)
    far = int(np.argmax(away[1:48]))
    assert walker.step(replace(walker.start(EMPTY), place=far), params, low).jumped
    assert not walker.step(replace(walker.start(EMPTY), place=29), params, low).jumped
    free = replace(params, map_pull=0.0)
    assert not walker.step(replace(walker.start(EMPTY), place=far), free, low).jumped
