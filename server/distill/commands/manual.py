"""The manual as data: the vocabulary for a page in a browser, with lines to copy."""

from dataclasses import dataclass
from typing import Any, Final

from distill.commands.describe import as_json

_EXAMPLES: Final[dict[str, str]] = {
    "slot": "a", "span": "all", "file": "first.wav", "model": "demo", "text": "name", "int": "1",
    "float": "1.0", "0 or 1": "1", "codes…": "3 1 4",
}  # fmt: skip
"""By kind, an example of an argument that a command requires."""
_TAGS: Final[dict[str, str]] = {"int": "i", "float": "f", "0 or 1": "i", "codes…": "iii"}


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One parameter, or one live value (which has no default)."""

    address: str
    allowed: str
    about: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """One argument of a command; without a default it is required."""

    name: str
    kind: str
    default: str | None
    allowed: str


@dataclass(frozen=True, slots=True)
class CommandSection:
    """The section of one command.

    Attributes:
        name: The verb.
        addresses: Its address first, then its aliases.
        paragraphs: The description; text between backticks is code.
        arguments: In order.
        example: A line for a shell that sends the command with the arguments it requires.
    """

    name: str
    addresses: tuple[str, ...]
    paragraphs: tuple[str, ...]
    arguments: tuple[ArgumentRow, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Manual:
    """The vocabulary, as `manual.html.jinja` reads it."""

    root: str
    parameters: tuple[AddressRow, ...]
    commands: tuple[CommandSection, ...]
    live: tuple[AddressRow, ...]


def manual(port: int = 9000) -> Manual:
    """Describe every parameter, command and live value.

    Args:
        port: OSC port of the server, for the lines to copy.
    """
    vocabulary = as_json()
    root = vocabulary["root"]
    return Manual(
        root,
        tuple(
            AddressRow(row["address"], _allowed(row), row["about"], _default(row))
            for row in vocabulary["parameters"]
        ),
        tuple(_command(row, root, port) for row in vocabulary["commands"]),
        tuple(AddressRow(g["address"], _allowed(g), g["about"]) for g in vocabulary["gauges"]),
    )


def _command(row: dict[str, Any], root: str, port: int) -> CommandSection:
    """Describe one command; Any: what JSON holds, here and below."""
    arguments = tuple(
        ArgumentRow(a["name"], a["kind"], None if a["required"] else str(a["default"]),
                    a["allowed"])
        for a in row["arguments"]
    )  # fmt: skip
    return CommandSection(
        row["name"],
        (row["address"], *(f"{root}/{alias}" for alias in row["aliases"])),
        tuple(part for part in row["manual"].split("\n\n") if part.strip()),
        arguments,
        _example(row, port),
    )


def _example(row: dict[str, Any], port: int) -> str:
    required = [a for a in row["arguments"] if a["required"]]
    values = " ".join(_value(a) for a in required)
    tags = "".join(_TAGS.get(a["kind"], "s") for a in required)
    return f"oscsend 127.0.0.1 {port} {row['address']} {tags} {values}".rstrip()


def _value(argument: dict[str, Any]) -> str:
    """Choose an allowed value: the start of a range, or the first choice."""
    low, *more = str(argument["allowed"]).split("..")
    if more:
        return low
    return low.split(", ")[0] if low else _EXAMPLES[argument["kind"]]


def _default(row: dict[str, Any]) -> str:
    return str(row["choices"][int(row["default"])]) if row["choices"] else f"{row['default']:g}"


def _allowed(row: dict[str, Any]) -> str:
    if row.get("choices"):
        return ", ".join(row["choices"])
    return f"{row['min']:g}..{row['max']:.10g} {row['unit']}".strip()
