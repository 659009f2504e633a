from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.codes.sampling_params import SamplingParams
from distill.errors import AudioFileProblem, BadArgument, ModelFileProblem, NotReady
from distill.parameters import live_values
from distill.protocol.meter import Meter
from distill.protocol.output import ModelRef, PlayedCodes
from distill.protocol.tasks import (
    CaptureOutput,
    EncodeFile,
    LoadModel,
    MeasureSurprise,
    RenderClip,
    SampleCodes,
)
from distill.ring.recent_audio import BLOCK, RecentAudio
from distill.storage.clips import read_codes
from distill.worker.encode_steps import ENCODED_AT_ONCE
from distill.worker.task_steps import LOOP_FADE, load, reload_unchanged, run_task
from kit import carried
from kit.bundles import CONFIG, encoded, tiny_bundle, tiny_codes
from kit.house import ROOT
from kit.shelves import sound_file, tiny_file
from kit.walking import corpus_of, remembering

COLUMN = CONFIG.column_samples


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return load(tiny_file(tmp_path_factory.mktemp("shelf"))).bundle


def finish(task, bundle):
    """Run every step; return the progress and the result."""
    steps, progress = run_task(task, bundle), []
    while True:
        try:
            progress.append(next(steps))
        except StopIteration as end:
            return progress, end.value


def free(columns):
    codes = tiny_codes(columns)
    return codes * 0, np.ones(codes.shape, np.bool_)


def test_loading_returns_what_the_session_needs(tmp_path):
    loaded = load(tiny_file(tmp_path))
    info = loaded.info
    assert (info.name, info.size, info.levels, info.bands) == ("tiny", 8, 2, CONFIG.bands)
    assert info.column == COLUMN
    assert info.has_prior
    assert info.codebooks.shape == (2, 8, 8)
    assert info.id == loaded.bundle.id
    assert len(info.id) == 32
    assert info.codec_id == load(tiny_file(tmp_path, "bare", prior=False)).info.id


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_a_shipped_model_is_not_loaded_again(name):
    """Their headers lack fields that were added later, with defaults."""
    task = LoadModel(str(ROOT / "models" / name / f"{name}.distill"), name)
    loaded = load(task)
    again = reload_unchanged(task, loaded)
    assert again is not None
    assert (again.bundle, again.info.id) == (loaded.bundle, loaded.info.id)


def test_a_model_without_a_prior_reports_none(tmp_path):
    assert not load(tiny_file(tmp_path, prior=False)).info.has_prior


def test_a_missing_model_is_a_model_problem(tmp_path):
    with pytest.raises(ModelFileProblem):
        load(LoadModel(str(tmp_path / "no.distill"), "no"))


def test_tasks_are_refused_before_a_model_is_loaded():
    with pytest.raises(NotReady, match="models"):
        run_task(EncodeFile("x.wav"), None)


@pytest.fixture
def recent():
    made = RecentAudio.create(1.0)
    yield made
    made.close()


def test_a_capture_has_the_codes_that_are_in_it_and_needs_no_model(recent, tmp_path):
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (3 * COLUMN, 2)).astype(np.float32)
    for at in range(0, len(sound), BLOCK):
        recent.append(sound[at : at + BLOCK])
    codes, by = tiny_codes(3), ModelRef("m", "c", CONFIG.size, COLUMN)
    begins = np.arange(3, dtype=np.int64) * COLUMN
    sounded = PlayedCodes(codes, begins, ((1, 5),) * 3, by)
    where = str(tmp_path), "kept"
    task = CaptureOutput(recent.name, COLUMN, 3 * COLUMN, *where, sounded, {"codec": "c"})
    _, result = finish(task, None)
    path = Path(result.clip.path)
    assert np.array_equal(soundfile.read(path, dtype="float32")[0], sound[COLUMN:])
    assert read_codes(path).codes.tolist() == codes[1:].tolist()
    assert result.played.begins.tolist() == [COLUMN, 2 * COLUMN]


def test_a_capture_of_overwritten_sound_is_refused(recent, tmp_path):
    block = np.zeros((BLOCK, 2), np.float32)
    while recent.end < 2 * recent.capacity:
        recent.append(block)
    with pytest.raises(NotReady, match="overwritten"):
        finish(CaptureOutput(recent.name, 0, 1000, str(tmp_path), "kept", None, {}), None)
    assert list(tmp_path.iterdir()) == []


def test_loading_is_not_a_task_for_a_loaded_model(bundle):
    with pytest.raises(BadArgument):
        run_task(LoadModel("x", "x"), bundle)


def test_a_file_is_encoded_to_whole_columns_with_rising_progress(bundle, tmp_path):
    path = sound_file(tmp_path, 3 * COLUMN + 1)
    progress, result = finish(EncodeFile(str(path)), bundle)
    assert result.codes.shape == (4, CONFIG.bands, CONFIG.levels)
    assert result.codes.dtype == np.int16
    assert not result.restored
    assert result.seconds == pytest.approx((3 * COLUMN + 1) / 48_000)
    fractions = [step.fraction for step in progress]
    assert fractions == sorted(fractions)
    assert [progress[0].stage, progress[-1].stage] == ["read", "encode"]


@pytest.mark.parametrize("extra", [0, 1, 511, 513, COLUMN - 1])
@pytest.mark.parametrize("columns", [ENCODED_AT_ONCE, 2 * ENCODED_AT_ONCE + 1])
def test_a_file_that_is_encoded_in_blocks_has_the_codes_of_the_whole(
    bundle, tmp_path, columns, extra
):
    samples = columns * COLUMN + extra
    noise = np.random.default_rng(5).normal(0, 0.05, samples)
    sound = (0.3 * np.sin(np.arange(samples) / 30) + noise).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", sound, 48_000, subtype="FLOAT")
    _, result = finish(EncodeFile(str(tmp_path / "a.wav")), bundle)
    mirrored = np.pad(sound, (0, -samples % COLUMN), mode="symmetric")
    np.testing.assert_array_equal(result.codes, encoded(bundle, mirrored))
    assert result.samples == samples


def test_a_part_of_a_file_is_the_codes_of_that_part(bundle, tmp_path):
    path = sound_file(tmp_path, 6 * COLUMN)
    start, length = 2 * COLUMN / 48_000, 3 * COLUMN / 48_000
    _, part = finish(EncodeFile(str(path), start, length), bundle)
    audio, _ = soundfile.read(path, dtype="float32")
    soundfile.write(tmp_path / "part.wav", audio[2 * COLUMN : 5 * COLUMN], 48_000, subtype="FLOAT")
    _, alone = finish(EncodeFile(str(tmp_path / "part.wav")), bundle)
    np.testing.assert_array_equal(part.codes, alone.codes)


def test_a_file_that_is_not_audio_is_refused(bundle, tmp_path):
    (tmp_path / "text.wav").write_text("not a sound")
    with pytest.raises(AudioFileProblem):
        finish(EncodeFile(str(tmp_path / "text.wav")), bundle)


def clip(folder, codes, **more):
    return RenderClip(str(folder), "take", codes, {"model": "tiny"}, **more)


def test_a_clip_has_exactly_its_columns_and_the_same_one_again_is_the_same_samples(
    bundle, tmp_path
):
    codes = tiny_codes(3)
    _, first = finish(clip(tmp_path, codes), bundle)
    _, again = finish(clip(tmp_path, codes), bundle)
    assert (first.samples, first.rate, first.channels) == (3 * COLUMN, 48_000, 1)
    assert first.path != again.path
    a, rate = soundfile.read(first.path, dtype="float32")
    b, _ = soundfile.read(again.path, dtype="float32")
    assert rate == 48_000
    assert a.shape == (3 * COLUMN,)
    assert np.abs(a).max() > 0.01
    np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("older", [True, False], ids=["clip of an older Distill", "clip of now"])
def test_encoding_a_clip_restores_its_codes_except_on_another_model(bundle, tmp_path, older):
    codes = tiny_codes(5, seed=4)
    sidecar = {"model": bundle.id} if older else {"model": "retrained", "codec": bundle.codec_id}
    _, made = finish(RenderClip(str(tmp_path), "own", codes, sidecar), bundle)
    _, own = finish(EncodeFile(made.path), bundle)
    assert own.restored
    np.testing.assert_array_equal(own.codes, codes)
    _, stranger = finish(EncodeFile(made.path), tiny_bundle(seed=5))
    assert not stranger.restored


def test_gain_and_width_reach_the_clip(bundle, tmp_path):
    codes = tiny_codes(2)
    _, plain = finish(clip(tmp_path, codes), bundle)
    _, soft = finish(
        clip(tmp_path, codes, values=live_values({"gain": -20.0, "width": 1.0})), bundle
    )
    assert soft.channels == 2
    a, _ = soundfile.read(plain.path, dtype="float32")
    b, _ = soundfile.read(soft.path, dtype="float32")
    np.testing.assert_allclose(b.mean(1), 0.1 * a, atol=1e-4)


def test_a_clip_has_its_sample_format_and_a_sidecar(bundle, tmp_path):
    _, made = finish(clip(tmp_path, tiny_codes(1), subtype="PCM_24"), bundle)
    assert soundfile.info(made.path).subtype == "PCM_24"
    assert Path(made.path).with_suffix(".json").is_file()


def test_the_prior_samples_free_cells_and_leaves_the_rest(bundle):
    known = tiny_codes(4)
    where = np.zeros(known.shape, np.bool_)
    where[1:3] = True
    task = SampleCodes(known, where, known[:0], SamplingParams(1.0, 0, 7))
    progress, result = finish(task, bundle)
    np.testing.assert_array_equal(result.codes[~where], known[~where])
    assert [step.stage for step in progress] == ["write"] * len(progress)
    assert progress[0].fraction < progress[-1].fraction < 1.0
    assert 0 < result.nats < 10


def test_of_several_candidates_the_one_with_the_smallest_jump_is_used(monkeypatch):
    monkeypatch.setattr("distill.worker.task_steps.JUMP_NATS", 1000.0)
    bundle, codes = tiny_bundle(), tiny_codes(9)
    where = np.zeros(codes.shape, np.bool_)
    where[3:6] = True

    def jump(tries, seed):
        task = SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, seed), tries)
        return bundle.jump(finish(task, bundle)[1].codes[3:7])

    once, best = ([jump(tries, seed) for seed in range(1, 7)] for tries in (1, 16))
    assert all(b <= o + 1e-4 for o, b in zip(once, best, strict=True))
    assert np.mean(best) < np.mean(once) - 0.1


def test_the_same_seed_samples_the_same_codes_and_another_does_not(bundle):
    codes, where = free(4)
    results = [
        finish(SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, seed)), bundle)[1].codes
        for seed in (7, 7, 8)
    ]
    np.testing.assert_array_equal(results[0], results[1])
    assert not np.array_equal(results[0], results[2])


def test_a_model_without_a_prior_does_not_sample():
    codes, where = free(1)
    task = SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, 7))
    with pytest.raises(BadArgument, match="no prior"):
        finish(task, tiny_bundle(prior=False))


def test_a_clip_in_bars_is_exact_and_loops_seamlessly(bundle, tmp_path):
    codes = tiny_codes(3)
    for frames in (2 * COLUMN + 77, 5 * COLUMN + 13):
        _, result = finish(clip(tmp_path, codes, frames=frames), bundle)
        sound, _ = soundfile.read(result.path, dtype="float32")
        assert result.samples == len(sound) == frames
    around = codes[np.arange(6) % 3]
    _, plain = finish(clip(tmp_path, around), bundle)
    whole, _ = soundfile.read(plain.path, dtype="float32")
    np.testing.assert_array_equal(sound[LOOP_FADE:], whole[LOOP_FADE:frames])
    assert abs(sound[0] - whole[frames]) < 1e-3  # the sample that follows the last one


def test_a_clip_is_panned(bundle, tmp_path):
    _, result = finish(clip(tmp_path, tiny_codes(2), values=live_values({"pan": -1.0})), bundle)
    sound, _ = soundfile.read(result.path, dtype="float32")
    assert np.abs(sound[:, 1]).max() < 1e-6 < np.abs(sound[:, 0]).max()


def test_surprise_is_measured_column_by_column(bundle):
    steps, result = finish(MeasureSurprise(tiny_codes(4)), bundle)
    assert [step.fraction for step in steps] == [0.25, 0.5, 0.75, 1.0]
    assert result.nats.shape == (4,)
    assert result.nats.min() > 0


def test_a_model_without_a_prior_measures_no_surprise(tmp_path):
    mute = load(tiny_file(tmp_path, prior=False)).bundle
    with pytest.raises(BadArgument, match="no prior"):
        finish(MeasureSurprise(tiny_codes(2)), mute)


def test_a_file_is_as_long_as_its_sound_and_its_end_mirrored_fills_the_last_column(
    bundle, tmp_path
):
    samples = 3 * COLUMN + 1000
    path = sound_file(tmp_path, samples)
    _, result = finish(EncodeFile(str(path)), bundle)
    assert (len(result.codes), result.samples) == (4, samples)
    audio, _ = soundfile.read(path, dtype="float32")
    filled = np.concatenate([audio, audio[::-1][: COLUMN - 1000]])
    np.testing.assert_array_equal(result.codes, encoded(bundle, filled))


def test_a_sound_shorter_than_a_column_is_filled_and_shorter_than_a_frame_is_refused(
    bundle, tmp_path
):
    _, result = finish(EncodeFile(str(sound_file(tmp_path, 513))), bundle)
    assert (len(result.codes), result.samples) == (1, 513)
    with pytest.raises(AudioFileProblem, match="511 samples"):
        finish(EncodeFile(str(sound_file(tmp_path, 511))), bundle)


def test_a_clip_is_as_long_as_its_grid_and_gives_that_length_back(bundle, tmp_path):
    codes, samples = tiny_codes(3), 2 * COLUMN + 77
    _, whole = finish(clip(tmp_path, codes), bundle)
    task = RenderClip(str(tmp_path), "in", codes, {"model": bundle.id}, samples=samples)
    _, inside = finish(task, bundle)
    a, _ = soundfile.read(whole.path, dtype="float32")
    b, _ = soundfile.read(inside.path, dtype="float32")
    assert inside.samples == samples
    np.testing.assert_array_equal(b, a[:samples])
    _, again = finish(EncodeFile(inside.path), bundle)
    assert (again.restored, again.samples) == (True, samples)
    assert again.seconds == pytest.approx(samples / 48_000)


def test_a_length_in_a_clip_that_its_codes_do_not_have_restores_nothing(bundle, tmp_path):
    task = RenderClip(str(tmp_path), "in", tiny_codes(3), {"model": bundle.id}, samples=COLUMN)
    _, made = finish(task, bundle)
    assert not finish(EncodeFile(made.path), bundle)[1].restored


@pytest.mark.parametrize("frames", [COLUMN, 2 * COLUMN + 77, 5 * COLUMN + 13])
def test_a_clip_in_bars_repeats_a_grid_at_its_length(bundle, tmp_path, frames):
    codes, samples = tiny_codes(3), 2 * COLUMN + 77
    task = clip(tmp_path, codes, frames=frames, samples=samples)
    _, made = finish(task, bundle)
    sound, _ = soundfile.read(made.path, dtype="float32")
    assert len(sound) == frames
    for first in range(samples, frames - 2 * LOOP_FADE, samples):
        here = sound[first + LOOP_FADE :][: samples - LOOP_FADE]
        np.testing.assert_allclose(here, sound[LOOP_FADE:][: len(here)], atol=1e-6)


def test_a_clip_in_bars_tells_other_programs_its_tempo(bundle, tmp_path):
    task = clip(tmp_path, tiny_codes(3), frames=2 * COLUMN, bars=2, meter=Meter(93.75, 3))
    _, made = finish(task, bundle)
    with soundfile.SoundFile(made.path) as file:
        said = " ".join(file.extra_info.split())
    assert "Beats : 6" in said
    assert f"End : {2 * COLUMN - 1}" in said
    _, plain = finish(clip(tmp_path, tiny_codes(3)), bundle)
    assert b"acid" not in Path(plain.path).read_bytes()


# --- clips that their sources carry


@pytest.fixture
def store(tmp_path):
    return carried.store_in(tmp_path)


def carried_clip(store, kept, bundle, **more):
    """Render a clip of a sound that was kept; return its samples [T, C]."""
    fields = {
        "samples": kept.samples,
        "carriers": kept.carriers,
        "sources": carried.folders_of(store),
        **more,
    }
    codes = fields.pop("codes", kept.codes)
    _, made = finish(clip(store.folder.parent, codes, **fields), bundle)
    return soundfile.read(made.path, dtype="float32", always_2d=True)[0]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("samples", [3 * COLUMN, 2 * COLUMN + 1003, 40 * COLUMN - 1])
def test_a_clip_of_an_untouched_slot_is_its_source(bundle, store, channels, samples):
    kept = carried.keep(store, bundle, carried.music(samples, channels))
    sound = carried_clip(store, kept, bundle)
    assert sound.shape == kept.audio.shape
    assert carried.decibels(sound - kept.audio, kept.audio) < -100


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_so_it_is_on_a_shipped_model(store, name):
    model = load(LoadModel(str(ROOT / "models" / name / f"{name}.distill"), name)).bundle
    kept = carried.keep(store, model, carried.music(5 * COLUMN + 77))
    sound = carried_clip(store, kept, model)
    assert carried.decibels(sound - kept.audio, kept.audio) < -100


@pytest.mark.parametrize("short", [0, 1, 100, 300, 7189])
@pytest.mark.parametrize("longer", [0, 777, 3 * COLUMN])
def test_a_clip_in_bars_of_an_untouched_slot_goes_round_as_its_source(bundle, store, short, longer):
    samples = 3 * COLUMN - short
    kept = carried.keep(store, bundle, carried.music(samples))
    frames = samples + longer
    sound = carried_clip(store, kept, bundle, frames=frames)
    wanted = kept.audio[np.arange(frames) % samples]
    first = LOOP_FADE if longer else 0  # there the end of the last round leads back
    assert carried.decibels((sound - wanted)[first:], wanted) < -100


@pytest.mark.parametrize("frames", [0, 5 * COLUMN])
def test_a_clip_at_carry_0_is_the_sound_of_the_codec_bit_for_bit(bundle, store, frames):
    kept = carried.keep(store, bundle, carried.music(2 * COLUMN + 1003))
    values = live_values({"carry": 0.0})
    sound = carried_clip(store, kept, bundle, values=values, frames=frames)
    bare = carried_clip(store, kept, bundle, carriers=None, frames=frames)
    np.testing.assert_array_equal(sound, bare)


def test_a_clip_decodes_a_source_that_the_cache_does_not_have(bundle, store):
    kept = carried.keep(store, bundle, carried.music(3 * COLUMN))
    for path in store.cache.iterdir():
        path.unlink()
    sound = carried_clip(store, kept, bundle)
    assert carried.decibels(sound - kept.audio, kept.audio) < -100


def test_a_clip_whose_source_is_gone_is_the_sound_of_the_codec(bundle, store):
    kept = carried.keep(store, bundle, carried.music(3 * COLUMN))
    for folder in (store.cache, store.folder):
        for path in folder.iterdir():
            path.unlink()
    sound = carried_clip(store, kept, bundle)
    bare = carried_clip(store, kept, bundle, carriers=None)
    assert sound.shape == bare.shape == (3 * COLUMN, 1)
    assert carried.decibels(sound - bare, bare) < -60


def test_an_edited_clip_is_exact_where_it_is_not_edited_and_the_same_again(bundle, store):
    kept = carried.keep(store, bundle, carried.music(6 * COLUMN))
    codes = kept.codes.copy()
    codes[3] = (codes[3] + 1) % CONFIG.size
    once, again = (carried_clip(store, kept, bundle, codes=codes) for _ in range(2))
    np.testing.assert_array_equal(once, again)
    context = bundle.context * COLUMN + CONFIG.mel.n_fft
    beside = np.r_[: 3 * COLUMN - context, 4 * COLUMN + context : 6 * COLUMN]
    assert carried.decibels((once - kept.audio)[beside], kept.audio) < -100
    assert np.abs(once - kept.audio)[3 * COLUMN : 4 * COLUMN].max() > 0.01


def test_a_carried_clip_is_widened_and_panned(bundle, store):
    kept = carried.keep(store, bundle, carried.music(3 * COLUMN))
    values = live_values({"pan": -1.0, "width": 0.5, "gain": -6.0})
    sound = carried_clip(store, kept, bundle, values=values)
    assert np.abs(sound[:, 1]).max() < 1e-6 < np.abs(sound[:, 0]).max()


# --- what is written from a corpus


@pytest.fixture(scope="module")
def walking(tmp_path_factory):
    store = carried.store_in(tmp_path_factory.mktemp("corpus"))
    sound = carried.music(9 * COLUMN)
    return store, sound, remembering(tiny_bundle(), corpus_of(tiny_bundle(), [sound], store, 4))


def test_what_is_written_from_a_corpus_is_carried_by_it_and_a_clip_of_it_is_its_sound(
    walking, tmp_path
):
    store, sound, bundle = walking
    codes, where = free(6)
    task = SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, 7))
    result = finish(task, bundle)[1]
    ids = [part.source for part in bundle.corpus.parts]
    assert result.carriers.sources == tuple(ids[:2])
    assert result.carriers.column[:, 0, 0].tolist() == [0, 1, 2, 3, 1, 2]
    sources = carried.folders_of(store)
    made = clip(tmp_path, result.codes, carriers=result.carriers, sources=sources)
    heard, _ = soundfile.read(finish(made, bundle)[1].path, dtype="float32")
    right = sound[: 6 * COLUMN]
    assert carried.decibels((heard - right)[: -CONFIG.mel.n_fft], right) < -80


def test_codes_that_were_given_are_carried_where_the_place_has_their_coarse_half(walking):
    _, _, bundle = walking
    codes, where = free(3)
    own = bundle.corpus.codes
    codes[1, 2], where[1, 2] = own[1, 2], False
    codes[1, 3, 0], where[1, 3, 0] = own[1, 3, 0] ^ 1, False
    codes[2, 4, 1], where[2, 4, 1] = own[2, 4, 1] ^ 1, False
    task = SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, 7))
    result = finish(task, bundle)[1]
    assert np.argwhere(~result.carriers.carried).tolist() == [[1, 3]]
    assert result.carriers.codes[2, 4, 1, 0] == own[2, 4, 1]


def test_a_model_without_a_corpus_writes_what_nothing_carries(bundle):
    codes, where = free(2)
    task = SampleCodes(codes, where, codes[:0], SamplingParams(1.0, 0, 7))
    assert finish(task, bundle)[1].carriers is None
