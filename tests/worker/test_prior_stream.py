"""Columns of a stream, as the renderer gets them, and what carries them."""

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.worker.prior_stream import (
    KEPT_COLUMNS,
    MAX_RESAMPLED,
    SPARE_COLUMNS,
    PriorStream,
)
from kit.bundles import CONFIG, tiny_bundle, tiny_codes
from kit.carried import music, store_in
from kit.walking import corpus_of, remembering

CALM, WILD = SamplingParams(0.5, 0, 9), SamplingParams(2.0, 0, 9)


def new_stream(context=None, params=CALM):
    reported = []
    stream = PriorStream(tiny_bundle().sampler, params, lambda codes, _: reported.append(codes))
    for _ in stream.prepare(context):
        pass
    return stream, reported


def written(stream, columns, context=1):
    """Return the first columns, requested one by one."""
    heard = []
    for n in range(columns):
        window = stream.window(n, context)
        heard.append(window.codes[window.place])
    return np.stack(heard)


def test_a_stream_gives_the_columns_of_the_sampler():
    stream, _ = new_stream()
    sampler = tiny_bundle().sampler
    state = sampler.start(np.zeros((0, CONFIG.bands, CONFIG.levels), np.int16), CALM.seed)
    choice = SamplingParams(CALM.temperature, CALM.top_k)
    direct = np.stack([sampler.column(state, choice).codes for _ in range(5)])
    np.testing.assert_array_equal(written(stream, 5), direct)


def test_a_stream_reports_each_column_once_and_in_order():
    stream, reported = new_stream()
    heard = written(stream, 6)
    stream.window(5, 1)
    np.testing.assert_array_equal(np.concatenate(reported), heard)


def test_the_column_before_a_stream_is_the_last_one_it_continues():
    context = tiny_codes(4)
    stream, _ = new_stream(context)
    window = stream.window(0, 1)
    assert window.place == 1
    np.testing.assert_array_equal(window.codes[0], context[-1])
    np.testing.assert_array_equal(window.numbers, [-1, 0, 1])


def test_the_first_column_of_a_stream_from_nothing_has_nothing_before_it():
    stream, _ = new_stream()
    window = stream.window(0, 1)
    assert window.place == 0
    np.testing.assert_array_equal(window.numbers, [0, 1])


def test_a_change_of_temperature_resamples_only_columns_after_the_playing_one():
    calm, _ = new_stream()
    turned, _ = new_stream()
    written(calm, 3)
    written(turned, 3)
    turned.change(WILD, 2)
    a, b = calm.window(2, 1), turned.window(2, 1)
    np.testing.assert_array_equal(a.codes[:2], b.codes[:2])
    assert not np.array_equal(a.codes[2], b.codes[2])


def test_undoing_a_change_before_it_is_played_restores_every_code():
    calm, _ = new_stream()
    turned, _ = new_stream()
    plain = written(calm, 6)
    written(turned, 3)
    turned.change(WILD, 2)
    turned.window(2, 2)
    turned.change(CALM, 2)
    heard = [turned.window(n, 1) for n in range(3, 6)]
    np.testing.assert_array_equal(np.stack([w.codes[w.place] for w in heard]), plain[3:])


def sampled_ahead(stream, column):
    """Sample all that is wanted in spare time; return how many columns that were."""
    count = 0
    while stream.sample_ahead(column):
        count += 1
    return count


def test_in_spare_time_some_columns_are_sampled_ahead_and_the_stream_is_the_same():
    plain, ahead = new_stream()[0], new_stream()[0]
    assert sampled_ahead(ahead, 0) == SPARE_COLUMNS - 1
    for n in range(12):
        np.testing.assert_array_equal(ahead.window(n, 1).codes, plain.window(n, 1).codes)
        assert sampled_ahead(ahead, n) == (n > 0)


def test_what_was_sampled_ahead_is_sampled_again_after_a_change():
    plain, ahead = new_stream()[0], new_stream()[0]
    for stream in (plain, ahead):
        written(stream, 3)
    sampled_ahead(ahead, 2)
    for stream in (plain, ahead):
        stream.change(WILD, 2)
    np.testing.assert_array_equal(written(ahead, 9)[3:], written(plain, 9)[3:])


def test_a_state_is_that_of_a_stream_that_has_sampled_nothing_ahead():
    plain, ahead = new_stream()[0], new_stream()[0]
    for stream in (plain, ahead):
        written(stream, 3)
    sampled_ahead(ahead, 2)
    states = [stream.state() for stream in (plain, ahead)]
    np.testing.assert_array_equal(*(state.columns for state in states))
    resumed = []
    for state in states:
        stream = PriorStream(tiny_bundle().sampler, CALM, lambda *_: None)
        stream.resume(state)
        stream.change(WILD, 2)
        resumed.append(np.stack([stream.window(n, 1).codes for n in range(3, 9)]))
    np.testing.assert_array_equal(*resumed)


def test_a_stream_that_was_not_prepared_samples_nothing_ahead():
    assert not PriorStream(tiny_bundle().sampler, CALM, lambda *_: None).sample_ahead(0)


def test_a_seed_alone_resamples_nothing():
    stream, _ = new_stream()
    before = stream.window(1, 1).codes
    stream.change(SamplingParams(CALM.temperature, CALM.top_k, 1234), 0)
    np.testing.assert_array_equal(stream.window(1, 1).codes, before)


def test_a_long_stream_keeps_few_columns():
    stream, reported = new_stream()
    written(stream, 3 * KEPT_COLUMNS)
    assert len(stream._columns) <= KEPT_COLUMNS + 2
    assert len(stream._earlier) == MAX_RESAMPLED
    assert len(reported) == 3 * KEPT_COLUMNS


def test_a_stream_that_was_not_prepared_raises_an_error():
    stream = PriorStream(tiny_bundle().sampler, CALM, lambda *_: None)
    with pytest.raises(RuntimeError, match="prepared"):
        stream.window(0, 1)


def over(stream, sampler):
    """Switch to another prior between two played columns."""
    for _ in stream.switch_prior(sampler):
        pass


@pytest.mark.parametrize("context", [0, 4, 40])
def test_another_prior_continues_after_all_played_columns(context):
    lead = tiny_codes(context) if context else None
    stream, reported = new_stream(lead)
    heard = written(stream, 5)
    other = tiny_bundle(retrained=1).sampler
    over(stream, other)
    came = np.concatenate([*([] if lead is None else [lead]), heard, stream.window(4, 1).codes[2:]])
    state = other.start(came, CALM.seed + 5)
    choice = SamplingParams(CALM.temperature, CALM.top_k)
    direct = np.stack([other.column(state, choice).codes for _ in range(4)])
    later = [stream.window(n, 1) for n in range(5, 10)]
    np.testing.assert_array_equal(np.stack([w.codes[w.place] for w in later])[1:], direct)
    assert len(reported) == 10


def test_the_stream_continues_while_another_prior_reads_its_past():
    stream, _ = new_stream()
    written(stream, 20)
    other = tiny_bundle(retrained=1).sampler
    hearing = stream.switch_prior(other)
    heard = 0
    for heard, _ in enumerate(hearing, 1):
        if heard in (2, 4):
            stream.window(20 + heard // 2 - 1, 1)
    assert heard == other.config.window + 2
    assert stream._sampler is other
    assert stream._state.columns == other.config.window + 2 + 1


def test_sampling_parameters_may_change_during_a_switch_of_priors():
    stream, _ = new_stream()
    written(stream, 4)
    hearing = stream.switch_prior(tiny_bundle(retrained=1).sampler)
    next(hearing)
    stream.change(WILD, 3)
    for _ in hearing:
        pass
    window = stream.window(4, 1)
    assert len(window.codes) == 3
    assert window.numbers.tolist() == [3, 4, 5]


def test_a_stream_knows_how_each_kept_column_was_sampled():
    stream, _ = new_stream()
    codes = written(stream, KEPT_COLUMNS + 20)
    for n in range(len(codes) - KEPT_COLUMNS // 2, len(codes)):
        np.testing.assert_array_equal(stream.written(n).codes, codes[n])
    assert stream.written(0) is None
    assert stream.length == 0


def test_a_resampled_column_is_known_in_its_last_version():
    stream, _ = new_stream(params=CALM)
    stream.window(0, 1)
    stream.change(WILD, 0)
    window = stream.window(1, 1)
    np.testing.assert_array_equal(stream.written(1).codes, window.codes[window.place])


def test_columns_restored_from_a_state_are_unknown_and_later_ones_are_known():
    stream, _ = new_stream()
    stream.window(2, 1)
    other, _ = new_stream()
    other.resume(stream.state())
    assert other.written(2) is None
    np.testing.assert_array_equal(other.window(9, 0).codes[0], other.written(9).codes)


# --- streams that a corpus carries


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    sounds = [music(size * CONFIG.column_samples, seed=size) for size in (7, 4)]
    return corpus_of(tiny_bundle(), sounds, store_in(tmp_path_factory.mktemp("corpus")), 3)


def walk(corpus, order, context=None, carriers=None, params=CALM):
    told = []
    sampler = remembering(tiny_bundle(), corpus, order).sampler
    stream = PriorStream(sampler, params, lambda *one: told.append(one), corpus, 8192)
    for _ in stream.prepare(context, carriers):
        pass
    return stream, told


def places(corpus, carriers):
    """Return the column of the corpus that carries each column; None where nothing does."""
    parts = [part.source for part in corpus.parts]
    found = []
    for source, column in zip(carriers.source[:, 0, 0], carriers.column[:, 0, 0], strict=True):
        if source < 0:
            found.append(None)
            continue
        there = corpus.part_of == parts.index(carriers.sources[source])
        found.append(int(np.flatnonzero(there & (corpus.column_in_source == column))[0]))
    return found


def test_the_columns_of_a_window_and_those_around_are_carried_by_their_places(corpus):
    order = [2, 3, 9, 8, 7]
    stream, told = walk(corpus, order)
    for n in range(4):
        window = stream.window(n, 1)
        carriers = stream.carriers_of(window.numbers)
        assert places(corpus, carriers) == order[max(0, n - 1) : n + 2]
        np.testing.assert_array_equal(carriers.codes[..., 0], window.codes)
        around = window.around
        assert around.numbers.tolist() == list(range(max(0, n - 1), n + 2))
        assert around.own.tolist() == [n]
        assert np.diff(around.begins).tolist() == [8192] * len(around.numbers)
        assert (around.begins[around.here], around.length, around.late) == (0, 8192, 0)
    assert [places(corpus, carriers)[0] for _, carriers in told] == order[:4]


def test_before_a_stream_is_the_last_column_of_what_it_continues_with_its_own_carrier(corpus):
    context = tiny_codes(4)
    stream, _ = walk(corpus, range(11), context, Carriers.of_source("x", context))
    window = stream.window(0, 1)
    assert window.around.numbers.tolist() == [-1, 0, 1]
    assert (window.around.here, window.around.begins.tolist()) == (1, [-8192, 0, 8192, 16384])
    carriers = stream.carriers_of(window.numbers)
    assert carriers.sources[carriers.source[0, 0, 0]] == "x"
    assert carriers.column[0, 0, 0] == 3
    np.testing.assert_array_equal(carriers.codes[..., 0], window.codes)
    bare, _ = walk(corpus, range(11), context)
    found = bare.carriers_of(bare.window(0, 1).numbers)
    assert places(corpus, found) == [None, 4, 5]  # the context's columns count in the order


def test_a_stream_of_columns_without_a_place_is_carried_by_nothing(corpus):
    stream = PriorStream(tiny_bundle().sampler, CALM, lambda *_: None, corpus, 8192)
    for _ in stream.prepare(tiny_codes(2), None):
        pass
    window = stream.window(0, 1)
    assert stream.carriers_of(window.numbers) is None
    assert stream.carriers_of(window.around.own) is None
    assert stream.state().carriers is None
    assert stream.sources_from(0) == []


def test_columns_that_are_sampled_again_have_the_carriers_of_the_last_time(corpus):
    stream, _ = walk(corpus, range(11))
    stream.window(4, 1)
    stream._sampler.order = [0, 1, 2, 3, 4, 10, 9]
    stream.change(WILD, 4)
    assert places(corpus, stream.carriers_of(stream.window(4, 1).numbers)) == [3, 4, 10]
    assert places(corpus, stream.carriers_of(stream.window(5, 1).numbers)) == [4, 10, 9]


def test_what_another_model_writes_is_carried_by_its_own_corpus(corpus, tmp_path):
    stream, _ = walk(corpus, range(11))
    stream.window(3, 1)
    sound = music(6 * CONFIG.column_samples, 1, seed=9)
    theirs = corpus_of(tiny_bundle(), [sound], store_in(tmp_path), 6)
    other = remembering(tiny_bundle(retrained=1), theirs, [5])
    for _ in stream.switch_prior(other.sampler, theirs):
        pass
    carriers = stream.carriers_of(stream.window(6, 1).numbers)
    assert carriers.sources == (theirs.parts[0].source,)
    assert set(carriers.column[:, 0, 0]) == {5}
    before = stream.carriers_of(np.array([2, 3, 4]))
    assert places(corpus, before) == [2, 3, 4]
    for _ in stream.switch_prior(tiny_bundle().sampler):
        pass
    assert stream.carriers_of(stream.window(11, 1).numbers) is None


def test_another_prior_keeps_the_place_in_the_beat(corpus):
    stream, _ = walk(corpus, range(11), tiny_codes(4))
    stream.window(4, 1)
    other = tiny_bundle(retrained=1).sampler
    over(stream, other)
    state = stream.state()
    assert state.sampler.at == state.first + len(state.columns)  # the context is before the beat


def test_a_restored_stream_knows_the_carriers_of_its_columns_and_of_its_lead(corpus):
    context = tiny_codes(4)
    stream, _ = walk(corpus, range(11), context, Carriers.of_source("x", context))
    stream.window(0, 1)
    other, _ = walk(corpus, range(11))
    other._columns.clear()
    other.resume(stream.state())
    for column in range(4):
        numbers = stream.window(column, 1).numbers
        one, two = stream.carriers_of(numbers), other.carriers_of(other.window(column, 1).numbers)
        assert not one.differs(two).any()


def test_the_sources_that_come_next_are_known_the_next_one_first(corpus):
    ids = [part.source for part in corpus.parts]  # of columns 0-2, 3-5, 6; 7-9, 10
    stream, _ = walk(corpus, [0, 8, 1, 2])
    assert stream.sources_from(0) == [ids[0], ids[3], ids[4]]  # after 8 the part of 10 may come
    stream.window(1, 1)
    assert stream.sources_from(1) == [ids[3], ids[0], ids[1]]
    stream.window(2, 1)
    assert stream.sources_from(3) == [ids[0], ids[1]]


def test_carriers_of_a_context_of_another_codec_are_refused(corpus):
    context = tiny_codes(4)
    wrong = Carriers.of_source("x", context + np.int16(CONFIG.size))
    with pytest.raises(BadArgument, match="codes must lie"):
        walk(corpus, range(11), context, wrong)
