import io
import os
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.errors import AudioFileProblem, BadArgument
from distill.storage import riff, sound_file
from distill.storage.sound_file import inspect, read_sound, stream_part, stream_sound

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX systems")


def _tone(rate=48_000, seconds=0.25, channels=1):
    time = np.arange(round(seconds * rate)) / rate
    tone = 0.5 * np.sin(2 * np.pi * 440 * time)
    return np.repeat(tone[:, None], channels, axis=1).astype(np.float32)


def _wav(path, sound, rate=48_000, subtype="FLOAT", **more):
    soundfile.write(path, sound, rate, subtype=subtype, **more)
    return path


@pytest.mark.parametrize(
    ("suffix", "subtype", "error"),
    [
        (".wav", "FLOAT", 0.0), (".wav", "PCM_16", 5e-5), (".wav", "PCM_24", 3e-7),
        (".wav", "PCM_U8", 1e-2), (".wav", "DOUBLE", 1e-7), (".wav", "ALAW", 0.02),
        (".flac", "PCM_24", 3e-7), (".aiff", "PCM_16", 5e-5), (".au", "PCM_16", 5e-5),
        (".caf", "FLOAT", 0.0), (".w64", "PCM_16", 5e-5), (".rf64", "PCM_16", 5e-5),
        (".ogg", "VORBIS", 0.05),
    ],
)  # fmt: skip
def test_every_format_is_read(tmp_path, suffix, subtype, error):
    path = _wav(tmp_path / f"a{suffix}", _tone(seconds=0.5), subtype=subtype)
    audio = read_sound(path)
    assert audio.dtype == np.float32
    wanted = _tone(seconds=0.5)[:, 0]
    assert len(audio) == len(wanted)
    np.testing.assert_allclose(audio[:20_000], wanted[:20_000], atol=error)


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_streaming_a_file_gives_the_same_sound_as_reading_it(tmp_path, rate):
    path = _wav(tmp_path / "a.wav", _tone(rate, 7.0, 2), rate)
    blocks = list(stream_sound(path))
    assert len(blocks) > 2
    np.testing.assert_array_equal(np.concatenate(blocks), read_sound(path))


def test_a_stream_has_no_length_limit(tmp_path, monkeypatch):
    path = _wav(tmp_path / "a.wav", _tone(seconds=3.0))
    monkeypatch.setattr(sound_file, "MAX_SECONDS", 1)
    assert sum(map(len, stream_sound(path))) == 3 * 48_000


def test_a_stream_raises_an_error_where_it_reaches_the_damage(tmp_path):
    sound = _tone(seconds=4.0)
    sound[150_000] = np.inf
    stream = stream_sound(_wav(tmp_path / "a.wav", sound))
    assert len(next(stream)) == sound_file.BLOCK
    with pytest.raises(AudioFileProblem, match=r"NaN or infinity near 3\.12 s"):
        list(stream)


def test_a_part_comes_in_small_blocks_with_a_rising_share(tmp_path):
    path = _wav(tmp_path / "a.wav", _tone(192_000, 4.0, 8), 192_000, "PCM_16")
    blocks, shares = zip(*stream_part(path, 0.5, 3.0), strict=True)
    assert max(map(len, blocks)) <= sound_file.BLOCK / 4 + 5000  # 192 kHz to 48 kHz
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0
    np.testing.assert_array_equal(np.concatenate(blocks), read_sound(path, 0.5, 3.0))


def test_a_part_longer_than_asked_is_refused_by_the_header(tmp_path):
    path = _wav(tmp_path / "a.wav", _tone(seconds=3.0))
    with pytest.raises(AudioFileProblem, match=r"3 s long; at most 2 s are read at once"):
        next(stream_part(path, longest_s=2.0))


@pytest.mark.parametrize(("channels", "kept"), [(1, 1), (2, 2), (3, 1), (8, 1)])
@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_stereo_stays_stereo_and_more_channels_are_mixed(tmp_path, rate, channels, kept):
    sound = np.random.default_rng(channels).uniform(-0.5, 0.5, (rate, channels))
    path = _wav(tmp_path / "a.wav", sound.astype(np.float32), rate)
    whole = np.concatenate([block for block, _ in stream_part(path, stereo=True)])
    assert whole.shape == (48_000, kept)
    np.testing.assert_allclose(whole.mean(axis=1), read_sound(path), atol=1e-6)
    if channels == 1:
        np.testing.assert_array_equal(whole[:, 0], read_sound(path))
    if channels == 2 and rate == 48_000:
        np.testing.assert_array_equal(whole, sound.astype(np.float32))
    part = np.concatenate([block for block, _ in stream_part(path, 0.25, 0.5, stereo=True)])
    assert part.shape == (24_000, kept)


def test_mp3_is_read(tmp_path):
    path = tmp_path / "a.mp3"
    soundfile.write(path, _tone(seconds=1.0), 48_000)
    assert len(read_sound(path)) == pytest.approx(48_000, abs=4800)


def test_a_big_endian_wave_is_read(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, _tone(), 48_000, subtype="PCM_16", endian="BIG", format="WAV")
    assert path.read_bytes()[:4] == b"RIFX"
    np.testing.assert_allclose(read_sound(path), _tone()[:, 0], atol=5e-5)


@pytest.mark.parametrize("rate", [8000, 11_025, 44_100, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_any_rate_and_channels_become_mono_at_48_khz(tmp_path, rate, channels):
    audio = read_sound(_wav(tmp_path / "a.wav", _tone(rate, 0.25, channels), rate))
    assert audio.ndim == 1
    assert len(audio) == pytest.approx(12_000, abs=3)
    np.testing.assert_allclose(audio[2000:10_000], _tone()[2000:10_000, 0], atol=2e-3)


def test_a_part_is_read_exactly_and_a_length_beyond_the_end_ends_there(tmp_path):
    path = _wav(tmp_path / "a.wav", _tone(seconds=1.0))
    whole = read_sound(path)
    np.testing.assert_array_equal(read_sound(path, 0.25, 0.5), whole[12_000:36_000])
    np.testing.assert_array_equal(read_sound(path, 0.5), whole[24_000:])
    np.testing.assert_array_equal(read_sound(path, 0.5, 100.0), whole[24_000:])


def test_reading_in_many_blocks_gives_the_same_sound_as_in_one(tmp_path, monkeypatch):
    path = _wav(tmp_path / "a.wav", _tone(44_100, 0.5, 2), 44_100)
    whole = read_sound(path)
    monkeypatch.setattr(sound_file, "BLOCK", 1000)
    np.testing.assert_allclose(read_sound(path), whole, atol=1e-6)


@pytest.mark.parametrize(("start", "length"), [(2.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (np.nan, 0.0)])
def test_a_part_outside_is_refused(tmp_path, start, length):
    path = _wav(tmp_path / "a.wav", _tone())
    with pytest.raises(BadArgument, match=r"start"):
        read_sound(path, start, length)


def test_the_header_is_read_without_decoding(tmp_path):
    info = inspect(_wav(tmp_path / "a.wav", _tone(44_100, 0.5, 2), 44_100, "PCM_16"))
    assert (info.seconds, info.rate, info.channels) == (0.5, 44_100, 2)
    assert info.format == "WAV PCM_16"


@pytest.mark.parametrize("samples", [1, 511])
def test_less_than_one_frame_is_refused(tmp_path, samples):
    path = _wav(tmp_path / "a.wav", np.ones((samples, 1), np.float32) * 0.1)
    with pytest.raises(AudioFileProblem, match=f"has {samples} samples.*less than the 512"):
        read_sound(path)


def test_exactly_one_frame_is_read_and_the_limit_can_be_set(tmp_path):
    path = _wav(tmp_path / "a.wav", np.ones((512, 1), np.float32) * 0.1)
    assert len(read_sound(path)) == 512
    with pytest.raises(AudioFileProblem, match="less than the 1024"):
        read_sound(path, shortest=1024)


def test_a_file_without_samples_or_without_bytes_is_refused(tmp_path):
    (tmp_path / "empty.wav").write_bytes(b"")
    with pytest.raises(AudioFileProblem, match=r"empty\.wav is empty"):
        read_sound(tmp_path / "empty.wav")
    with pytest.raises(AudioFileProblem, match="has no samples"):
        read_sound(_wav(tmp_path / "none.wav", np.zeros((0, 1), np.float32)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused_with_their_position(tmp_path, bad):
    sound = _tone(seconds=0.5)
    sound[12_000] = bad
    with pytest.raises(AudioFileProblem, match=r"has NaN or infinity near 0\.25 s"):
        read_sound(_wav(tmp_path / "a.wav", sound))


def test_an_absurd_peak_is_refused_and_a_hot_one_is_accepted(tmp_path):
    with pytest.raises(AudioFileProblem, match="a peak of 1e\\+30"):
        read_sound(_wav(tmp_path / "a.wav", np.full((1000, 1), 1e30, np.float32)))
    assert read_sound(_wav(tmp_path / "b.wav", _tone() * 8)).max() == pytest.approx(4.0, abs=0.01)


@pytest.mark.parametrize(
    "data",
    [
        b"no sound at all", b"\0" * 1000, b"RIFF", b"RIFF\0\0\0\0WAVE", b"fLaC" + b"\0" * 60,
        b"OggS" + b"\xff" * 200, b"ID3" + b"\0" * 64, b"FORM\0\0\0\xffAIFF" + b"\xff" * 99,
        b"RIFF\xff\xff\xff\xffWAVEdata\x04\0\0\0abcd", b"caff" + b"\1" * 80, b"MZ" + b"\x90" * 500,
        os.urandom(4096),
    ],
    ids=range(12),
)  # fmt: skip
def test_foreign_bytes_are_refused_and_the_file_is_named(tmp_path, data):
    path = tmp_path / "strange.wav"
    path.write_bytes(data)
    with pytest.raises(AudioFileProblem, match=r"strange\.wav"):
        read_sound(path)


def _damaged(sound, change):
    buffer = io.BytesIO()
    soundfile.write(buffer, sound, 48_000, subtype="PCM_16", format="WAV")
    data = bytearray(buffer.getvalue())
    change(data)
    return bytes(data)


def test_a_header_that_claims_a_billion_samples_is_refused(tmp_path):
    path = tmp_path / "lie.wav"
    path.write_bytes(
        _damaged(_tone(), lambda d: d.__setitem__(slice(40, 44), struct.pack("<I", 2_000_000_000)))
    )
    with pytest.raises(AudioFileProblem, match="promises 1000000000 samples and has 12000"):
        read_sound(path)


@pytest.mark.parametrize("mark", [0, 0xFFFFFFFF])
def test_an_unfinished_recording_is_read_to_its_end(tmp_path, mark):
    path = tmp_path / "cut.wav"
    path.write_bytes(
        _damaged(_tone(), lambda d: d.__setitem__(slice(40, 44), struct.pack("<I", mark)))
    )
    assert len(read_sound(path)) == 12_000


def test_an_info_chunk_with_a_wrong_size_does_not_hang_the_reader(tmp_path):
    path = tmp_path / "info.wav"
    data = _damaged(_tone(), lambda _: None)
    lie = (
        b"LIST"
        + struct.pack("<I", 24)
        + b"INFO"
        + b"IART"
        + struct.pack("<I", 0xFFFFFFF0)
        + b"x" * 12
    )
    path.write_bytes(data[:36] + lie + data[36:])
    np.testing.assert_allclose(read_sound(path), _tone()[:, 0], atol=5e-5)


def test_a_chunk_beyond_the_end_is_refused(tmp_path):
    path = tmp_path / "list.wav"
    data = _damaged(_tone(), lambda _: None)
    path.write_bytes(data[:36] + b"LIST" + struct.pack("<I", 0xFFFFFF00) + data[36:])
    with pytest.raises(AudioFileProblem, match="no sound in it"):
        read_sound(path)


@pytest.mark.parametrize(("at", "value"), [(22, 0), (22, 64), (24, 1), (24, 4_000_000), (32, 0)])
def test_absurd_channels_rates_and_blocks_are_refused(tmp_path, at, value):
    path = tmp_path / "odd.wav"
    width = "<I" if at == 24 else "<H"
    packed = struct.pack(width, value)
    path.write_bytes(
        _damaged(_tone(), lambda d: d.__setitem__(slice(at, at + len(packed)), packed))
    )
    if at == 32:  # libsndfile derives the block of PCM itself
        assert len(read_sound(path)) == 12_000
        return
    with pytest.raises(AudioFileProblem, match=r"odd\.wav"):
        read_sound(path)


def test_a_truncated_ogg_file_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "a.ogg"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, (96_000, 1)), 48_000)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 20_000 < len(read_sound(path)) < 90_000


def test_a_file_beyond_the_limits_is_refused_and_a_part_of_it_is_read(tmp_path, monkeypatch):
    path = _wav(tmp_path / "long.wav", _tone(seconds=2.0))
    monkeypatch.setattr(sound_file, "MAX_SECONDS", 1)
    with pytest.raises(AudioFileProblem, match="at most 1 s are read at once: give start"):
        read_sound(path)
    assert len(read_sound(path, 1.5, 0.5)) == 24_000


def _night(path):
    """Write an RF64 file of 4.5 GiB, sparse: silence, and a tone from 50,000 s on."""
    rate, frames = 48_000, (9 << 28) + 7
    form = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    wide = struct.pack("<QQQI", 2 * frames + 72, 2 * frames, frames, 0)
    head = b"RF64\xff\xff\xff\xffWAVE" + riff.pack_chunk(b"ds64", wide)
    head += riff.pack_chunk(b"fmt ", form) + b"data\xff\xff\xff\xff"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + 2 * frames)
        file.seek(len(head) + 2 * 50_000 * rate)
        file.write((_tone(seconds=8.0)[:, 0] * 2**15).astype("<i2").tobytes())
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="files are not sparse there by default")
def test_a_part_of_a_file_of_more_than_4_gib_is_read(tmp_path):
    path = _night(tmp_path / "night.wav")
    assert inspect(path).seconds == pytest.approx(50_331.65, abs=0.01)
    np.testing.assert_allclose(read_sound(path, 50_000, 4), _tone(seconds=4.0)[:, 0], atol=5e-5)
    with pytest.raises(AudioFileProblem, match="at most 1800 s are read at once"):
        read_sound(path)
    os.truncate(path, path.stat().st_size - 1000)
    with pytest.raises(AudioFileProblem, match="promises 2415919111 samples and has 2415918611"):
        read_sound(path, 50_000, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_file_whose_name_is_not_utf8_is_read_and_its_errors_are_valid_text(tmp_path):
    path = _wav(tmp_path / "a.wav", _tone()).rename(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    assert len(read_sound(path)) == 12_000
    path.write_bytes(b"no sound")
    with pytest.raises(AudioFileProblem) as caught:
        read_sound(path)
    assert r"caf\xe9.wav cannot be read" in str(caught.value).encode().decode()


@POSIX
def test_pipes_devices_and_folders_are_refused_without_blocking(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    for path in (tmp_path / "pipe.wav", tmp_path, Path("/dev/zero")):
        with pytest.raises(AudioFileProblem, match=r"not a sound file|cannot be opened"):
            read_sound(path)


def test_a_missing_file_and_a_name_with_nul_are_refused(tmp_path):
    with pytest.raises(AudioFileProblem, match="cannot be opened"):
        read_sound(tmp_path / "nothing.wav")
    with pytest.raises(AudioFileProblem, match="cannot be opened"):
        read_sound(tmp_path / "a\0.wav")


def test_silence_is_valid_sound(tmp_path):
    assert not read_sound(_wav(tmp_path / "a.wav", np.zeros((4800, 2), np.float32))).any()
