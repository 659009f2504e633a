"""Rules for every Max patch: each yields a sentence for each violation.

The numbers are those of docs/background/client-limits.md#patches-of-max. The rules read the files,
not the generator.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from distill.commands.describe import ROOT as WIRE
from distill.commands.grammar import parse
from distill.errors import DistillError
from distill.parameters import find
from distill.surfaces.wire_schema import split_id
from patching.lettering import lines as broken
from patching.objects import MESSAGES, UI, name_of, ports_of, words

Json = dict[str, Any]

ANSWERS: Final = {
    "ack", "done", "error", "progress", "pong", "synced", "state", "output", "startup", "model",
    "clip", "slot",
}  # fmt: skip
"""Addresses that only the server sends; pages are `VERB/page`."""
CONTROLS: Final = {
    "textbutton", "umenu", "number", "flonum", "textedit", "live.dial", "live.tab", "dropfile",
    "jsui", "led", "multislider", "waveform~", "toggle", "ezdac~",
}  # fmt: skip
FILES: Final = ("patchers", "examples", "extras", "javascript", "jsui", "misc", "media", "code")


@dataclass
class Package:
    """The patches by their path in the package, and the other files as text."""

    patches: dict[str, Json]
    texts: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> "Package":
        """Read a folder."""
        patches, texts = {}, {}
        for path in sorted(root.rglob("*")):
            place = path.relative_to(root).as_posix()
            if place.startswith("source/") or not path.is_file():
                continue
            if path.suffix in (".maxpat", ".maxhelp"):
                patches[place] = json.loads(path.read_text("utf-8"))
            elif path.suffix in (".js", ".txt", ".json", ".xml", ".md"):
                texts[place] = path.read_text("utf-8")
        return cls(patches, texts)

    def boxes(self) -> Iterator[tuple[str, Json, Json]]:
        """Yield every box: its location, its patcher, and itself."""
        for place, patch in self.patches.items():
            for row in patch["patcher"]["boxes"]:
                yield f"{place} {row['box'].get('id')}", patch["patcher"], row["box"]

    def has(self, name: str) -> bool:
        """Is that file in a folder that Max searches?"""
        everything = {*self.patches, *self.texts}
        return any(f"{folder}/{name}" in everything for folder in (*FILES, "help"))

    def abstraction(self, name: str) -> Json | None:
        """Return the patcher of an abstraction."""
        found = self.patches.get(f"patchers/{name}.maxpat")
        return found["patcher"] if found else None


Rule = Callable[[Package], Iterator[str]]


def well_formed(package: Package) -> Iterator[str]:
    """1: the invariants of the file format."""
    for place, patch in package.patches.items():
        if list(patch) != ["patcher"]:
            yield f"{place}: the root is not one patcher"
            continue
        boxes = {}
        for row in patch["patcher"]["boxes"]:
            box = row["box"]
            needs = {"id", "maxclass", "numinlets", "numoutlets", "patching_rect"}
            if not needs <= set(box):
                yield f"{place}: a box lacks {sorted(needs - set(box))}"
                continue
            if box["id"] in boxes or not box["id"].startswith("obj-"):
                yield f"{place}: {box['id']} is no id, or is there twice"
            boxes[box["id"]] = box
            if len(box.get("outlettype", [])) != box["numoutlets"]:
                yield f"{place}: {box['id']} has {box['numoutlets']} outlets of other types"
            if box.get("presentation") and "presentation_rect" not in box:
                yield f"{place}: {box['id']} has no place in presentation"
        yield from _cords(place, patch["patcher"], boxes)


def _cords(place: str, patcher: Json, boxes: dict[str, Json]) -> Iterator[str]:
    for row in patcher["lines"]:
        (source, outlet), (target, inlet) = (
            row["patchline"]["source"],
            row["patchline"]["destination"],
        )
        if source not in boxes or target not in boxes:
            yield f"{place}: a cord from {source} to {target} hangs in the air"
        elif outlet >= boxes[source]["numoutlets"] or inlet >= boxes[target]["numinlets"]:
            yield f"{place}: {source}.{outlet} to {target}.{inlet} leads to no port"


def native(package: Package) -> Iterator[str]:
    """2: every box is a native object or an abstraction of ours."""
    for where, _, box in package.boxes():
        kind = box["maxclass"]
        if kind == "newobj":
            name = name_of(box["text"])
            if ports_of(box["text"]) is None and package.abstraction(name) is None:
                yield f"{where}: {name} is neither native nor ours"
        elif kind not in UI and kind not in ("bpatcher", "jsui"):
            yield f"{where}: {kind} is no native box"


def true_ports(package: Package) -> Iterator[str]:
    """3: a box has the ports of its object; a bpatcher those of the file that it shows."""
    for where, _, box in package.boxes():
        have = box["numinlets"], box["numoutlets"]
        want = have
        if box["maxclass"] == "bpatcher":
            inner = package.abstraction(str(box["name"]).removesuffix(".maxpat"))
            kinds = [row["box"]["maxclass"] for row in inner["boxes"]] if inner else []
            want = kinds.count("inlet"), kinds.count("outlet")
        elif box["maxclass"] == "jsui":
            text = package.texts.get(f"javascript/{box['filename']}", "")
            counts = [
                re.search(rf"^{word}lets = (\d+);", text, re.MULTILINE) for word in ("in", "out")
            ]
            want = tuple(int(match[1]) if match else 1 for match in counts)
        else:
            known = UI.get(box["maxclass"]) or ports_of(box.get("text", ""))
            want = (known.inlets, len(known.outlets)) if known else have
        if have != want:
            yield f"{where}: {have} ports, {box.get('text', box['maxclass'])} has {want}"


def at_home_anywhere(package: Package) -> Iterator[str]:
    """4: no external, no path of one machine, no name of a person."""
    foreign = r"iLaX|~/|[A-Z]:\\\\|/Users/|/home/|Macintosh HD"
    for place, patch in package.patches.items():
        for match in re.finditer(foreign, json.dumps(patch)):
            yield f"{place}: {match.group()}"


def files_there(package: Package) -> Iterator[str]:
    """5: every file that a box names is in the package."""
    for where, _, box in package.boxes():
        named = [
            box[key]
            for key in ("name", "filename")
            if box["maxclass"] in ("bpatcher", "jsui") and key in box
        ]
        text = words(box.get("text", "")) if box["maxclass"] in ("newobj", "message") else []
        if text[:1] == ["coll"]:
            named += text[1:2]
        if text[:1] == ["load"] and len(text) == 2:
            named += text[1:]
        yield from (f"{where}: {name} is not there" for name in named if not package.has(name))


def valid_messages(package: Package) -> Iterator[str]:
    """6: every address exists, and the server accepts every complete message."""
    for where, _, box in package.boxes():
        if box["maxclass"] not in ("newobj", "message"):
            continue
        text = words(box.get("text", ""))
        for word in text:
            if word.startswith(f"{WIRE}/") and "%" not in word:
                yield from (f"{where}: {wrong}" for wrong in _address(word))
        if box["maxclass"] == "message" and text[:1] and text[0].startswith(f"{WIRE}/"):
            yield from (f"{where}: {wrong}" for wrong in _message(text))
        if box["maxclass"] == "message" and text[:1] == ["act"]:
            yield from (f"{where}: {wrong}" for wrong in _message(_acted(text)))
    for place, text in package.texts.items():
        if place.endswith(".js"):
            for address in re.findall(rf'"({WIRE}/[a-z_/]+[a-z])"', text):
                yield from (f"{place}: {wrong}" for wrong in _address(address))


def _address(address: str) -> Iterator[str]:
    name = address.removeprefix(f"{WIRE}/")
    try:
        if name in ANSWERS:
            return
        if name.startswith("param/"):
            find(name.removeprefix("param/").removesuffix("/normalized"))
        else:
            _known(name.removesuffix("/page"))
    except DistillError as error:
        yield str(error)


def _known(name: str) -> None:
    from distill.commands.grammar import verb

    verb(name)


def _message(text: list[str]) -> Iterator[str]:
    name = text[0].removeprefix(f"{WIRE}/")
    try:
        values, _ = split_id(tuple(_atom(word) for word in text[1:]))
        if name.startswith("param/"):
            for value in values:
                find(name.removeprefix("param/")).parse(value)
        elif name not in ANSWERS or name in ("model", "clip"):
            parse(name, values)
    except DistillError as error:
        if values != (9.0,):  # a tutorial shows this error
            yield f"{' '.join(text)}: {error}"


def _acted(text: list[str]) -> list[str]:
    given = {"AMOUNT": "0.5", "FIRST": "3"}
    rest = [given.get(word, word) for word in text[2:]]
    region = ["columns", "0-7", "bands", "0", "levels", "0-1"]
    return [f"{WIRE}/{text[1]}", "a", *rest, *region, "id", "edit"]


def _atom(word: str) -> int | float | str:
    """Read a word as Max does: a whole number, one with a point, or a symbol."""
    if re.fullmatch(r"-?\d+", word):
        return int(word)
    return float(word) if re.fullmatch(r"-?\d*\.\d*", word) and word != "." else word


def laid_out(package: Package) -> Iterator[str]:
    """7: nothing overlaps or lies outside, and no text is cut, in both views."""
    for place, patch in package.patches.items():
        patcher = patch["patcher"]
        boxes = [row["box"] for row in patcher["boxes"]]
        wide, high = patcher["rect"][2:]
        for key in ("patching_rect", "presentation_rect"):
            shown = [box for box in boxes if key in box and not box.get("background")]
            for index, box in enumerate(shown):
                left, top, w, h = box[key]
                if left < 0 or top < 0 or (key[1] == "r" and (left + w > wide or top + h > high)):
                    yield f"{place} {box['id']}: lies outside, {key} {box[key]}"
                yield from (
                    f"{place} {box['id']} {_name(box)} lies on {other['id']} {_name(other)}, {key}"
                    for other in shown[:index]
                    if _overlap(box[key], other[key]) and not _on_purpose(box, other)
                )
                if box["maxclass"] == "comment":
                    size = box["fontsize"]
                    rows = broken(box.get("text", ""), size, w - 7, bold=box.get("fontface") == 1)
                    if len(rows) * size * 1.15 > h + 1:
                        yield f"{place} {box['id']}: {_name(box)} is cut, {key}"


def _name(box: Json) -> str:
    return str(box.get("text") or box.get("varname") or box["maxclass"])[:40]


def _on_purpose(box: Json, other: Json) -> bool:
    return "dropfile" in (box["maxclass"], other["maxclass"])


def _overlap(a: list[float], b: list[float]) -> bool:
    return (
        a[0] < b[0] + b[2] - 1
        and b[0] < a[0] + a[2] - 1
        and a[1] < b[1] + b[3] - 1
        and b[1] < a[1] + a[3] - 1
    )


def faces(package: Package) -> Iterator[str]:
    """8: patches for players open in presentation."""
    for place, patch in package.patches.items():
        meant = place.startswith(("patchers/", "extras/"))
        if meant != bool(patch["patcher"]["openinpresentation"]):
            yield f"{place}: opens in the wrong view"


def hinted(package: Package) -> Iterator[str]:
    """9: every control has a hint and an annotation."""
    for where, _, box in package.boxes():
        if box["maxclass"] in CONTROLS and not (box.get("hint") and box.get("annotation")):
            yield f"{where}: {box['maxclass']} has no hint"


def silent(package: Package) -> Iterator[str]:
    """10: nothing prints."""
    for where, _, box in package.boxes():
        if box["maxclass"] == "newobj" and name_of(box["text"]) == "print":
            yield f"{where}: prints"


def understood(package: Package) -> Iterator[str]:
    """11: every message that is wired to an object is one that it accepts."""
    for place, patch in package.patches.items():
        boxes = {row["box"]["id"]: row["box"] for row in patch["patcher"]["boxes"]}
        for row in patch["patcher"]["lines"]:
            (source, _), (target, inlet) = (
                row["patchline"]["source"],
                row["patchline"]["destination"],
            )
            word = _first_word(boxes[source])
            box = boxes[target]
            name = name_of(box["text"]) if box["maxclass"] == "newobj" else box["maxclass"]
            known = MESSAGES.get(name)
            if word and known is not None and inlet == 0 and word not in known:
                number = re.fullmatch(r"-?[\d.]+", word)
                if not number and not word.startswith("/") and name != "prepend":
                    yield f"{place}: {name} does not accept {word!r}"


def _first_word(box: Json) -> str:
    text = words(box.get("text", "")) if box["maxclass"] in ("newobj", "message") else []
    if box["maxclass"] == "message":
        return text[0] if text else ""
    if text and text[0] in ("prepend", "sprintf", "loadmess") and len(text) > 1:
        return text[1]
    return ""


def nothing_lost(package: Package) -> Iterator[str]:
    """12: unexpected messages of the server are shown, or passed on to an outlet."""
    for place, patch in package.patches.items():
        boxes = {row["box"]["id"]: row["box"] for row in patch["patcher"]["boxes"]}
        leads: dict[tuple[str, int], list[str]] = {}
        for row in patch["patcher"]["lines"]:
            line = row["patchline"]
            leads.setdefault(tuple(line["source"]), []).append(line["destination"][0])
        for name, box in boxes.items():
            receives = box["maxclass"] == "newobj" and name_of(box["text"]) == "udpreceive"
            if receives and not _shown(name, boxes, leads):
                yield f"{place}: unexpected messages to {box['text']} are lost"


def _shown(name: str, boxes: dict[str, Json], leads: dict[tuple[str, int], list[str]]) -> bool:
    """Follow unexpected messages to a box that shows them, or to an outlet."""
    box = boxes[name]
    if box["maxclass"] != "newobj":
        return True
    last = box["numoutlets"] - 1 if name_of(box["text"]) == "route" else 0
    return any(_shown(target, boxes, leads) for target in leads.get((name, last), []))


RULES: Final[dict[int, Rule]] = {
    1: well_formed, 2: native, 3: true_ports, 4: at_home_anywhere, 5: files_there,
    6: valid_messages,
    7: laid_out, 8: faces, 9: hinted, 10: silent, 11: understood, 12: nothing_lost,
}  # fmt: skip
