"""Changes the text of a mapping file: a binding comes, others go, the rest stays as it was."""

import json
from collections.abc import Collection

from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.learn import Proposal
from distill.surfaces.midi.mapping import tables
from distill.surfaces.midi.names import lasting


def without(text: str, gone: Collection[int]) -> str:
    """Take bindings out, by their place in the file; comments above them stay."""
    lines = text.splitlines()
    begins = [table[""] - 1 for table in tables(text)]
    drop: set[int] = set()
    for nth in gone:
        begin = begins[nth]
        end = begins[nth + 1] if nth + 1 < len(begins) else len(lines)
        while end - 1 > begin and _idle(lines[end - 1]):
            end -= 1
        drop.update(range(begin, end))
        if end < len(lines) and not lines[end].strip():
            drop.add(end)
    return "\n".join([line for at, line in enumerate(lines) if at not in drop]).rstrip() + "\n"


def with_binding(text: str, target: str, proposal: Proposal, mode: Mode, usual: Mode) -> str:
    """Add a binding at the end."""
    rows: list[tuple[str, object]] = [("source", proposal.source.value)]
    if proposal.number is not None:
        rows.append(("number", proposal.number))
    rows += [("channel", proposal.channel), ("port", lasting(proposal.port)), ("target", target)]
    if mode is not usual:
        rows.append(("mode", mode.value))
    said = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in rows)
    return f"{text.rstrip()}\n\n[[binding]]\n{said}\n".lstrip()


def _idle(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
