"""Columns are decoded when they are needed, and what carries them is found."""

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.types import Samples
from distill.worker.column_decoder import KEPT, ColumnDecoder, Place
from distill.worker.surroundings import surroundings
from kit.bundles import CONFIG, tiny_bundle, tiny_codes

WIDTH, COLUMN, FRAMES = 4, CONFIG.column_samples, CONFIG.column_frames


class Shelf:
    """Sounds by name."""

    def __init__(self, **sounds):
        self.sounds = sounds

    def find(self, source):
        return self.sounds.get(source)


class Counted:
    """The bundle, counting what it decodes."""

    def __init__(self):
        self.config, self.decoded = tiny_bundle().config, []

    def decode_columns(self, codes, first, count):
        self.decoded.append(codes.tobytes())
        return tiny_bundle().decode_columns(codes, first, count)


def noise(samples=WIDTH * COLUMN, seed=1, level=0.1):
    return np.random.default_rng(seed).normal(0, level, (samples, 1)).astype(np.float32)


@pytest.fixture
def shelf():
    return Shelf(a=noise(), b=noise(seed=2))


@pytest.fixture
def bundle():
    return Counted()


@pytest.fixture
def decoder(bundle, shelf):
    return ColumnDecoder(bundle, shelf)


def place(codes, column):
    numbers = np.arange(column - 1, column + 2) % len(codes)
    samples = len(codes) * COLUMN
    around = surroundings(column, len(codes), samples, Samples(COLUMN), loops=True)
    return Place(codes[numbers], 1, numbers, around)


def decode(decoder, codes, carriers, column=1):
    return decoder.decode(
        place(codes, column), lambda numbers: None if carriers is None else carriers.taken(numbers)
    )


OWN = tiny_codes(WIDTH)


def frames_of(found, decoder, carry=1.0, *, still=True):
    """Return the frames of a column one after the other: mel, real parts, or None."""
    made = [found.frame(n, decoder.carrying, carry, still=still) for n in range(FRAMES)]
    mel = np.concatenate([one for one, _ in made])
    parts = [frames for _, frames in made]
    if parts[0] is None:
        assert parts == [None] * FRAMES
        return mel, None
    return mel, np.concatenate([one.start.real for one in parts])


def test_without_carriers_a_column_is_what_the_codec_decodes(decoder):
    found = decode(decoder, OWN, None)
    mel, carried = frames_of(found, decoder)
    assert carried is None
    here = place(OWN, 1)
    np.testing.assert_array_equal(mel, tiny_bundle().decode_columns(here.codes, 1, 1))
    assert not found.untouched


def test_carry_0_is_the_same_whatever_carries_it(decoder):
    bare = frames_of(decode(decoder, OWN, None), decoder)[0]
    carried = decode(decoder, OWN, Carriers.of_source("a", OWN))
    mel, frames = frames_of(carried, decoder, 0.0)
    assert frames is None
    np.testing.assert_array_equal(mel, bare)


def test_what_is_not_edited_is_not_even_decoded(decoder, bundle, shelf):
    found = decode(decoder, OWN, Carriers.of_source("a", OWN))
    assert found.untouched
    mel, real = frames_of(found, decoder)
    assert bundle.decoded == []
    assert (mel == mel.min()).all()
    window = np.hanning(CONFIG.mel.n_fft + 1)[:-1]
    first = COLUMN + 3 * CONFIG.mel.hop - CONFIG.mel.margin
    wanted = np.fft.rfft(shelf.sounds["a"][first : first + CONFIG.mel.n_fft, 0] * window).real
    np.testing.assert_allclose(real[3], wanted, atol=1e-4)


@pytest.mark.parametrize("carry", [0.3, 1.0])
def test_one_frame_alone_is_as_in_a_block(decoder, carry):
    edited = (OWN + 1) % CONFIG.size
    carriers = Carriers.of_source("a", OWN)
    found = decode(decoder, edited, carriers)
    block = frames_of(found, decoder, carry)
    alone = frames_of(found, decoder, carry, still=False)
    for one, other in zip(block, alone, strict=True):
        np.testing.assert_array_equal(one, other)
    mel, frames = found.frames(0, FRAMES, decoder.carrying, carry)
    np.testing.assert_array_equal(mel, block[0])
    np.testing.assert_array_equal(frames.start.real, block[1])


def test_an_edit_is_measured_against_the_codes_of_the_source_with_the_same_neighbours(decoder):
    edited = OWN.copy()
    edited[1, 2] = (edited[1, 2] + 3) % CONFIG.size
    found = decode(decoder, edited, Carriers.of_source("a", OWN))
    assert not found.untouched
    whole = tiny_bundle().decode_columns(place(OWN, 1).codes, 1, 1)
    np.testing.assert_array_equal(found.reference, whole)
    assert not np.array_equal(found.edited, whole)


def test_two_columns_of_different_sources_side_by_side_are_no_edit(decoder):
    both = Carriers.of_source("a", OWN[:2]).joined(Carriers.of_source("b", OWN[2:]))
    for column in range(WIDTH):
        assert decode(decoder, OWN, both, column).untouched


def test_bands_of_two_sources_are_no_edit_either_but_both_are_blended(decoder):
    chosen = np.zeros((WIDTH, CONFIG.bands), np.bool_)
    chosen[:, 3] = True
    mixed = Carriers.of_source("a", OWN).where(chosen, Carriers.of_source("b", OWN))
    found = decode(decoder, OWN, mixed)
    np.testing.assert_array_equal(found.reference, found.edited)
    assert not found.untouched


def test_the_reference_of_two_layers_is_blended_by_their_weight(decoder):
    theirs = tiny_codes(WIDTH, 9)
    mixed = Carriers.of_source("a", OWN).blended(Carriers.of_source("b", theirs), 0.25)
    found = decode(decoder, OWN, mixed)
    mine, other = (
        tiny_bundle().decode_columns(place(codes, 1).codes, 1, 1) for codes in (OWN, theirs)
    )
    np.testing.assert_allclose(found.reference, 0.75 * mine + 0.25 * other, atol=1e-5)


def test_the_reference_is_that_of_the_sources_that_are_there(decoder, shelf):
    mixed = Carriers.of_source("a", OWN).blended(Carriers.of_source("b", tiny_codes(WIDTH, 9)), 0.5)
    del shelf.sounds["b"]
    found = decode(decoder, OWN, mixed)
    np.testing.assert_array_equal(found.reference, found.edited)
    shelf.sounds.clear()
    assert decode(decoder, OWN, mixed).carried is None


def test_the_same_column_is_the_same_object_until_something_changes(decoder, shelf):
    carriers = Carriers.of_source("a", OWN)
    first = decode(decoder, OWN, carriers)
    assert decode(decoder, OWN.copy(), Carriers.of_source("a", OWN)) is first
    edited = OWN.copy()
    edited[1, 0, 0] = (edited[1, 0, 0] + 1) % CONFIG.size
    changes = (
        lambda: decode(decoder, edited, carriers),
        lambda: decode(decoder, OWN, carriers, 2),
        lambda: decode(decoder, OWN, Carriers.of_source("b", OWN)),
        lambda: decode(decoder, OWN, Carriers.of_source("a", edited)),
        lambda: decode(decoder, OWN, None),
    )
    for change in changes:
        before = decode(decoder, OWN, carriers)
        assert change() is not before
    before = decode(decoder, OWN, carriers)
    shelf.sounds["a"] = shelf.sounds["a"].copy()  # opened again
    assert decode(decoder, OWN, carriers) is not before


def test_a_loop_is_decoded_once_and_only_so_much_is_kept(decoder, bundle):
    for _ in range(3):
        for column in range(WIDTH):
            frames_of(decode(decoder, OWN, None, column), decoder)
    assert len(bundle.decoded) == WIDTH
    for seed in range(KEPT + 5):
        frames_of(decode(decoder, tiny_codes(WIDTH, 100 + seed), None), decoder)
    assert len(decoder._mels) == KEPT


def test_half_of_the_carry_leaves_a_part_to_the_vocoder(decoder):
    found = decode(decoder, OWN, Carriers.of_source("a", OWN))
    whole, half = (frames_of(found, decoder, carry) for carry in (1.0, 0.5))
    middle = slice(4, -4)
    assert 0.5 < np.abs(half[1][middle]).sum() / np.abs(whole[1][middle]).sum() < 0.9
    assert (half[0] <= found.edited).all()
    assert half[0].max() > whole[0].max()
