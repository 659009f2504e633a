"""The whole package: the content of each file, and how all are written."""

from pathlib import Path
from typing import Final

from distill.commands.describe import as_coll
from patching import helps, instrument, launcher, reference, tutorials
from patching.parts import MODULES
from patching.parts.words import TABLE
from patching.patch import Patch

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder `max_patches`."""


def patches() -> dict[str, Patch]:
    """Return every patch, by its path in the package."""
    made: dict[str, Patch] = {}
    for module in MODULES:
        made[f"patchers/{module.PART.name}.maxpat"] = module.draw()
        made[f"help/{module.PART.name}.maxhelp"] = helps.draw(module.PART)
    for whole in (instrument.draw(), instrument.draw_live()):
        made[f"patchers/{whole.name}.maxpat"] = whole
    for lesson in tutorials.draw():
        made[f"examples/{lesson.name}.maxpat"] = lesson
    made[f"extras/{launcher.NAME}.maxpat"] = launcher.draw()
    return made


def files() -> dict[str, str]:
    """Return the text of every generated file, by its path in the package."""
    texts = {place: patch.written() for place, patch in patches().items()}
    for module in MODULES:
        texts[f"docs/{module.PART.name}.maxref.xml"] = reference.page(module.PART)
    texts["package-info.json"] = reference.package_info()
    texts[f"misc/{TABLE}"] = as_coll()
    return texts


def write(root: Path = ROOT) -> list[str]:
    """Write the files that are out of date; return their paths."""
    changed = []
    for place, text in files().items():
        path = root / place
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            changed.append(place)
    return changed
