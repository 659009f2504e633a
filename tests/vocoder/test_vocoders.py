"""Every vocoder of the registry fulfils its contract; a model may name its own."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.vocoder.contract import ClipVocoder, LiveVocoder, VocoderState
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.rtisi import Rtisi
from distill.vocoder.vocoders import VOCODERS
from distill.vocoder.vocoders import build_vocoders as build
from kit.toy_parts import ToyVocoder

CONFIG = MelConfig()
HOP = CONFIG.hop
EACH: dict[str, Any] = {name: (row.live, row.whole) for name, row in VOCODERS.items()}
EACH["toy"] = (ToyVocoder, ToyVocoder)
"""The rows, and a toy vocoder that fulfils the same contract."""
LIVE = [name for name, (live, _) in EACH.items() if live]
WHOLE = [name for name, (_, whole) in EACH.items() if whole]


@cache
def live(name: str) -> LiveVocoder[Any]:
    return EACH[name][0](CONFIG, {})


@cache
def whole(name: str) -> ClipVocoder:
    return EACH[name][1](CONFIG, {})


@pytest.fixture(scope="module")
def mel(analyse, chord):
    return analyse(chord)[:64]


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("sizes", [[1] * 64, [16] * 4, [3, 0, 40, 1, 20]])
def test_steps_of_any_size_give_what_one_step_gives(name, mel, sizes):
    vocoder = live(name)
    at_once, end = vocoder.step(mel, vocoder.initial_state())
    state, pieces, at = vocoder.initial_state(), [], 0
    for size in sizes:
        piece, state = vocoder.step(mel[at : at + size], state)
        assert piece.shape == (size * HOP,)
        assert piece.dtype == np.float32
        pieces.append(piece)
        at += size
    np.testing.assert_array_equal(np.concatenate(pieces), at_once)
    np.testing.assert_array_equal(vocoder.flush(state), vocoder.flush(end))
    assert np.abs(at_once).max() > 0.01


@pytest.mark.parametrize("name", LIVE)
def test_the_stream_is_delayed_by_exactly_its_latency(name, mel):
    vocoder = live(name)
    silence = np.full((40, CONFIG.mels), CONFIG.silence, np.float32)
    before, state = vocoder.step(silence, vocoder.initial_state())
    during, state = vocoder.step(mel[:1], state)
    after, _ = vocoder.step(silence, state)
    sound = np.abs(np.concatenate([before, during, after])) > 1e-3
    assert vocoder.flush(state).shape == (vocoder.latency,)
    assert sound.any()
    first, last = np.flatnonzero(sound)[[0, -1]]
    frame = 40 * HOP + vocoder.latency
    assert frame - CONFIG.n_fft <= first <= frame + HOP
    assert last < 40 * HOP + vocoder.reach * HOP + vocoder.latency


@pytest.mark.parametrize("name", LIVE)
def test_a_state_is_a_value_that_can_be_used_again_and_fits_a_snapshot(name, mel):
    vocoder = live(name)
    _, kept = vocoder.step(mel[:20], vocoder.initial_state())
    first, _ = vocoder.step(mel[20:40], kept)
    vocoder.step(mel[40:], kept)
    vocoder.flush(kept)
    again, _ = vocoder.step(mel[20:40], kept)
    np.testing.assert_array_equal(first, again)
    kinds = [kind.__name__ for kind in VocoderState.__subclasses__() if kind is type(kept)]
    assert kinds == [type(kept).__name__]
    assert kept.is_like(vocoder.initial_state())
    other = EACH[name][0](MelConfig(n_fft=512, hop=128, mels=32), {}).initial_state()
    assert not kept.is_like(other)


@pytest.mark.parametrize("name", WHOLE)
def test_a_clip_in_blocks_has_the_samples_of_the_whole(name, mel):
    vocoder = whole(name)
    sound = vocoder.render(mel, 1)
    assert sound.shape == (len(mel) * HOP,)
    assert sound.dtype == np.float32
    assert np.abs(sound).max() > 0.01
    np.testing.assert_array_equal(np.concatenate(list(vocoder.blocks(mel, 1))), sound)
    np.testing.assert_array_equal(vocoder.render(mel, 1), sound)
    assert not np.array_equal(vocoder.render(mel, 2), sound)
    assert vocoder.render(mel[:0], 1).shape == (0,)


@pytest.mark.parametrize("shape", [(4, 5), (128,), (1, 4, 128)])
@pytest.mark.parametrize("name", [*LIVE, *WHOLE])
def test_frames_of_another_shape_are_refused(name, shape):
    wrong = np.zeros(shape, np.float32)

    def make():
        if name in LIVE:
            return live(name).step(wrong, live(name).initial_state())
        return whole(name).render(wrong, 1)

    with pytest.raises(BadArgument):
        make()


def test_a_model_that_names_no_vocoder_has_the_defaults():
    for chosen in (None, {}, {"live": "rtisi", "whole": None}):
        built = build(chosen, CONFIG, {})
        assert isinstance(built.live, Rtisi)
        assert isinstance(built.whole, GriffinLim)


def test_a_model_may_name_its_own_vocoder_which_gets_its_tensors(monkeypatch):
    given = []

    def build_toy(config, tensors):
        given.append(tensors)
        return ToyVocoder(config, tensors)

    monkeypatch.setitem(VOCODERS, "toy", type(VOCODERS["rtisi"])(live=build_toy))
    built = build({"live": "toy"}, CONFIG, {"weight": np.ones(1)})
    assert isinstance(built.live, ToyVocoder)
    assert isinstance(built.whole, GriffinLim)
    assert given == [{"weight": np.ones(1)}]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"live": "vocos"}, "'vocos' for live sound, which .*; it has rtisi"),
        ({"live": "griffin_lim"}, "'griffin_lim' for live sound"),
        ({"whole": "rtisi"}, "'rtisi' for whole clips, which .* griffin_lim"),
        ({"live": ["rtisi"]}, "it has rtisi: update Distill"),
        ("vocos", "it has rtisi: update Distill"),
        (3, "it has rtisi: update Distill"),
    ],
)
def test_an_unknown_vocoder_is_refused_with_the_list_of_known_ones(chosen, said):
    with pytest.raises(BadArgument, match=said):
        build(chosen, CONFIG, {})
