"""The input encoder encodes column by column, and detects silence."""

import numpy as np

from distill.protocol.input import ColumnsRecorded, InputSilence
from distill.worker.input_encoder import InputEncoder
from kit.bundles import CONFIG, encoded, tiny_bundle

COLUMN = CONFIG.column_samples
RATE = 48_000


def phrase(columns: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (0.2 * rng.standard_normal(round(columns * COLUMN))).astype(np.float32)


def quiet(columns: float) -> np.ndarray:
    return np.zeros(round(columns * COLUMN), np.float32)


def encode(
    audio: np.ndarray, block: int, at: int = 1000
) -> list[tuple[int, ColumnsRecorded | InputSilence]]:
    """Encode in blocks; return each message with the number of samples encoded by then."""
    encoder, messages = InputEncoder(3, at, tiny_bundle()), []
    for start in range(0, len(audio), block):
        messages += [(start + block, one) for one in encoder.encode(audio[start : start + block])]
    assert encoder.at == at + len(audio)
    return messages


def test_columns_come_in_order_with_their_position_and_the_codes_of_the_whole() -> None:
    audio = phrase(7)
    messages = [one for _, one in encode(audio, 333) if isinstance(one, ColumnsRecorded)]
    codes = np.concatenate([one.codes for one in messages])
    assert len(codes) == 5
    assert np.array_equal(codes, encoded(tiny_bundle(), audio)[:5])
    assert [one.begins for one in messages] == [1000 + n * COLUMN for n in range(5)]
    assert {(one.run, one.codec) for one in messages} == {(3, tiny_bundle().codec_id)}


def test_columns_with_and_without_sound_are_distinguished() -> None:
    audio = np.concatenate([quiet(2), phrase(1.5), quiet(4)])
    messages = [one for _, one in encode(audio, 960) if isinstance(one, ColumnsRecorded)]
    sounds = np.concatenate([one.sounds for one in messages])
    assert sounds.tolist()[:5] == [False, False, True, True, False]


def test_silence_is_reported_soon_after_all_columns_with_sound() -> None:
    audio = np.concatenate([quiet(1), phrase(2.5), quiet(4), phrase(1), quiet(4)])
    messages = encode(audio, 480)
    words = [one.over for _, one in messages if isinstance(one, InputSilence)]
    assert words == [True, False, True, False]
    order = [one for _, one in messages]
    silent = next(
        n for n, one in enumerate(order) if isinstance(one, InputSilence) and not one.over
    )
    before = np.concatenate(
        [one.sounds for one in order[:silent] if isinstance(one, ColumnsRecorded)]
    )
    assert before.sum() == 3
    at = messages[silent][0] - round(3.5 * COLUMN)
    assert 0.3 * RATE <= at <= 0.45 * RATE


def test_an_input_that_is_always_silent_reports_no_silence() -> None:
    messages = [one for _, one in encode(quiet(5), 4800)]
    assert all(isinstance(one, ColumnsRecorded) for one in messages)
    assert not np.concatenate([one.sounds for one in messages]).any()


def test_the_messages_do_not_depend_on_the_block_size() -> None:
    audio = np.concatenate([phrase(2.2), quiet(3), phrase(1)])

    def telling(block: int) -> tuple[list[bool], list[int], list[bool]]:
        order = [one for _, one in encode(audio, block)]
        named = [one for one in order if isinstance(one, ColumnsRecorded)]
        return (
            [one.over for one in order if isinstance(one, InputSilence)],
            np.concatenate([one.codes for one in named]).ravel().tolist(),
            np.concatenate([one.sounds for one in named]).tolist(),
        )

    assert telling(17 * 64) == telling(512) == telling(10_000)
