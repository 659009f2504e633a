"""Sounds are meant by name, part of it, pattern or folder, and the nearest are named."""

import pytest

from distill.corpus.file_patterns import in_use, matches, matching, named, near
from distill.errors import BadArgument

NAMES = ["drums/kick.wav", "drums/Snare 1.wav", "drums/Snare 12.wav", "pads/[warm].ogg"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("drums", [0, 1, 2]),
        ("drums/", [0, 1, 2]),
        ("drum", []),
        ("KICK", [0]),
        ("*.ogg", [3]),
        ("snare*", [1, 2]),
        ("drums/snare ?.wav", [1]),
        ("pads/[warm].ogg", [3]),
        ("[warm]", [3]),
        ("*", [0, 1, 2, 3]),
        ("", []),
    ],
)
def test_a_pattern_is_a_path_a_name_a_shell_pattern_or_a_folder(pattern, found):
    assert [at for at, name in enumerate(NAMES) if matches(name, pattern)] == found


def test_one_of_several_patterns_is_enough_and_none_match_nothing():
    assert matching(NAMES, ["kick", "pads"]) == [True, False, False, True]
    assert matching(NAMES, []) == [False] * 4


def test_what_is_avoided_is_not_in_use_and_no_file_at_all_means_every_file():
    assert in_use(NAMES, [], []) == [True] * 4
    assert in_use(NAMES, ["drums"], ["snare*"]) == [True, False, False, False]
    assert in_use(NAMES, ["pads"], ["*"]) == [True] * 4
    assert in_use(NAMES, ["pads"], ["*"], or_all=False) == [False] * 4


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("drums/kick.wav", 0),
        ("Drums/KICK.wav", 0),
        ("snare 1", 1),  # the whole name of one, though a part of another
        ("snare 12", 2),
        ("warm", 3),
        ("ck", 0),
    ],
)
def test_a_file_is_named_by_a_part_that_no_other_has(text, name):
    assert named(NAMES, text) == NAMES[name]


def test_a_part_of_several_names_is_refused_with_them():
    with pytest.raises(BadArgument, match=r"'snare' may be 'drums/Snare 1.wav', 'drums/Snare 12"):
        named(NAMES, "snare")
    with pytest.raises(BadArgument, match=r"' may be .* and 5 more; say more of its name"):
        named([f"{n}.wav" for n in range(9)], ".wav")


def test_a_name_that_no_file_has_is_refused_with_the_nearest():
    with pytest.raises(BadArgument, match=r"has no file 'kik'; did you mean 'kick'\?"):
        named(NAMES, "kik")
    assert near(NAMES, "warm") == "did you mean 'pads/[warm].ogg'?"
    assert near(NAMES, "zzz") == "see files for all of them"
