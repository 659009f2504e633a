"""A model gets the sounds of a folder; the rest is tested as a user types it."""

import pytest
import soundfile

from distill.errors import FileProblem
from distill.remember.folder_corpus import remember_folder
from distill.remember.part_sound import SoundFormat
from distill.storage import modelfile
from distill.storage.corpus_file import corpus_folder, load_columns
from kit.bundles import encoded, tiny_bundle, tiny_model
from kit.models import tones


@pytest.fixture
def model(tmp_path):
    header, arrays = tiny_model()
    file = tmp_path / "m" / "m.distill"
    modelfile.save(file, {**header, "metadata": {}}, arrays)
    return file


@pytest.fixture
def sounds(tmp_path):
    folder = tmp_path / "sounds"
    (folder / "drums").mkdir(parents=True)
    soundfile.write(folder / "drums" / "a.wav", tones(1.0), 48_000)
    soundfile.write(folder / "b.flac", tones(2.0, 330), 44_100)
    (folder / "c.wav").write_text("text")
    return folder


def test_all_sounds_of_a_folder_are_remembered_with_the_codes_of_the_model(model, sounds):
    made = remember_folder(model, sounds, 3600, SoundFormat.FLAC)
    codec_id = modelfile.read_header(model)["metadata"]["codec_id"]
    corpus = load_columns(corpus_folder(model), codec_id)
    assert [file.name for file in corpus.files] == ["b.flac", "drums/a.wav"]
    assert (made.summary.files, made.left_out, list(made.unused)) == (2, 0, ["c.wav"])
    stored = soundfile.read(made.folder / corpus.parts[0].sound, dtype="float32")[0]
    codes = encoded(tiny_bundle(), stored)
    assert (corpus.codes[: len(codes)] == codes).all()


def test_sounds_for_which_there_is_no_room_are_counted(model, sounds):
    made = remember_folder(model, sounds, 1.5, SoundFormat.FLAC)
    assert made.left_out + made.summary.files == 2


def test_a_copy_that_exists_is_not_overwritten(model, sounds):
    with pytest.raises(FileProblem, match="exists already"):
        remember_folder(model, sounds, 3600, SoundFormat.FLAC, copy=model)
    assert not corpus_folder(model).exists()
