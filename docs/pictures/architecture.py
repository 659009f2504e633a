"""Draws the rooms of the server by floors, and its processes, as SVG files.

Run: python docs/pictures/architecture.py. The floors are read from the import contract in
pyproject.toml, so the drawing shows what the linter holds. Writes SVG files beside itself.
"""

import tomllib
from html import escape
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1] / "pyproject.toml"
WIDTH = 880
CAPTIONS = {
    "cli": "the shell's commands",
    "app": "settings; start and stop",
    "surfaces": "OSC, MIDI, Link, web",
    "sinks": "devices and files",
    "worker": "the model's process",
    "engine": "owns the session",
    "commands": "one class per command",
    "session": "the instrument as state",
    "protocol": "engine and worker",
    "training": "makes models",
    "storage": "files",
    "ring": "shared memory",
    "processes": "keeps a process alive",
    "bundle": "a model as one",
    "codec": "mel and codes",
    "prior": "writes codes",
    "vocoder": "mel to sound",
    "nn": "what learns",
    "audio": "sound as numbers",
    "codes": "grids and edits",
    "mel": "log-mel",
    "parameters": "one row per parameter",
    "names": "one rule for names",
    "types": "units, shapes",
    "errors": "the error tree",
    "installation": "checkout or wheel",
    "pages": "templates",
}
INK, PAPER, EDGE = "#1d2330", "#ffffff", "#7a8499"
FILLS = {"torch": "#fbe3cf", "numpy": "#dcecf9", "pure": "#e6f3e2"}
TORCH = {"training", "nn"}
PURE = {
    "parameters", "names", "types", "errors", "audio", "codes", "session", "protocol", "commands",
}  # fmt: skip


class Box(NamedTuple):
    x: int
    y: int
    wide: int
    high: int
    title: str
    lines: tuple[str, ...]
    fill: str


class Arrow(NamedTuple):
    points: tuple[tuple[int, int], ...]
    label: str
    at: tuple[int, int]


def main() -> None:
    (HERE / "rooms.svg").write_text(rooms(), "utf-8")
    (HERE / "processes.svg").write_text(processes(), "utf-8")


def floors() -> list[list[str]]:
    """Read the floors from the import contract, top first."""
    contracts = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    rows = [[room.strip() for room in layer.split("|")] for layer in layers]
    return [row for row in rows if row != ["__main__"]]


def rooms() -> str:
    """One row a floor; an import goes only down."""
    boxes = []
    for count, row in enumerate(floors()):
        wide = (WIDTH - 20 - 12 * (len(row) - 1)) // len(row)
        for place, room in enumerate(row):
            kind = "torch" if room in TORCH else "pure" if room in PURE else "numpy"
            x, y = 10 + place * (wide + 12), 10 + 42 * count
            boxes.append(Box(x, y, wide, 34, room, (CAPTIONS.get(room, ""),), FILLS[kind]))
    high = 42 * len(floors()) + 40
    key = "orange: torch, for training only; blue: files, threads, processes, kernels; green: pure"
    return drawn(high, boxes, [], note=(10, high - 14, key))


def processes() -> str:
    """The processes of a running server, and what goes between them."""
    boxes = [
        Box(10, 20, 190, 74, "clients", ("OSC, MIDI, web, shell", "Max, Pd, Reaper, …"), PAPER),
        Box(
            340,
            10,
            240,
            128,
            "main process",
            (
                "surfaces: OSC and web threads",
                "engine thread: owns the session",
                "supervisors of all below",
                "no kernels: answers at once",
            ),
            FILLS["numpy"],
        ),
        Box(
            340,
            230,
            240,
            110,
            "worker",
            (
                "renders the score into the ring",
                "tasks: encode, clip, generate",
                "a spare one waits",
            ),
            FILLS["numpy"],
        ),
        Box(10, 150, 190, 60, "MIDI process", ("holds the ports",), FILLS["numpy"]),
        Box(10, 230, 190, 60, "Link process", ("only if asked for",), FILLS["numpy"]),
        Box(10, 310, 190, 60, "input process", ("records, if there is one",), FILLS["numpy"]),
        Box(
            680, 230, 190, 74, "sink process", ("plays the ring", "writes the tape"), FILLS["numpy"]
        ),
        Box(680, 40, 190, 60, "device, file", ("what is heard",), PAPER),
    ]
    arrows = [
        Arrow(((200, 46), (340, 46)), "requests", (270, 38)),
        Arrow(((340, 72), (200, 72)), "replies, news", (270, 90)),
        Arrow(((200, 170), (290, 170), (290, 110), (340, 110)), "events", (246, 162)),
        Arrow(((200, 260), (312, 260), (312, 128), (340, 128)), "beats", (240, 252)),
        Arrow(((400, 138), (400, 230)), "score, tasks", (350, 190)),
        Arrow(((520, 230), (520, 138)), "results, columns", (578, 190)),
        Arrow(((200, 330), (340, 330)), "input tape", (270, 322)),
        Arrow(((580, 270), (680, 270)), "ring", (630, 262)),
        Arrow(((775, 230), (775, 100)), "samples", (812, 170)),
        Arrow(((680, 240), (630, 240), (630, 90), (580, 90)), "tape, position", (630, 82)),
    ]
    return drawn(390, boxes, arrows)


def drawn(
    high: int, boxes: list[Box], arrows: list[Arrow], note: tuple[int, int, str] | None = None
) -> str:
    """Write the picture: a sheet, boxes with text, arrows with labels."""
    size = f'viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}"'
    shape = f'<path d="M0 0 8 4 0 8z" fill="{EDGE}"/>'
    tip = 'id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" fill="{INK}">',
        f'<defs><marker {tip} orient="auto">{shape}</marker></defs>',
        f'<rect width="{WIDTH}" height="{high}" fill="{PAPER}"/>',
        *(part for box in boxes for part in box_parts(box)),
        *(part for arrow in arrows for part in arrow_parts(arrow)),
    ]
    if note:
        x, y, words = note
        parts.append(f'<text x="{x}" y="{y}" font-size="12">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def box_parts(box: Box) -> list[str]:
    """A rectangle, its title, and its lines below; one line stands beside the title."""
    place = f'x="{box.x}" y="{box.y}" width="{box.wide}" height="{box.high}"'
    parts = [f'<rect {place} rx="6" fill="{box.fill}" stroke="{EDGE}"/>']
    if box.high < 40:
        line = f'{escape(box.title)}<tspan font-weight="normal" font-size="11" dx="8">'
        line += f"{escape(box.lines[0])}</tspan>"
        parts.append(text(box.x + 10, box.y + 22, line, "bold", 14))
        return parts
    parts.append(text(box.x + 12, box.y + 24, escape(box.title), "bold", 15))
    for count, line in enumerate(box.lines):
        parts.append(text(box.x + 12, box.y + 46 + 20 * count, escape(line), "normal", 12))
    return parts


def text(x: int, y: int, words: str, weight: str, size: int) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}">{words}</text>'


def arrow_parts(arrow: Arrow) -> list[str]:
    points = " ".join(f"{x},{y}" for x, y in arrow.points)
    x, y = arrow.at
    return [
        f'<polyline points="{points}" fill="none" stroke="{EDGE}" marker-end="url(#tip)"/>',
        f'<text x="{x}" y="{y}" font-size="11" text-anchor="middle">{escape(arrow.label)}</text>',
    ]


if __name__ == "__main__":
    main()
