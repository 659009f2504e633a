"""Rules for every Pure Data file: each yields a sentence for each violation."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from distill.commands.grammar import parse, verb
from distill.errors import DistillError
from distill.parameters import find
from distill.types import Value
from kit.answers import ANSWERS
from kit.pure_data import FACES, Box, Sheet

Sheets = list[Sheet]
SAY: Final = "distill-say"
VANILLA: Final = {
    "+", ">", "bng", "change", "cnv", "delay", "expr", "f", "floatatom", "hradio", "hsl", "inlet",
    "list", "loadbang", "makefilename", "metro", "msg", "netsend", "openpanel", "oscformat",
    "oscparse", "outlet", "pack", "pd", "r", "route", "s", "sel", "send", "symbolatom", "t", "text",
    "unpack", "until",
}  # fmt: skip
ROW: Final = re.compile(r".*-\d")
ROWS: Final = 5
"""distill-text writes into NAME-0 to NAME-4."""
ANY: Final = "x"
"""Stands for the word that a user writes into a field."""
PORT: Final = 9020
"""Stands for the second argument of distill-line."""
LETTER, LINE = 7, 20
"""Pixels of a letter and of a box of one line, at Pd's size 12."""


def whole_cords(sheets: Sheets) -> Iterator[str]:
    """Every cord joins two existing boxes, at ports that they have."""
    for sheet in sheets:
        for cord in sheet.cords:
            if not max(cord[0], cord[2]) < len(sheet.boxes):
                yield f"{sheet.where}: cord {cord} leads nowhere"
            elif sheet.boxes[cord[2]].kind in ("floatatom", "symbolatom"):
                box = sheet.boxes[cord[2]]
                if box.words[5] != "-":
                    yield f"{sheet.where}: {' '.join(box.words)} has a receive name, so no inlet"


def vanilla_alone(sheets: Sheets) -> Iterator[str]:
    """Every object is Pure Data's own, or a file of the folder."""
    files = {sheet.where.removesuffix(".pd") for sheet in sheets}
    for sheet in sheets:
        for box in sheet.boxes:
            if box.name not in VANILLA | files:
                yield f"{sheet.where}: {box.name} is neither vanilla nor a file here"


def names_match(sheets: Sheets) -> Iterator[str]:
    """Every name that is sent is received, and the other way round; fields and faces too."""
    sent = {SAY, *(name for _, box in _all(sheets) for name in _sent(sheets, box))}
    received = {name for _, box in _all(sheets) for name in _received(box)}
    rows = {name for name in received if ROW.fullmatch(name)}
    yield from (f"{name} is shown, but never sent" for name in sorted(rows - sent))
    lost = {name for name in sent - received if "$" not in name and not ROW.fullmatch(name)}
    yield from (f"{name} is sent, but never received" for name in sorted(lost))
    for sheet, box in _all(sheets):
        if box.name == "r" and box.words[1] not in sent:
            yield f"{sheet.where}: {box.words[1]} is received, but never sent"


def _all(sheets: Sheets) -> Iterator[tuple[Sheet, Box]]:
    return ((sheet, box) for sheet in sheets for box in sheet.boxes)


def _sent(sheets: Sheets, box: Box) -> Iterator[str]:
    if box.name == "s" or (box.kind == "msg" and box.words[0] == "\\;"):
        yield box.words[1]
    elif box.name == "distill-knob":
        yield f"distill-{box.words[1]}"
    elif box.name == "makefilename" and "distill-" in box.words[1]:
        texts = (one for _, one in _all(sheets) if one.name == "distill-text")
        yield from (f"distill-{one.words[1]}-{n}" for one in texts for n in range(ROWS))


def _received(box: Box) -> Iterator[str]:
    if box.name in {*FACES, "r", "floatatom", "symbolatom"}:
        yield from (word for word in box.words[1:] if word.startswith("distill-"))


def known_words(sheets: Sheets) -> Iterator[str]:
    """Every request is one that the server accepts, every answer one that it sends."""
    for sheet in sheets:
        for box in sheet.boxes:
            try:
                _check(sheet, box)
            except DistillError as error:
                yield f"{sheet.where}: {' '.join(box.words)}: {error}"


def _check(sheet: Sheet, box: Box) -> None:
    if box.name == "distill-knob":
        find(box.words[1])
    elif box.name == "distill-do":
        for one in sheet.before(box):
            more = one.words if one.kind == "msg" else ()
            number = any(source.name == "f" for source in sheet.before(one))
            parse(box.words[1], ["a", *(_value(word, 1 if number else ANY) for word in more)])
    elif box.kind == "msg" and box.words[:2] == ("\\;", SAY):
        _check_request(*box.words[2:])
    elif (box.name == "s" and box.words[1] == SAY) or box.name == "oscformat":
        for one in _origins(sheet, box):
            _check_request(*one.words[0 if one.kind == "msg" else 2 :])
    elif box.name == "route" and _is_answer_route(sheet, box):
        for word in box.words[1:]:
            if word not in ANSWERS and word != "param":
                verb(word)


def _is_answer_route(sheet: Sheet, box: Box) -> bool:
    return any(one.words[-1] == "distill-said" for one in sheet.before(box))


def _origins(sheet: Sheet, box: Box, seen: frozenset[Box] = frozenset()) -> Iterator[Box]:
    """Follow cords back to the boxes that hold the first word."""
    for one in sheet.before(box):
        if one in seen:
            continue
        if one.kind == "msg" or (one.name == "list" and _opens(one.words[1:])):
            yield one
        elif one.name in ("list", "t"):
            yield from _origins(sheet, one, seen | {box})


def _opens(words: tuple[str, ...]) -> bool:
    """Does a list box put a verb or a parameter in front, and not an argument of its own?"""
    how, *rest = words
    return how in ("prepend", "append") and bool(rest) and rest[0] not in ("\\$1", "a", "set")


def _check_request(word: str, *values: str) -> None:
    if word.startswith("param/"):
        if "$" not in word:
            find(word.removeprefix("param/"))
    elif values:
        parse(word, list(map(_value, values)))
    else:
        verb(word)


def _value(word: str, unknown: Value = ANY) -> Value:
    if word.startswith("\\$"):
        return PORT if word == "\\$2" else unknown
    try:
        return float(word)
    except ValueError:
        return word


def tidy_face(sheets: Sheets) -> Iterator[str]:
    """No two boxes overlap, and none sticks out of its canvas; canvases lie below."""
    views = {sheet.where.removesuffix(".pd"): sheet.view for sheet in sheets}
    for sheet in sheets:
        placed = [(b, _place(b, views.get(b.name))) for b in sheet.boxes if b.name != "cnv"]
        for n, (box, (x, y, right, low)) in enumerate(placed):
            if x < 0 or y < 0 or right > sheet.size[0] or low > sheet.size[1]:
                yield f"{sheet.where}: {' '.join(box.words)} sticks out"
            for other, (x2, y2, right2, low2) in placed[:n]:
                if x < right2 and x2 < right and y < low2 and y2 < low:
                    yield f"{sheet.where}: {' '.join(box.words)} on {' '.join(other.words)}"


def _place(box: Box, view: tuple[int, int] | None) -> tuple[int, int, int, int]:
    """Estimate the corners of a box; labels of faces are not counted."""
    if view is not None:
        return box.x, box.y, box.x + view[0], box.y + view[1]
    wide, high = LETTER * len(" ".join(box.words).replace("\\", "")) + 4, LINE
    if box.name in ("bng", "hsl", "hradio"):
        wide, high = int(box.words[1]), int(box.words[2 if box.name == "hsl" else 1])
        wide *= 8 if box.name == "hradio" else 1
    elif box.kind in ("floatatom", "symbolatom"):
        wide = LETTER * int(box.words[0]) + 4
    elif box.kind == "text":
        rows = -(-wide // (LETTER * (box.width or 60)))
        wide, high = min(wide, LETTER * (box.width or 60)), 15 * rows + 4
    elif box.kind == "msg":
        wide, high = wide - LETTER * box.words.count("\\;"), LINE + 15 * box.words.count("\\;")
        rows = -(-wide // (LETTER * 60))
        wide, high = min(wide, LETTER * 60) + 8, high + 15 * (rows - 1)
    return box.x, box.y, box.x + wide, box.y + high


RULES: Final[dict[str, Callable[[Sheets], Iterator[str]]]] = {
    rule.__name__: rule
    for rule in (whole_cords, vanilla_alone, names_match, known_words, tidy_face)
}
