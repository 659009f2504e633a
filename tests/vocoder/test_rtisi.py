import dataclasses
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.vocoder.contract import Start
from distill.vocoder.inverse import bank, magnitude
from distill.vocoder.phase import PhaseEstimate, given
from distill.vocoder.rtisi import Rtisi


@pytest.fixture(scope="module")
def vocoder(config):
    return Rtisi(config)


def _stream(vocoder, mel, sizes):
    state, sound, at = vocoder.initial_state(), [], 0
    for size in sizes:
        piece, state = vocoder.step(mel[at : at + size], state)
        assert piece.shape == (len(mel[at : at + size]) * 512,)
        sound.append(piece)
        at += size
    return np.concatenate([*sound, vocoder.flush(state)])[vocoder.latency :]


@pytest.mark.parametrize("sizes", [[1] * 96, [16] * 6, [3, 0, 40, 1, 52]])
def test_steps_of_any_size_give_the_same_samples(vocoder, analyse, chord, sizes):
    mel = analyse(chord)
    np.testing.assert_array_equal(_stream(vocoder, mel, sizes), vocoder.render(mel))


def test_the_sound_has_the_target_magnitudes(vocoder, config, analyse, chord, convergence):
    mel = analyse(chord)
    wanted = magnitude(mel, config.floor, bank(config))
    assert convergence(vocoder.render(mel), wanted) < 0.12


def test_partials_stay_where_they_are(vocoder, analyse, steady, purity):
    assert purity(vocoder.render(analyse(steady))) > 0.99


def test_no_step_begins_with_a_jump(vocoder, analyse, steady):
    """A step revises what the one before it expected; its first samples must not show that."""
    sound = vocoder.render(analyse(steady)).astype(np.float64)
    bend = np.abs(np.diff(sound, 2))[4096:-4096]
    beginnings = np.arange(len(bend)) % 512 > 509
    beginnings |= np.arange(len(bend)) % 512 < 2
    assert bend[beginnings].max() < 1.5 * bend[~beginnings].max()


def test_another_seed_changes_the_phases_after_silence_and_the_same_seed_does_not(
    vocoder, config, analyse, chord
):
    mel = analyse(chord)[:20]
    np.testing.assert_array_equal(Rtisi(config, seed=0).render(mel), vocoder.render(mel))
    assert not np.array_equal(Rtisi(config, seed=1).render(mel), vocoder.render(mel))


def test_frames_solved_elsewhere_are_continued(config, vocoder, analyse, chord):
    """The frames of the sound itself are given; what follows goes on at its phases."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(chord, 768), 2048)[::512]
    true = np.fft.rfft(windows * np.hanning(2049)[:-1]).astype(np.complex64)
    start = Start.of(true, np.ones(true.shape, np.bool_))
    known = given(np.zeros_like(start.real), start)
    state = vocoder.state_after(PhaseEstimate(*(part[:40] for part in known)))
    target = magnitude(analyse(chord)[40:44], config.floor, bank(config))
    sound, frames, _ = vocoder.extend(given(target, Start.nothing(*target.shape)), state)
    assert frames.real.shape == (vocoder.depth + 4, 1025)
    # its first sample is the first of the window of the frame before
    at = 40 * 512 - 768 - 512
    wanted = chord[at : at + len(sound)]
    assert np.corrcoef(sound, wanted)[0, 1] > 0.95


def test_more_frames_ahead_are_more_latency_and_no_other_sound_length(config, analyse, chord):
    far = Rtisi(config, ahead=3)
    assert far.latency == 3 * 512 + 768
    assert len(far.render(analyse(chord))) == len(chord)


def test_frames_that_cannot_be_divided_by_eight_are_rendered(config, chord, purity, steady):
    other = dataclasses.replace(config, hop=500)
    cut = steady[: len(steady) // 500 * 500]
    assert purity(Rtisi(other).render(LogMel(other).whole(cut))) > 0.97


def test_the_sound_is_as_loud_as_the_original(vocoder, analyse, chord):
    sound = vocoder.render(analyse(chord))
    rms = np.sqrt(np.mean(np.square(sound.reshape(12, -1)), axis=1))
    wanted = np.sqrt(np.mean(np.square(chord.reshape(12, -1)), axis=1))
    np.testing.assert_allclose(20 * np.log10(rms / wanted), 0.0, atol=1.5)


def test_a_click_stays_in_place_with_nothing_well_before_it(vocoder, analyse, click):
    sound = vocoder.render(analyse(click))
    energy = np.square(sound.astype(np.float64))
    assert energy[: 30_000 - 2048].sum() == 0.0
    assert energy[: 30_000 - 512].sum() < 0.05 * energy.sum()
    centre = (energy * np.arange(len(energy))).sum() / energy.sum()
    assert abs(centre - 30_120) < 300
    assert np.abs(sound).max() < 2 * np.abs(click).max()


def test_silence_stays_silence(vocoder, config):
    assert not vocoder.render(np.full((20, 128), config.silence, np.float32)).any()


def test_exact_silence_follows_a_sound(vocoder, config, analyse, chord):
    mel = np.concatenate([analyse(chord), np.full((8, 128), config.silence, np.float32)])
    sound = vocoder.render(mel)
    assert sound[: len(chord)].any()
    assert not sound[-4 * 512 :].any()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
def test_a_bad_frame_does_not_corrupt_later_frames(vocoder, analyse, chord, bad):
    mel = analyse(chord)
    mel[10] = bad
    sound = vocoder.render(mel)
    assert np.isfinite(sound).all()
    assert np.abs(sound[20 * 512 :]).max() < 2.0


def test_full_scale_noise_stays_bounded(vocoder, analyse):
    noise = np.random.default_rng(0).uniform(-1, 1, 48 * 512).astype(np.float32)
    sound = vocoder.render(analyse(noise))
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 4.0


def test_a_state_can_be_used_again(vocoder, analyse, chord):
    mel = analyse(chord)
    _, kept = vocoder.step(mel[:20], vocoder.initial_state())
    first, _ = vocoder.step(mel[20:40], kept)
    vocoder.step(mel[60:80], kept)
    vocoder.flush(kept)
    again, _ = vocoder.step(mel[20:40], kept)
    np.testing.assert_array_equal(first, again)
    with pytest.raises(ValueError, match="read-only"):
        kept.frames[0, 0] = 1.0


def test_two_threads_may_use_one_vocoder(vocoder, analyse, chord, click):
    mels = [analyse(chord), analyse(click)]
    alone = [vocoder.render(mel) for mel in mels]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(vocoder.render, mels * 8))
    for i, sound in enumerate(together):
        np.testing.assert_array_equal(sound, alone[i % 2])


def test_no_frames_give_no_sound_and_one_frame_gives_one_hop(vocoder, analyse, chord):
    mel = analyse(chord)
    assert vocoder.render(mel[:0]).shape == (0,)
    one = vocoder.render(mel[:1])
    assert one.shape == (512,)
    assert np.isfinite(one).all()
    assert one.any()


def test_latency_is_one_frame_and_half_of_the_window_around_it(vocoder):
    assert vocoder.latency == 512 + (2048 - 512) // 2


def test_another_number_of_mels_is_refused(vocoder):
    with pytest.raises(BadArgument, match="mel frames"):
        vocoder.step(np.zeros((3, 64), np.float32), vocoder.initial_state())


_PROGRAM = """
import hashlib
import numpy as np
from distill.mel.mel_config import MelConfig
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.rtisi import Rtisi
config = MelConfig(n_fft=64, hop=16, mels=6)
mel = np.random.default_rng(0).standard_normal((40, 6)).astype(np.float32)
for sound in (Rtisi(config).render(mel), GriffinLim(config).render(mel, 1)):
    print(hashlib.sha256(sound.tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_a_cold_and_a_warm_compiler_cache_give_the_same_samples(tmp_path):
    where = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    runs = [
        subprocess.run(
            [sys.executable, "-c", _PROGRAM], env=where, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].split()) == 2


def test_memory_alignment_changes_no_sample(vocoder, analyse, chord):
    mel = analyse(chord)[:40]
    rng, clutter, sounds = np.random.default_rng(0), [], []
    for _ in range(12):
        state, sound = vocoder.initial_state(), []
        for frame in mel:
            clutter.append(np.empty(rng.integers(1, 9000), np.uint8))
            del clutter[: len(clutter) - 50]
            piece, state = vocoder.step(frame[None].copy(), state)
            sound.append(piece)
        sounds.append(np.concatenate(sound))
    for sound in sounds[1:]:
        np.testing.assert_array_equal(sound, sounds[0])
