import re

import pytest

import distill.errors as module
from distill.errors import (
    BY_CODE,
    BadArgument,
    Crash,
    DistillError,
    FileProblem,
    did_you_mean,
)


def every(root):
    return [root, *(below for child in root.__subclasses__() for below in every(child))]


def test_each_class_has_a_code_of_its_own_by_which_it_is_found():
    kinds = every(DistillError)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(BY_CODE[kind.code] is kind for kind in kinds)


def test_special_file_problems_are_file_problems():
    assert issubclass(BY_CODE["bad_model"], FileProblem)
    assert issubclass(BY_CODE["disk_full"], FileProblem)
    assert not issubclass(BY_CODE["wrong_model"], FileProblem)


def test_the_text_of_an_error_is_its_message():
    assert str(BadArgument("t must lie in 0..1, got 2")) == "t must lie in 0..1, got 2"


def test_an_unknown_code_of_another_version_becomes_a_crash():
    assert BY_CODE.get("from_the_future", Crash) is Crash


def test_the_tree_in_the_docstring_shows_each_class_with_its_code():
    for kind in every(DistillError)[1:]:
        assert re.search(rf"── {kind.__name__} +{kind.code}\b", module.__doc__)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("temp", "did you mean 'temperature' or 'tempo'?"),
        ("tempe", "did you mean 'temperature'?"),
        ("Gai", "did you mean 'gain'?"),
        ("TEMPO", "did you mean 'tempo'?"),
        ("temprature", "did you mean 'temperature'?"),
        ("gian", "did you mean 'gain'?"),
        ("midi", "did you mean 'midi/map'?"),  # four begin with it: the nearest
        ("", "ask list"),
        ("zzz", "ask list"),
    ],
)
def test_a_hint_names_what_begins_with_the_word_before_what_resembles_it(word, hint):
    known = ["temperature", "tempo", "gain", "midi/learn", "midi/map", "midi/maps", "midi/keep"]
    assert did_you_mean(word, known, "ask list") == hint
