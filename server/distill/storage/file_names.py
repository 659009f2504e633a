"""Names of files as text: how to show one that is not UTF-8, and which names mean the same.

Linux takes any bytes for a name, and Python keeps those that are not UTF-8 as lone surrogates,
which no JSON, OSC message or page can carry. A Mac decomposes letters with accents (NFD), and
keyboards type them composed (NFC).
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LONE: Final = re.compile("[\ud800-\udfff]")
_REPLACEMENT: Final = "\ufffd"
_BYTES: Final = 0xDC00
"""A byte that is not UTF-8 is the surrogate of this number and its value (PEP 383)."""


def shown(name: str) -> str:
    r"""Return a name as valid text: a byte that is not UTF-8 becomes its code: `caf\xe9.wav`.

    Names that differ are shown differently.
    """
    return _LONE.sub(lambda found: _code(ord(found[0])), name)


def alike(folder: Path, name: str) -> list[Path]:
    """List what a folder holds under a name that differs only in how its letters are encoded.

    A client can name what is not UTF-8 by the replacement character, as its own file dialogs do.

    Args:
        folder: Searched as far as the name is deep.
        name: Relative, with slashes.

    Returns:
        In order of name; empty if there is nothing, or it cannot be read.
    """
    found = [folder]
    for part in Path(name).parts:
        wanted = _normal(part)
        found = [
            entry for place in found for entry in _entries(place) if _normal(entry.name) == wanted
        ]
    return sorted(found)


def _entries(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from folder.iterdir()


def _code(surrogate: int) -> str:
    byte = surrogate - _BYTES
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{surrogate:04x}"  # noqa: PLR2004 - bytes that are not ASCII


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", _LONE.sub(_REPLACEMENT, name))
