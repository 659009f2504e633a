"""How much a model remembers is told in a few words."""

from dataclasses import replace

import pytest

from distill.errors import ModelFileProblem
from distill.storage.corpus_file import corpus_folder, save_columns
from distill.storage.corpus_summary import CorpusSummary
from kit.corpora import corpus

COLUMN = 8192


@pytest.fixture
def model(tmp_path):
    made = corpus((600, 300, 100))
    files = [
        replace(one, licence=terms) for one, terms in zip(made.files, ("A", "B", "A"), strict=True)
    ]
    files[1] = replace(files[1], name=files[0].name)
    file = tmp_path / "m" / "m.distill"
    save_columns(corpus_folder(file), replace(made, files=tuple(files)))
    (corpus_folder(file) / "0.flac").write_bytes(bytes(1_500_000))
    return file


def test_a_corpus_is_summarised(model):
    found = CorpusSummary.of_model(model, "c" * 32, COLUMN)
    assert found.files == 2  # of one there are two stretches
    assert found.minutes == pytest.approx(1000 * COLUMN / 48_000 / 60)
    size = (corpus_folder(model) / "columns.safetensors").stat().st_size
    assert found.megabytes == pytest.approx(1.5 + size / 1e6)
    assert found.licences == ("A", "B")
    assert str(found) == f"2 sounds, 2.8 minutes, {found.megabytes:.1f} MB"


def test_one_sound_is_one(model):
    assert str(CorpusSummary(1, 0.5, 2.0, ())) == "1 sound, 0.5 minutes, 2.0 MB"


def test_a_model_without_a_corpus_has_no_summary(tmp_path):
    assert CorpusSummary.of_model(tmp_path / "m.distill", "c" * 32, COLUMN) is None


def test_the_corpus_of_another_codec_is_no_summary_but_an_error(model):
    with pytest.raises(ModelFileProblem, match="was made by codec"):
        CorpusSummary.of_model(model, "d" * 32, COLUMN)
