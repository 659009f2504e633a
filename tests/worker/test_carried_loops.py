"""Loops that their sources carry, rendered live from real files."""

import dataclasses
import gc
import tracemalloc

import numpy as np
import pytest

from distill.codes import edit
from distill.codes.carriers import Carriers
from distill.codes.region import Region, Span
from distill.protocol.tasks import LoadModel
from distill.types import Audio
from distill.worker.chain import Chain
from distill.worker.column_decoder import KEPT
from distill.worker.renderer import Renderer
from distill.worker.task_steps import load
from kit import scores
from kit.bundles import CONFIG, SHORT, tiny_bundle
from kit.carried import (
    decibels,
    decoded,
    drone,
    keep,
    live,
    music,
    playing,
    playing_grid,
    reader_of,
    rendered,
    store_in,
)
from kit.house import ROOT
from kit.listening import largest_step

COLUMN, HOP = CONFIG.column_samples, CONFIG.mel.hop
INSIDE = 4 * COLUMN + 1003
"""Length of a loop that ends inside its fifth column."""
EXACT = -100.0
"""Largest difference in dB between two sounds that are the same."""
SETTLED = CONFIG.mel.n_fft
"""Samples after a boundary in which frames of both sides sound."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("sounds"))


@pytest.fixture(scope="module")
def kept(store):
    return keep(store, tiny_bundle(), music(INSIDE))


@pytest.fixture(scope="module")
def other(store):
    return keep(store, tiny_bundle(), music(INSIDE, 1, 330.0, 5))


@pytest.fixture(scope="module")
def steady(store):
    return keep(store, tiny_bundle(), drone(INSIDE))


@pytest.fixture(scope="module")
def steady_too(store):
    return keep(store, tiny_bundle(), drone(INSIDE, 1, 330.0))


def sound_of(store, score, samples, bundle=None):
    """Render a score from its first sample on, without guard and limiter."""
    renderer = live(store, bundle or tiny_bundle())
    renderer.set_score(score)
    return rendered(renderer, samples)


def largest(store, *played):
    """Return the largest step of sounds that are not edited."""
    return max(largest_step(sound_of(store, score, 3 * INSIDE)) for score in played)


# --- what is not edited is the source


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("short", [0, 1, 100, 400, 700, 7189, COLUMN - 1, 2 * COLUMN + 7000])
def test_an_untouched_loop_is_its_source_in_every_round(store, channels, short):
    samples = 3 * COLUMN - short
    sound = keep(store, tiny_bundle(), music(samples, channels))
    heard = sound_of(store, playing(sound), 4 * samples)
    assert decibels(heard - np.tile(sound.stereo(), (4, 1)), sound.audio) < EXACT


@pytest.mark.parametrize("short", [0, 1, 700])
def test_so_it_is_on_a_model_of_another_geometry(store, short):
    bundle = tiny_bundle(config=SHORT)
    samples = 9 * bundle.column - short
    sound = keep(store, bundle, music(samples))
    heard = sound_of(store, playing(sound), 3 * samples, bundle)
    assert decibels(heard - np.tile(sound.stereo(), (3, 1)), sound.audio) < EXACT


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_so_it_is_on_a_shipped_model(store, name):
    bundle = load(LoadModel(str(ROOT / "models" / name / f"{name}.distill"), name)).bundle
    samples = 3 * bundle.column - 300
    sound = keep(store, bundle, music(samples))
    heard = sound_of(store, playing(sound), 3 * samples, bundle)
    assert decibels(heard - np.tile(sound.stereo(), (3, 1)), sound.audio) < EXACT


@pytest.mark.parametrize("channels", [1, 2])
def test_through_the_chain_it_is_its_source_through_the_chain(store, channels):
    sound = keep(store, tiny_bundle(), music(INSIDE, channels))
    renderer = Renderer(tiny_bundle(), lambda *_: None, None, reader_of(store))
    renderer.set_score(playing(sound))
    left, right = np.tile(sound.stereo(), (3, 1)).T
    wanted = Chain().step(np.stack([(left + right) / 2, (left - right) / 2], axis=1))
    assert decibels(rendered(renderer, 3 * INSIDE) - wanted, wanted) < EXACT


def test_a_loop_restarted_by_the_bar_is_its_source_in_every_bar(store, kept):
    renderer = live(store, tiny_bundle())
    renderer.set_score(playing(kept))
    bar = 11_003
    rendered(renderer, bar)
    for _ in range(3):
        renderer.restart_loop()
        heard = rendered(renderer, bar)[SETTLED:]
        assert decibels(heard - kept.audio[SETTLED:bar], kept.audio) < EXACT


@pytest.mark.parametrize("gain", [1.0, 3.0])
def test_a_source_at_full_scale_and_above_comes_back_and_is_limited(store, gain):
    loud = music(2 * COLUMN)
    loud *= gain / np.abs(loud).max()
    sound = keep(store, tiny_bundle(), loud)
    heard = sound_of(store, playing(sound), 4 * COLUMN)
    assert decibels(heard[: 2 * COLUMN] - sound.audio, sound.audio) < EXACT
    renderer = Renderer(tiny_bundle(), lambda *_: None, None, reader_of(store))
    renderer.set_score(playing(sound, fine=0.3))
    limited = rendered(renderer, 4 * COLUMN)
    assert 0.5 < np.abs(limited).max() <= 1.0


def test_silence_is_carried_as_silence_and_can_be_edited(store):
    sound = keep(store, tiny_bundle(), np.zeros((2 * COLUMN, 2), np.float32))
    assert not sound_of(store, playing(sound), 4 * COLUMN).any()
    turned = sound_of(store, playing(sound, coarse=1.0, fine=1.0), 4 * COLUMN)
    assert np.isfinite(turned).all()
    assert turned.any()


def test_a_sound_whose_middle_cancels_is_carried_and_an_edit_does_not_blow_it_up(store):
    one = music(INSIDE, 1)
    sound = keep(store, tiny_bundle(), np.concatenate([one, -one], axis=1))
    heard = sound_of(store, playing(sound), 2 * INSIDE)
    assert decibels(heard - np.tile(sound.audio, (2, 1)), sound.audio) < EXACT
    turned = sound_of(store, playing(sound, fine=0.5, coarse=0.2), 2 * INSIDE)
    assert np.abs(turned).max() < 3 * np.abs(sound.audio).max()


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.3}])
def test_a_damaged_copy_of_a_source_is_heard_as_a_gap_and_no_longer(tmp_path, knobs):
    store = store_in(tmp_path)
    sound = keep(store, tiny_bundle(), music(4 * COLUMN))
    wanted = sound_of(store, playing(sound, **knobs), 4 * COLUMN)
    (path,) = store.cache.iterdir()
    samples = np.fromfile(path, "<f4")
    samples[2 * 9000] = np.nan
    samples[2 * 9001 + 1] = -np.inf
    path.write_bytes(samples.tobytes())
    heard = sound_of(store, playing(sound, **knobs), 8 * COLUMN)
    assert np.isfinite(heard).all()
    beyond = slice(3 * COLUMN, 4 * COLUMN - SETTLED)
    limit = EXACT if not knobs else -20
    assert decibels((heard[: 4 * COLUMN] - wanted)[beyond], wanted) < limit


def test_a_source_shorter_than_its_columns_plays_and_then_rests(store):
    sound = keep(store, tiny_bundle(), music(COLUMN + 700))
    codes = np.repeat(sound.codes, 2, axis=0)  # four columns of a source of two
    carriers = Carriers.of_source(sound.id, codes)
    score = scores.make("play", 1, codes, carriers=carriers)
    heard = sound_of(store, score, 4 * COLUMN)
    assert decibels((heard[: COLUMN + 700] - sound.audio)[100:], sound.audio) < EXACT
    assert not heard[3 * COLUMN + SETTLED : -SETTLED].any()
    edited = sound_of(store, scores.change(score, fine=0.5, coarse=0.3), 8 * COLUMN)
    assert np.isfinite(edited).all()


# --- carry 0, and sources that are gone


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.4}, {"coarse": 0.3, "morph": 0.5}])
def test_carry_0_is_the_sound_of_the_codec_bit_for_bit(store, kept, other, knobs):
    targets = {"morph_codes": other.codes, "morph_carriers": other.carriers, **knobs}
    carried = sound_of(store, playing(kept, carry=0.0, **targets), 2 * INSIDE)
    bare = {"carriers": None, "morph_carriers": None, **knobs, "morph_codes": other.codes}
    np.testing.assert_array_equal(carried, sound_of(store, playing(kept, **bare), 2 * INSIDE))
    assert decibels(carried - sound_of(store, playing(kept, **knobs), 2 * INSIDE), carried) > -20


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.4, "carry": 0.7}])
def test_a_source_that_is_gone_leaves_the_sound_of_the_codec(tmp_path, kept, knobs):
    empty = store_in(tmp_path)
    gone = sound_of(empty, playing(kept, **knobs), 2 * INSIDE)
    bare = sound_of(empty, playing(kept, carriers=None, **knobs), 2 * INSIDE)
    np.testing.assert_array_equal(gone, bare)


def test_when_one_of_two_sources_is_gone_the_other_still_sounds(tmp_path, store, kept):
    here = store_in(tmp_path)
    mine = keep(here, tiny_bundle(), music(INSIDE))
    theirs = keep(store, tiny_bundle(), music(INSIDE, 1, 330.0, 5))
    mixed = edit.copy(theirs.grid(tiny_bundle()), columns(2, 3), mine.grid(tiny_bundle()))
    heard = sound_of(here, playing_grid(mixed), 2 * INSIDE)
    inside = slice(SETTLED, 2 * COLUMN - SETTLED)
    # the neighbours of what is gone are only heard through the decoder
    assert decibels((heard - mine.stereo()[np.arange(2 * INSIDE) % INSIDE])[inside], heard) < EXACT
    assert np.abs(heard[2 * COLUMN : 4 * COLUMN]).max() > 0.01


def test_a_source_that_must_be_decoded_first_is_carried_from_a_column_on(tmp_path):
    store = store_in(tmp_path)
    sound = keep(store, tiny_bundle(), music(INSIDE))
    for path in store.cache.iterdir():
        path.unlink()
    reader = reader_of(store)
    renderer = Renderer(tiny_bundle(), lambda *_: None, None, reader)
    renderer._chain.step = live(store, tiny_bundle())._chain.step
    renderer.set_score(playing(sound))
    begin = renderer.render()  # does not wait
    bare = live(store, tiny_bundle())
    bare.set_score(playing(sound, carriers=None))
    np.testing.assert_array_equal(begin, bare.render())
    decoded(reader)
    rendered(renderer, 5 * INSIDE - len(begin))
    heard = rendered(renderer, INSIDE)
    assert decibels(heard - sound.audio, sound.audio) < EXACT


# --- the same again


@pytest.mark.parametrize(
    "knobs", [{}, {"fine": 0.5}, {"coarse": 0.2, "carry": 0.5}, {"morph": 0.5}]
)
def test_it_repeats_bit_for_bit(store, kept, other, knobs):
    score = playing(kept, morph_codes=other.codes, morph_carriers=other.carriers, **knobs)
    once = sound_of(store, score, 2 * INSIDE)
    np.testing.assert_array_equal(once, sound_of(store, score, 2 * INSIDE))


def test_undo_brings_back_the_exact_sound(store, kept):
    renderer = live(store, tiny_bundle())
    renderer.set_score(playing(kept))
    rendered(renderer, INSIDE)
    moved = edit.shift(kept.grid(tiny_bundle()), Region(), 2, wrap=True)
    for score in (playing_grid(moved, fine=0.3), playing(kept)):
        renderer.set_score(score)
        rendered(renderer, INSIDE)
    heard = rendered(renderer, 2 * INSIDE)
    assert decibels(heard - np.tile(kept.audio, (2, 1)), kept.audio) < EXACT


@pytest.mark.parametrize("at", [3 * HOP, 3 * HOP + 100, COLUMN + 5 * HOP, INSIDE + 7])
@pytest.mark.parametrize("change", [{"carry": 0.0}, {"carry": 0.6}, {"fine": 1.0, "carry": 0.5}])
def test_a_cut_is_complete_on_its_sample_and_changes_nothing_before(store, kept, at, change):
    plain, cut = live(store, tiny_bundle()), live(store, tiny_bundle())
    for renderer in (plain, cut):
        renderer.set_score(playing(kept))
    np.testing.assert_array_equal(rendered(plain, at), rendered(cut, at))
    moved = edit.shift(kept.grid(tiny_bundle()), Region(), 1, wrap=True)
    cut.set_score(playing_grid(moved), cut=True)
    heard = rendered(cut, 3000)
    wanted = sound_of(store, playing_grid(moved), at + 3000)[at:]
    assert decibels((heard - wanted)[192:], wanted) < EXACT
    again = live(store, tiny_bundle())
    again.set_score(playing(kept))
    rendered(again, at)
    again.set_score(playing(kept, **change), cut=True)
    assert np.abs(rendered(again, 3000) - rendered(plain, 3000)).max() > 0.01


# --- moves


def columns(first: int, last: int, bands: Span | None = None) -> Region:
    return Region(Span("", first, last), bands or Span())


def test_columns_that_are_exchanged_are_heard_from_the_other_place(store, kept):
    swapped = edit.swap_within(kept.grid(tiny_bundle()), columns(0, 0), columns(2, 2))
    heard = sound_of(store, playing_grid(swapped), INSIDE)
    for here, there in ((0, 2), (1, 1), (2, 0), (3, 3)):
        part = slice(SETTLED // 2, COLUMN - SETTLED // 2)
        mine, theirs = heard[here * COLUMN :][part], kept.audio[there * COLUMN :][part]
        assert decibels(mine - theirs, theirs) < EXACT


def test_a_column_that_is_copied_from_another_slot_is_that_sound(store, kept, other):
    bundle = tiny_bundle()
    mixed = edit.copy(other.grid(bundle), columns(1, 2), kept.grid(bundle))
    heard = sound_of(store, playing_grid(mixed), INSIDE)
    part = slice(COLUMN + SETTLED // 2, 3 * COLUMN - SETTLED // 2)
    assert decibels(heard[part] - other.audio[part], other.audio) < EXACT
    part = slice(3 * COLUMN + SETTLED // 2, INSIDE - SETTLED)
    assert decibels(heard[part] - kept.audio[part], kept.audio) < EXACT


def test_a_shifted_loop_is_the_sound_shifted(store):
    sound = keep(store, tiny_bundle(), music(4 * COLUMN))
    shifted = edit.shift(sound.grid(tiny_bundle()), Region(), 1, wrap=True)
    heard = sound_of(store, playing_grid(shifted), 2 * len(sound.audio))
    wanted = np.tile(np.roll(sound.audio, COLUMN, axis=0), (2, 1))
    assert decibels(heard - wanted, wanted) < EXACT


def spectrum(audio: Audio) -> Audio:
    """Return the mean power of the mid in frames, [F]."""
    frames = np.lib.stride_tricks.sliding_window_view(audio.mean(axis=1), 4096)[::1024]
    return np.square(np.abs(np.fft.rfft(frames * np.hanning(4096)))).mean(0)


def test_a_band_of_another_sound_is_heard_in_that_band_alone(store, kept, other):
    bundle, band = tiny_bundle(), 2
    mixed = edit.copy(other.grid(bundle), columns(0, 4, Span("", band, band)), kept.grid(bundle))
    heard = sound_of(store, playing_grid(mixed), INSIDE)
    mine, theirs, both = (spectrum(one) for one in (kept.audio, other.audio, heard))
    inside, beside = bins_of(band), bins_of(band, 12)
    assert both[inside].sum() == pytest.approx(theirs[inside].sum(), rel=0.3)
    outside = ~beside
    off = np.abs(10 * np.log10((both[outside] + 1e-3) / (mine[outside] + 1e-3)))
    assert np.median(off) < 0.5
    assert mine[inside].sum() != pytest.approx(theirs[inside].sum(), rel=0.5)


def bins_of(band: int, wider: int = 0) -> Audio:
    """Return which bins of `spectrum` lie in a band, and so many mel bins on each side of it."""
    mel = CONFIG.mel
    top = np.log1p(mel.sample_rate / 2 / mel.corner)
    edges = mel.corner * np.expm1(np.linspace(0, top, mel.mels + 2))[1:-1]
    size = mel.mels // CONFIG.bands
    low = edges[max(0, band * size - wider)]
    high = edges[min(mel.mels - 1, (band + 1) * size - 1 + wider)]
    hertz = np.linspace(0, mel.sample_rate / 2, 2049)
    return (low <= hertz) & (hertz <= high)


def test_all_of_morph_is_the_sound_of_the_other_slot_and_half_has_cells_of_both(store, kept, other):
    score = playing(kept, morph_codes=other.codes, morph_carriers=other.carriers)
    there = sound_of(store, scores.change(score, morph=1.0), 2 * INSIDE)
    assert decibels(there - np.tile(other.stereo(), (2, 1)), other.audio) < EXACT
    half = sound_of(store, scores.change(score, morph=0.5), INSIDE)
    mine, theirs, both = (spectrum(one) for one in (kept.audio, other.stereo(), half))
    for hertz, one, two in ((220, mine, theirs), (330, theirs, mine)):
        near = slice(round(hertz * 4096 / 48_000) - 1, round(hertz * 4096 / 48_000) + 2)
        assert two[near].sum() < 0.2 * both[near].sum() < both[near].sum() < 1.5 * one[near].sum()


def test_a_morph_slot_of_another_length_goes_round_in_its_own_columns(store, kept):
    short = keep(store, tiny_bundle(), music(2 * COLUMN, 2, 500.0, 9))
    score = playing(kept, morph_codes=short.codes, morph_carriers=short.carriers, morph=1.0)
    heard = sound_of(store, score, INSIDE)
    wanted = short.audio[np.arange(INSIDE) % len(short.audio)]
    assert decibels((heard - wanted)[SETTLED:-SETTLED], wanted) < EXACT


# --- no clicks


@pytest.mark.parametrize("knob", ["carry", "fine", "coarse", "morph"])
def test_a_parameter_swept_within_a_second_makes_no_click(store, steady, steady_too, knob):
    targets = {"morph_codes": steady_too.codes, "morph_carriers": steady_too.carriers}
    score = playing(steady, **targets)
    steps = 94  # frames in a second
    way = np.concatenate([np.arange(steps + 1), np.arange(steps)[::-1]]) / steps
    way = 1 - way if knob == "carry" else way
    renderer = live(store, tiny_bundle())
    parts = []
    for value in way:
        renderer.set_score(scores.change(score, **{knob: value}))
        parts.append(renderer.render())
    still = largest(store, score, scores.change(score, **{knob: way[steps]}))
    assert largest_step(np.concatenate(parts)) <= 1.3 * still


def test_moved_columns_and_bands_make_no_click(store, steady, steady_too):
    bundle = tiny_bundle()
    mine, theirs = steady.grid(bundle), steady_too.grid(bundle)
    still = largest(store, playing(steady), playing(steady_too))
    for moved in (
        edit.copy(theirs, columns(1, 1), mine),
        edit.copy(theirs, columns(0, 3, Span("", 2, 3)), mine),
        edit.copy(theirs, columns(2, 2, Span("", 1, 1)), mine),
        edit.shift(mine, Region(), 2, wrap=True),
        edit.swap_within(mine, columns(0, 0), columns(3, 3)),
        edit.swap_within(mine, columns(1, 1), columns(4, 4)),
        edit.fill(mine, Region(), 4, 1),
        edit.fill(mine, Region(), 0, 1),
    ):
        assert largest_step(sound_of(store, playing_grid(moved), 3 * INSIDE)) <= 1.3 * still


@pytest.mark.parametrize("knobs", [{}, {"fine": 0.3}])
def test_restarts_and_cuts_anywhere_make_no_click(store, steady, knobs):
    score = playing(steady, **knobs)
    turned = [scores.change(score, fine=0.2 * n, carry=1.0 - 0.3 * n) for n in range(3)]
    still = largest(store, score, *turned)
    for cuts in (False, True):
        renderer = live(store, tiny_bundle())
        renderer.set_score(score)
        parts = []
        for n in range(14):
            parts.append(rendered(renderer, 5001 + 777 * (n % 7)))
            if cuts:
                renderer.set_score(turned[n % 3], cut=True)
            else:
                renderer.restart_loop()
        assert largest_step(np.concatenate(parts)) <= 1.3 * still


# --- other models


def test_a_take_on_another_model_fades_in_and_its_own_source_carries_it(store, kept):
    bundle = tiny_bundle(4, config=SHORT)
    short = keep(store, bundle, music(20 * bundle.column, 2, 500.0, 9))
    renderer = live(store, tiny_bundle())
    renderer.set_score(playing(kept))
    rendered(renderer, INSIDE + 3000)
    renderer.set_model(bundle)
    heard = rendered(renderer, 2000)  # the current sound keeps its model
    assert decibels(heard - kept.audio[3000:5000], kept.audio) < EXACT
    renderer.set_score(playing(short, 2))
    renderer.restart_loop()
    heard = rendered(renderer, 2 * len(short.audio))
    wanted = np.tile(short.audio, (2, 1))
    assert decibels((heard - wanted)[3000:], wanted) < EXACT


def test_a_retrained_prior_leaves_a_carried_loop_alone(store, kept):
    renderer = live(store, tiny_bundle())
    renderer.set_score(playing(kept))
    rendered(renderer, 5000)
    renderer.set_model(tiny_bundle(retrained=1))
    renderer.set_score(dataclasses.replace(playing(kept), panic=0))
    heard = rendered(renderer, 2 * INSIDE)
    wanted = kept.audio[np.arange(5000, 5000 + 2 * INSIDE) % INSIDE]
    assert decibels(heard - wanted, wanted) < EXACT


def test_stop_and_a_stream_after_a_carried_loop_leave_no_side(store, kept):
    renderer = live(store, tiny_bundle())
    renderer.set_score(playing(kept))
    rendered(renderer, 9000)
    renderer.set_score(scores.make("stream", 2))
    heard = rendered(renderer, 9 * COLUMN)[COLUMN:]
    assert heard.any()
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])


# --- memory


@pytest.mark.slow
def test_hundreds_of_rounds_with_edits_leave_nothing_behind(store):
    bundle = tiny_bundle()
    short = keep(store, bundle, music(2 * COLUMN + 500))
    too = keep(store, bundle, music(COLUMN, 1, 330.0, 5))
    grid = short.grid(bundle)
    targets = {"morph_codes": too.codes, "morph_carriers": too.carriers}
    renderer = live(store, bundle)
    renderer.set_score(playing(short, **targets))
    rng = np.random.default_rng(0)

    def play_on(rounds):
        for n in range(rounds):
            moved = edit.shift(grid, Region(), int(rng.integers(0, 3)), wrap=True)
            knobs = {"fine": rng.integers(0, 3) / 2, "morph": rng.integers(0, 3) / 2}
            if n % 4 == 0:
                renderer.set_score(playing_grid(moved, **targets, **knobs), cut=n % 8 == 0)
            renderer.restart_loop()
            rendered(renderer, int(rng.integers(300, 1500)))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = play_on(100)
        while len(renderer._voice._decoder._mels) < KEPT:
            before = play_on(50)
        assert play_on(500) - before < 200_000
    finally:
        tracemalloc.stop()
