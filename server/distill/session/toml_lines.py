"""Where in a TOML file something stands: what is wrong in one is told with its line."""

import re
import tomllib
from typing import Final

BOM: Final = "\ufeff"
"""What Windows' editors put before the first letter of a file; TOML knows it not."""


def line_of(text: str, key: str) -> int:
    """Find where a key or a table of the top stands; 1 if it is not found."""
    pattern = rf"\s*\[*\s*[\"']?{re.escape(key)}\b"
    rows = enumerate(text.removeprefix(BOM).split("\n"), 1)
    return next((number for number, line in rows if re.match(pattern, line)), 1)


def syntax(error: tomllib.TOMLDecodeError, name: str, text: str) -> str:
    """Say a mistake in the TOML with its line in front, as all others are."""
    said = str(error)
    at = re.search(r"\s*\(at line (\d+), column (\d+)\)", said)
    line = int(at[1]) if at else max(1, len(text.splitlines()))
    what = re.sub(r"\s*\(at [^()]*\)$", "", said)
    return f"{name}:{line}: not TOML: {what}"
