"""Finds the sounds of a corpus by name, part of a path, shell pattern or folder."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Final

from distill.errors import BadArgument, did_you_mean

_NAMED: Final = 4
"""Most names in an error."""


def matches(name: str, pattern: str) -> bool:
    """Return whether a file is meant; capital letters make no difference.

    Args:
        name: Path in the folder of sounds, with forward slashes.
        pattern: That path, the name in it with or without its ending, a shell pattern of either,
            or a folder.
    """
    name, pattern = name.lower(), pattern.lower()
    stem = name.rpartition("/")[2]
    return (
        name == pattern
        or fnmatchcase(name, pattern)
        or fnmatchcase(stem, pattern)
        or pattern in (stem, stem.rpartition(".")[0])
        or name.startswith(pattern.rstrip("/") + "/")
    )


def matching(names: Iterable[str], patterns: Sequence[str]) -> list[bool]:
    """Return which files match one of some patterns."""
    return [any(matches(name, one) for one in patterns) for name in names]


def in_use(
    names: Sequence[str], only: Sequence[str], avoid: Sequence[str], *, or_all: bool = True
) -> list[bool]:
    """Return which files are asked for.

    Args:
        names: Of all files.
        only: Patterns; empty: all.
        avoid: Patterns of files that are left out.
        or_all: All, if that were none.
    """
    wanted = matching(names, only) if only else [True] * len(names)
    left = [one and not out for one, out in zip(wanted, matching(names, avoid), strict=True)]
    return left if any(left) or not or_all else [True] * len(names)


def near(names: Iterable[str], text: str) -> str:
    """Return the hint of an error about a name that no file has."""
    whole = list(names)
    has_it = [name for name in whole if text.lower() in name.lower()]
    if 0 < len(has_it) <= _NAMED:
        return f"did you mean {' or '.join(map(repr, has_it))}?"
    stems = [name.rpartition("/")[2].rpartition(".")[0] for name in whole]
    return did_you_mean(text, [*whole, *stems], "see files for all of them")


def named(names: Sequence[str], text: str) -> str:
    """Return the file that is meant by its name, or by a part of it that no other has.

    Raises:
        BadArgument: There is none, or there are several; the nearest are named.
    """
    lower = text.lower()
    if text in names:
        return text
    for found in (
        [name for name in names if name.lower() == lower],
        [name for name in names if matches(name, text)],
        [name for name in names if lower in name.lower()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            listed = ", ".join(map(repr, found[:_NAMED]))
            raise BadArgument(f"{text!r} may be {listed}{more}; say more of its name")
    raise BadArgument(f"the corpus has no file {text!r}; {near(names, text)}")
