"""Sound that arrives has the codes that it has as a whole."""

import numpy as np
import pytest

from distill.bundle.streaming_encoder import StreamingEncoder
from kit.bundles import CONFIG, SHORT, encoded, tiny_bundle


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
    hearing = StreamingEncoder(bundle.codec)
    audio = sound(9.4, config)
    state, codes = hearing.initial_state(), []
    for start in range(0, len(audio), block * config.mel.hop):
        part, state = hearing.step(audio[start : start + block * config.mel.hop], state)
        codes.append(part)
    codes.append(hearing.flush(state))
    expected = encoded(bundle, audio)
    assert np.array_equal(np.concatenate(codes), expected)
    assert np.array_equal(hearing.forward(audio), expected)


def test_a_column_is_named_as_soon_as_it_is_certain_and_not_before() -> None:
    bundle = tiny_bundle()
    hearing = StreamingEncoder(bundle.codec)
    hop, column = CONFIG.mel.hop, CONFIG.column_samples
    audio = sound(6, CONFIG)
    state, named, at = hearing.initial_state(), 0, 0
    for at in range(hop, len(audio) + 1, hop):
        codes, state = hearing.step(audio[at - hop : at], state)
        named += len(codes)
        assert named == max(0, (at - hearing.latency) // column)
    assert named > 3


def test_a_state_can_be_gone_back_to_and_an_empty_block_changes_nothing() -> None:
    hearing = StreamingEncoder(tiny_bundle().codec)
    audio = sound(4, CONFIG)
    _, kept = hearing.step(audio[: 5 * 512], hearing.initial_state())
    codes, same = hearing.step(audio[:0], kept)
    assert len(codes) == 0
    first, _ = hearing.step(audio[5 * 512 :], kept)
    again, _ = hearing.step(audio[5 * 512 :], same)
    assert np.array_equal(first, again)
    assert len(first) > 0
