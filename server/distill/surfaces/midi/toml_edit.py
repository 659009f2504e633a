"""Edits the text of a map file: adds and removes bindings, and leaves the rest unchanged.

The rest are the user's comments, empty lines, spelling, line ends and byte order mark.
"""

import re
from collections.abc import Collection
from itertools import takewhile
from typing import TYPE_CHECKING

from distill.session.toml_lines import BOM
from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.learn import Proposal
from distill.surfaces.midi.port_names import stable_name

if TYPE_CHECKING:
    from tomlkit.items import Table


def without(text: str, gone: Collection[int]) -> str:
    """Remove bindings, by their index in the file; comments above the others stay."""
    if not gone:
        return text
    spans, last = _spans(text), _line_end(text)
    for nth in sorted(set(gone), reverse=True):
        begin, end = spans[nth]
        text = text[:begin] + re.sub(r"\A[ \t]*\r?\n", "", text[end:])  # and one empty line
    return text.rstrip() + last


def with_binding(text: str, target: str, proposal: Proposal, mode: Mode, usual: Mode) -> str:
    """Add a binding at the end."""
    import tomlkit  # noqa: PLC0415 - a start of the server only reads

    row: dict[str, str | int | bool] = {"source": proposal.source.value}
    if proposal.number is not None:
        row["number"] = proposal.number
    row |= {"channel": proposal.channel, "port": stable_name(proposal.port), "target": target}
    if mode is not usual:
        row["mode"] = mode.value
    if proposal.fine_first:
        row["fine_first"] = True
    end, before = _line_end(text), text.rstrip()
    apart = end * 2 if before.strip(BOM) else ""
    added = tomlkit.dumps({"binding": [row]}).rstrip("\n")
    return before + apart + added.replace("\n", end) + end


def _spans(text: str) -> list[tuple[int, int]]:
    """Find where each binding begins and where its last value ends, with its line end.

    The text after that, up to the next binding, may be comments about the next one.
    """
    import tomlkit  # noqa: PLC0415 - a start of the server only reads
    from tomlkit.items import AoT  # noqa: PLC0415

    tables = tomlkit.parse(text.removeprefix(BOM))["binding"]
    assert isinstance(tables, AoT)  # noqa: S101 - the text was read as a mapping before
    found, end = [], len(text)
    for table in reversed(tables.body):
        body = end - len(table.as_string())
        begin = text.rfind("\n", 0, body - 1) + 1
        begin = begin or len(text) - len(text.removeprefix(BOM))
        found.append((begin, end - _idle(table)))
        end = begin
    return found[::-1]


def _idle(table: "Table") -> int:
    """Count the characters after the last value of a table."""
    rows = reversed(table.value.body)
    return sum(len(item.as_string()) for _, item in takewhile(lambda row: row[0] is None, rows))


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
