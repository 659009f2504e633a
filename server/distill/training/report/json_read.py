"""Reads values of untrusted or old reports; a value of the wrong type is never an error."""

import math
from typing import Any

from distill.types import Json


def as_object(value: Any) -> Json:
    """Return a JSON object, or an empty one for any other value; Any: untrusted."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return a JSON list, or an empty one for any other value; Any: untrusted."""
    return list(value) if isinstance(value, (list, tuple)) else []


def as_number(value: Any) -> float:
    """Return a number, or NaN for any other value; Any: untrusted."""
    return float(value) if isinstance(value, (int, float)) else math.nan


def as_counts(value: Any) -> list[list[int]]:
    """Return rows of counts, or an empty list if any value is invalid; Any: untrusted."""
    rows = [as_list(row) for row in as_list(value)]
    fine = all(row and all(type(one) is int and one >= 0 for one in row) for row in rows)
    return rows if fine else []


def mean_of(values: Any) -> float | None:
    """Return the mean of the finite numbers of a list or an object; None without any."""
    given = as_list(values) or list(as_object(values).values())
    found = [number for number in map(as_number, given) if math.isfinite(number)]
    return sum(found) / len(found) if found else None
