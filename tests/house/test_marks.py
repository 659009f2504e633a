"""Whole folders of tests are marked by where they stand, so that `--quick` leaves them out."""

import pytest

from kit.marks import PLACES, TESTS, pytest_collection_modifyitems


class Item:
    """As much of a test as is looked at."""

    def __init__(self, place: str) -> None:
        self.path = TESTS / place
        self.marks: list[str] = []

    def add_marker(self, mark: str) -> None:
        self.marks.append(mark)


@pytest.mark.parametrize(
    ("place", "marks"),
    [
        ("journeys/test_live.py", ["slow"]),
        ("training/test_recipe.py", ["training"]),
        ("cli/test_training.py", ["training"]),
        ("cli/test_models.py", []),
        ("test_types.py", []),
    ],
)
def test_a_test_gets_the_mark_of_its_place(place, marks):
    item = Item(place)
    pytest_collection_modifyitems([item])
    assert item.marks == marks


def test_every_place_that_is_marked_is_there():
    assert [place for place in PLACES if not (TESTS / place).exists()] == []
