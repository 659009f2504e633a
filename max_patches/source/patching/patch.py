"""A patch as a value: boxes, cords, and their file format."""

import json
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from patching import palette
from patching.lettering import lines, width
from patching.objects import UI, Ports, ports_of
from patching.routing import Router

Rect: TypeAlias = tuple[float, float, float, float]
"""Left, top, width, height in pixels."""
Json: TypeAlias = dict[str, Any]
"""The content of a patch file (Any: JSON)."""

VERSION: Final = {"major": 8, "minor": 5, "revision": 5, "architecture": "x64", "modernui": 1}
"""The oldest supported Max, as a patch file states it."""
OBJECT_HEIGHT: Final = 22.0


@dataclass(eq=False)
class Box:
    """One box. `show` is its place in presentation, if it has one; `name` its scripting name."""

    number: int
    kind: str
    text: str
    rect: Rect
    ports: Ports
    show: Rect | None = None
    name: str = ""
    more: Json = field(default_factory=dict)
    inner: "Patch | None" = None

    @property
    def id(self) -> str:
        """The id of the box in cords."""
        return f"obj-{self.number}"

    def to_json(self) -> Json:
        """Return it as Max writes it, with sorted keys."""
        data: Json = {
            "id": self.id,
            "maxclass": self.kind,
            "numinlets": self.ports.inlets,
            "numoutlets": len(self.ports.outlets),
            "patching_rect": [float(side) for side in self.rect],
            **self.more,
        }
        if self.ports.outlets:
            data["outlettype"] = list(self.ports.outlets)
        if self.show is not None:
            data |= {"presentation": 1, "presentation_rect": [float(side) for side in self.show]}
        if self.text:
            data["text"] = self.text
        if self.name:
            data["varname"] = self.name
        if self.inner is not None:
            data["patcher"] = self.inner.to_json()["patcher"]
        return {"box": dict(sorted(data.items()))}


@dataclass(frozen=True, slots=True)
class Cord:
    """From an outlet to an inlet."""

    source: Box
    outlet: int
    target: Box
    inlet: int


def port(rect: Rect, index: int, count: int) -> float:
    """Return the x position of a port: the first is left, the last right."""
    if count < 2:
        return rect[0] + 9.5
    return round(rect[0] + 9.5 + index * (rect[2] - 19) / (count - 1), 1)


Source: TypeAlias = Box | tuple[Box, int] | tuple[Box, int, int]
"""A box (from its left outlet to the left inlet), or box and outlet, or box, outlet and inlet."""


class Patch:
    """One patch under construction.

    Attributes:
        name: File name without its ending.
        about: One sentence; it is the description that Max shows.
        size: Width and height of the window (or of the presentation in a bpatcher).
        presentation: Does it open in presentation instead of patching mode?
    """

    def __init__(
        self,
        name: str,
        about: str,
        size: tuple[float, float],
        *,
        presentation: bool = True,
        tab: bool = False,
    ) -> None:
        self.name = name
        self.about = about
        self.size = size
        self.presentation = presentation
        self.tab = tab
        self.tabs_only = False
        self.boxes: list[Box] = []
        self.cords: list[Cord] = []

    def box(
        self,
        kind: str,
        rect: Rect,
        text: str = "",
        *,
        ports: Ports | None = None,
        show: Rect | None = None,
        name: str = "",
        **more: Any,
    ) -> Box:
        """Add a user interface box."""
        known = ports or UI[kind]
        made = Box(len(self.boxes) + 1, kind, text, rect, known, show, name, more)
        self.boxes.append(made)
        return made

    def obj(
        self, text: str, x: float, y: float, *sources: "Source", ports: Ports | None = None
    ) -> Box:
        """Add an object box and connect its sources; its ports follow from its text."""
        known = ports or ports_of(text)
        assert known is not None, f"{text}: no native object that is known here"  # noqa: S101
        across = max(
            width(text, palette.TEXT) + 16, 14.0 * max(known.inlets, len(known.outlets), 2)
        )
        rect = (x, y, float(round(across)), OBJECT_HEIGHT)
        return self.feed(self.box("newobj", rect, text, ports=known), *sources)

    def msg(self, text: str, x: float, y: float, *sources: "Source") -> Box:
        """Add a message box and connect its sources."""
        rect = (x, y, float(round(width(text, palette.TEXT) + 16)), OBJECT_HEIGHT)
        return self.feed(self.box("message", rect, text), *sources)

    def put(self, box: Box, x: float, y: float, *sources: "Source") -> Box:
        """Move a control to its place in the patching view, and connect its sources."""
        box.rect = (x, y, box.rect[2], box.rect[3])
        return self.feed(box, *sources)

    def feed(self, box: Box, *sources: "Source") -> Box:
        """Connect the sources: a box, or box and outlet, or box, outlet and inlet."""
        for source in sources:
            whence, outlet, inlet = (
                (*source, 0)[:3] if isinstance(source, tuple) else (source, 0, 0)
            )
            self.cords.append(Cord(whence, outlet, box, inlet))
        return box

    def note(self, text: str, x: float, y: float, room: float, **more: Any) -> Box:
        """Add a comment to the patching view, wrapped to fit."""
        look = {"fontsize": palette.TEXT, "textcolor": list(palette.MUTED), **more}
        size = float(look["fontsize"])
        bold = look.get("fontface") == 1
        count = len(lines(text, size, room - 8, bold=bold))
        rect = (x, y, room, float(round(count * size * 1.17 + 7)))
        return self.box("comment", rect, text, linecount=count, **look)

    def to_json(self) -> Json:
        """Return it as Max writes it."""
        rect = [60.0, 90.0, float(self.size[0]), float(self.size[1])]
        patcher: Json = {
            "fileversion": 1,
            "appversion": VERSION,
            "classnamespace": "box",
            "rect": rect,
            "bglocked": 0,
            "openinpresentation": int(self.presentation),
            "default_fontsize": palette.TEXT,
            "default_fontface": 0,
            "default_fontname": palette.FONT,
            "gridonopen": 1,
            "gridsize": [12.0, 12.0],
            "gridsnaponopen": 1,
            "objectsnaponopen": 1,
            "statusbarvisible": 2,
            "toolbarvisible": 1,
            "editing_bgcolor": list(palette.SLATE),
            "locked_bgcolor": list(palette.SLATE),
            "description": self.about,
            "digest": self.about.split(":")[0],
            "tags": "distill",
            "showontab": int(self.tab),
            "showrootpatcherontab": int(not self.tabs_only),
            "boxes": [box.to_json() for box in self.boxes],
            "lines": self._lines(),
        }
        parameters = {
            box.id: [
                box.more["saved_attribute_attributes"]["valueof"]["parameter_longname"],
                box.more["saved_attribute_attributes"]["valueof"]["parameter_shortname"],
                0,
            ]
            for box in self.boxes
            if box.more.get("parameter_enable")
        }
        if parameters:
            patcher["parameters"] = {**parameters, "parameterbanks": {}}
        return {"patcher": patcher}

    def _lines(self) -> list[Json]:
        """Route the cords, short ones first: they have the fewest options."""
        router = Router([box.rect for box in self.boxes])

        def ends(cord: Cord) -> tuple[tuple[float, float], tuple[float, float]]:
            source, target = cord.source, cord.target
            start = port(source.rect, cord.outlet, len(source.ports.outlets))
            end = port(target.rect, cord.inlet, target.ports.inlets)
            return (start, source.rect[1] + source.rect[3]), (end, target.rect[1])

        def length(cord: Cord) -> float:
            (x1, y1), (x2, y2) = ends(cord)
            return abs(x1 - x2) + abs(y1 - y2)

        made: dict[Cord, Json] = {}
        for cord in sorted(self.cords, key=length):
            line: Json = {
                "destination": [cord.target.id, cord.inlet],
                "source": [cord.source.id, cord.outlet],
            }
            corners = router.lay(*ends(cord))
            if corners:
                line["midpoints"] = [round(side, 1) for corner in corners for side in corner]
            made[cord] = {"patchline": dict(sorted(line.items()))}
        return [made[cord] for cord in self.cords]

    def written(self) -> str:
        """Return the text of its file."""
        return json.dumps(self.to_json(), indent="\t", ensure_ascii=False) + "\n"
