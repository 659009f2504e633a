"""A setting is one field: type, default, sentence and checks are read from it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from distill.app.declaration import OneOf, Setting, declared
from distill.errors import BadArgument
from distill.types import Range


@dataclass(frozen=True)
class Two:
    count: Annotated[int, Setting("How many."), Range(1, 3)] = 2
    folders: Annotated[tuple[Path, ...], Setting("Where.", metavar="DIR", adds=True)] = (
        Path("/a"),
        Path.home() / "b",
    )


def test_a_field_declares_everything_about_a_setting() -> None:
    count, folders = declared(Two)
    assert (count.name, count.kind, count.many, count.default) == ("count", int, False, 2)
    assert (count.setting.about, count.checks) == ("How many.", (Range(1, 3),))
    assert (folders.kind, folders.many, folders.setting.adds) == (Path, True, True)
    assert (folders.metavar, folders.default_text) == ("DIR", f"{Path('/a')}, ~/b")


def test_allowed_words_are_the_placeholder_in_the_help() -> None:
    @dataclass(frozen=True)
    class Chosen:
        law: Annotated[str, Setting("Which."), OneOf(("a", "b", "c"))] = "a"

    (row,) = declared(Chosen)
    assert row.metavar == "a|b|c"
    with pytest.raises(BadArgument, match="law takes a, b or c; got 'd'"):
        row.checks[0].check("law", "d")


def test_a_field_without_a_complete_declaration_is_a_type_error() -> None:
    @dataclass(frozen=True)
    class NoSentence:
        count: int = 1

    @dataclass(frozen=True)
    class NoDefault:
        count: Annotated[int, Setting("How many.")]

    @dataclass(frozen=True)
    class OddType:
        share: Annotated[float, Setting("How much.")] = 0.5

    for wrong in (NoSentence, NoDefault, OddType):
        with pytest.raises(TypeError, match="takes a str, an int, a Path"):
            declared(wrong)


def test_a_value_is_converted_to_the_type() -> None:
    count, folders = declared(Two)
    assert count.fit(3, "here") == 3
    assert folders.fit("/x", "here") == (Path("/x"),)
    with pytest.raises(BadArgument, match="here: count takes int, got '3'"):
        count.fit("3", "here")
