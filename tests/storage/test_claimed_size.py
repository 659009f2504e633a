import contextlib
import struct

import numpy as np
import pytest
import soundfile

from distill.errors import AudioFileProblem
from distill.storage import claimed_size
from distill.storage.sound_file import read_sound


def _tone(rate=48_000):
    time = np.arange(rate // 4) / rate
    return (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


WITH_A_LENGTH = (
    ("AIFF", "PCM_16"), ("AIFF", "FLOAT"), ("AU", "PCM_24"), ("AU", "G721_32"), ("AVR", "PCM_16"),
    ("AVR", "PCM_S8"), ("CAF", "PCM_S8"), ("CAF", "FLOAT"), ("CAF", "ALAC_16"), ("FLAC", "PCM_16"),
    ("HTK", "PCM_16"), ("SVX", "PCM_16"), ("MAT4", "PCM_16"), ("MAT4", "DOUBLE"),
    ("MAT5", "PCM_U8"), ("MAT5", "FLOAT"), ("MPC2K", "PCM_16"), ("RF64", "PCM_24"),
    ("SDS", "PCM_16"), ("VOC", "PCM_U8"), ("VOC", "PCM_16"), ("W64", "PCM_16"),
    ("W64", "MS_ADPCM"), ("WAV", "PCM_16"), ("WAV", "FLOAT"), ("NIST", "PCM_24"),
    ("NIST", "ULAW"), ("WAVEX", "PCM_24"), ("WVE", "ALAW"),
)  # fmt: skip
"""A format and an encoding of every kind of header that carries a length."""
MONO = {("AU", "G721_32"), ("HTK", "PCM_16"), ("SVX", "PCM_16"), ("SDS", "PCM_16"), ("WVE", "ALAW")}
"""Those of them that hold one channel only."""
CASES = [(1, *one) for one in WITH_A_LENGTH] + [
    (2, *one) for one in WITH_A_LENGTH if one not in MONO
]


@pytest.mark.parametrize(("channels", "form", "subtype"), CASES)
def test_a_truncated_sound_file_is_refused(tmp_path, channels, form, subtype):
    path = tmp_path / f"a.{form.lower()}"
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (48_000, channels))
    soundfile.write(path, noise, 48_000, format=form, subtype=subtype)
    assert len(read_sound(path)) > 40_000
    data = path.read_bytes()
    for cut in (len(data) // 2, len(data) // 100, 4 if form != "W64" else 100):
        path.write_bytes(data[:-cut])
        with pytest.raises(AudioFileProblem, match=path.name):
            read_sound(path)


@pytest.mark.parametrize("order", ["LITTLE", "BIG"])
@pytest.mark.parametrize("form", ["AU", "MAT4", "MAT5"])
def test_a_length_is_read_in_both_byte_orders(tmp_path, form, order):
    path = tmp_path / f"a.{form.lower()}"
    soundfile.write(path, _tone(), 48_000, format=form, subtype="PCM_16", endian=order)
    assert len(read_sound(path)) == 12_000
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(AudioFileProblem, match="bytes and has"):
        read_sound(path)


def test_a_stream_whose_header_names_no_length_is_read_to_its_end(tmp_path):
    path = tmp_path / "a.au"
    soundfile.write(path, _tone(), 48_000, format="AU", subtype="PCM_16", endian="BIG")
    data = path.read_bytes()
    path.write_bytes(data[:8] + b"\xff" * 4 + data[12:])
    assert len(read_sound(path)) == 12_000


def test_an_instrument_of_fasttracker_that_names_its_length_is_refused_when_truncated(tmp_path):
    path = tmp_path / "a.xi"
    soundfile.write(path, _tone(44_100), 44_100, format="XI", subtype="DPCM_16")
    data = bytearray(path.read_bytes())
    data[298:302] = struct.pack("<I", len(data) - 338)
    path.write_bytes(data)
    assert len(read_sound(path)) == 12_000
    path.write_bytes(data[:-10])
    with pytest.raises(AudioFileProblem, match=r"a\.xi"):
        read_sound(path)


@pytest.mark.parametrize("magic", [*claimed_size._CLAIMS, b"RIFF"])
def test_a_header_of_noise_is_refused_and_never_hangs(tmp_path, magic):
    path = tmp_path / "odd.snd"
    for seed in range(8):
        noise = np.random.default_rng(seed).integers(0, 256, 3000, np.uint8).tobytes()
        path.write_bytes(magic + noise)
        with contextlib.suppress(AudioFileProblem):
            read_sound(path)
        for size in range(len(magic), 64, 7):
            path.write_bytes((magic + noise)[:size])
            with contextlib.suppress(AudioFileProblem):
                read_sound(path)
