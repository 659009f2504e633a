"""A WAV file that is valid at any moment."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import soundfile

from distill.errors import DiskFull
from distill.ring.ring import DeviceState
from distill.ring.writer import Writer
from distill.sinks import file
from distill.sinks.file import KEPT_FREE, Recording, WavFile
from distill.sinks.options import SinkOptions
from kit.disks import small_disk
from kit.players import sine
from kit.sinks import supervised, wait_until_played


class Usage(NamedTuple):
    """What a disk has."""

    total: int
    free: int


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


def test_frames_beyond_the_limit_of_a_wav_go_on_in_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "LARGEST", 700)
    told: list[str] = []
    with Recording(tmp_path / "heard.wav", told.append) as recording:
        for start in range(0, 2000, 500):
            recording.write(sine(start, 500, 220.0))
    parts = [
        soundfile.read(tmp_path / name, dtype="float32")[0]
        for name in ("heard.wav", "heard-2.wav", "heard-3.wav")
    ]
    assert [len(part) for part in parts] == [700, 700, 600]
    assert np.array_equal(np.concatenate(parts), sine(0, 2000, 220.0))
    assert [Path(line.split(": ")[0].rsplit(" ", 1)[1]).name for line in told] == [
        "heard.wav",
        "heard-2.wav",
        "heard-3.wav",
    ]


def test_the_start_says_how_much_is_written_and_how_long_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file.shutil, "disk_usage", lambda _: Usage(10**12, KEPT_FREE + 10**10))
    told: list[str] = []
    Recording(tmp_path / "heard.wav", told.append).close()
    path = tmp_path / "heard.wav"
    assert told == [f"writing the output to {path}: 1.4 GB an hour; there is room for 7 h 14 min"]


def test_a_recording_ends_before_the_disk_is_full_and_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [KEPT_FREE + 10**9, KEPT_FREE]
    monkeypatch.setattr(file.shutil, "disk_usage", lambda _: Usage(10**12, free.pop(0)))
    with Recording(tmp_path / "heard.wav", lambda _: None) as recording:
        recording.write(sine(0, 47_999, 220.0))
        with pytest.raises(DiskFull, match="the disk is nearly full"):
            recording.write(sine(0, 4_800, 220.0))
    assert soundfile.info(tmp_path / "heard.wav").frames == 47_999


def test_on_a_disk_without_room_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file.shutil, "disk_usage", lambda _: Usage(10**8, 10**6))
    with pytest.raises(DiskFull, match=r"1 MB are free, 5 MB are left"):
        Recording(tmp_path / "heard.wav", lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_ends_the_recording_and_not_the_sound(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16_384) as disk:
        (disk / "sounds").write_bytes(bytes(14_800_000))
        options = SinkOptions("file", path=str(disk / "heard.wav"))
        with supervised(options) as (ring, supervisor, reported):
            reported.until(DeviceState.RUNNING)
            assert "the disk is nearly full" in reported.until(DeviceState.WAITING).text
            Writer(ring).write(sine(0, 4096, 220.0))
            wait_until_played(ring, 4096)
            assert supervisor.restarts == 0
            (disk / "snapshot").write_bytes(bytes(16_384))  # room is left
        info = soundfile.info(disk / "heard.wav")
        assert (disk / "heard.wav").stat().st_size == 58 + info.frames * 8
