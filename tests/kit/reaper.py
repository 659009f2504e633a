"""A strict Reaper in Lua around one of our scripts; see lua/host.lua."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distill.commands.grammar import parse
from distill.types import Json
from kit.house import ROOT
from kit.peers import need

SCRIPTS = ROOT / "reaper_scripts" / "Distill"
HOST = ROOT / "tests" / "kit" / "lua" / "host.lua"
PATIENCE_S = 150.0
OWN_WORDS = ("bring", "newest", "start_server", "stop_server", "param")
"""Requests of `distill job` that are not commands of the server."""
YES, NO = 6, 7


@dataclass(frozen=True)
class Outcome:
    """The project after a script, and what the user saw."""

    tracks: list[Json]
    undo: list[str]
    boxes: list[str]
    dialogs: list[Json]
    jobs: list[Json]
    drawn: list[str]
    ext: Json

    def items(self, track: int = 0) -> list[Json]:
        return list(self.tracks[track]["items"])

    def requests(self) -> list[list[Any]]:
        """Return the requests of all jobs."""
        return [words for job in self.jobs for words in (*job["say"], *job["finally"])]


@dataclass
class Reaper:
    """The Reaper of one user: its resource folder, and its state between scripts."""

    folder: Path
    environment: Mapping[str, str]
    port: int
    options: str = ""

    def run(self, action: str, scripts: Path = SCRIPTS, **plan: object) -> Outcome:
        """Run an action on a project; fails if a script breaks a rule of the host."""
        self.folder.mkdir(exist_ok=True)
        ext = {"Distill.python": sys.executable, "Distill.port": str(self.port)}
        ext["Distill.options"] = self.options
        plan = {"resource": str(self.folder), **plan, "ext": {**ext, **plan.get("ext", {})}}  # type: ignore[dict-item] # JSON
        scenario, outcome = self.folder / "scenario.json", self.folder / "outcome.json"
        scenario.write_text(json.dumps(plan))
        script = scripts / f"Distill_{action}.lua"
        ran = subprocess.run(
            [need("lua5.4"), str(HOST), str(script), str(scenario), str(outcome)],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert ran.returncode == 0, ran.stderr
        result = json.loads(outcome.read_text("utf-8"))
        assert result["ok"], result["problem"]
        names = ("tracks", "undo", "boxes", "dialogs", "jobs", "drawn")
        done = Outcome(*(list(result[name]) for name in names), dict(result["ext"] or {}))
        for words in done.requests():
            if words[0] not in OWN_WORDS and not done.boxes:
                parse(words[0], words[1:])  # every request is in the vocabulary
        return done

    def left(self) -> list[str]:
        """List the files in the folder of the scripts; it is empty while nothing runs."""
        return sorted(path.name for path in (self.folder / "Distill").glob("*"))


def item(file: Path, length: float, *, selected: bool = True, **more: object) -> Json:
    """An item with one take that plays a file."""
    own = {key: more.pop(key) for key in ("position", "loop") if key in more}
    take = {"file": str(file), "name": file.name, **more}
    return {"length": length, "selected": selected, "takes": [take], **own}
