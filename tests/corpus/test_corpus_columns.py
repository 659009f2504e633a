"""The columns of a corpus know their file and their place in its sound."""

from dataclasses import replace

import numpy as np
import pytest

from distill.errors import BadArgument
from kit.corpora import corpus


def test_each_column_has_a_file_a_part_and_a_place_in_its_source() -> None:
    columns = corpus((7, 3))  # parts of at most five columns
    assert columns.file_of.tolist() == [0] * 7 + [1] * 3
    assert columns.part_of.tolist() == [0] * 5 + [1] * 2 + [2] * 3
    assert columns.column_in_source.tolist() == [0, 1, 2, 3, 4, 1, 2, 0, 1, 2]
    assert len(columns) == 10


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("drums/ä 0.wav", [True, False]),
        ("ä 1", [False, True]),
        ("*1*", [False, True]),
        ("DRUMS", [True, True]),
        ("drum", [False, False]),
        ("Ä ?.wav", [True, True]),
    ],
)
def test_files_are_found_by_name_pattern_and_folder(pattern: str, found: list[bool]) -> None:
    assert corpus().matching([pattern]).tolist() == found


def test_no_pattern_finds_nothing() -> None:
    assert corpus().matching([]).tolist() == [False, False]


def test_parts_that_do_not_add_up_are_refused() -> None:
    columns = corpus()
    with pytest.raises(BadArgument, match="parts of 7"):
        replace(columns, parts=columns.parts[:2])
    with pytest.raises(BadArgument, match="must have all of its columns"):
        replace(columns, files=columns.files[:1])
    with pytest.raises(BadArgument):
        replace(columns, codes=np.zeros((3, 2, 2), np.int16))


def test_each_column_knows_its_second() -> None:
    seconds = corpus((3, 2)).seconds(0.5)
    assert seconds.tolist() == [1.5, 2.0, 2.5, 1.5, 2.0]
