"""Line numbers in a TOML file, for error messages."""

import re
import tomllib
from typing import Final

BOM: Final = "\ufeff"
"""Byte order mark that Windows editors put at the start of a file; TOML does not allow it."""


def line_of(text: str, key: str) -> int:
    """Find the line of a top-level key or table; 1 if it is not found."""
    pattern = rf"\s*\[*\s*[\"']?{re.escape(key)}\b"
    rows = enumerate(text.removeprefix(BOM).split("\n"), 1)
    return next((number for number, line in rows if re.match(pattern, line)), 1)


def syntax(error: tomllib.TOMLDecodeError, name: str, text: str) -> str:
    """Format a TOML syntax error with its line in front, as all other errors are."""
    message = str(error)
    at = re.search(r"\s*\(at line (\d+), column (\d+)\)", message)
    line = int(at[1]) if at else max(1, len(text.splitlines()))
    problem = re.sub(r"\s*\(at [^()]*\)$", "", message)
    return f"{name}:{line}: not TOML: {problem}"
