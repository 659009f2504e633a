"""Parse JSON of any file: nested too deeply, it is refused as other damage is."""

import json
from typing import Any, Final

MOST_DEPTH: Final = 64
"""Deepest nesting that is accepted; files of Distill have at most 10. What is deeper could not be
copied, pickled or written again."""


def parse(text: str | bytes) -> Any:  # Any because JSON is
    """Parse JSON text.

    Raises:
        ValueError: It is no JSON, no UTF-8, or nested deeper than `MOST_DEPTH`.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    level, depth = [value], 0
    while level := [inner for outer in level for inner in _inside(outer)]:
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError(_TOO_DEEP)
    return value


_TOO_DEEP: Final = f"it is nested more than {MOST_DEPTH} deep"


def _inside(value: object) -> list[object]:
    """Return the lists and objects directly inside a value."""
    if isinstance(value, dict):
        found = list(value.values())
    else:
        found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, (dict, list))]
