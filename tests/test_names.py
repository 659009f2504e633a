"""One rule for names: what may be named how, and which name a file gets by itself."""

import pytest

from distill.errors import BadArgument, PathRefused
from distill.names import (
    automatic_clip_name,
    check_clip_name,
    check_file_name,
    check_name,
    check_new_file_name,
    file_name,
)

SLOTS = ("a", "12", "aux", "a/b", "end.", " take ", "x?", "l\u00e4rm", "*-", "--")
PLAIN = (
    "take 3",
    "12",
    "a..b",
    "console",
    ".hidden",
    "Aufnahme \u00e4\u00f6",
    "\u97f3\u3000\u58f0",
    "--",
)


@pytest.mark.parametrize("name", SLOTS)
def test_a_slot_may_have_nearly_any_name(name):
    assert check_name(name) == name


@pytest.mark.parametrize(("name", "meaning"), [("*", "all"), ("-", "none")])
def test_a_word_that_stands_for_something_is_no_name(name, meaning):
    with pytest.raises(BadArgument, match=f"stands for {meaning} and cannot be a name"):
        check_name(name)
    with pytest.raises(PathRefused, match=f"stands for {meaning}; give a plain file name"):
        check_new_file_name(name)


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_name_is_that_of_its_file(name):
    assert check_new_file_name(name) == check_file_name(name) == file_name(name) == name


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("../../escaped", "..-..-escaped"),
        ("/etc/passwd", "-etc-passwd"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("aux", "_aux"),
        ("NUL.txt", "_NUL.txt"),
        ("com1 ", "_com1"),
        ("end.", "end"),
        (" end . ", "end"),
        ("c:", "c-"),
        ("a\nb", "a-b"),
        ("x" * 999, "x" * 200),
        ("\u00e9" * 101, "\u00e9" * 100),
    ],
)
def test_a_name_that_some_system_refuses_is_refused_everywhere_and_a_similar_one_is_offered(
    name, like
):
    assert file_name(name) == like
    assert check_new_file_name(like) == like
    with pytest.raises(PathRefused, match="give a plain file name, such as"):
        check_file_name(name)
    with pytest.raises(PathRefused, match="give a plain file name, such as"):
        check_new_file_name(name)


@pytest.mark.parametrize(
    ("name", "like"), [("a?", "a-"), ("a|b", "a-b"), ("*", "unnamed"), ('<"1">', "--1--")]
)
def test_a_name_that_windows_refuses_is_given_to_no_new_file_but_finds_an_old_one(name, like):
    assert check_file_name(name) == name
    assert file_name(name) == like
    with pytest.raises(PathRefused, match="give a plain file name"):
        check_new_file_name(name)


def test_a_clip_may_be_named_with_its_suffix_and_is_else_named_after_its_slot():
    assert check_clip_name("take.WAV") == check_clip_name("take") == "take"
    for bad in (".wav", "aux.wav", "a/b.wav"):
        with pytest.raises(PathRefused):
            check_clip_name(bad)
    for slot, clip in {
        "a": "a", "take.wav": "take", "aux": "_aux", "aux.wav": "_aux", "a/b": "a-b",
        "end.": "end", ".wav": "unnamed", "a|b?": "a-b-",
    }.items():  # fmt: skip
        assert automatic_clip_name(slot) == clip
        assert check_clip_name(clip) == clip
