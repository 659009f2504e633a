"""A WAV file that is valid at any moment."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.sinks import file
from distill.sinks.file import WavFile
from kit.players import sine


def test_written_sound_is_read_back_exactly(tmp_path: Path) -> None:
    with WavFile(tmp_path / "heard.wav") as wav:
        for start in range(0, 2000, 500):
            wav.write(sine(start, 500, 220.0))
    sound, rate = soundfile.read(tmp_path / "heard.wav", dtype="float32")
    assert rate == 48_000
    assert np.array_equal(sound, sine(0, 2000, 220.0))
    assert soundfile.info(tmp_path / "heard.wav").subtype == "FLOAT"


def test_a_file_without_sound_is_a_wav_too(tmp_path: Path) -> None:
    WavFile(tmp_path / "heard.wav").close()
    assert soundfile.info(tmp_path / "heard.wav").frames == 0


def test_before_it_is_closed_all_but_the_last_second_can_be_read(tmp_path: Path) -> None:
    wav = WavFile(tmp_path / "heard.wav")
    for _ in range(25):
        wav.write(sine(0, 4800, 220.0))
    frames = soundfile.info(tmp_path / "heard.wav").frames
    assert 120_000 - 48_000 <= frames <= 120_000
    wav.close()
    assert soundfile.info(tmp_path / "heard.wav").frames == 120_000


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "heard.wav").write_text("precious")
    wavs = [WavFile(tmp_path / "heard.wav") for _ in range(2)]
    assert [wav.path.name for wav in wavs] == ["heard-2.wav", "heard-3.wav"]
    for wav in wavs:
        wav.close()
    assert (tmp_path / "heard.wav").read_text() == "precious"


def test_frames_beyond_the_limit_of_a_wav_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "LARGEST", 700)
    with WavFile(tmp_path / "heard.wav") as wav:
        wav.write(sine(0, 500, 220.0))
        wav.write(sine(500, 500, 220.0))
        wav.write(sine(1000, 500, 220.0))
    assert np.array_equal(
        soundfile.read(tmp_path / "heard.wav", dtype="float32")[0], sine(0, 700, 220.0)
    )
