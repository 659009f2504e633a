"""Draw all Max patches: `python tests/kit/pictures.py FOLDER` writes SVG and PNG.

PNG needs Chromium; the picture of the grid needs node, and shows generated codes.
"""

import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from kit.house import ROOT
from kit.max_script import Script
from patching.draw import board, face

FOLDER = ROOT / "max_patches"
SHAPE = (48, 8, 8)
"""Columns, bands, levels, as in the bundled model."""


def main(folder: Path) -> None:
    """Draw both views of every patch."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in sorted([*FOLDER.rglob("*.maxpat"), *FOLDER.rglob("*.maxhelp")]):
        patch = json.loads(place.read_text("utf-8"))
        sides = {"board": board(patch, load, draw)}
        if patch["patcher"]["openinpresentation"]:
            sides["face"] = face(patch, load, draw)
        for side, text in sides.items():
            path = folder / f"{place.name.replace(' ', '_')}.{side}.svg"
            path.write_text(text, "utf-8")
            screenshot(path)


def load(name: str) -> dict[str, Any]:
    """Read the patch that a bpatcher shows."""
    data: dict[str, Any] = json.loads((FOLDER / "patchers" / name).read_text("utf-8"))
    return data


def draw(box: dict[str, Any]) -> str:
    """Return the drawing of the script with a filled slot."""
    if shutil.which("node") is None:
        return ""
    script = Script(FOLDER / "javascript" / box["filename"], tuple(box["patching_rect"][2:]))
    script.call("slot", "a")
    me = script.task(script.due[0][0])[0][1][2]
    columns, bands, levels = SHAPE
    script.call("/distill/slots/page", me, 0, 1, "a", columns, 8.19, "prior")
    script.call("/distill/done", me, "slots", 1)
    codes = [
        example_code(c, b, q) for c in range(columns) for b in range(bands) for q in range(levels)
    ]
    script.call("/distill/codes/page", me, 0, 1, *codes)
    script.call("/distill/done", me, "codes", "a", 0, columns, 0, bands, 0, levels)
    top = 20.0
    script.call("onclick", 44 + 12.5 * 9.5, top, 1, 0, 0, 0, 0)
    script.call("ondrag", 44 + 19.5 * 9.5, top + 100, 1)
    drawn = script.draw()
    script.close()
    return "".join(svg_of(drawn))


def example_code(column: int, band: int, level: int) -> int:
    """Return a code that drifts in the coarse levels and jumps in the fine ones."""
    slow = math.sin(column / 5 + band * 0.9 + level) * (1 - level / 9)
    quick = math.sin(column * 12.9898 + band * 78.233 + level * 37.719) * 43758.5453 % 1 - 0.5
    return round(127 + 100 * slow + 120 * quick * (level + 1) / 8) % 256


def svg_of(drawn: list[list[Any]]) -> list[str]:
    """Convert calls of mgraphics into SVG."""
    made, ink, at, size, rect = [], "none", (0, 0), 12, [0, 0, 0, 0]
    for name, *words in drawn:
        if name == "set_source_rgba":
            red, green, blue = (round(255 * part) for part in words[:3])
            ink = f"rgba({red},{green},{blue},{words[3]:g})"
        elif name == "rectangle":
            rect = words
        elif name in ("fill", "stroke"):
            x, y, w, h = rect
            style = f'fill="{ink}"' if name == "fill" else f'fill="none" stroke="{ink}"'
            made.append(f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" {style}/>')
        elif name == "move_to":
            at = words
        elif name == "set_font_size":
            size = words[0]
        elif name == "show_text":
            x, y = at
            text = f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{ink}">{words[0]}</text>'
            made.append(text)
    return made


def screenshot(path: Path) -> None:
    """Convert an SVG to PNG with a browser."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return
    text = path.read_text("utf-8")
    wide, high = (
        math.ceil(float(side)) for side in re.findall(r'(?:width|height)="([\d.]+)"', text)[:2]
    )
    page = path.with_suffix(".html")
    page.write_text(f'<body style="margin:0">{text}', "utf-8")
    words = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={path.parent / 'browser'}", f"--window-size={wide},{high}",
        f"--screenshot={path.with_suffix('.png')}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    page.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
