"""A training remembers its own sounds, and never those that are held out."""

import os
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from distill.bundle import build
from distill.errors import BadArgument
from distill.storage import modelfile
from distill.storage.corpus_file import COLUMNS, corpus_folder, load_columns
from distill.training.data.corpus import Corpus
from distill.training.own_corpus import OwnCorpus, training_sounds
from distill.training.publishing import load_codec, publish_codec
from kit.learning import QUIET
from kit.models import tiny_codec, tones
from kit.trainings import RECIPE, House

pytestmark = QUIET
CODEC = tiny_codec()
ID = "c" * 32


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def remembered(house):
    codec_id = modelfile.read_header(house.file)["metadata"]["codec_id"]
    return load_columns(corpus_folder(house.file), codec_id)


def held(house):
    return {piece.file for piece in Corpus.load(house.work / "cache").part("held")}


def own(house, key="k", said=None):
    choices = training_sounds(Corpus.load(house.work / "cache"), house.sounds)
    said = [] if said is None else said
    return OwnCorpus(house.file, house.work, RECIPE, choices, key, said.append)


def test_a_trained_model_remembers_its_sounds_without_the_held_out_ones(house):
    house.train(recipe=RECIPE)
    corpus = remembered(house)
    assert len(held(house)) == 1
    assert {file.name for file in corpus.files} == {"0.wav", "1.wav", "2.wav"} - held(house)
    header, arrays = modelfile.load(house.file)
    assert build(header, arrays, corpus).corpus is corpus
    report = (house.file.parent / "report.json").read_text()
    assert '"corpus": {' in report
    assert "Remembers: 2 sounds, 0.0 minutes" in (house.file.parent / "card.md").read_text()


def test_without_minutes_for_it_a_model_remembers_nothing(house):
    house.train(recipe=RECIPE, corpus_minutes=0.0)
    assert not corpus_folder(house.file).exists()
    assert '"corpus": null' in (house.file.parent / "report.json").read_text()
    assert "Remembers" not in (house.file.parent / "card.md").read_text()


def test_the_recipe_may_say_so_too_and_another_session_may_change_it(house):
    house.train(recipe=replace(RECIPE, corpus_minutes=0.0))
    assert not corpus_folder(house.file).exists()
    house.train(corpus_minutes=1.0)
    assert remembered(house) is not None


def test_a_codec_alone_has_a_corpus_with_which_it_can_write(house):
    house.train(recipe=RECIPE, stage="codec")
    header, arrays = modelfile.load(house.file)
    assert build(header, arrays, remembered(house)).sampler is not None


def test_the_codec_is_published_with_the_corpus_before_the_prior_is_trained(house, monkeypatch):
    from distill.training import run

    found = []

    def stop(*_args, **_more):
        metadata = modelfile.read_header(house.file)["metadata"]
        found.append((metadata["checkpoint"], remembered(house) is not None))
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "train_prior", stop)
    with pytest.raises(KeyboardInterrupt):
        house.train(recipe=RECIPE)
    assert found == [("codec, step 6", True)]


def test_a_finished_model_keeps_its_corpus_until_the_next_one_is_finished(house, monkeypatch):
    from distill.training import run

    house.train(recipe=RECIPE)
    before = (corpus_folder(house.file) / COLUMNS).read_bytes()
    longer = replace(RECIPE, codec_stage=replace(RECIPE.codec_stage, steps=60))
    codec_id = modelfile.read_header(house.file)["metadata"]["codec_id"]
    real = run.train_prior

    def look(*args, **more):
        assert (corpus_folder(house.file) / COLUMNS).read_bytes() == before
        return real(*args, **more)

    monkeypatch.setattr(run, "train_prior", look)
    house.train(recipe=longer)
    assert modelfile.read_header(house.file)["metadata"]["codec_id"] != codec_id
    assert (corpus_folder(house.file) / COLUMNS).read_bytes() != before
    assert remembered(house) is not None


def test_the_end_of_a_single_file_that_is_held_out_is_not_remembered(tmp_path):
    house = House(tmp_path)
    for file in house.sounds.iterdir():
        file.unlink()
    loud = np.concatenate([tones(3.0), tones(0.5, 3000)])
    soundfile.write(house.sounds / "one.wav", loud, 48_000)
    house.train(recipe=RECIPE, stage="codec")
    corpus = Corpus.load(house.work / "cache")
    (train,), (kept,) = corpus.originals("train"), corpus.part("held")
    assert kept.file == train.file == "one.wav"
    (choice,) = training_sounds(corpus, house.sounds)
    assert choice.length_s == pytest.approx(train.seconds)
    assert choice.length_s + kept.seconds == pytest.approx(3.5, abs=0.02)


def test_what_is_made_already_is_not_made_again(house):
    house.train(recipe=RECIPE, stage="codec", corpus_minutes=0.0)
    file = corpus_folder(house.file) / COLUMNS
    said = []
    assert own(house, said=said).make(CODEC, ID, 3600).files == 2
    assert said[0].startswith("it remembers 2 sounds, 0.0 minutes")
    os.utime(file, (1e9, 1e9))
    own(house).make(CODEC, ID, 3600)
    assert file.stat().st_mtime == 1e9
    for other in (own(house, key="other"), own(house, key="k")):
        other.make(CODEC, ID, 3600)
        assert file.stat().st_mtime > 1e9
        os.utime(file, (1e9, 1e9))
    own(house).make(CODEC, "d" * 32, 3600)
    assert file.stat().st_mtime > 1e9


def test_a_corpus_of_little_time_is_made_again_when_there_is_more(house):
    house.train(recipe=RECIPE, stage="codec", corpus_minutes=0.0)
    little = own(house).make(CODEC, ID, 0.4)
    assert own(house).make(CODEC, ID, 0.3) == little
    assert own(house).make(CODEC, ID, 3600).minutes > 1.5 * little.minutes


def test_a_corpus_that_cannot_be_made_is_told_and_the_training_goes_on(house):
    house.train(recipe=RECIPE, stage="codec", corpus_minutes=0.0)
    said = []
    mine = own(house, said=said)
    for file in house.sounds.iterdir():
        file.write_text("no sound any more")
    assert mine.make(CODEC, ID, 3600) is None
    assert len(said) == 1
    assert said[0].startswith("it remembers nothing: there is no sound to remember")


def test_sounds_that_have_gone_are_left_out(house):
    house.train(recipe=RECIPE, stage="codec", corpus_minutes=0.0)
    corpus = Corpus.load(house.work / "cache")
    names = [choice.name for choice in training_sounds(corpus, house.sounds)]
    (house.sounds / names[0]).unlink()
    assert [choice.name for choice in training_sounds(corpus, house.sounds)] == names[1:]


def test_a_codec_is_published_once_and_then_only_marked_as_changed(house):
    house.train(recipe=RECIPE, stage="codec")
    result, codec_id = load_codec(house.work / "codec.distill")
    content = house.file.read_bytes()
    os.utime(house.file, (1e9, 1e9))
    publish_codec(house.file, RECIPE, result, codec_id)
    assert house.file.stat().st_mtime > 1e9
    assert house.file.read_bytes() == content
    publish_codec(house.file, RECIPE, result, "another")  # the one there is finished
    assert house.file.read_bytes() == content


def test_minutes_of_the_corpus_are_bounded():
    with pytest.raises(BadArgument, match="corpus_minutes"):
        replace(RECIPE, corpus_minutes=-1.0)
