"""Every committed file that is generated from the tables: `python tests/kit/generated.py`.

It writes the files that are out of date, and prints their names.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = (
    "server", "max_patches/source", "open_stage_control/source", "pd/source",
    "touchdesigner/source",
)  # fmt: skip
sys.path[:0] = [str(HERE / source) for source in SOURCES]

import channels  # noqa: E402 - on the path set above
import distill.commands  # noqa: E402, F401 - fills the vocabulary
import sliders  # noqa: E402
import stage  # noqa: E402
from distill.commands.describe import as_lua, as_markdown  # noqa: E402
from patching.package import ROOT as MAX  # noqa: E402
from patching.package import files as max_files  # noqa: E402


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file with its text."""
    yield HERE / "server" / "VOCABULARY.md", as_markdown() + "\n"
    yield HERE / "reaper_scripts" / "Distill" / "lib" / "vocabulary.lua", as_lua() + "\n"
    yield channels.PLACE, channels.network()
    yield sliders.PLACE, sliders.patch()
    yield stage.PLACE, stage.session()
    yield from ((MAX / place, text) for place, text in max_files().items())


def write() -> list[str]:
    """Write the files that are out of date; return their paths."""
    changed = []
    for path, text in files():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            changed.append(path.relative_to(HERE).as_posix())
    return changed


if __name__ == "__main__":
    print("\n".join(write()) or "all files are up to date")  # noqa: T201 - what it is for
