import dataclasses
import itertools

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.protocol.score import Score
from distill.types import SAMPLE_RATE
from distill.worker.renderer import AHEAD_FRAMES, CUT_S, Renderer
from kit import scores
from kit.bundles import CONFIG, SHORT, tiny_bundle, tiny_codes
from kit.listening import largest_step, longest_silence

FRAMES = CONFIG.column_frames


def new_renderer(written=None):
    written = [] if written is None else written
    return Renderer(tiny_bundle(), lambda take, codes, _carriers: written.append((take, codes)))


def sound(renderer, hops):
    return np.concatenate([renderer.render() for _ in range(hops)])


def play(codes, **more):
    return scores.make("play", 1, codes, **more)


def test_nothing_sounds_before_a_score():
    renderer = new_renderer()
    assert not renderer.active
    assert sound(renderer, 3).shape == (0, 2)


def test_a_loop_sounds_the_same_each_time_it_is_started():
    codes = tiny_codes(4)
    first, second = new_renderer(), new_renderer()
    first.set_score(play(codes))
    second.set_score(play(codes))
    a = sound(first, 100)
    np.testing.assert_array_equal(a, sound(second, 100))
    assert np.abs(a).max() > 0.01


@pytest.mark.parametrize("knob", ["coarse", "fine", "morph"])
def test_a_macro_raised_and_reset_before_it_sounds_changes_no_sample(knob):
    codes = tiny_codes(4)
    plain, turned = new_renderer(), new_renderer()
    plain.set_score(play(codes, morph_codes=tiny_codes(4, 9)))
    turned.set_score(play(codes, morph_codes=tiny_codes(4, 9)))
    turned.set_score(play(codes, morph_codes=tiny_codes(4, 9), **{knob: 1.0}))
    turned.set_score(play(codes, morph_codes=tiny_codes(4, 9), **{knob: 0.0}))
    np.testing.assert_array_equal(sound(plain, 60), sound(turned, 60))


@pytest.mark.parametrize("knob", ["coarse", "fine", "morph"])
def test_a_macro_takes_effect_at_the_next_frame(knob):
    codes = tiny_codes(4)
    score = play(codes, morph_codes=tiny_codes(4, 9))
    plain, turned = new_renderer(), new_renderer()
    for renderer in (plain, turned):
        renderer.set_score(score)
    np.testing.assert_array_equal(sound(plain, 20), sound(turned, 20))
    turned.set_score(scores.change(score, **{knob: 1.0}))
    before, after = sound(plain, 4), sound(turned, 4)
    assert not np.array_equal(before, after)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"gain": -20.0}, True),
        ({"width": 1.0}, True),
        ({"coarse": 0.1}, False),
        ({"sampling": SamplingParams(0.5, 0, 1)}, False),
        ({"codes": tiny_codes(4)}, False),
        ({"morph_codes": tiny_codes(4)}, False),
    ],
)
def test_a_column_is_decoded_again_only_when_its_input_changes(change, kept):
    renderer = new_renderer()
    score = play(tiny_codes(4, 3))
    renderer.set_score(score)
    sound(renderer, 4)
    decoded = renderer._voice._decoded
    renderer.set_score(scores.change(score, **change))
    sound(renderer, 1)
    assert (renderer._voice._decoded is decoded) == kept


@pytest.mark.parametrize("knob", ["coarse", "fine", "morph"])
def test_in_a_loop_a_macro_reset_to_zero_leaves_no_trace(knob):
    """Compares mel frames, not samples: the phases of the vocoder continue."""
    score = play(tiny_codes(4), morph_codes=tiny_codes(4, 9))
    plain, turned = new_renderer(), new_renderer()
    mels = ([], [])
    for renderer, frames in zip((plain, turned), mels, strict=True):
        for amount, count in ((0.0, 20), (1.0, 30), (0.0, 5 * FRAMES)):
            knobs = {knob: amount} if renderer is turned else {}
            renderer.set_score(scores.change(score, **knobs))
            frames += [renderer._voice._next_frame()[0] for _ in range(count)]
    heard, wanted = np.concatenate(mels[1]), np.concatenate(mels[0])
    np.testing.assert_array_equal(heard[:20], wanted[:20])
    assert not np.array_equal(heard[20:50], wanted[20:50])
    glide = 5  # frames of the glide back
    np.testing.assert_array_equal(heard[50 + glide :], wanted[50 + glide :])


def test_an_edit_of_the_loop_changes_its_column_and_neighbours_and_does_not_restart_it():
    codes = tiny_codes(6)
    edited = codes.copy()
    edited[3] = (edited[3] + 1) % CONFIG.size
    plain, other = new_renderer(), new_renderer()
    for renderer in (plain, other):
        renderer.set_score(play(codes))
    sound(plain, 10)
    sound(other, 10)
    other.set_score(play(edited))
    same = 2 * FRAMES - 10 - 4
    np.testing.assert_array_equal(sound(plain, same), sound(other, same))
    assert other._voice.column == plain._voice.column == 1
    assert not np.array_equal(sound(plain, 2 * FRAMES), sound(other, 2 * FRAMES))


def test_a_loop_wraps_without_a_click():
    codes = tiny_codes(2)
    renderer = new_renderer()
    renderer.set_score(play(codes))
    out = sound(renderer, 20 * FRAMES)[:, 0]
    jumps = np.abs(np.diff(out))
    seam = 2 * FRAMES * 512
    at_seams = max(jumps[n * seam - 700 : n * seam + 700].max() for n in range(2, 9))
    assert at_seams <= 1.5 * np.percentile(jumps, 99.9)


def test_stop_fades_and_then_nothing_is_active():
    renderer = new_renderer()
    renderer.set_score(play(tiny_codes(4)))
    sound(renderer, 30)
    renderer.set_score(Score("stop", 1))
    tail = sound(renderer, 10)
    assert not renderer.active
    assert np.abs(tail[-1]).max() == 0.0
    assert np.abs(tail[:200]).max() > 0.0
    assert len(tail) <= round(0.06 * 48000) + renderer.hop


def test_a_stream_samples_column_after_column_and_reports_each_once():
    written = []
    renderer = new_renderer(written)
    renderer.set_score(Score("stream", 5, sampling=SamplingParams(1.0, 0, 7)))
    sound(renderer, 4 * FRAMES + 4)
    assert [take for take, _ in written] == [5] * 5
    assert all(codes.shape == (1, CONFIG.bands, CONFIG.levels) for _, codes in written)


def test_the_same_seed_streams_the_same_samples():
    outs = []
    for seed in (7, 7, 8):
        renderer = new_renderer()
        renderer.set_score(Score("stream", 1, sampling=SamplingParams(1.0, 0, seed)))
        outs.append(sound(renderer, 80))
    np.testing.assert_array_equal(outs[0], outs[1])
    assert not np.array_equal(outs[0], outs[2])


def test_temperature_only_changes_columns_that_are_not_yet_played():
    streams = []
    for temperature in (1.0, 0.05):
        written = []
        renderer = new_renderer(written)
        score = Score("stream", 1, sampling=SamplingParams(1.0, 0, 7))
        renderer.set_score(score)
        sound(renderer, 2 * FRAMES + 4)
        renderer.set_score(dataclasses.replace(score, sampling=SamplingParams(temperature, 0, 7)))
        sound(renderer, 3 * FRAMES)
        streams.append(np.concatenate([codes for _, codes in written]))
    np.testing.assert_array_equal(streams[0][:3], streams[1][:3])
    assert not np.array_equal(streams[0][3], streams[1][3])


def test_a_stream_that_continues_differs_from_one_that_begins():
    outs = []
    for context in (None, tiny_codes(5, 4)):
        written = []
        renderer = new_renderer(written)
        renderer.set_score(Score("stream", 1, context, sampling=SamplingParams(0.5, 0, 7)))
        sound(renderer, 60)
        outs.append(np.concatenate([codes for _, codes in written])[:2])
    assert not np.array_equal(*outs)


def test_width_opens_the_image_and_the_sum_stays():
    codes = tiny_codes(4)
    narrow, wide = new_renderer(), new_renderer()
    narrow.set_score(play(codes, gain=-12.0))
    wide.set_score(play(codes, gain=-12.0, width=1.0))
    a, b = sound(narrow, 100), sound(wide, 100)
    np.testing.assert_array_equal(a[:, 0], a[:, 1])
    assert np.abs(b[:, 0] - b[:, 1]).max() > 0.001
    np.testing.assert_allclose(b.mean(axis=1), a.mean(axis=1), atol=1e-6)


def test_a_model_without_a_prior_does_not_stream():
    renderer = Renderer(tiny_bundle(prior=False), lambda *_: None)
    renderer.set_score(Score("stream", 1))
    sound(renderer, 3)
    assert not renderer.active


def test_a_take_on_another_model_fades_in_over_the_one_before():
    codes, other = tiny_codes(4), tiny_bundle(4, config=SHORT)
    lone, renderer = new_renderer(), new_renderer()
    lone.set_score(play(codes))
    renderer.set_score(play(codes))
    before, alone = sound(renderer, 40), sound(lone, 50)
    renderer.set_model(other)
    np.testing.assert_array_equal(before, alone[: len(before)])
    renderer.set_score(Score("play", 2, tiny_codes(9, config=SHORT)))
    after = sound(renderer, 200)
    fresh = Renderer(other, lambda *_: None)
    fresh.set_score(Score("play", 2, tiny_codes(9, config=SHORT)))
    new = sound(fresh, 200)[63:]  # the limiter of a new renderer begins with its delay
    late = min(len(new), len(after) - 63) - 4800
    assert np.corrcoef(after[63:][4800:][:late, 0], new[4800:][:late, 0])[0, 1] > 0.999
    assert not np.array_equal(after[63:][:2000], new[:2000])
    whole = np.concatenate([before, after])
    assert longest_silence(whole[2000:]) < 100
    seam = whole[len(before) - 100 : len(before) + 2000]
    assert largest_step(seam) <= 1.5 * max(largest_step(alone), largest_step(new))


def test_the_current_sound_keeps_its_model_and_edits_still_reach_it():
    codes, edited = tiny_codes(4), tiny_codes(4, 5)
    plain, switched = new_renderer(), new_renderer()
    for renderer in (plain, switched):
        renderer.set_score(play(codes))
        sound(renderer, 20)
    switched.set_model(tiny_bundle(4))
    np.testing.assert_array_equal(sound(plain, 20), sound(switched, 20))
    switched.set_model(tiny_bundle())
    for renderer in (plain, switched):
        renderer.set_score(play(edited, coarse=0.5))
    np.testing.assert_array_equal(sound(plain, 40), sound(switched, 40))


def test_the_loop_sounds_until_a_stream_on_another_model_is_prepared():
    written = []
    renderer = new_renderer(written)
    renderer.set_score(play(tiny_codes(4)))
    whole = [sound(renderer, 20)]
    renderer.set_model(tiny_bundle(4))
    renderer.set_score(Score("stream", 2, tiny_codes(6), sampling=SamplingParams(1.0, 0, 7)))
    for _ in range(3):
        whole.append(renderer.render())
        assert not written
    whole.append(sound(renderer, 60))
    assert {take for take, _ in written} == {2}
    assert longest_silence(np.concatenate(whole)[2000:]) < 100


def test_a_second_change_or_a_stop_during_a_crossfade_makes_no_click():
    renderer = new_renderer()
    renderer.set_score(play(tiny_codes(4)))
    whole = [sound(renderer, 20)]
    for take, seed in ((2, 4), (3, 5), (4, 4)):
        renderer.set_model(tiny_bundle(seed))
        renderer.set_score(Score("play", take, tiny_codes(4, seed)))
        whole.append(sound(renderer, 5))
    whole.append(sound(renderer, 20))
    assert renderer._crossfade is None
    renderer.set_model(tiny_bundle(5))
    renderer.set_score(Score("play", 5, tiny_codes(4, 5)))
    whole.append(sound(renderer, 4))
    renderer.set_score(Score("stop", 5))
    whole.append(sound(renderer, 10))
    assert not renderer.active
    heard = np.concatenate(whole)
    assert np.abs(heard[-1]).max() == 0.0
    loud = heard[2000:-4000]
    assert largest_step(heard) <= 1.5 * np.percentile(np.abs(np.diff(loud, axis=0)), 99.99)


def test_a_loop_continues_exactly_when_only_the_prior_was_retrained():
    codes = tiny_codes(4)
    plain, reloaded = new_renderer(), new_renderer()
    for renderer in (plain, reloaded):
        renderer.set_score(play(codes))
        sound(renderer, 20)
    reloaded.set_model(tiny_bundle(retrained=1))
    reloaded.set_score(play(codes))
    np.testing.assert_array_equal(sound(plain, 80), sound(reloaded, 80))
    assert reloaded._voice.bundle is tiny_bundle(retrained=1)


def test_a_retrained_prior_continues_the_stream():
    streams = []
    for again in (False, True):
        written = []
        renderer = new_renderer(written)
        score = Score("stream", 1, sampling=SamplingParams(1.0, 0, 7))
        renderer.set_score(score)
        whole = [sound(renderer, 3 * FRAMES)]
        if again:
            renderer.set_model(tiny_bundle(retrained=1))
            renderer.set_score(score)
        whole.append(sound(renderer, 6 * FRAMES))
        assert longest_silence(np.concatenate(whole)[2000:]) < 100
        streams.append(np.concatenate([codes for _, codes in written]))
    assert len(streams[0]) == len(streams[1])
    np.testing.assert_array_equal(streams[0][:4], streams[1][:4])
    assert not np.array_equal(streams[0][-2:], streams[1][-2:])


def test_a_parameter_changed_during_the_preparation_of_a_stream_applies_to_all_of_it():
    streams = []
    for early in (False, True):
        written = []
        renderer = new_renderer(written)
        warm, cold = (
            Score("stream", 1, tiny_codes(6), sampling=SamplingParams(t, 0, 7)) for t in (1.0, 0.05)
        )
        renderer.set_score(cold if early else warm)
        sound(renderer, 7)
        renderer.set_score(cold)
        sound(renderer, 60)
        streams.append(np.concatenate([codes for _, codes in written]))
    np.testing.assert_array_equal(*streams)


def test_a_stream_is_prepared_in_spare_time_or_else_in_every_fourth_frame():
    ready = []
    for left in (False, True):
        renderer = new_renderer()
        renderer.set_score(play(tiny_codes(4)))
        sound(renderer, 20)
        renderer.set_score(Score("stream", 2, tiny_codes(6), sampling=SamplingParams(1.0, 0, 7)))
        frames = 0
        while renderer._pending is not None:
            assert not left or renderer.prepare()
            frames += len(renderer.render()) > 0
        ready.append(frames)
    assert ready == [4 * 9, 9]  # six are read, two are sampled, and then it begins


def test_a_stream_is_sampled_ahead_now_and_then_in_spare_time():
    renderer = new_renderer()
    renderer.set_score(Score("stream", 1, sampling=SamplingParams(1.0, 0, 7)))
    while renderer._pending is not None:
        renderer.prepare()
    done = []
    for _ in range(3 * AHEAD_FRAMES + 1):
        done.append(renderer.prepare())
        renderer.render()
    assert sum(done) == 3
    assert not any(one and other for one, other in itertools.pairwise(done))


@pytest.mark.parametrize("knob", ["coarse", "fine", "morph"])
def test_a_parameter_swept_within_a_second_makes_no_click(knob):
    """The median of three grids: the largest step of one depends on its phases."""
    assert np.median([largest_step_of_a_sweep(knob, grid) for grid in range(3)]) <= 1.3


def largest_step_of_a_sweep(knob, grid):
    """Return the largest sample step while a knob goes up and down, over that of a still one."""
    score = play(tiny_codes(4, grid), morph_codes=tiny_codes(4, 9 + grid))
    steps = 94  # frames in a second
    plain, turned, swept = (new_renderer() for _ in range(3))
    plain.set_score(score)
    turned.set_score(scores.change(score, **{knob: 1.0}))
    swept.set_score(score)
    parts = []
    for step in [*range(steps + 1), *range(steps, -1, -1)]:
        swept.set_score(scores.change(score, **{knob: step / steps}))
        parts.append(swept.render())
    still = max(largest_step(sound(one, 2 * steps)) for one in (plain, turned))
    return largest_step(np.concatenate(parts)) / still


@pytest.mark.parametrize("knob", ["coarse", "fine", "morph"])
def test_a_jump_of_a_parameter_glides_and_arrives_exactly(knob):
    renderer = new_renderer()
    score = play(tiny_codes(4), morph_codes=tiny_codes(4, 9))
    renderer.set_score(score)
    sound(renderer, 5)
    for goal in (0.8, 0.0):
        renderer.set_score(scores.change(score, **{knob: goal}))
        way = []
        for _ in range(6):
            renderer.render()
            way.append(renderer._voice._knobs[knob])
        assert way[-1] == goal
        assert len(set(way)) > 3
        assert sorted(way, reverse=goal == 0.0) == way


def test_a_change_of_level_decodes_nothing_again_although_its_score_is_a_copy():
    decoded = []
    renderer = Renderer(tiny_bundle(), lambda *_: None, decoded.append)
    codes = tiny_codes(4)
    renderer.set_score(play(codes))
    sound(renderer, 3)
    count = len(decoded)
    renderer.set_score(play(codes.copy(), gain=-6.0))
    sound(renderer, 3)
    assert len(decoded) == count
    renderer.set_score(play(tiny_codes(4, 9), gain=-6.0))
    sound(renderer, 1)
    assert len(decoded) == count + 1


HOP = CONFIG.mel.hop
CUT = round(CUT_S * SAMPLE_RATE)


def until(renderer, samples):
    """Render exactly this many samples."""
    parts = []
    while (left := samples - sum(map(len, parts))) > 0:
        parts.append(renderer.render(left))
    return np.concatenate(parts)


def bare(score):
    """Make a renderer without the guard, whose gain would continue from the past."""
    renderer = new_renderer()
    renderer._chain.step = lambda mono: np.stack([mono, mono], 1)
    renderer.set_score(score)
    return renderer


@pytest.mark.parametrize("inside", [0, 1, 100, HOP - 1])
@pytest.mark.parametrize("hops", [3, 20, 33])
def test_an_edit_on_an_exact_sample_is_complete_there_and_changes_nothing_before(inside, hops):
    """Complete: as if the codes had changed before the first frame that overlaps the sample."""
    codes, edited = tiny_codes(4), tiny_codes(4, 9)
    plain, cut, early = bare(play(codes)), bare(play(codes)), bare(play(codes))
    here = hops * HOP + inside
    reach = tiny_bundle().vocoder.reach
    np.testing.assert_array_equal(until(plain, here), until(cut, here))
    taken = cut._voice._frame
    while early._voice is None or early._voice._frame < taken - reach:
        early.render()
    early.set_score(play(edited))
    before = max(0, early._voice._frame * HOP - tiny_bundle().vocoder.latency)
    cut.set_score(play(edited), cut=True)
    after = until(cut, 6 * HOP)
    wanted = until(early, here + 6 * HOP - before)[here - before :]
    np.testing.assert_array_equal(after[CUT:], wanted[CUT:])
    assert np.abs(after - until(plain, 6 * HOP)).max() > 0.01
    assert largest_step(after[:, 0]) < 2 * largest_step(wanted[:, 0])


def test_an_edit_that_changes_no_decoded_column_makes_no_cut():
    codes = tiny_codes(4)
    plain, turned = bare(play(codes)), bare(play(codes))
    until(plain, 5000)
    until(turned, 5000)
    turned.set_score(play(codes.copy(), pan=0.5), cut=True)
    assert turned._crossfade is None
    np.testing.assert_array_equal(until(plain, 5000), until(turned, 5000))


def test_consecutive_edits_on_exact_samples_end_with_the_last():
    renderer, codes = bare(play(tiny_codes(4))), tiny_codes(4, 9)
    until(renderer, 5000)
    for seed in (5, 6):
        renderer.set_score(play(tiny_codes(4, seed)), cut=True)
        until(renderer, 70)
    renderer.set_score(play(codes), cut=True)
    assert np.isfinite(until(renderer, 20_000)).all()
    assert renderer._crossfade is None
    np.testing.assert_array_equal(renderer._voice._source.codes, codes)


def test_a_cut_in_a_stream_keeps_the_columns_before_it():
    written = []
    renderer = new_renderer(written)
    score = Score("stream", 1, None, sampling=SamplingParams(1.0, 0, 5))
    renderer.set_score(score)
    until(renderer, 20_000)
    heard = [codes.copy() for _, codes in written]
    renderer.set_score(scores.change(score, fine=1.0, sampling=SamplingParams(0.1, 0, 5)), cut=True)
    assert renderer._crossfade is not None
    until(renderer, 20_000)
    assert len(written) > len(heard)
    for before, after in zip(heard, written, strict=False):
        np.testing.assert_array_equal(before, after[1])


def test_columns_that_sound_after_a_cut_are_reported_with_their_position():
    rendered = []
    renderer = Renderer(tiny_bundle(), lambda *_: None, rendered.append)
    renderer.set_score(play(tiny_codes(4)))
    column = tiny_bundle().column
    here = 2 * column - 700
    until(renderer, here)
    rendered.clear()
    renderer.set_score(play(tiny_codes(4, 9)), cut=True)
    assert [(one.number, one.behind, one.into) for one in rendered] == [
        (1, 0, column - 700),
        (2, 700, 0),
    ]
    for one in rendered:
        np.testing.assert_array_equal(one.codes[0], tiny_codes(4, 9)[one.number])


INSIDE = 2 * FRAMES * 512 + 1003
"""Length of a loop that ends inside its third column."""


def rendered(renderer, samples):
    """Render exactly so many samples, [T]."""
    parts = [np.zeros((0, 2), np.float32)]
    while (left := samples - sum(map(len, parts))) > 0:
        parts.append(renderer.render(left))
    return np.concatenate(parts)[:, 0]


def test_a_loop_goes_round_where_its_sound_ends_to_the_sample_and_without_a_click():
    renderer = new_renderer()
    renderer.set_score(play(tiny_codes(3), samples=INSIDE))
    out = rendered(renderer, 6 * INSIDE)
    rounds = out[INSIDE:].reshape(5, INSIDE)
    for one in rounds[1:]:
        np.testing.assert_allclose(one[600:], rounds[0][600:], atol=1e-4)
    assert np.abs(rounds[0][601:] - rounds[1][600:-1]).max() > 0.01
    jumps = np.abs(np.diff(out))
    at_seams = max(jumps[n * INSIDE - 300 : n * INSIDE + 300].max() for n in range(2, 6))
    assert at_seams <= 1.5 * np.percentile(jumps, 99.9)


def test_a_loop_of_whole_columns_is_never_restarted():
    codes = tiny_codes(3)
    plain, same = new_renderer(), new_renderer()
    plain.set_score(play(codes))
    same.set_score(play(codes, samples=3 * FRAMES * 512))
    np.testing.assert_array_equal(sound(plain, 8 * FRAMES), sound(same, 8 * FRAMES))


@pytest.mark.parametrize("cut", [False, True])
def test_an_edit_in_a_loop_keeps_its_period(cut):
    codes = tiny_codes(3)
    edited = codes.copy()
    edited[1] = (edited[1] + 1) % CONFIG.size
    turned = new_renderer()
    turned.set_score(play(codes, samples=INSIDE))
    rendered(turned, INSIDE + 5000)
    turned.set_score(play(edited, samples=INSIDE), cut=cut)
    fresh = new_renderer()
    fresh.set_score(play(edited, samples=INSIDE))
    wanted = rendered(fresh, 4 * INSIDE)[2 * INSIDE :]
    heard = rendered(turned, 5 * INSIDE)
    at = 4 * INSIDE - 5000  # where the third round after the edit begins
    np.testing.assert_allclose(heard[at:][600:5000], wanted[600:5000], atol=1e-4)


def test_a_loop_that_gets_another_length_goes_round_there():
    renderer = new_renderer()
    codes = tiny_codes(3)
    renderer.set_score(play(codes))
    rendered(renderer, 4 * INSIDE)
    renderer.set_score(play(codes, samples=INSIDE))
    rendered(renderer, 2 * INSIDE)
    out = rendered(renderer, 3 * INSIDE)
    np.testing.assert_allclose(out[:INSIDE], out[INSIDE : 2 * INSIDE], atol=1e-3)


def test_a_saved_loop_goes_round_at_the_same_sample():
    score = play(tiny_codes(3), samples=INSIDE)
    one, other = new_renderer(), new_renderer()
    one.set_score(score)
    rendered(one, 2 * INSIDE)
    sound(one, 20)
    other.resume(score, one.state(0.0))
    a, b = rendered(one, 3 * INSIDE), rendered(other, 3 * INSIDE)
    np.testing.assert_allclose(a[INSIDE:], b[INSIDE:], atol=1e-4)
