"""The index finds the columns whose past is like what came before."""

import numpy as np
import pytest

from distill.corpus.column_context import RHYTHM_COLUMNS, Context
from distill.corpus.context_index import NEAR, SINGLE, ContextIndex, Search
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns, CorpusFile, CorpusPart
from distill.types import Codes
from kit.corpora import features

SIZE, LEVELS, BANDS = 8, 2, 2
BOOKS = np.random.default_rng(3).normal(size=(LEVELS, SIZE, 4)).astype(np.float32)
LENGTHS = (60, 60, 49)


def index_of(codes: Codes, lengths: tuple[int, ...], seed: int = 0) -> ContextIndex:
    files = tuple(CorpusFile(f"folder{n}/sound{n}.wav", count) for n, count in enumerate(lengths))
    parts = tuple(
        CorpusPart(f"{n:032x}", f"{n}.flac", n, count, 0) for n, count in enumerate(lengths)
    )
    measured = features(len(codes), seed)
    basis, centre = principal_basis(codes, BOOKS)
    return ContextIndex(CorpusColumns("c", files, parts, codes, measured, basis, centre), BOOKS)


@pytest.fixture(scope="module")
def index() -> ContextIndex:
    codes = np.random.default_rng(0).integers(0, SIZE, (sum(LENGTHS), BANDS, LEVELS))
    return index_of(codes.astype(np.int16), LENGTHS)


def test_where_the_past_is_alike_is_nearest_and_where_it_is_the_same_is_a_copy() -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, SIZE, (sum(LENGTHS), BANDS, LEVELS)).astype(np.int16)
    codes[80:100] = codes[20:40]  # the second file has what the first has
    index = index_of(codes, LENGTHS)
    measured = index.columns.features
    for name in ("rises", "chroma", "edges"):
        getattr(measured, name)[80:100] = getattr(measured, name)[20:40]
    index = ContextIndex(index.columns, BOOKS)
    copied, _ = index.nearest(index.context_of(98), 97, Search())
    assert 38 not in copied
    codes[97, 0, 1] = (codes[97, 0, 1] + 1) % SIZE
    index = ContextIndex(index.columns, BOOKS)
    places, distances = index.nearest(index.context_of(98), 97, Search())
    assert places[0] == 38
    assert len(places) == NEAR
    assert (np.diff(distances) >= 0).all()


def test_what_is_simply_continued_is_no_jump(index: ContextIndex) -> None:
    here = 30
    places, _ = index.nearest(index.context_of(here + 1), here, Search())
    assert not set(places.tolist()) & set(range(here - 2, here + RHYTHM_COLUMNS))


def test_no_jump_leads_to_the_first_columns_of_a_file(index: ContextIndex) -> None:
    found = set[int]()
    for here in range(10, 150, 7):
        places, _ = index.nearest(index.context_of(here), here - 1, Search())
        found |= set(places.tolist())
    assert not found & {0, 1, 2, 60, 61, 62, 120, 121, 122}
    assert len(found) > NEAR


def test_only_and_avoid_choose_files(index: ContextIndex) -> None:
    context = index.context_of(30)
    only, _ = index.nearest(context, NO_COLUMN, Search(only=("folder1",)))
    assert set(index.file_of[only].tolist()) == {1}
    avoided, _ = index.nearest(context, NO_COLUMN, Search(avoid=("sound1", "*2.wav")))
    assert set(index.file_of[avoided].tolist()) == {0}
    nobody, _ = index.nearest(context, NO_COLUMN, Search(only=("nothing",)))
    assert set(index.file_of[nobody].tolist()) == {0, 1, 2}


def test_who_roams_leaves_the_file(index: ContextIndex) -> None:
    def share(roam: float) -> float:
        inside = []
        for here in range(10, 50):
            places, _ = index.nearest(index.context_of(here + 1), here, Search(roam=roam))
            inside.append(index.file_of[places[0]] == 0)
        return float(np.mean(inside))

    assert share(1.0) < 0.3 * share(0.0)


def test_given_codes_are_looked_for(index: ContextIndex) -> None:
    given = np.full((BANDS, LEVELS), -1, np.int16)
    given[0, 0] = 5
    places, _ = index.nearest(index.context_of(30), NO_COLUMN, Search(), given)
    assert (index.columns.codes[places[:3], 0, 0] == 5).all()


def test_a_beat_is_found_by_its_onsets() -> None:
    codes = np.random.default_rng(0).integers(0, SIZE, (sum(LENGTHS), BANDS, LEVELS))
    index = index_of(codes.astype(np.int16), LENGTHS)
    rises = index.columns.features.rises  # [N, 4]
    rises[:] = np.abs(np.random.default_rng(1).normal(0, 0.1, rises.shape))
    rises[60:120].reshape(-1)[2::10] = 5  # the second file has a beat of 10 frames
    index = ContextIndex(index.columns, BOOKS)
    frame = 40  # a beat falls on frame 40
    places, _ = index.nearest(index.context_of(30), 29, Search(beat=10.0, frame=frame))
    best = int(places[0])
    assert index.file_of[best] == 1
    assert ((best - 60) * 4 - 2) % 10 in {0, 1, 2}  # the rise is seen 1.2 frames before the beat


def test_a_context_of_the_corpus_is_that_of_its_columns(index: ContextIndex) -> None:
    context = Context.empty(index.width, index.frames)
    for column in range(60, 90):
        context = context.after(index.own[column], index.columns.features, column)
    found = index.context_of(90)
    for name in ("recent", "rises", "timbre", "pitches", "edge"):
        assert getattr(found, name) == pytest.approx(getattr(context, name), abs=1e-4), name


def test_a_corpus_of_one_column_can_be_searched() -> None:
    index = index_of(np.ones((1, BANDS, LEVELS), np.int16), (1,))
    places, _ = index.nearest(Context.empty(index.width, index.frames), NO_COLUMN, Search())
    assert places.tolist() == [0]
    places, _ = index.nearest(index.context_of(0), 0, Search())
    assert places.tolist() == [0]


def test_who_is_pulled_lands_near_the_point_on_the_map(index: ContextIndex) -> None:
    def away(pull: float, point: tuple[float, float]) -> float:
        search = Search(point=point, pull=pull)
        each = range(8, 150, 7)
        found = [index.nearest(index.context_of(here), here - 1, search)[0][0] for here in each]
        return float(np.hypot(*(index.points[found] - point).T).mean())

    for point in ((0.1, 0.9), (0.8, 0.2)):
        assert away(1.0, point) < 0.25  # the corpus has 160 columns
        assert away(1.0, point) < 0.5 * away(0.0, point)
    assert index.points.min() == 0
    assert index.points.max() == 1


def test_a_column_leads_away_from_twice_as_far_as_the_nearest_ones_reach(
    index: ContextIndex,
) -> None:
    search = Search(point=(0.0, 0.5), pull=1.0)
    away = np.hypot(*(index.points - search.point).T)
    leads = np.array([index.leads_away(place, search) for place in range(len(away))])
    near = max(0.1, np.sort(away)[len(away) // 20])
    assert (leads == 0).tolist() == (away <= near).tolist()
    assert (leads[away >= 2 * near] == 1).all()
    only = Search(point=(0.0, 0.5), pull=1.0, only=("folder2",))  # its own are measured by theirs
    inside = np.flatnonzero(index.file_of == 2)
    assert min(index.leads_away(int(place), only) for place in inside) == 0


def test_single_sounds_begin_again_with_their_attacks() -> None:
    codes = np.random.default_rng(0).integers(0, SIZE, (6 * SINGLE, BANDS, LEVELS))
    index = index_of(codes.astype(np.int16), (SINGLE,) * 6)
    assert index.attacks.tolist() == [SINGLE * n for n in range(6)]
    begun = set[int]()
    for here in range(5, 6 * SINGLE - 1, 9):
        if not index.is_last[here]:
            places, _ = index.nearest(index.context_of(here + 1), here, Search())
            begun |= set(places.tolist()) & set(index.attacks.tolist())
    assert len(begun) == 6
    pieces = index_of(codes[: 4 * SINGLE].astype(np.int16), (2 * SINGLE, 2 * SINGLE))
    assert not len(pieces.attacks)


def test_single_sounds_are_not_entered_from_music_but_among_themselves() -> None:
    lengths = (120, 120, 30, 30)
    codes = np.random.default_rng(0).integers(0, SIZE, (sum(lengths), BANDS, LEVELS))
    index = index_of(codes.astype(np.int16), lengths)
    singles = range(240, 300)
    music, _ = index.nearest(index.context_of(50), 49, Search())
    assert not set(music.tolist()) & set(singles)
    among, _ = index.nearest(index.context_of(250), 249, Search(avoid=("sound0", "sound1")))
    assert set(among.tolist()) <= set(singles)
    assert set(among.tolist()) & {240, 270}
    chosen, _ = index.nearest(index.context_of(50), NO_COLUMN, Search(only=("sound2",)))
    assert 240 in chosen


def test_no_walk_lands_in_near_silence() -> None:
    codes = np.random.default_rng(0).integers(0, SIZE, (120, BANDS, LEVELS)).astype(np.int16)
    index = index_of(codes, (60, 60))
    index.columns.features.loudness[:] = 0.0
    index.columns.features.loudness[70:110] = -60.0
    index = ContextIndex(index.columns, BOOKS)
    for here in range(5, 50, 4):
        places, _ = index.nearest(index.context_of(here + 1), here, Search())
        assert not set(places.tolist()) & set(range(70, 110))
