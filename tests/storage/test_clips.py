import errno
import json
import os
import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from distill.codes.carriers import Carriers
from distill.errors import AudioFileProblem, BadArgument, DiskFull, FileProblem, PathRefused
from distill.storage import clips, riff
from distill.storage.clips import read_codes, write_clip
from distill.storage.sound_file import read_sound
from kit.peers import need

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX system")
SIDECAR = {"model": "abc123", "seed": 7, "parameters": {"gain": -3.0}, "source": "f\u00fcr Elise"}
CODES = np.arange(5 * 8 * 4, dtype=np.int16).reshape(5, 8, 4)


def embedded_json(path):
    """Parse the metadata in a clip by hand."""
    data = path.read_bytes()
    at = data.index(b"dstl") + 4
    size = struct.unpack("<I", data[at : at + 4])[0]
    return json.loads(data[at + 4 : at + 4 + size])


def _sound(samples=4801, channels=1):
    rng = np.random.default_rng(0)
    sound = rng.uniform(-0.9, 0.9, (samples, channels)).astype(np.float32)
    return sound[:, 0] if channels == 1 else sound


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("samples", [1, 2, 4801])
def test_a_float_clip_holds_exactly_the_samples(tmp_path, channels, samples):
    sound = _sound(samples, channels)
    path, quality = write_clip(tmp_path, "take", sound, SIDECAR, CODES, "FLOAT")
    back, rate = soundfile.read(path, dtype="float32")
    assert path == tmp_path / "take.wav"
    assert rate == 48_000
    np.testing.assert_array_equal(back, sound)
    assert "clipping" not in quality["flags"]
    assert quality["peak_db"] < -0.9


def test_a_24_bit_clip_is_exact_to_half_a_step_and_clips_at_full_scale(tmp_path):
    sound = _sound(999)
    sound[:4] = [1.0, -1.0, 2.0, -2.0]
    path, quality = write_clip(tmp_path, "take", sound, SIDECAR, CODES, "PCM_24")
    back, _ = soundfile.read(path, dtype="float64")
    assert soundfile.info(path).subtype == "PCM_24"
    np.testing.assert_allclose(back, sound.clip(-1, 1 - 2**-23), atol=0.5001 / 2**23)
    assert quality["clipped"] == 4
    assert "clipping" in quality["flags"]


@pytest.mark.parametrize("samples", [3, 4])
@pytest.mark.parametrize("subtype", ["FLOAT", "PCM_24"])
def test_the_chunks_fill_the_file_to_the_byte(tmp_path, samples, subtype):
    path, _ = write_clip(tmp_path, "take", _sound(samples), SIDECAR, CODES, subtype)
    data = path.read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    at, names = 12, []
    while at < len(data):
        names.append(data[at : at + 4])
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        at += 8 + size + size % 2
    assert at == len(data)
    assert names[0] == b"fmt "
    assert names[-2:] == [b"data", b"dstl"]


@pytest.mark.peer
@pytest.mark.parametrize("subtype", ["FLOAT", "PCM_24"])
def test_libsndfile_reads_a_clip(tmp_path, subtype):
    sox = need("sox")
    path, _ = write_clip(tmp_path, "take", _sound(4801, 2), SIDECAR, CODES, subtype)
    seen = subprocess.run([sox, "--i", "-s", path], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "4801"
    assert seen.stderr == ""


def test_the_sidecar_and_the_chunk_hold_the_same_text(tmp_path):
    path, quality = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    beside = json.loads((tmp_path / "take.json").read_text("utf-8"))
    assert embedded_json(path) == beside
    assert beside["seed"] == 7
    assert beside["source"] == "f\u00fcr Elise"
    assert beside["quality"] == quality
    assert (beside["format"], beside["version"]) == ("distill_clip", 1)
    assert (beside["samples"], beside["rate"], beside["channels"]) == (4801, 48_000, 1)


def test_the_codes_are_read_back_exactly(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "PCM_24")
    embedded = read_codes(path)
    assert embedded is not None
    np.testing.assert_array_equal(embedded.codes, CODES)
    assert embedded.model == "abc123"


def test_the_codes_of_a_clip_with_edited_sound_are_not_read(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    assert embedded_json(path)["model"] == "abc123"
    assert read_codes(path) is None


CARRIERS = Carriers.of_source("1f" * 16, CODES)


@pytest.mark.parametrize("carriers", [CARRIERS, CARRIERS.taken(np.arange(5)[::-1]), None])
def test_what_carries_the_codes_is_read_back_exactly(tmp_path, carriers):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT", carriers=carriers)
    found = read_codes(path).carriers
    expected = carriers or Carriers.none(CODES.shape)
    assert found.sources == expected.sources
    assert not found.differs(expected).any()
    assert json.loads((tmp_path / "take.json").read_text()) == embedded_json(path)


def _changed(path, change):
    """Change the metadata in a clip."""
    data, about = path.read_bytes(), embedded_json(path)
    change(about)
    chunk = clips.riff.pack_chunk(b"dstl", json.dumps(about).encode())
    path.write_bytes(data[: data.index(b"dstl")] + chunk)


def test_an_older_clip_does_not_say_what_carries_its_codes(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT", carriers=CARRIERS)
    _changed(path, lambda about: about.pop("carriers"))
    embedded = read_codes(path)
    np.testing.assert_array_equal(embedded.codes, CODES)
    assert embedded.carriers is None


@pytest.mark.parametrize("damage", [3, {}, {"sources": ["1f" * 16]}, {"sources": "1f" * 16}])
def test_damage_to_what_carries_the_codes_leaves_the_codes(tmp_path, caplog, damage):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT", carriers=CARRIERS)
    _changed(path, lambda about: about.update(carriers=damage))
    embedded = read_codes(path)
    np.testing.assert_array_equal(embedded.codes, CODES)
    assert embedded.carriers is None
    assert "take.wav is used without the sounds of its codes" in caplog.text


def test_a_clip_without_codes_is_carried_by_nothing(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, None, "FLOAT", carriers=CARRIERS)
    assert "carriers" not in embedded_json(path)


def test_a_clip_can_be_read_as_sound(tmp_path):
    sound = _sound()
    path, _ = write_clip(tmp_path, "take", sound, SIDECAR, CODES, "FLOAT")
    np.testing.assert_array_equal(read_sound(path), sound)


def test_a_clip_without_codes_has_none(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, None, "FLOAT")
    assert read_codes(path) is None


def test_a_clip_never_overwrites_a_file(tmp_path):
    paths = [write_clip(tmp_path, "take.WAV", _sound(), SIDECAR, CODES, "FLOAT")[0] for _ in "123"]
    assert [path.name for path in paths] == ["take.wav", "take-2.wav", "take-3.wav"]
    (tmp_path / "other.json").write_text("mine")
    path, _ = write_clip(tmp_path, "other", _sound(), SIDECAR, CODES, "FLOAT")
    assert path.name == "other-2.wav"
    assert (tmp_path / "other.json").read_text() == "mine"


def test_concurrent_clips_each_get_a_name_and_a_sidecar(tmp_path):
    def write(number):
        return write_clip(tmp_path, "take", _sound(), {"model": str(number)}, CODES, "FLOAT")[0]

    with ThreadPoolExecutor(8) as threads:
        paths = list(threads.map(write, range(24)))
    assert len(set(paths)) == 24
    for number, path in enumerate(paths):
        assert json.loads(path.with_suffix(".json").read_text())["model"] == str(number)
        assert embedded_json(path)["model"] == str(number)
    assert len(list(tmp_path.iterdir())) == 48


@POSIX
def test_a_file_that_appears_at_the_last_moment_is_kept(tmp_path, monkeypatch):
    real = os.link

    def racing(temporary, path):
        if str(path).endswith("take.wav"):
            path.write_bytes(b"a stranger's")
        real(temporary, path)

    monkeypatch.setattr(os, "link", racing)
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    assert path.name == "take-2.wav"
    assert (tmp_path / "take.wav").read_bytes() == b"a stranger's"
    assert not (tmp_path / "take.json").exists()


@POSIX
def test_a_clip_is_written_on_a_file_system_without_links(tmp_path, monkeypatch):
    def none(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", none)
    paths = [write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")[0] for _ in "12"]
    assert [path.name for path in paths] == ["take.wav", "take-2.wav"]
    assert read_codes(paths[1]) is not None
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("stem", ["../x", "a/b", "", "CON", "a\0", "x" * 201, "/etc/x", ".."])
def test_a_stem_that_is_not_a_plain_name_is_refused(tmp_path, stem):
    with pytest.raises(PathRefused):
        write_clip(tmp_path, stem, _sound(), SIDECAR, CODES, "FLOAT")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0, np.float32),
        np.zeros((10, 3), np.float32),
        np.array([0.0, np.nan], np.float32),
        np.array([np.inf], np.float32),
    ],
)
def test_empty_sound_nan_and_more_than_two_channels_are_refused(tmp_path, sound):
    with pytest.raises(BadArgument):
        write_clip(tmp_path, "take", sound, SIDECAR, CODES, "FLOAT")
    assert not list(tmp_path.iterdir())


def test_a_sound_too_long_for_a_wave_file_is_refused(tmp_path):
    endless = np.broadcast_to(np.float32(0.0), (1 << 31,))
    with pytest.raises(BadArgument, match="do not fit into a WAV file"):
        clips.riff.wave_head(2, 48_000, len(endless), "FLOAT", 0)


def test_a_nearly_full_disk_is_an_error_before_anything_is_written(tmp_path, monkeypatch):
    nearly = SimpleNamespace(total=1 << 30, used=1 << 30, free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly)
    with pytest.raises(DiskFull, match="nothing was written") as caught:
        write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    assert "needed besides 16 MiB that are left free for the system" in str(caught.value)
    assert "and 1.0 MiB are free" in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_while_writing_leaves_nothing_behind(tmp_path, monkeypatch, number):
    def full(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="no room for the clip"):
        write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    assert not list(tmp_path.iterdir())


_LIMITED = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from distill.errors import DiskFull
from distill.storage.clips import write_clip
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_clip(Path(sys.argv[1]), "take", np.zeros(48_000, np.float32), {}, None, "FLOAT")
except DiskFull as error:
    print("DiskFull", error)
"""


@POSIX
def test_a_file_size_limit_of_the_system_counts_as_a_full_disk(tmp_path):
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    seen = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path)],
        env=where, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.startswith("DiskFull no room")
    assert not list(tmp_path.iterdir())


def test_a_deleted_folder_is_created_again_but_not_its_parent(tmp_path):
    folder = tmp_path / "clips"
    path, _ = write_clip(folder, "take", _sound(), SIDECAR, CODES, "FLOAT")
    assert path.exists()
    with pytest.raises(FileProblem, match=r"the clip in .* cannot be written"):
        write_clip(tmp_path / "unplugged" / "clips", "take", _sound(), SIDECAR, CODES, "FLOAT")


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path):
    (tmp_path / "clips").write_text("not a folder")
    with pytest.raises(FileProblem, match="choose another one"):
        write_clip(tmp_path / "clips", "take", _sound(), SIDECAR, CODES, "FLOAT")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_is_not_writable_is_an_error(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileProblem, match="make the folder writable"):
        write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())


def _box(path, text):
    soundfile.write(path, _sound(), 48_000, subtype="PCM_16")
    data = bytearray(path.read_bytes()) + clips.riff.pack_chunk(b"dstl", text)
    data[4:8] = struct.pack("<I", len(data) - 8)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format": "foreign"}', b"[" * 100_000],
    ids=range(7),
)
def test_a_foreign_chunk_gives_no_codes(tmp_path, text):
    path = _box(tmp_path / "a.wav", text)
    assert read_codes(path) is None
    assert len(read_sound(path)) == 4801


@pytest.mark.parametrize(
    "codes",
    [
        None, 3, {}, {"shape": [1, 2, 3], "int16": "AAAA"}, {"shape": [-1], "int16": ""},
        {"shape": [10**9, 10**9, 10**9], "int16": ""}, {"shape": [1, 1, 1], "int16": "//8="},
        {"shape": [2], "int16": "AAAAAA=="}, {"shape": "x", "int16": 3},
    ],
    ids=range(9),
)  # fmt: skip
def test_impossible_codes_are_not_read(tmp_path, codes):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT")
    _changed(path, lambda about: about.update(codes=codes))
    assert embedded_json(path)["model"] == "abc123"
    assert read_codes(path) is None


def test_other_files_give_no_codes_and_a_missing_one_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    assert read_codes(tmp_path / "a.txt") is None
    (tmp_path / "b.wav").write_bytes(b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 40)
    assert read_codes(tmp_path / "b.wav") is None
    with pytest.raises(AudioFileProblem, match="cannot be opened"):
        read_codes(tmp_path / "nothing.wav")


@POSIX
def test_reading_a_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    assert read_codes(tmp_path / "pipe.wav") is None


def test_a_clip_carries_the_length_of_its_codes_and_an_absurd_one_gives_none(tmp_path):
    path, _ = write_clip(tmp_path, "take", _sound(), SIDECAR, CODES, "FLOAT", samples=4801)
    assert read_codes(path).samples == 4801
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"samples": 4801\n }', b'"samples": null\n }'))
    assert path.read_bytes() != data
    assert read_codes(path) is None


@pytest.mark.parametrize("subtype", ["FLOAT", "PCM_24"])
def test_other_programs_find_tempo_beats_and_loop_points_in_a_loop(tmp_path, subtype):
    loop, sound = riff.Loop(92.5, 6, 3), _sound(4801)
    path, _ = write_clip(tmp_path, "loop", sound, SIDECAR, CODES, subtype, loop=loop)
    with soundfile.SoundFile(path) as file:
        log = file.extra_info
        back = file.read(dtype="float32")
    np.testing.assert_allclose(back, sound, atol=1e-6)
    said = " ".join(log.split())
    assert "Beats : 6" in said
    assert "Tempo : 92.5" in said
    assert "Meter : 3/4" in said
    assert "End : 4800" in said
    np.testing.assert_array_equal(read_codes(path).codes, CODES)
    np.testing.assert_array_equal(read_sound(path), back)


def test_sox_reads_a_loop(tmp_path):
    need("sox")
    loop = riff.Loop(120.0, 4, 4)
    path, _ = write_clip(tmp_path, "loop", _sound(999), SIDECAR, CODES, "PCM_24", loop=loop)
    said = subprocess.run(["sox", "--i", path], capture_output=True, text=True, check=True).stdout
    assert "= 999 samples" in said
