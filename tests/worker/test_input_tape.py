"""The tape holds the sound of recorded columns, and writes it where their codes are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from distill.protocol.input import ColumnsRecorded, InputSpec
from distill.storage.source_store import SourceStore
from distill.types import Audio
from distill.worker.input_tape import InputTape
from kit.disks import small_disk

COLUMN = 1000
Tapes: TypeAlias = Callable[..., InputTape]


@pytest.fixture
def store(tmp_path: Path) -> SourceStore:
    return SourceStore(tmp_path / "sources", tmp_path / "cache")


def noise(samples: int, seed: int = 1) -> Audio:
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (samples, 2)).astype(np.float32)


def columns(begins: int, *sounds: bool) -> ColumnsRecorded:
    codes = np.zeros((len(sounds), 3, 2), np.int16)
    return ColumnsRecorded(7, begins, codes, np.array(sounds), "codec", COLUMN)


@pytest.fixture
def tape(store: SourceStore) -> Callable[..., InputTape]:
    def make(limit: int = 100, *, only_sound: bool = False) -> InputTape:
        folders = str(store.folder), str(store.cache)
        return InputTape(InputSpec(7, "input", 0, limit, only_sound, folders), 500, COLUMN)

    return make


def fed(one: InputTape, sound: Audio, block: int = 333) -> InputTape:
    for start in range(0, len(sound), block):
        one.add(500 + start, sound[start : start + block])
    return one


@pytest.mark.parametrize("block", [1, 333, 10_000])
def test_columns_have_the_sound_of_their_frames(
    tape: Tapes, store: SourceStore, block: int
) -> None:
    sound = noise(5400)
    one = fed(tape(), sound, block)
    one.keep(columns(500, True, True))
    one.keep(columns(2500, True, True, True))
    kept = one.write()
    assert kept is not None
    assert (kept.run, kept.begins.tolist()) == (7, [500, 1500, 2500, 3500, 4500])
    np.testing.assert_allclose(store.open(kept.source), sound[:5000], atol=2**-23)
    assert one.write() is None  # it let go of them


def test_it_holds_as_many_columns_as_the_slot(tape: Tapes, store: SourceStore) -> None:
    sound = noise(6000)
    one = fed(tape(2), sound)
    one.keep(columns(500, *[True] * 6))
    assert len(one) == 2
    kept = one.write()
    assert kept is not None
    assert kept.begins.tolist() == [4500, 5500]
    np.testing.assert_allclose(store.open(kept.source), sound[4000:], atol=2**-23)


def test_silence_before_a_phrase_is_left_out_and_inside_it_is_not(
    tape: Tapes, store: SourceStore
) -> None:
    one = fed(tape(only_sound=True), noise(6000))
    one.keep(columns(500, False, False, True, False, True, False))
    kept = one.write()
    assert kept is not None
    assert kept.begins.tolist() == [2500, 3500, 4500, 5500]


def test_frames_that_were_lost_take_their_columns_with_them(
    tape: Tapes, store: SourceStore
) -> None:
    one = fed(tape(), noise(1500))
    one.add(9000, noise(2000))
    one.keep(columns(500, True, True))
    one.keep(columns(9000, True, True))
    kept = one.write()
    assert kept is not None
    assert kept.begins.tolist() == [9000, 10_000]


def test_equal_channels_are_kept_as_one(tape: Tapes, store: SourceStore) -> None:
    sound = noise(2000)
    sound[:, 1] = sound[:, 0]
    one = fed(tape(), sound)
    one.keep(columns(500, True, True))
    kept = one.write()
    assert kept is not None
    assert store.open(kept.source).shape == (2000, 1)


@pytest.mark.parametrize("more", [(0, False, ("sources", "cache")), (9,)])
def test_without_a_limit_or_a_folder_nothing_is_held(more: tuple[Any, ...]) -> None:
    one = fed(InputTape(InputSpec(7, "input", 0, *more), 500, COLUMN), noise(3000))
    one.keep(columns(500, True, True))
    assert (len(one), one.write()) == (0, None)


def test_on_a_full_disk_nothing_is_kept_and_the_recording_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1000) as disk:
        spec = InputSpec(7, "input", 0, 9, sources=(str(disk / "sources"), str(disk / "cache")))
        one = fed(InputTape(spec, 500, COLUMN), noise(3000))
        one.keep(columns(500, True, True))
        assert one.write() is None
        one.keep(columns(2500, True))
        assert len(one) == 1
