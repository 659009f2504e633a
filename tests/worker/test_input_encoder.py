"""An ear names what it hears column by column, and notices when it falls silent."""

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


def hear(
    audio: np.ndarray, block: int, at: int = 1000
) -> list[tuple[int, ColumnsRecorded | InputSilence]]:
    """Hear in blocks; give each message with the sample that had come by then."""
    ear, told = InputEncoder(3, at, tiny_bundle()), []
    for start in range(0, len(audio), block):
        told += [(start + block, one) for one in ear.encode(audio[start : start + block])]
    assert ear.at == at + len(audio)
    return told


def test_columns_come_in_order_with_their_place_and_the_codes_of_the_whole() -> None:
    audio = phrase(7)
    told = [one for _, one in hear(audio, 333) if isinstance(one, ColumnsRecorded)]
    codes = np.concatenate([one.codes for one in told])
    assert len(codes) == 5
    assert np.array_equal(codes, encoded(tiny_bundle(), audio)[:5])
    assert [one.begins for one in told] == [1000 + n * COLUMN for n in range(5)]
    assert {(one.run, one.codec) for one in told} == {(3, tiny_bundle().codec_id)}


def test_columns_with_sound_are_told_from_those_without() -> None:
    audio = np.concatenate([quiet(2), phrase(1.5), quiet(4)])
    told = [one for _, one in hear(audio, 960) if isinstance(one, ColumnsRecorded)]
    sounds = np.concatenate([one.sounds for one in told])
    assert sounds.tolist()[:5] == [False, False, True, True, False]


def test_silence_is_told_after_all_that_sounded_and_not_much_later() -> None:
    audio = np.concatenate([quiet(1), phrase(2.5), quiet(4), phrase(1), quiet(4)])
    told = hear(audio, 480)
    words = [one.over for _, one in told if isinstance(one, InputSilence)]
    assert words == [True, False, True, False]
    order = [one for _, one in told]
    silent = next(
        n for n, one in enumerate(order) if isinstance(one, InputSilence) and not one.over
    )
    before = np.concatenate(
        [one.sounds for one in order[:silent] if isinstance(one, ColumnsRecorded)]
    )
    assert before.sum() == 3
    at = told[silent][0] - round(3.5 * COLUMN)
    assert 0.3 * RATE <= at <= 0.45 * RATE


def test_an_ear_that_hears_nothing_but_silence_says_nothing_of_it() -> None:
    told = [one for _, one in hear(quiet(5), 4800)]
    assert all(isinstance(one, ColumnsRecorded) for one in told)
    assert not np.concatenate([one.sounds for one in told]).any()


def test_however_sound_comes_the_same_is_told() -> None:
    audio = np.concatenate([phrase(2.2), quiet(3), phrase(1)])

    def telling(block: int) -> tuple[list[bool], list[int], list[bool]]:
        order = [one for _, one in hear(audio, block)]
        named = [one for one in order if isinstance(one, ColumnsRecorded)]
        return (
            [one.over for one in order if isinstance(one, InputSilence)],
            np.concatenate([one.codes for one in named]).ravel().tolist(),
            np.concatenate([one.sounds for one in named]).tolist(),
        )

    assert telling(17 * 64) == telling(512) == telling(10_000)
