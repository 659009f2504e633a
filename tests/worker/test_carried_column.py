"""The samples of sources under the frames of a column; a source here counts its samples."""

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.types import Samples
from distill.worker.carried_column import EDGE, CarriedColumn
from distill.worker.surroundings import surroundings
from kit.bundles import CONFIG, tiny_codes

COLUMN, MEL = CONFIG.column_samples, CONFIG.mel
BANDS, BINS = CONFIG.bands, CONFIG.mel.mels // CONFIG.bands


class Shelf:
    """Sounds by name."""

    def __init__(self, **sounds):
        self.sounds = sounds

    def find(self, source):
        return self.sounds.get(source)


def count(samples, channels=1, start=1.0):
    """Return a source whose samples tell where they come from."""
    mid = start + np.arange(samples, dtype=np.float32)
    return np.stack([mid, -mid], axis=1)[:, :channels].copy()


def carriers(name, columns):
    return Carriers.of_source(name, tiny_codes(columns))


def column(number, carried, shelf, samples=0, *, loops=True):
    samples = samples or len(carried) * COLUMN
    around = surroundings(number, len(carried), samples, Samples(COLUMN), loops=loops)
    return CarriedColumn(carried.taken(around.numbers), around, CONFIG, shelf)


def samples_of(made, first=0, frames=CONFIG.column_frames):
    """Return the samples under frames of a column that one place carries, [T]."""
    (part,) = made.parts(first, frames)
    tail = part.mid[-1, MEL.hop :]
    return np.concatenate([*part.mid[:, : MEL.hop], tail])


def test_a_frame_has_the_samples_of_its_place_and_those_around_it():
    shelf = Shelf(a=count(3 * COLUMN))
    made = column(1, carriers("a", 3), shelf)
    (part,) = made.parts(2, 3)
    first = COLUMN + 2 * MEL.hop - MEL.margin
    wanted = np.arange(first, first + MEL.n_fft + 2 * MEL.hop) + 1.0
    for n, frame in enumerate(part.mid):
        np.testing.assert_array_equal(frame, wanted[n * MEL.hop : n * MEL.hop + MEL.n_fft])
    assert part.side is None
    assert part.weight.shape == (3, MEL.mels)
    assert made.whole
    assert (part.weight == 1).all()


def test_stereo_is_split_into_mid_and_side():
    left = count(2 * COLUMN)[:, 0]
    (part,) = column(0, carriers("a", 2), Shelf(a=np.stack([left, 0.5 * left], 1))).parts(4, 1)
    np.testing.assert_allclose(part.mid, 3 * part.side)
    assert part.side.any()


@pytest.mark.parametrize("samples", [3 * COLUMN, 3 * COLUMN - 1, 2 * COLUMN + 1003, 2 * COLUMN + 1])
def test_a_loop_of_a_whole_source_goes_round_as_that_sound(samples):
    shelf, carried = Shelf(a=count(samples)), carriers("a", 3)
    period = 1.0 + np.arange(samples)
    for number in range(3):
        heard = samples_of(column(number, carried, shelf, samples))
        first = number * COLUMN - MEL.margin
        wanted = period[np.arange(first, first + len(heard)) % samples]
        np.testing.assert_array_equal(heard, wanted)


def test_frames_after_a_loop_that_ends_inside_its_last_column_follow_its_time():
    samples = 3 * COLUMN - 100
    made = column(3, carriers("a", 3), Shelf(a=count(samples)), samples)
    at = np.arange(3 * COLUMN - MEL.margin, 4 * COLUMN + MEL.margin) % samples
    np.testing.assert_array_equal(samples_of(made), 1.0 + at)


@pytest.mark.parametrize("loops", [False, True])
def test_where_nothing_goes_round_a_source_fades_in_and_ends_mirrored(loops):
    samples = COLUMN + 1000
    source = 2 * COLUMN + 1000
    shelf, carried = Shelf(a=np.ones((source, 1), np.float32)), carriers("a", 3)
    begin = samples_of(column(0, carried.taken(slice(2)), shelf, samples, loops=loops))
    assert not begin[: MEL.margin - EDGE].any()
    assert 0 < np.diff(begin[: MEL.margin + 1]).max() < 0.02
    assert (begin[MEL.margin :] == 1).all()
    shelf = Shelf(a=count(source))
    parts = carried.taken(np.array([1, 2]))
    heard = samples_of(column(1, parts, shelf, samples, loops=loops))
    end = MEL.margin + 1000
    np.testing.assert_array_equal(heard[end : end + 500], heard[end - 500 : end][::-1])


def test_a_column_in_which_its_source_ends_goes_on_with_that_mirrored_as_the_codec_heard_it():
    samples = 2 * COLUMN + 3000
    audio = count(samples)
    moved = carriers("a", 3).taken(np.array([2, 0, 1]))  # the last one sounds first
    heard = samples_of(column(0, moved, Shelf(a=audio)))[MEL.margin :][:COLUMN]
    filled = np.pad(audio[:, 0], (0, COLUMN - 3000), mode="symmetric")
    np.testing.assert_array_equal(heard, filled[2 * COLUMN :])


def test_a_source_that_is_much_shorter_than_its_columns_ends_in_silence():
    heard = samples_of(column(2, carriers("a", 3), Shelf(a=count(700)), loops=False))
    assert not heard[: -MEL.margin].any()


def test_where_two_sources_meet_each_frame_has_its_own():
    shelf = Shelf(a=count(4 * COLUMN), b=count(4 * COLUMN, start=1e5))
    both = carriers("a", 2).joined(carriers("b", 2).taken(np.array([1, 0])))
    heard = samples_of(column(1, both, shelf))
    np.testing.assert_array_equal(heard, 1.0 + COLUMN - MEL.margin + np.arange(len(heard)))
    heard = samples_of(column(2, both, shelf))
    np.testing.assert_array_equal(heard, 1e5 + COLUMN - MEL.margin + np.arange(len(heard)))


def test_a_source_does_not_go_round_where_another_follows_it_or_only_some_bands_do():
    shelf = Shelf(a=count(2 * COLUMN), b=count(2 * COLUMN, start=1e5))
    whole, other = carriers("a", 2), carriers("b", 2)
    some = np.zeros((2, BANDS), np.bool_)
    some[0, 3] = True
    ends = {}
    for name, loop in (
        ("whole", whole),
        ("another", whole.joined(other)),
        ("some", whole.where(some, other)),
    ):
        made = column(1, loop, shelf)
        ends[name] = made.parts(CONFIG.column_frames - 1, 1)[0].mid[0, -MEL.margin :]
    round_again, mirrored = 1.0 + np.arange(MEL.margin), 2.0 * COLUMN - np.arange(MEL.margin)
    np.testing.assert_array_equal(ends["whole"], round_again)
    np.testing.assert_array_equal(ends["another"], mirrored)
    np.testing.assert_array_equal(ends["some"], mirrored)


def test_two_rounds_of_a_source_in_one_grid_go_round_too():
    twice = carriers("a", 2).joined(carriers("a", 2))
    shelf = Shelf(a=count(2 * COLUMN))
    for number, first in ((1, COLUMN), (2, 0)):
        heard = samples_of(column(number, twice, shelf))
        at = np.arange(first - MEL.margin, first + COLUMN + MEL.margin) % (2 * COLUMN)
        np.testing.assert_array_equal(heard, 1.0 + at)


def test_a_mono_source_and_a_stereo_one_have_their_own_channels():
    both = carriers("a", 1).joined(carriers("b", 1))
    shelf = Shelf(a=count(COLUMN), b=count(COLUMN, 2))
    assert column(0, both, shelf).parts(0, 1)[0].side is None
    assert column(1, both, shelf).parts(0, 1)[0].side is not None


def test_bands_of_two_places_are_two_parts_whose_weights_share_the_bins():
    mine, theirs = carriers("a", 2), carriers("b", 2)
    chosen = np.zeros((2, BANDS), np.bool_)
    chosen[:, 2:4] = True
    made = column(0, mine.where(chosen, theirs), Shelf(a=count(9000), b=count(9000, start=1e5)))
    one, two = made.parts(0, 1)
    assert not made.whole
    np.testing.assert_array_equal(one.weight + two.weight, 1.0)
    np.testing.assert_array_equal(np.flatnonzero(two.weight[0]), np.arange(2 * BINS, 4 * BINS))
    assert two.mid.max() > 1e5 > one.mid.max()


def test_a_source_that_is_not_there_carries_nothing():
    mixed = carriers("a", 2).blended(carriers("gone", 2), 0.25)
    made = column(0, mixed, Shelf(a=count(9000)))
    (part,) = made.parts(0, 1)
    np.testing.assert_array_equal(part.weight, 0.75)
    np.testing.assert_array_equal(np.unique(made.weights.sum(0)), [0.75])
    assert not column(0, carriers("gone", 2), Shelf()).carried


def test_columns_are_the_same_while_they_read_the_same():
    shelf = Shelf(a=count(3 * COLUMN), b=count(3 * COLUMN))
    one = carriers("a", 3)
    assert column(1, one, shelf).same(column(4, one, shelf))
    other = Shelf(a=count(3 * COLUMN))
    for changed in (
        column(2, one, shelf),
        column(1, one, other),
        column(1, one, shelf, 3 * COLUMN - 5),
        column(1, carriers("a", 1).joined(one.taken(np.array([0, 2]))), shelf),
        column(1, one.only(np.arange(BANDS) > np.zeros((3, 1))), shelf),
        column(1, one.blended(carriers("b", 3), 0.5), shelf),
    ):
        assert not column(1, one, shelf).same(changed)


@pytest.mark.parametrize("damage", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("at", [COLUMN + 5000, 2 * COLUMN - 1])
def test_what_is_no_sound_in_a_damaged_file_is_read_as_silence(damage, at):
    audio = count(2 * COLUMN)
    audio[at] = damage
    made = column(1, carriers("a", 2), Shelf(a=audio))
    for first in range(CONFIG.column_frames):
        (part,) = made.parts(first, 1)
        frame = COLUMN + first * MEL.hop - MEL.margin
        assert part.mid.any() == (not frame <= at < frame + MEL.n_fft)
        assert (np.abs(part.mid) < 1e6).all()
