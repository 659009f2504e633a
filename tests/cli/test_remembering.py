"""`distill remember`, as a user types it."""

import os

import pytest
import soundfile

from distill.cli import remembering
from distill.storage import modelfile
from distill.storage.corpus_file import load_columns
from kit.bundles import tiny_model
from kit.models import tones


@pytest.fixture
def shelf(place, tmp_path, monkeypatch):
    """A library of the user with a model of theirs, and their home."""
    monkeypatch.setattr(remembering, "HOME", tmp_path / "home")
    folder = place.library / "mine"
    header, arrays = tiny_model()
    modelfile.save(folder / "mine.distill", {**header, "metadata": {}}, arrays)
    yield folder
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


@pytest.fixture
def sounds(tmp_path):
    folder = tmp_path / "my sounds"
    folder.mkdir()
    for number in range(3):
        soundfile.write(folder / f"{number}.wav", tones(2.0, 200 * (number + 1)), 48_000)
    (folder / "[bad].wav").write_text("text")
    return folder


def codec_of(file):
    return modelfile.read_header(file)["metadata"]["codec_id"]


def test_a_model_gets_a_corpus_and_its_size_is_told(run, shelf, sounds):
    file = shelf / "mine.distill"
    os.utime(file, (1e9, 1e9))
    code, out, err = run("remember", "mine", sounds)
    assert code == 0, err
    corpus = load_columns(shelf / "corpus", codec_of(file))
    assert [one.name for one in corpus.files] == ["0.wav", "1.wav", "2.wav"]
    size = sum(one.stat().st_size for one in (shelf / "corpus").iterdir()) / 1e6
    assert f"mine remembers 3 sounds, 0.1 minutes, {size:.1f} MB: {shelf / 'corpus'}\n" in out
    assert "not used: [bad].wav: cannot be read as sound" in out
    assert out.splitlines()[-1].endswith("serve --model mine")
    assert file.stat().st_mtime > 1e9  # so that a running server loads it again
    assert "remembers 3 sounds, 0.1 minutes" in run("models")[1]


def test_less_is_remembered_where_there_is_no_room(run, shelf, sounds):
    code, out, err = run("remember", "mine", sounds, "--minutes", 0.05, "--ogg")
    assert code == 0, err
    assert "mine remembers 2 sounds, 0.1 minutes" in out
    assert "1 more are left out: there is no room in --minutes 0.05" in out
    assert (shelf / "corpus" / "0.ogg").is_file()


def test_a_copy_gets_the_sounds_and_the_model_stays(run, shelf, sounds, tmp_path):
    code, out, err = run("remember", "mine", sounds, "--name", "other")
    assert code == 0, err
    copy = tmp_path / "home" / "models" / "other"
    assert (copy / "other.distill").read_bytes() == (shelf / "mine.distill").read_bytes()
    assert load_columns(copy / "corpus", codec_of(shelf / "mine.distill")) is not None
    assert not (shelf / "corpus").exists()
    assert "other remembers 3 sounds" in out
    code, _, err = run("remember", "mine", sounds, "--name", "other")
    assert code == 1
    assert "exists already" in err
    code, _, err = run("remember", "mine", sounds, "--name", "../x")
    assert code == 1
    assert "give a plain file name" in err


def test_a_bundled_model_is_not_written_to(run, shelf, sounds, monkeypatch):
    monkeypatch.setattr(remembering, "bundled_models", lambda: shelf.parent)
    code, _, err = run("remember", "mine", sounds)
    assert code == 1
    assert "give --name my-mine" in err
    assert not (shelf / "corpus").exists()


def test_what_cannot_be_used_is_an_error_that_says_so(run, shelf, tmp_path):
    code, _, err = run("remember", "nobody", tmp_path)
    assert (code, "no model 'nobody'" in err) == (1, True)
    code, _, err = run("remember", "mine", tmp_path / "nowhere")
    assert (code, "nowhere does not exist" in err) == (1, True)
    (tmp_path / "empty").mkdir()
    code, _, err = run("remember", "mine", tmp_path / "empty")
    assert (code, "no sound to remember (no sound files)" in err) == (1, True)


def test_ctrl_c_leaves_the_model_as_it_was(run, shelf, sounds, monkeypatch):
    from distill.remember import builder

    def stop(_self, _choice):
        raise KeyboardInterrupt

    monkeypatch.setattr(builder.CorpusBuilder, "add", stop)
    code, _, err = run("remember", "mine", sounds)
    assert (code, "stopped; mine is as it was" in err) == (1, True)
    assert [one.name for one in shelf.iterdir()] == ["mine.distill"]


def test_a_corpus_that_cannot_be_used_is_listed_with_the_reason(run, shelf, sounds):
    run("remember", "mine", sounds)
    (shelf / "corpus" / "columns.safetensors").write_bytes(b"damaged")
    code, out, _ = run("models")
    assert code == 0
    assert "is damaged" in " ".join(out.split())
