"""Trainings as their files tell of them, running or ended: curves, codebooks, sounds."""

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import FileProblem, PathRefused
from distill.storage.roots import check_name
from distill.types import Json

STAGES: Final = ("codec", "prior")
WORK: Final = ".work"
PREVIEWS: Final = "previews"
_SOUND: Final = ".wav"
MAX_BYTES: Final = 8 * 2**20
"""Largest diary that is read: years of looks."""


@dataclass(frozen=True, slots=True)
class Trainings:
    """What is trained, or was, in the folders of the library; nothing outside is ever read.

    Threads: any; nothing here changes after it is made.

    Attributes:
        folders: Of the library; a name in an earlier one hides the same name in a later one.
        now: Seconds since 1970, as files count them.
    """

    folders: Sequence[Path]
    now: Callable[[], float]

    def overview(self) -> Json:
        """List every training, the one that wrote last first: name, stage, state, how far."""
        rows = []
        for name, place in self._places():
            told = [(stage, self._diary(place, stage)) for stage in STAGES]
            known = [(stage, diary) for stage, diary in told if diary]
            if not known:
                continue
            stage, diary = min(known, key=lambda row: float(row[1]["age_s"]))
            about = {key: diary.get(key) for key in ("state", "progress", "seconds_left", "age_s")}
            rows.append({"name": name, "stage": stage, **about})
        return {"trainings": sorted(rows, key=lambda row: float(row["age_s"]))}

    def one(self, name: str) -> Json:
        """Tell all of one training: each stage as it wrote it, with its age, and the previews.

        Raises:
            PathRefused: The name is no plain name.
            FileProblem: There is no such training.
        """
        place = self._place(name)
        stages = {stage: self._diary(place, stage) for stage in STAGES}
        return {
            "name": name,
            "stages": {stage: diary for stage, diary in stages.items() if diary},
            "previews": sorted(
                file.name for file in _listed(place / PREVIEWS) if file.suffix == _SOUND
            ),
        }

    def preview(self, name: str, file: str) -> Path:
        """Find a sound that a training made to be heard.

        Raises:
            PathRefused: One of the names is no plain name, or leads out of the library.
            FileProblem: There is no such sound.
        """
        folder = self._place(name) / PREVIEWS
        path = (folder / check_name(file)).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise PathRefused(f"{file[:80]!r} leads out of the previews of {name!r}")
        if path.suffix != _SOUND or not path.is_file():
            raise FileProblem(f"training {name!r} has no preview {file[:80]!r}")
        return path

    def _place(self, name: str) -> Path:
        check_name(name)
        for known, place in self._places():
            if known == name:
                return place
        raise FileProblem(f"there is no training {name[:60]!r} in the library")

    def _places(self) -> Iterator[tuple[str, Path]]:
        """Give each folder that was trained in; one that is a link to elsewhere is not."""
        seen = set()
        for folder in self.folders:
            for place in _listed(folder):
                inside = place.resolve().is_relative_to(folder.resolve())
                if place.name not in seen and inside and (place / WORK).is_dir():
                    seen.add(place.name)
                    yield place.name, place

    def _diary(self, place: Path, stage: str) -> Json:
        """Read what a stage wrote; empty if it has not begun, or is damaged."""
        file = place / WORK / f"{stage}.json"
        with contextlib.suppress(OSError, ValueError):
            about = file.stat()
            inside = file.resolve().is_relative_to(place.resolve())
            if inside and about.st_size <= MAX_BYTES:
                told = json.loads(file.read_text("utf-8"))
                if isinstance(told, dict):
                    return {**told, "age_s": round(max(0.0, self.now() - about.st_mtime), 1)}
        return {}


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
