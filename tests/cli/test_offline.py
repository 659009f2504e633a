import json
import shutil

import numpy as np
import pytest
import soundfile

from distill.cli import offline
from distill.parameters import PARAMETERS
from distill.protocol.tasks import LoadModel
from distill.storage.gridfile import read_grid
from distill.worker.task_steps import load
from kit.carried import decibels, music
from kit.remembered import remember

RATE = 48_000


@pytest.fixture
def pluck(tmp_path):
    path = tmp_path / "pluck.wav"
    time = np.arange(22_050) / 22_050
    sound = np.sin(2 * np.pi * 330 * time) * np.exp(-4 * time)
    soundfile.write(path, np.stack([sound, sound], 1), 22_050)
    return path


def test_a_sound_is_encoded_and_decoded(run, pluck, tmp_path) -> None:
    codes, sound = tmp_path / "pluck.json", tmp_path / "again.wav"
    code, out, err = run("encode", pluck, codes, "--model", "tiny")
    assert (code, err) == (0, "")
    assert "6 columns, 1.00 s" in out
    assert read_grid(codes).codes.shape == (6, 8, 2)
    code, out, _ = run("decode", codes, sound, "--model", "tiny")
    assert (code, out.strip().splitlines()[-1]) == (0, f"{sound.as_posix()}: 1.00 s")
    samples, rate = soundfile.read(sound)
    assert (samples.shape, rate) == ((RATE,), RATE)
    assert np.abs(samples).max() > 1e-3


def test_a_part_of_a_sound_is_encoded(run, pluck, tmp_path) -> None:
    codes = tmp_path / "part.json"
    _, out, _ = run("encode", pluck, codes, "--model", "tiny", "--start", 0.5, "--length", 0.3)
    assert "2 columns" in out
    assert read_grid(codes).columns == 2


def test_the_same_seed_generates_the_same_sound(run, tmp_path) -> None:
    first, second = tmp_path / "one.wav", tmp_path / "two.wav"
    for path in (first, second):
        code, out, _ = run("generate", path, "--model", "tiny", "--seconds", 0.5, "--seed", 7)
        assert code == 0
        assert "seed 7, " in out
    (one, rate), (two, _) = soundfile.read(first), soundfile.read(second)
    assert (len(one), rate) == (3 * 8192, RATE)
    assert np.array_equal(one, two)
    assert np.abs(one).max() > 1e-3
    sidecar = json.loads(first.with_suffix(".json").read_text("utf-8"))
    assert sidecar["parameters"] == {
        "temperature": 0.9,
        "top_k": 0,
        "fine_temperature": 0.5,
        "memory": PARAMETERS["memory"].default,
        "stay": 1.4,
        "seed": 7,
    }


def test_what_is_generated_from_a_corpus_is_carried_by_it(
    run, place, tmp_path, monkeypatch
) -> None:
    """A walk that stays in the one sound of the model is that sound, in stereo."""
    monkeypatch.setattr(offline, "user_cache", lambda: tmp_path / "cache")
    bundle = load(LoadModel(str(place.library / "tiny" / "tiny.distill"), "tiny")).bundle
    corpus = remember(place.library, "tiny", bundle, {"a.wav": music(40 * bundle.column)}, 40)
    words = "--seconds", 1.5, "--seed", 3, "--memory", 1, "--stay", 60, "--model", "tiny"
    try:
        assert run("generate", tmp_path / "walk.wav", *words)[0] == 0
    finally:
        shutil.rmtree(corpus.folder)
    heard, _ = soundfile.read(tmp_path / "walk.wav", dtype="float32")
    sidecar = json.loads((tmp_path / "walk.json").read_text("utf-8"))
    assert sidecar["carriers"]["sources"] == [corpus.source(0)]
    inside = heard[2048 : 8 * bundle.column - 2048]
    sound = corpus.sounds[0]
    turned = np.fft.irfft(
        np.fft.rfft(inside[:, 0], 2**19).conj() * np.fft.rfft(sound[:, 0], 2**19), 2**19
    )
    first = int(turned[: len(sound) - len(inside)].argmax())
    assert decibels(inside - sound[first : first + len(inside)], sound) < -60


def test_encoding_a_clip_returns_the_codes_it_carries(run, tmp_path) -> None:
    sound, codes = tmp_path / "clip.wav", tmp_path / "codes.json"
    run("generate", sound, "--model", "tiny", "--seconds", 0.3, "--seed", 3)
    run("encode", sound, codes, "--model", "tiny")
    again = tmp_path / "again.wav"
    run("decode", codes, again, "--model", "tiny")
    assert np.array_equal(soundfile.read(sound)[0], soundfile.read(again)[0])


def test_nothing_is_overwritten(run, tmp_path) -> None:
    path = tmp_path / "mine.wav"
    path.write_bytes(b"precious")
    code, _, err = run("generate", path, "--model", "tiny", "--seconds", 0.2)
    assert code == 1
    assert "nothing is overwritten" in err
    assert path.read_bytes() == b"precious"


def test_each_error_is_one_sentence(run, pluck, tmp_path) -> None:
    out = tmp_path / "x.json"
    for words, sentence in (
        (["encode", pluck, out, "--model", "nobody"], "there are: tiny"),
        (["encode", tmp_path / "none.wav", out, "--model", "tiny"], "none.wav"),
        (["encode", __file__, out, "--model", "tiny"], "test_offline.py"),
        (["decode", __file__, tmp_path / "x.wav", "--model", "tiny"], "test_offline.py"),
        (["generate", tmp_path / "x.mp3", "--model", "tiny"], "call it"),
    ):
        code, _, err = run(*words)
        assert code == 1, words
        assert err.startswith("distill: ")
        assert sentence in err
        assert len(err.strip().splitlines()) == 1, err
    assert not out.exists()
