"""The frames of a clip, and what carries them; `test_task_steps.py` listens to whole clips."""

import numpy as np
import pytest

from distill.codes import edit
from distill.codes.carriers import Carriers
from distill.codes.region import Region, Span
from distill.worker.clip_frames import ClipFrames
from distill.worker.source_reader import NoSources, OpenedSources
from kit.bundles import CONFIG, tiny_bundle, tiny_codes
from kit.carried import decibels, folders_of, keep, music, store_in

COLUMN, FRAMES, BINS = CONFIG.column_samples, CONFIG.column_frames, CONFIG.mel.n_fft // 2 + 1
INSIDE = 4 * COLUMN + 1003


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("sounds"))


@pytest.fixture(scope="module")
def kept(store):
    return keep(store, tiny_bundle(), music(INSIDE))


@pytest.fixture(scope="module")
def mono(store):
    return keep(store, tiny_bundle(), music(INSIDE, 1, 330.0, 5))


def frames_of(store, codes, carriers, carry=1.0, samples=INSIDE, **more):
    sources = OpenedSources(*folders_of(store))
    return ClipFrames(tiny_bundle(), codes, samples, carriers, sources, carry, **more)


def decoded(frames):
    return np.concatenate(list(frames.decode()))


def rendered(frames):
    """Return the mid, and the side or None."""
    mel = decoded(frames)
    return tiny_bundle().whole_vocoder.render(mel, 1, frames.starts), frames.side


@pytest.mark.parametrize("carriers", [None, "a" * 32])
@pytest.mark.parametrize("columns", [0, 9])
def test_without_carry_it_is_what_the_codec_decodes(store, carriers, columns):
    codes = tiny_codes(5)
    carriers = None if carriers is None else Carriers.of_source(carriers, codes)
    frames = frames_of(store, codes, carriers, carry=0.0, columns=columns)
    assert frames.starts is None
    index = np.arange(columns or 5) % 5
    wanted = tiny_bundle().decode_columns(codes[index], 0, len(index))
    np.testing.assert_array_equal(decoded(frames), wanted)
    assert frames.side is None


def test_a_source_that_is_gone_leaves_that_too():
    codes = tiny_codes(5)
    carriers = Carriers.of_source("a" * 32, codes)
    frames = ClipFrames(tiny_bundle(), codes, INSIDE, carriers, NoSources(), 1.0)
    wanted = tiny_bundle().decode_columns(codes, 0, 5)
    np.testing.assert_allclose(decoded(frames), wanted, atol=2e-5)
    assert not frames.starts(3, 40).firm.any()
    assert not frames.starts(3, 40).real.any()
    assert frames.side is None


def test_what_is_not_edited_is_its_source(store, kept):
    mid, side = rendered(frames_of(store, kept.codes, kept.carriers))
    sound = np.stack([mid + side, mid - side], axis=1)[:INSIDE]
    assert decibels(sound - kept.audio, kept.audio) < -100


def test_a_mono_source_has_no_side(store, mono):
    mid, side = rendered(frames_of(store, mono.codes, mono.carriers))
    assert side is None
    assert decibels(mid[:INSIDE] - mono.audio[:, 0], mono.audio) < -100


def test_the_side_has_the_length_of_the_mid_and_ends_where_its_columns_do(store, kept, mono):
    bundle = tiny_bundle()
    middle = Region(Span("", 1, 2))
    grid = edit.copy(kept.grid(bundle), middle, mono.grid(bundle))
    mid, side = rendered(frames_of(store, grid.codes, grid.carriers))
    assert len(mid) == len(side) == 5 * COLUMN
    inside = slice(COLUMN + 1024, 3 * COLUMN - 1024)
    wanted = (kept.audio[inside, 0] - kept.audio[inside, 1]) / 2
    assert decibels(side[inside] - wanted, kept.audio) < -100
    assert not side[: COLUMN - 1024].any()
    assert not side[3 * COLUMN + 1024 :].any()


@pytest.mark.parametrize(("first", "last"), [(0, 16), (3, 40), (31, 33), (70, 80), (0, 80)])
def test_starts_are_those_of_the_frames_that_were_decoded(store, kept, first, last):
    """The vocoder asks for them block by block, in an order of its own."""
    edited = (kept.codes + 1) % CONFIG.size
    frames = frames_of(store, edited, kept.carriers, carry=0.8)
    mel = decoded(frames)
    start = frames.starts(first, last)
    assert start.real.shape == start.imag.shape == start.firm.shape == (last - first, BINS)
    again = frames_of(store, edited, kept.carriers, carry=0.8)
    whole = again.starts(0, len(mel))
    for one, all_of_it in zip(start, whole, strict=True):
        np.testing.assert_array_equal(one, all_of_it[first:last])


@pytest.mark.parametrize("short", [0, 1, 100, 7189])
def test_a_loop_goes_round_as_its_source_does(store, short):
    samples = 3 * COLUMN - short
    sound = keep(store, tiny_bundle(), music(samples))
    frames = frames_of(store, sound.codes, sound.carriers, samples=samples, columns=4)
    mid, side = rendered(frames)
    count = samples + 240
    heard = np.stack([mid + side, mid - side], axis=1)[:count]
    wanted = sound.audio[np.arange(count) % samples]
    assert decibels(heard - wanted, wanted) < -100
