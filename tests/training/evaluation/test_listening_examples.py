import io
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.bundle import Bundle, build
from distill.storage import modelfile
from distill.training.data.corpus import Corpus, Piece
from distill.training.evaluation.listening_examples import (
    MOST,
    SEEDS,
    SourceFolders,
    folder_previews,
    held_previews,
    written_previews,
)
from distill.training.recipe import DataRecipe
from kit.bundles import CONFIG, tiny_bundle
from kit.learning import QUIET
from kit.models import TINY, tones
from kit.trainings import RECIPE, House

pytestmark = QUIET


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("house"))
    made.train("codec", recipe=RECIPE)
    return made


@pytest.fixture
def bundle(house: House) -> Bundle:
    return build(*modelfile.load(house.file))


@pytest.fixture
def corpus(house: House) -> Corpus:
    return Corpus.load(house.work / "cache")


def decoded(flac: bytes) -> np.ndarray:
    sound, rate = soundfile.read(io.BytesIO(flac), dtype="float32")
    assert rate == 48_000
    return sound


def test_a_held_out_sound_is_shown_with_its_reconstruction(
    house: House, bundle: Bundle, corpus: Corpus
) -> None:
    (held,) = corpus.part("held")
    (shown,) = held_previews(bundle, corpus, SourceFolders.load(house.work), DataRecipe())
    before, after = shown.examples
    assert (shown.name, before.label, after.label) == (held.file, "original", "reconstruction")
    assert np.array_equal(before.mel, corpus.frames(held))
    assert after.mel.shape == before.mel.shape
    file, _ = soundfile.read(house.sounds / held.file, dtype="float32")
    sound = decoded(before.flac)
    assert len(sound) == len(decoded(after.flac)) == held.frames * TINY.mel.hop
    scaled = file * 0.9 / np.abs(file).max()
    np.testing.assert_allclose(sound[:1000], scaled[:1000], atol=1e-4)
    assert f"{held.frames * TINY.mel.hop / 48_000:.1f} s, mel error" in shown.note


def test_the_vocoder_renders_an_original_whose_file_is_missing_or_changed(
    house: House, bundle: Bundle, corpus: Corpus, tmp_path: Path
) -> None:
    (held,) = corpus.part("held")
    soundfile.write(tmp_path / held.file, tones(0.3), 48_000)
    for folders in (
        None,
        SourceFolders(tmp_path / "none", None),
        SourceFolders(house.sounds, tmp_path),
    ):
        (shown,) = held_previews(bundle, corpus, folders, DataRecipe())
        before = shown.examples[0]
        assert before.label == "original, through the vocoder"
        assert len(decoded(before.flac)) == held.frames * TINY.mel.hop


def test_the_held_out_end_of_a_single_sound_is_cut_from_its_file(
    house: House, bundle: Bundle, tmp_path: Path
) -> None:
    corpus = Corpus.load(house.work / "cache")
    whole = corpus.part("train")[0]
    cut = whole.frames - 40
    head = Piece(whole.file, "train", 1.0, "", whole.first, cut)
    tail = Piece(whole.file, "held", 1.0, "", whole.first + cut, 40)
    split = Corpus(corpus.mel, (head, tail), corpus.store)
    (shown,) = held_previews(bundle, split, SourceFolders(house.sounds, None), DataRecipe())
    (from_all,) = folder_previews(bundle, _alone(house.sounds / whole.file, tmp_path))
    assert shown.examples[0].label == "original"
    sound, all_of_it = decoded(shown.examples[0].flac), decoded(from_all.examples[0].flac)
    np.testing.assert_array_equal(sound, all_of_it[cut * TINY.mel.hop :])


def _alone(file: Path, folder: Path) -> Path:
    shutil.copy(file, folder)
    return folder


def test_held_out_sounds_of_all_kinds_are_interleaved(bundle: Bundle) -> None:
    store = np.zeros((400, TINY.mel.mels), np.float16)
    kinds = ["a"] * 7 + ["b", "c"]
    pieces = [
        Piece(f"{kind}/{n}.wav", "held", 1.0, "", n * 40, 40 - n) for n, kind in enumerate(kinds)
    ]
    corpus = Corpus(TINY.mel, tuple(pieces), store)
    names = [one.name for one in held_previews(bundle, corpus, None, DataRecipe())]
    assert names == ["a/0.wav", "b/7.wav", "c/8.wav", "a/1.wav", "a/2.wav"]
    assert len(names) == MOST


def test_sounds_of_any_folder_are_shown_and_broken_ones_skipped(
    bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF nothing")
    soundfile.write(tmp_path / "long.wav", tones(6.0), 48_000)
    (tmp_path / "z").mkdir()
    soundfile.write(tmp_path / "z" / "short.wav", tones(0.1), 48_000)
    shown = list(folder_previews(bundle, tmp_path))
    assert [one.name for one in shown] == ["z/short.wav", "long.wav"]
    assert shown[1].note.startswith("4.1 s, ")
    assert list(folder_previews(bundle, tmp_path / "none")) == []


def test_generated_sounds_are_the_same_for_the_same_seed() -> None:
    first, again = (list(written_previews(tiny_bundle())) for _ in range(2))
    assert [one.name for one in first] == [f"seed {seed}" for seed in SEEDS]
    assert [one.examples[0].flac for one in first] == [one.examples[0].flac for one in again]
    assert first[0].examples[0].flac != first[1].examples[0].flac
    seconds = len(decoded(first[0].examples[0].flac)) / 48_000
    assert seconds == pytest.approx(4.1, abs=CONFIG.column_samples / 48_000)
    assert list(written_previews(tiny_bundle(prior=False))) == []


def test_folders_survive_their_file_or_are_none(tmp_path: Path) -> None:
    folders = SourceFolders(tmp_path / "a", tmp_path / "b")
    folders.save(tmp_path)
    assert SourceFolders.load(tmp_path) == folders
    SourceFolders(tmp_path, None).save(tmp_path)
    assert SourceFolders.load(tmp_path) == SourceFolders(tmp_path, None)
    (tmp_path / "folders.json").write_text("[1]")
    assert SourceFolders.load(tmp_path) is None
    assert SourceFolders.load(tmp_path / "none") is None
