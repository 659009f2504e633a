"""A file that is encoded keeps its sound; `test_task_steps.py` tests its codes."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.codes.carriers import Carriers
from distill.errors import AudioFileProblem
from distill.parameters import live_values
from distill.protocol.output import ModelRef, PlayedCodes
from distill.protocol.tasks import CaptureOutput, EncodeFile, RenderClip
from distill.ring.recent_audio import BLOCK, RecentAudio
from distill.storage.clips import write_clip
from distill.storage.source_store import KEPT_S, SourceStore
from distill.worker.task_steps import run_task
from kit.bundles import CONFIG, tiny_bundle, tiny_codes
from kit.disks import small_disk

COLUMN = CONFIG.column_samples


@pytest.fixture(scope="module")
def bundle():
    return tiny_bundle()


@pytest.fixture
def store(tmp_path):
    return SourceStore(tmp_path / "sources", tmp_path / "cache")


@pytest.fixture
def encode(bundle, tmp_path):
    def run(path, *part, **more):
        return finish(task(path, *part, **more), bundle)

    def task(path, *part, **more):
        where = {"sources": str(tmp_path / "sources"), "cache": str(tmp_path / "cache")}
        return EncodeFile(str(path), *part, **{**where, **more})

    run.task = task
    return run


def finish(task, bundle):
    steps = run_task(task, bundle)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def noise(samples, channels=2, seed=1):
    t = np.arange(samples)[:, None] / 48_000
    tone = np.sin(2 * np.pi * np.array([330.0, 440.0])[:channels] * t)
    rough = np.random.default_rng(seed).uniform(-1, 1, (samples, channels))
    return (0.3 * tone + 0.1 * rough).astype(np.float32)


def wav(tmp_path, sound, name="a.wav", rate=48_000, subtype="FLOAT"):
    soundfile.write(tmp_path / name, sound, rate, subtype=subtype)
    return tmp_path / name


def kept(tmp_path):
    folders = [tmp_path / "sources", tmp_path / "cache"]
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir()]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("gain", [1e-3, 1.0, 6.0])
def test_the_sound_of_a_file_is_kept_in_its_channels(encode, store, tmp_path, channels, gain):
    sound = noise(5 * COLUMN + 100, channels) * np.float32(gain)
    result = encode(wav(tmp_path, sound))
    audio = store.open(result.source)
    assert result.channels == channels
    assert audio.shape == (result.samples, channels) == sound.shape
    np.testing.assert_allclose(audio, sound, atol=2**-22 * gain)


def test_sound_at_another_rate_is_kept_at_48_khz_as_long_as_the_slot(encode, store, tmp_path):
    result = encode(wav(tmp_path, noise(44_100), rate=44_100))
    assert store.open(result.source).shape == (48_000, 2) == (result.samples, 2)


def test_a_part_is_kept_alone(encode, store, tmp_path):
    sound = noise(8 * COLUMN)
    result = encode(wav(tmp_path, sound), 2 * COLUMN / 48_000, 3 * COLUMN / 48_000)
    wanted = sound[2 * COLUMN : 5 * COLUMN]
    np.testing.assert_allclose(store.open(result.source), wanted, atol=2**-23)


@pytest.mark.parametrize("more", [{"carry": False}, {"sources": ""}])
def test_a_sound_that_is_not_wanted_is_not_kept_and_has_the_same_codes(encode, tmp_path, more):
    path = wav(tmp_path, noise(4 * COLUMN))
    result = encode(path, **more)
    assert (result.source, kept(tmp_path)) == ("", [])
    np.testing.assert_array_equal(result.codes, encode(path).codes)


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_a_file_whose_right_is_the_inverted_left_is_encoded_as_its_left(encode, tmp_path, rate):
    left = noise(3 * rate, 1)
    left[: rate // 3] = 0
    alone = encode(wav(tmp_path, left, rate=rate))
    both = encode(wav(tmp_path, np.concatenate([left, -left], axis=1), rate=rate))
    np.testing.assert_array_equal(both.codes, alone.codes)
    assert both.source != alone.source


def test_ordinary_stereo_is_encoded_as_its_mean(encode, tmp_path):
    sound = noise(20 * COLUMN + 3)
    mean = sound.mean(axis=1, dtype=np.float64).astype(np.float32)
    both, alone = encode(wav(tmp_path, sound)), encode(wav(tmp_path, mean))
    np.testing.assert_array_equal(both.codes, alone.codes)
    assert both.samples == alone.samples == 20 * COLUMN + 3


def test_a_cancelled_encoding_leaves_nothing(encode, bundle, tmp_path):
    path = wav(tmp_path, noise(100 * COLUMN))
    for steps_before in (1, 3, 12):
        steps = run_task(encode.task(path), bundle)
        for _ in range(steps_before):
            next(steps)
        steps.close()
        assert kept(tmp_path) == []


def test_a_file_that_turns_out_to_be_damaged_leaves_nothing(encode, tmp_path):
    sound = noise(4 * 48_000)
    sound[180_000] = np.nan
    with pytest.raises(AudioFileProblem, match="NaN"):
        encode(wav(tmp_path, sound))
    assert kept(tmp_path) == []


def test_on_a_full_disk_the_codes_come_without_a_source(encode, tmp_path):
    path = wav(tmp_path, noise(10 * 48_000))
    with small_disk(tmp_path / "disk", 18_000) as disk:
        result = encode(path, sources=str(disk / "sources"), cache=str(disk / "cache"))
        assert [one for one in disk.rglob("*") if one.is_file()] == []
    assert result.source == ""
    np.testing.assert_array_equal(result.codes, encode(path).codes)


GONE = "0" * 32
"""Id of a source that is in no store."""


@pytest.fixture
def clip(bundle, tmp_path):
    """Render codes to a clip."""

    def make(codes, carriers=None, samples=0, **values):
        sidecar = {"model": bundle.codec_id, "codec": bundle.codec_id}
        task = RenderClip(
            str(tmp_path), "own", codes, sidecar, live_values(values), samples=samples,
            carriers=carriers, sources=(str(tmp_path / "sources"), str(tmp_path / "cache")),
        )  # fmt: skip
        return Path(finish(task, bundle).path)

    return make


def samples_of(path):
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


@pytest.fixture
def sounds(encode, tmp_path):
    """Encode three stereo sounds that end inside their last column."""
    return [encode(wav(tmp_path, noise(4 * COLUMN + 70, seed=n), f"{n}.wav")) for n in (1, 2, 3)]


def edited(sounds):
    """Return codes that are those of the first sound but for some, and what carries them."""
    first, second, _ = sounds
    codes = np.array(first.codes)
    codes[1, 2:5, 0] = (codes[1, 2:5, 0] + 1) % CONFIG.size
    carriers = first.carriers.blended(second.carriers, 0.25).taken(np.array([0, 3, 2, 1, 4]))
    return codes, carriers


def test_a_clip_gives_back_what_carried_it(encode, clip, sounds, tmp_path):
    codes, carriers = edited(sounds)
    before = kept(tmp_path)
    result = encode(clip(codes, carriers, 4 * COLUMN + 70, gain=-6.0, width=0.5))
    assert (result.restored, result.source, result.samples) == (True, "", 4 * COLUMN + 70)
    np.testing.assert_array_equal(result.codes, codes)
    assert result.carriers.sources == (sounds[0].source, sounds[1].source)
    assert not result.carriers.differs(carriers).any()
    assert sorted(kept(tmp_path)) == sorted(before)


def test_a_clip_of_a_clip_has_its_samples(encode, clip, sounds):
    codes, carriers = edited(sounds)
    values = {"gain": -6.0, "width": 0.5, "pan": 0.3, "carry": 0.75}
    first = clip(codes, carriers, 4 * COLUMN + 70, **values)
    result = encode(first)
    again = clip(result.codes, result.carriers, result.samples, **values)
    assert samples_of(first).shape == (4 * COLUMN + 70, 2)
    np.testing.assert_array_equal(samples_of(again), samples_of(first))
    bare = clip(result.codes, None, result.samples, **values)
    assert np.abs(samples_of(bare) - samples_of(first)).max() > 0.01


def test_a_clip_that_nothing_carried_is_carried_by_nothing(encode, clip, tmp_path):
    result = encode(clip(tiny_codes(4)))
    assert result.restored
    assert not result.carriers.carried.any()
    assert kept(tmp_path) == []


@pytest.mark.parametrize("more", [{"carry": False}, {"sources": ""}])
def test_of_a_clip_the_codes_alone_can_be_had(encode, clip, sounds, more):
    codes, carriers = edited(sounds)
    result = encode(clip(codes, carriers), **more)
    assert (result.restored, result.carriers, result.source) == (True, None, "")
    np.testing.assert_array_equal(result.codes, codes)


def forget(tmp_path, sound):
    for path in kept(tmp_path):
        if path.name.startswith(sound.source):
            path.unlink()


def test_a_clip_is_carried_by_those_of_its_sounds_that_are_there(encode, clip, sounds, tmp_path):
    codes, carriers = edited(sounds)
    path = clip(codes, carriers)
    forget(tmp_path, sounds[0])
    result = encode(path)
    assert result.source == ""
    assert not result.carriers.differs(carriers).any()


def own_sound_carries(encode, store, path):
    result = encode(path)
    assert result.restored
    assert result.carriers.sources == (result.source,)
    sound, audio = samples_of(path), store.open(result.source)
    assert audio.shape == sound.shape
    np.testing.assert_allclose(audio, sound, atol=2**-23)
    assert not result.carriers.differs(Carriers.of_source(result.source, result.codes)).any()


def test_a_clip_whose_sounds_are_gone_is_its_own_source(
    encode, clip, sounds, store, tmp_path, caplog
):
    codes, carriers = edited(sounds)
    path = clip(codes, carriers, 4 * COLUMN + 70)
    for sound in sounds:
        forget(tmp_path, sound)
    with caplog.at_level("INFO"):
        own_sound_carries(encode, store, path)
    assert "the sounds of own.wav are gone" in caplog.text


def change(path, text, by):
    """Change the text in a clip."""
    data = path.read_bytes()
    assert text in data
    path.write_bytes(data.replace(text, by))


def test_a_clip_of_an_older_distill_is_its_own_source(encode, clip, store):
    path = clip(tiny_codes(4), samples=3 * COLUMN + 50)
    change(path, b'"carriers"', b'"unknown "')  # of equal length: the chunk has a size
    own_sound_carries(encode, store, path)


@pytest.mark.parametrize("code", [-1, CONFIG.size])
def test_a_clip_whose_carriers_have_codes_of_no_model_is_its_own_source(
    encode, bundle, clip, store, sounds, code
):
    codes, carriers = edited(sounds)
    theirs = np.array(carriers.codes)
    theirs[2, 3, 0, 0] = code
    sound, about = clip(codes), {"codec": bundle.codec_id}
    lying = replace(carriers, codes=theirs)
    path, _ = write_clip(
        sound.parent, "lies", samples_of(sound), about, codes, "FLOAT", carriers=lying
    )
    own_sound_carries(encode, store, path)


def test_the_sounds_of_a_clip_are_used_now(encode, clip, sounds, store):
    codes, carriers = edited(sounds)
    path = clip(codes, carriers)
    now = 1_500_000_000.0  # before every real moment
    for kept_file in [*store.folder.iterdir(), *store.cache.iterdir()]:
        os.utime(kept_file, (now - 2 * KEPT_S,) * 2)
    encode(path)
    assert store.clean(set(), now) == 1
    left = {path.stem for path in store.folder.iterdir()}
    assert left == {sounds[0].source, sounds[1].source}


@pytest.fixture
def captured(bundle, tmp_path):
    """Capture four columns of the output that begin at some frames."""
    sound = noise(6 * COLUMN)
    recent = RecentAudio.create(1.0)
    for at in range(0, len(sound), BLOCK):
        recent.append(sound[at : at + BLOCK])

    def capture(begins, first, source=GONE):
        by = ModelRef(bundle.id, bundle.codec_id, CONFIG.size, COLUMN)
        about = np.array(begins), ((1, 5),) * 4, by, Carriers.of_source(source, tiny_codes(4))
        played = PlayedCodes(tiny_codes(4), *about)
        where = str(tmp_path), "kept", played, {"codec": bundle.codec_id}
        clip = finish(CaptureOutput(recent.name, first, 6 * COLUMN, *where), None).clip
        return clip.path, sound

    yield capture
    recent.close()


@pytest.mark.parametrize("first", [0, 900, 1100])
def test_the_source_of_a_recording_begins_with_its_first_column(encode, store, captured, first):
    path, sound = captured(range(1000, 1000 + 4 * COLUMN, COLUMN), first)
    result = encode(path)
    assert result.restored
    audio = store.open(result.source)
    wanted = sound[1000:].copy()
    wanted[: max(0, first - 1000)] = 0
    np.testing.assert_allclose(audio, wanted, atol=2**-23)


def test_a_recording_with_gaps_between_its_columns_has_codes_and_no_source(
    encode, captured, tmp_path
):
    path, _ = captured([0, COLUMN, 2 * COLUMN + 1, 3 * COLUMN], 0)
    result = encode(path)
    assert (result.restored, result.source) == (True, "")
    assert kept(tmp_path) == []


def test_a_recording_gives_back_what_carried_it_though_columns_are_missing(
    encode, captured, sounds
):
    path, _ = captured([0, COLUMN, 2 * COLUMN + 1, 3 * COLUMN], 0, sounds[0].source)
    result = encode(path)
    own = Carriers.of_source(sounds[0].source, tiny_codes(4))
    assert not result.carriers.differs(own).any()
    assert result.carriers.sources == own.sources
