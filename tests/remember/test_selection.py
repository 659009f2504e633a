"""What is remembered of more sound than there is room for."""

from pathlib import Path

import pytest
import soundfile

from distill.remember.selection import LEAST_S, SoundChoice, choose, sounds_of
from kit.models import tones


def sounds(*lengths, folder=""):
    return [
        SoundChoice(Path(f"{n}.wav"), f"{folder}{n}.wav", 0.0, length)
        for n, length in enumerate(lengths)
    ]


def total(chosen):
    return sum(one.length_s for one in chosen)


def test_all_is_chosen_where_there_is_room():
    given = sounds(10, 200, 3000)
    assert choose(given, 3600) == given


def test_long_sounds_are_cut_to_equal_lengths_around_their_middle():
    short, long, longer = choose(sounds(10, 500, 1000), 250)
    assert (short.start_s, short.length_s) == (0, 10)
    assert (long.start_s, long.length_s) == (190, 120)
    assert (longer.start_s, longer.length_s) == (440, 120)


def test_one_long_sound_fills_the_room():
    assert [(one.start_s, one.length_s) for one in choose(sounds(7200), 3600)] == [(1800, 3600)]


def test_of_too_many_sounds_some_are_chosen_and_every_folder_has_one():
    given = [*sounds(*[100] * 50, folder="a/"), *sounds(200, folder="b/"), *sounds(9, folder="c/")]
    chosen = choose(given, 10 * LEAST_S)
    assert total(chosen) == pytest.approx(10 * LEAST_S)
    assert {one.name[0] for one in chosen} == {"a", "b", "c"}
    assert max(one.length_s for one in chosen) == LEAST_S
    assert [one.name for one in chosen] == [
        one.name for one in given if one.name in {each.name for each in chosen}
    ]
    assert choose(given, 10 * LEAST_S) == chosen


def test_the_choice_is_spread_over_a_folder_and_not_its_beginning():
    chosen = choose(sounds(*[60] * 100), 20 * LEAST_S)
    numbers = [int(one.path.stem) for one in chosen]
    assert len(numbers) == 20
    assert min(numbers) < 20
    assert max(numbers) >= 80


def test_a_budget_smaller_than_one_share_is_kept():
    chosen = choose(sounds(*[60] * 100), 12)
    assert [one.length_s for one in chosen] == [12]


def test_of_no_sounds_none_are_chosen():
    assert choose([], 60) == []


def test_sounds_are_measured_and_unreadable_ones_are_told(tmp_path):
    (tmp_path / "drums").mkdir()
    good = tmp_path / "drums" / "a.wav"
    soundfile.write(good, tones(0.5), 48_000)
    (tmp_path / "b.wav").write_text("no sound")
    found, unused = sounds_of([good, tmp_path / "b.wav"], tmp_path)
    assert [(one.name, one.start_s) for one in found] == [("drums/a.wav", 0.0)]
    assert found[0].length_s == 0.5
    assert list(unused) == ["b.wav"]
    assert "cannot be read as sound" in unused["b.wav"]
