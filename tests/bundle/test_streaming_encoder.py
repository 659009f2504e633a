"""The codes of a sound in blocks are those of the whole sound."""

import numpy as np
import pytest

from distill.bundle import build
from distill.bundle.streaming_encoder import StreamingEncoder
from distill.storage import modelfile
from kit.bundles import CONFIG, SHORT, encoded, encoded_as_one_picture, tiny_bundle
from kit.house import ROOT
from kit.models import tones


def sound(columns: float, config, seed: int = 0) -> np.ndarray:
    """Noise that comes and goes, whole frames of it."""
    hop = config.mel.hop
    length = round(columns * config.column_samples) // hop * hop
    rng = np.random.default_rng(seed)
    swell = 0.02 + 0.3 * np.square(np.sin(np.arange(length) / 5_000))
    return (swell * rng.standard_normal(length)).astype(np.float32)


@pytest.mark.parametrize("config", [CONFIG, SHORT])
@pytest.mark.parametrize("block", [1, 2, 7, 40])
def test_blocks_of_any_size_give_the_codes_of_the_whole(config, block) -> None:
    bundle = tiny_bundle(config=config)
    encoder = StreamingEncoder(bundle.codec)
    audio = sound(9.4, config)
    state, codes = encoder.initial_state(), []
    for start in range(0, len(audio), block * config.mel.hop):
        part, state = encoder.step(audio[start : start + block * config.mel.hop], state)
        codes.append(part)
    codes.append(encoder.flush(state))
    assert np.array_equal(np.concatenate(codes), encoded_as_one_picture(bundle, audio))


@pytest.mark.parametrize("columns", [0.2, 1, 2, 16, 17.3, 33, 70])
@pytest.mark.parametrize("config", [CONFIG, SHORT])
def test_a_sound_of_any_length_has_the_codes_of_one_picture(config, columns) -> None:
    bundle = tiny_bundle(config=config)
    audio = sound(columns, config, seed=1)
    assert np.array_equal(encoded(bundle, audio), encoded_as_one_picture(bundle, audio))


@pytest.mark.parametrize("name", ["demo", "piano"])
def test_a_trained_model_gives_a_long_sound_the_codes_of_one_picture(name: str) -> None:
    bundle = build(*modelfile.load(ROOT / "models" / name / f"{name}.distill"))
    rng = np.random.default_rng(2)
    grid = rng.integers(0, bundle.config.size, (40, bundle.config.bands, bundle.config.levels))
    rendered = bundle.whole_vocoder.render(bundle.decode(grid.astype(np.int16)), 0)
    audio = np.concatenate([rendered, tones(5), sound(40, bundle.config), 0 * rendered[:30_000]])
    assert len(audio) > 100 * bundle.column
    assert np.array_equal(encoded(bundle, audio), encoded_as_one_picture(bundle, audio))


def test_a_column_is_encoded_as_soon_as_its_codes_are_final_and_not_before() -> None:
    encoder = StreamingEncoder(tiny_bundle().codec)
    hop, column = CONFIG.mel.hop, CONFIG.column_samples
    audio = sound(6, CONFIG)
    state, columns = encoder.initial_state(), 0
    for at in range(hop, len(audio) + 1, hop):
        codes, state = encoder.step(audio[at - hop : at], state)
        columns += len(codes)
        assert columns == max(0, (at - encoder.latency) // column)
    assert columns > 3


def test_a_state_can_be_used_twice_and_an_empty_block_changes_nothing() -> None:
    encoder = StreamingEncoder(tiny_bundle().codec)
    audio = sound(4, CONFIG)
    _, early = encoder.step(audio[: 5 * 512], encoder.initial_state())
    codes, same = encoder.step(audio[:0], early)
    assert len(codes) == 0
    first, _ = encoder.step(audio[5 * 512 :], early)
    again, _ = encoder.step(audio[5 * 512 :], same)
    assert np.array_equal(first, again)
    assert len(first) > 0
