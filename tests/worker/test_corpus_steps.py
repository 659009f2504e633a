"""The tasks about the corpus of a model, on a real model with real files."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from distill.bundle import build
from distill.corpus.written_carriers import WrittenCarriers
from distill.errors import BadArgument
from distill.protocol.corpus_tasks import FindPlaces, MapCorpus, QuoteCorpus
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import RenderClip
from distill.types import SAMPLE_RATE
from distill.worker.task_steps import load, run_task
from kit.bundles import CONFIG, tiny_bundle, tiny_codes, tiny_model
from kit.carried import decibels, music
from kit.remembered import remember
from kit.shelves import tiny_file

COLUMN = CONFIG.column_samples
COLUMN_S = COLUMN / SAMPLE_RATE
KICK, WARM = "drums/kick.wav", "pads/warm.wav"


@pytest.fixture(scope="module")
def remembered(tmp_path_factory):
    """Twelve and nine columns of two sounds, in parts of four, in the folder of a model."""
    library = tmp_path_factory.mktemp("library")
    task = tiny_file(library)
    sounds = {KICK: music(12 * COLUMN, seed=1), WARM: music(9 * COLUMN, hertz=330.0, seed=2)}
    return task, remember(library, "tiny", load(task).bundle, sounds, 4)


@pytest.fixture(scope="module")
def bundle(remembered):
    return load(remembered[0]).bundle


@pytest.fixture(scope="module")
def paused(remembered):
    """The same columns as one sound, with a pause after the first twelve."""
    columns = remembered[1].columns
    files = tuple(
        replace(file, name="both.wav", start_s=start_s)
        for file, start_s in zip(columns.files, (1.0, 60.0), strict=True)
    )
    return build(*tiny_model(), replace(columns, files=files))


def finish(task, bundle):
    steps = run_task(task, bundle)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_quote_is_the_codes_of_the_corpus_bit_for_bit_and_knows_its_second(remembered, bundle):
    _, corpus = remembered
    quoted = finish(QuoteCorpus(WARM, 2.5 * COLUMN_S, 4), bundle)
    np.testing.assert_array_equal(quoted.codes, corpus.columns.codes[14:18])
    assert quoted.second == pytest.approx(2 * COLUMN_S)
    places = WrittenCarriers(corpus.columns).places_of(quoted.carriers)
    assert places.tolist() == [14, 15, 16, 17]


def test_a_quote_from_a_second_that_was_told_begins_in_the_column_that_was_meant(bundle):
    for column in range(12):
        told = round(column * COLUMN_S, 3)  # as `find` and `sources` tell it
        quoted = finish(QuoteCorpus(KICK, told, 1), bundle)
        assert quoted.second == pytest.approx(column * COLUMN_S)


def test_a_quote_sounds_as_the_original(remembered, bundle, tmp_path):
    _, corpus = remembered
    quoted = finish(QuoteCorpus(KICK, 3 * COLUMN_S, 6), bundle)
    folders = SourceRoots(
        str(tmp_path / "s"), str(tmp_path / "c"), (str(corpus.folder.parents[1]),)
    )
    task = RenderClip(
        str(tmp_path), "q", quoted.codes, {}, carriers=quoted.carriers, sources=folders
    )
    heard, _ = soundfile.read(finish(task, bundle).path, dtype="float32")
    original = corpus.sounds[0][3 * COLUMN : 9 * COLUMN]
    inside = slice(CONFIG.mel.n_fft, -CONFIG.mel.n_fft)
    assert decibels((heard - original)[inside], original) < -80


def test_a_quote_ends_where_its_sound_ends_and_one_beyond_it_is_refused(bundle):
    assert len(finish(QuoteCorpus(KICK, 10 * COLUMN_S, 8), bundle).codes) == 2
    with pytest.raises(BadArgument, match=r"'drums/kick.wav' ends at 2.0 s, and second 3 is"):
        finish(QuoteCorpus(KICK, 3.0, 8), bundle)
    with pytest.raises(BadArgument, match="has no file 'kick'"):
        finish(QuoteCorpus("kick", 0.0, 8), bundle)


def test_a_quote_from_a_pause_begins_after_it(paused):
    inside = finish(QuoteCorpus("both.wav", 1.0 + 10 * COLUMN_S, 8), paused)
    assert len(inside.codes) == 2
    after = finish(QuoteCorpus("both.wav", 30.0, 3), paused)
    assert after.second == 60.0
    np.testing.assert_array_equal(after.codes, paused.corpus.codes[12:15])


def test_the_places_most_like_a_quote_are_elsewhere_and_tell_file_and_second(remembered, bundle):
    _, corpus = remembered
    quoted = finish(QuoteCorpus(KICK, 4 * COLUMN_S, 2), bundle)
    own = finish(FindPlaces(quoted.codes, None, 12), bundle).places
    assert own[0].file == KICK
    assert own[0].second == pytest.approx(4 * COLUMN_S)
    assert own[0].distance == 0
    others = finish(FindPlaces(quoted.codes, quoted.carriers, 12), bundle).places
    assert others
    for one in others:
        assert 0 <= one.distance <= 1
        assert one.file == WARM or abs(one.second - 4 * COLUMN_S) >= 1.0
    assert finish(FindPlaces(quoted.codes, None, 1), bundle).places == own[:1]
    assert corpus.columns.files[0].name == KICK


def test_the_map_tells_each_column_with_file_and_second_or_some_of_them_evenly(bundle, paused):
    whole = finish(MapCorpus(1000), bundle)
    assert whole.files == (KICK, WARM)
    assert whole.file.tolist() == [0] * 12 + [1] * 9
    assert whole.second[12:].tolist() == pytest.approx((np.arange(9) * COLUMN_S).tolist())
    np.testing.assert_array_equal(whole.points, bundle.sampler.walker.index.points)
    some = finish(MapCorpus(5), bundle)
    np.testing.assert_array_equal(some.points, whole.points[[0, 5, 10, 15, 20]])
    one = finish(MapCorpus(1000), paused)
    assert one.files == ("both.wav",)
    assert one.file.tolist() == [0] * 21
    assert one.second[12] == 60.0


def test_a_model_without_a_corpus_has_no_places():
    for task in (FindPlaces(tiny_codes(2), None, 3), QuoteCorpus("x", 0.0, 1), MapCorpus(9)):
        with pytest.raises(BadArgument, match="remembers no sounds"):
            finish(task, tiny_bundle())
