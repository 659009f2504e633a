import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.worker.sources import KEPT_COLUMNS, MAX_RESAMPLED, GridLoop, PriorStream
from kit.bundles import CONFIG, tiny_bundle, tiny_codes

CALM, WILD = SamplingParams(0.5, 0, 9), SamplingParams(2.0, 0, 9)


def new_stream(context=None, params=CALM):
    reported = []
    stream = PriorStream(tiny_bundle().sampler, params, reported.append)
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


def test_the_ends_of_a_loop_are_neighbours():
    codes = tiny_codes(4)
    window = GridLoop(codes).window(0, 1)
    np.testing.assert_array_equal(window.codes, codes[[3, 0, 1]])
    assert window.place == 1
    np.testing.assert_array_equal(window.numbers, [3, 0, 1])


def test_every_round_of_a_loop_is_the_same():
    loop = GridLoop(tiny_codes(3))
    first, later = loop.window(1, 2), loop.window(1 + 3 * 1000, 2)
    np.testing.assert_array_equal(first.codes, later.codes)
    np.testing.assert_array_equal(first.numbers, later.numbers)


def test_a_loop_of_one_column_is_its_own_neighbour():
    codes = tiny_codes(1)
    np.testing.assert_array_equal(GridLoop(codes).window(7, 1).codes, codes[[0, 0, 0]])


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
    stream = PriorStream(tiny_bundle().sampler, CALM, lambda _codes: None)
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


def test_a_stream_knows_how_each_kept_column_was_sampled_and_a_loop_samples_none():
    stream, _ = new_stream()
    codes = written(stream, KEPT_COLUMNS + 20)
    for n in range(len(codes) - KEPT_COLUMNS // 2, len(codes)):
        np.testing.assert_array_equal(stream.written(n).codes, codes[n])
    assert stream.written(0) is None
    assert (stream.length, GridLoop(codes[:3]).length) == (0, 3)
    assert GridLoop(codes[:3]).written(1) is None


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
