"""Pytest marks by folder or file, so that test files need no mark of their own.

`python3 run.py test --quick` leaves out what is marked `slow`, `peer` or `training`.
"""

from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).resolve().parents[1]
PLACES: Final = {
    "journeys": "slow",
    "training": "training",
    "cli/test_training.py": "training",
    "cli/test_serving.py": "slow",
}
"""Folders and files below `tests`, and the marker of every test in them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its path; runs before pytest deselects by `-m`."""
    for item in items:
        place = item.path.relative_to(TESTS)
        for each in (place, *place.parents):
            if mark := PLACES.get(each.as_posix()):
                item.add_marker(mark)
