"""What a report of any age and origin holds, read without trust: nothing it says is an error."""

import math
from typing import Any

from distill.types import Json


def as_object(value: Any) -> Json:
    """Give a JSON object, or an empty one for what is none; Any: it may be anything."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Give a JSON list, or an empty one for what is none; Any: it may be anything."""
    return list(value) if isinstance(value, (list, tuple)) else []


def as_number(value: Any) -> float:
    """Give a number, or NaN for what is none; Any: it may be anything."""
    return float(value) if isinstance(value, (int, float)) else math.nan


def as_counts(value: Any) -> list[list[int]]:
    """Give rows of whole numbers, or none if any of it is something else; Any: as above."""
    rows = [as_list(row) for row in as_list(value)]
    fine = all(row and all(type(one) is int and one >= 0 for one in row) for row in rows)
    return rows if fine else []


def mean_of(values: Any) -> float | None:
    """Give the mean of the finite numbers of a list or of an object's values; None without any."""
    given = as_list(values) or list(as_object(values).values())
    found = [number for number in map(as_number, given) if math.isfinite(number)]
    return sum(found) / len(found) if found else None
