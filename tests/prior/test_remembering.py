"""A prior with a corpus: a Transformer, a walk, and every mixture of both."""

from dataclasses import replace

import numpy as np
import pytest

from distill.bundle import Bundle, build
from distill.codes.sampling_params import SamplingParams
from distill.corpus.column_features import ColumnFeatures, measure_columns
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns, CorpusFile, CorpusPart
from distill.errors import ModelFileProblem
from distill.mel.analysis import LogMel
from distill.prior.rewrite import KnownCodes, Rewritten, rewrite
from distill.prior.sampler import Sampler
from distill.types import Codes
from kit.bundles import CONFIG, encoded, tiny_bundle, tiny_model

COLUMNS = 40
FREE = SamplingParams(0.9, seed=5, memory=1.0, stay=0.5)


def corpus() -> CorpusColumns:
    bundle, parts, codes = tiny_bundle(), [], []
    rng = np.random.default_rng(0)
    for number in range(2):
        noise = rng.normal(0, 0.1, COLUMNS * bundle.column)
        swell = 0.5 - 0.5 * np.cos(np.arange(len(noise)) / (9000 + 2000 * number))
        audio = (noise * swell).astype(np.float32)
        codes.append(encoded(bundle, audio))
        mel = LogMel(CONFIG.mel).whole(audio)
        parts.append(measure_columns(mel, CONFIG.mel, CONFIG.column_frames))
    whole = np.concatenate(codes)
    basis, centre = principal_basis(whole, bundle.codebooks)
    return CorpusColumns(
        bundle.codec_id,
        tuple(CorpusFile(f"{n}.wav", COLUMNS) for n in range(2)),
        tuple(CorpusPart(f"{n:032x}", f"{n}.flac", n, COLUMNS, 0) for n in range(2)),
        whole, ColumnFeatures.joined(parts), basis, centre,
    )  # fmt: skip


@pytest.fixture(scope="module")
def mixed() -> Bundle:
    return build(*tiny_model(), corpus())


@pytest.fixture(scope="module")
def alone() -> Bundle:
    return build(*tiny_model(prior=False), corpus())


def sampler_of(bundle: Bundle) -> Sampler:
    assert bundle.sampler is not None
    return bundle.sampler


def write(bundle: Bundle, params: SamplingParams, columns: int = 60) -> tuple[Codes, list[int]]:
    sampler = sampler_of(bundle)
    state = sampler.start(nothing(), params.seed)
    found = [sampler.column(state, params) for _ in range(columns)]
    return np.stack([column.codes for column in found]), [column.place for column in found]


def nothing() -> Codes:
    return np.zeros((0, CONFIG.bands, CONFIG.levels), np.int16)


def rewritten(bundle: Bundle, known: KnownCodes, params: SamplingParams) -> Rewritten:
    writing = rewrite(sampler_of(bundle), known, params, params.seed)
    while True:
        try:
            next(writing)
        except StopIteration as end:
            found: Rewritten = end.value
            return found


def test_without_memory_it_is_the_transformer_bit_for_bit(mixed: Bundle) -> None:
    params = replace(FREE, memory=0.0)
    codes, places = write(mixed, params)
    before, none = write(tiny_bundle(), params)
    assert np.array_equal(codes, before)
    assert set(places) == set(none) == {NO_COLUMN}


@pytest.mark.parametrize("which", ["mixed", "alone"])
def test_with_all_memory_every_column_is_a_real_one(
    which: str, request: pytest.FixtureRequest
) -> None:
    bundle: Bundle = request.getfixturevalue(which)
    assert bundle.corpus is not None
    codes, places = write(bundle, FREE)
    assert min(places) >= 0
    assert np.array_equal(codes, bundle.corpus.codes[places])
    assert len(set(places)) > 20


def test_both_kinds_of_prior_walk_the_same_way(mixed: Bundle, alone: Bundle) -> None:
    assert write(mixed, FREE)[1] == write(alone, FREE)[1]


def test_between_some_bands_are_real_and_the_others_are_written(mixed: Bundle) -> None:
    assert mixed.corpus is not None

    def share(memory: float) -> float:
        codes, places = write(mixed, replace(FREE, memory=memory), 200)
        known = np.array(places) >= 0
        assert mixed.corpus is not None
        same = codes[known] == mixed.corpus.codes[np.array(places)[known]]
        return float(same.all(-1).mean())

    shares = [share(memory) for memory in (0.3, 0.6, 0.9)]
    assert shares == sorted(shares)
    assert shares[0] < 0.6 < shares[2]


def test_a_fork_writes_what_the_original_writes(mixed: Bundle) -> None:
    sampler = sampler_of(mixed)
    params = replace(FREE, memory=0.7)
    state = sampler.start(nothing(), 3)
    for _ in range(7):
        sampler.column(state, params)
    fork = state.copy()
    mine = [sampler.column(state, params) for _ in range(10)]
    theirs = [sampler.column(fork, params) for _ in range(10)]
    for one, other in zip(mine, theirs, strict=True):
        assert np.array_equal(one.codes, other.codes)
        assert one.place == other.place


def test_memory_may_change_at_any_moment(mixed: Bundle) -> None:
    sampler = sampler_of(mixed)
    state = sampler.start(nothing(), 3)
    for memory in (0.0, 1.0, 0.0, 0.5, 1.0):
        places = [sampler.column(state, replace(FREE, memory=memory)).place for _ in range(6)]
        if memory in {0.0, 1.0}:
            assert {place >= 0 for place in places} == {memory == 1.0}


def test_given_codes_stay_and_the_rest_is_written(mixed: Bundle, alone: Bundle) -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, CONFIG.size, (12, CONFIG.bands, CONFIG.levels)).astype(np.int16)
    free = rng.random(codes.shape) < 0.6
    free[5] = False
    for bundle in (mixed, alone):
        for memory in (0.0, 0.5, 1.0):
            found = rewritten(
                bundle, KnownCodes(codes, free, nothing()), replace(FREE, memory=memory)
            )
            assert np.array_equal(found.codes[~free], codes[~free])
            assert found.places[5] == NO_COLUMN
            assert found.codes.min() >= 0


def test_the_end_of_a_loop_is_chosen_by_how_it_joins_the_beginning(mixed: Bundle) -> None:
    codes = np.zeros((12, CONFIG.bands, CONFIG.levels), np.int16)
    free = np.ones(codes.shape, np.bool_)
    joined: list[Codes] = []

    def joint(columns: Codes) -> float:
        joined.append(columns)
        return 0.0

    known = KnownCodes(codes, free, nothing(), tries=5, loops=True)
    writing = rewrite(sampler_of(mixed), known, FREE, 5, joint)
    while True:
        try:
            next(writing)
        except StopIteration as end:
            found = end.value
            break
    assert len(joined) == 5
    for columns in joined:
        assert np.array_equal(columns[-1], found.codes[0])
    ends = {columns[-2].tobytes() for columns in joined}
    assert len(ends) > 1
    assert found.codes[-1].tobytes() in ends


def test_a_corpus_of_another_shape_is_refused() -> None:
    columns = corpus()
    narrow = replace(columns, codes=columns.codes[:, :, :1])
    with pytest.raises(ModelFileProblem, match="not those of this codec"):
        build(*tiny_model(), narrow)
