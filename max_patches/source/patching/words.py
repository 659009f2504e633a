"""The server's words as the patches need them: read from the vocabulary, never listed by hand."""

from typing import Any

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import describe
from distill.commands.grammar import VERBS
from distill.parameters import PARAMETERS, Group, Parameter, in_group


def address(word: str) -> str:
    """Give the full address of a verb, or of a parameter as `param/name`.

    Raises:
        KeyError: The server does not know it.
    """
    known = PARAMETERS if word.startswith("param/") else VERBS
    if word.removeprefix("param/") not in known:
        raise KeyError(f"the vocabulary has no {word!r}")
    return f"{describe.ROOT}/{word}"


def knows(verb: str) -> bool:
    """Is there such a verb?"""
    return verb in VERBS


def parameter(name: str) -> Parameter:
    """Give the row of a parameter."""
    return PARAMETERS[name]


def rows() -> list[dict[str, Any]]:
    """Every verb as data, in order of the alphabet (Any because JSON is)."""
    commands: list[dict[str, Any]] = describe.as_json()["commands"]
    return sorted(commands, key=lambda row: str(row["name"]))


def group(*names: str) -> tuple[Parameter, ...]:
    """Give the rows of the parameters that stand together on a face."""
    return in_group(*(Group(name) for name in names))
