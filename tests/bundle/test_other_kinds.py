"""A codec and a vocoder that are one file and one row each work wherever a model does."""

from pathlib import Path

import numpy as np
import pytest

from distill.bundle import build
from distill.codec.model_types import CODECS
from distill.errors import ModelFileProblem
from distill.protocol.tasks import LoadModel
from distill.storage import modelfile
from distill.vocoder.vocoders import VOCODERS, VocoderKind
from distill.worker import task_steps
from distill.worker.renderer import warm
from kit.bundles import encoded, encoded_as_one_picture, tiny_bundle, tiny_model
from kit.models import tones
from kit.toy_parts import TOY, ToyVocoder, toy_model


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of the toy type, with the toy registered."""
    monkeypatch.setitem(CODECS, "toy", TOY)
    monkeypatch.setitem(VOCODERS, "toy", VocoderKind(live=ToyVocoder, whole=ToyVocoder))
    path = tmp_path / "toy.distill"
    modelfile.save(path, *toy_model())
    return path


def test_a_toy_model_file_loads_with_its_facts(file: Path) -> None:
    assert modelfile.read_header(file)["model_type"] == "toy"
    task = LoadModel(str(file), "toy")
    loaded = task_steps.load(task)
    facts = loaded.info
    assert (facts.size, facts.bands, facts.levels, facts.column) == (16, 8, 1, 512)
    assert facts.codebooks.shape == (1, 16, 2)
    assert (facts.louder == 1).all() or (facts.louder == -1).all()
    assert task_steps.reload_unchanged(task, loaded) is not None


def test_a_toy_model_encodes_step_by_step_as_at_once_and_decodes(file: Path) -> None:
    bundle = build(*modelfile.load(file))
    audio = tones(0.4)[:18_944]
    codes = encoded(bundle, audio)
    assert codes.shape == (37, 8, 1)
    assert np.array_equal(encoded_as_one_picture(bundle, audio), codes)
    assert np.array_equal(bundle.decode_columns(codes, 3, 2), bundle.decode(codes)[12:20])
    assert len(np.unique(codes)) > 4


def test_a_toy_model_plays_live_and_renders_clips(file: Path) -> None:
    bundle = task_steps.load(LoadModel(str(file), "toy")).bundle
    assert isinstance(bundle.vocoder, ToyVocoder)
    warm(bundle)
    task_steps.warm_clips(bundle)


def test_states_of_different_vocoders_are_not_interchangeable(file: Path) -> None:
    bundle = build(*modelfile.load(file))
    mine = bundle.vocoder.initial_state()
    assert not mine.is_like(tiny_bundle().vocoder.initial_state())
    assert not tiny_bundle().vocoder.initial_state().is_like(mine)


def test_an_unknown_codec_is_refused_with_the_list_of_known_ones(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, arrays = modelfile.load(file)
    monkeypatch.delitem(CODECS, "toy")
    with pytest.raises(ModelFileProblem, match=r"type 'toy'; this Distill reads .* type 'vqvae'"):
        modelfile.load(file)
    with pytest.raises(ModelFileProblem, match="no codec of the type 'toy'; it has vqvae"):
        build(header, arrays)


@pytest.mark.parametrize("kind", [["vqvae"], {}, 3])
def test_a_model_type_that_is_no_known_word_is_refused(file: Path, kind: object) -> None:
    header, arrays = modelfile.load(file)
    with pytest.raises(ModelFileProblem, match="it has vqvae, toy"):
        build({**header, "model_type": kind}, arrays)


def test_an_unknown_vocoder_is_refused_with_the_list_of_known_ones() -> None:
    header, arrays = tiny_model()
    with pytest.raises(ModelFileProblem, match=r"'vocos'.*it has rtisi"):
        build({**header, "vocoder": {"live": "vocos"}}, arrays)
