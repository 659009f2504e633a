"""The addresses of the server for the patches, read from the vocabulary."""

from typing import Any

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import describe
from distill.commands.grammar import VERBS
from distill.parameters import PARAMETERS, Group, Parameter, in_group


def address(word: str) -> str:
    """Return the full address of a verb, or of a parameter as `param/name`.

    Raises:
        KeyError: The server does not know it.
    """
    known = PARAMETERS if word.startswith("param/") else VERBS
    if word.removeprefix("param/") not in known:
        raise KeyError(f"the vocabulary has no {word!r}")
    return f"{describe.ROOT}/{word}"


def knows(verb: str) -> bool:
    """Does the server have this verb?"""
    return verb in VERBS


def parameter(name: str) -> Parameter:
    """Return the row of a parameter."""
    return PARAMETERS[name]


def rows() -> list[dict[str, Any]]:
    """Return every verb as data, in alphabetical order (Any: JSON)."""
    commands: list[dict[str, Any]] = describe.as_json()["commands"]
    return sorted(commands, key=lambda row: str(row["name"]))


def group(*names: str) -> tuple[Parameter, ...]:
    """Return the rows of the parameters that form a group on a face."""
    return in_group(*(Group(name) for name in names))
