"""Sentences for the answers of commands that write, edit and store what is in slots."""

from collections.abc import Callable, Mapping
from typing import Final

from distill.cli.ended import Ended, count, slot_length


def _written(ended: Ended) -> str:
    slot = ended.text(0)
    return f"wrote {slot_length(ended.number(1), ended.seconds.get(slot))} into {slot}"


def _generated(ended: Ended) -> str:
    return f"{_written(ended)}; seed {ended.text(2)}"


def _continued(ended: Ended) -> str:
    slot = ended.text(0)
    length = slot_length(ended.number(1), ended.seconds.get(slot)).rstrip(",")
    return f"continued {slot}, which has {length} now; seed {ended.text(2)}"


def _copied(ended: Ended) -> str:
    slot = ended.text(0)
    length = slot_length(ended.number(1), ended.seconds.get(slot)).rstrip(",")
    return f"copied into {slot}, which has {length} now"


def _encoded(ended: Ended) -> str:
    restored = "; its codes came from the clip itself" if ended.number(3) else ""
    kept = "" if ended.number(4) else "; its sound is not kept"
    length = slot_length(ended.number(1), ended.number(2))
    return f"wrote {length} into {ended.text(0)}{restored}{kept}"


def _clip(ended: Ended) -> str:
    return f"wrote {ended.number(1) / ended.number(2):.1f} s to {ended.text(0)}"


def _captured(ended: Ended) -> str:
    columns = ended.number(4)
    heard = f", with {count(columns, 'column')} of codes" if columns else ""
    return f"wrote the last {ended.number(3):.1f} s to {ended.text(0)}{heard}"


def _listening(ended: Ended) -> str:
    slot, columns = ended.text(0), count(ended.number(1), "column")
    if ended.words[:1] == ["-"] or ended.words[:2] == ["slot", "-"]:
        return "nothing was being recorded" if slot == "-" else f"recorded {columns} into {slot}"
    return f"records into {slot}, the last {columns}; end it with: listen -"


def _codes(ended: Ended) -> str:
    slot, first, columns, _, bands, _, levels = ended.values
    flat = [int(code) for page in ended.pages for code in page]
    size = f"{count(float(bands), 'band')} of {count(float(levels), 'level')} each"
    lines = [f"{slot}: {count(float(columns), 'column')} from {first} on, {size}"]
    for column in range(int(columns)):
        rows = []
        for band in range(int(bands)):
            at = (column * int(bands) + band) * int(levels)
            rows.append(" ".join(map(str, flat[at : at + int(levels)])))
        lines.append(f"{int(first) + column:5}  {' | '.join(rows)}")
    return "\n".join(lines)


def _carriers(ended: Ended) -> str:
    at, sounds = int(ended.number(1)), int(ended.number(3))
    names = [f"{page[1]}{'' if page[2] else ' (gone)'}" for page in ended.pages[:sounds]]
    flat = [float(value) for page in ended.pages[sounds:] for value in page]
    lines = []
    for columns, one, share in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        where = f"columns {at}-{at + columns - 1:g}" if columns > 1 else f"column {at}"
        part = "" if share == 1 else f" to {100 * share:.0f} %"
        by = f"carried{part} by {names[int(one)]}" if one >= 0 else "the codec's own sound"
        lines.append(f"{ended.text(0)}: {where}: {by}")
        at += int(columns)
    return "\n".join(lines)


def _sources(ended: Ended) -> str:
    at, files = int(ended.number(1)), int(ended.number(3))
    names = [f"{page[0]}{'' if page[1] else ' (gone)'}" for page in ended.pages[:files]]
    flat = [float(value) for page in ended.pages[files:] for value in page]
    lines = []
    for columns, one, second in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        where = f"columns {at}-{at + columns - 1:g}" if columns > 1 else f"column {at}"
        by = f"{names[int(one)]} from {second:.1f} s" if one >= 0 else "the codec's own sound"
        lines.append(f"{ended.text(0)}: {where}: {by}")
        at += int(columns)
    return "\n".join(lines)


def _found(ended: Ended) -> str:
    if not ended.pages:
        return f"nothing else in the model's sounds is as long as that region of {ended.text(0)}"
    wide = max(len(str(page[0])) for page in ended.pages)
    return "\n".join(
        f"{page[0]!s:{wide}}  {float(page[1]):7.1f} s  {100 * (1 - float(page[2])):3.0f} % alike"
        for page in ended.pages
    )


def _quoted(ended: Ended) -> str:
    slot = ended.text(0)
    length = slot_length(ended.number(1), ended.seconds.get(slot))
    return f"put {length} of {ended.text(2)} from {ended.number(3):.1f} s into {slot}"


def _cleared(ended: Ended) -> str:
    if "*" in ended.words:
        return f"emptied {count(ended.number(0), 'slot')}; undo brings them back"
    return f"emptied {ended.words[-1] if ended.words else 'the slot'}; undo brings it back"


def _joined(ended: Ended) -> str:
    steps = int(ended.number(1))
    if steps > 1:
        return f"the last {steps} edits of {ended.text(0)} are one undo now"
    return f"the last edits of {ended.text(0)} are no strokes of one kind; nothing was joined"


def _steps(done: str, left: str) -> Callable[[Ended], str]:
    """Make the sentence of undo and redo."""
    return lambda ended: f"{done}: {ended.text(0)}; {count(ended.number(1), 'step')} left to {left}"


def _locks(ended: Ended) -> str:
    first, columns = int(ended.number(1)), int(ended.number(2))
    where = f"columns {first}-{first + columns - 1}"
    return f"{count(ended.number(3), 'code')} of {ended.text(0)} locked in {where}"


SLOT_SENTENCES: Final[Mapping[str, Callable[[Ended], str]]] = {
    "generate": _generated,
    "continue": _continued,
    "encode": _encoded,
    "clip": _clip,
    "decode": _clip,
    "capture": _captured,
    "listen": _listening,
    "codes": _codes,
    "set": lambda e: f"wrote {count(e.number(1), 'code')} into {e.text(0)}",
    "swap": lambda e: f"exchanged a region of {e.text(0)} and {e.text(1)}",
    "copy": _copied,
    "randomize": lambda e: f"changed codes of {e.text(0)}; seed {e.text(1)}",
    "shift": lambda e: f"moved codes of {e.text(0)} by {count(e.number(1), 'column')}",
    "fill": lambda e: f"filled a region of {e.text(0)} with one column",
    "interpolate": _generated,
    "vary": lambda e: (
        f"rewrote up to {count(e.number(2), 'code')} of {e.text(0)}; seed {e.text(1)}"
    ),
    "lock": lambda e: f"{count(e.number(1), 'code')} of {e.text(0)} locked now",
    "unlock": lambda e: f"{count(e.number(1), 'code')} of {e.text(0)} still locked",
    "locks": _locks,
    "carriers": _carriers,
    "sources": _sources,
    "find": _found,
    "quote": _quoted,
    "undo": _steps("undid", "undo"),
    "redo": _steps("did again", "redo"),
    "join": _joined,
    "clear": _cleared,
}
