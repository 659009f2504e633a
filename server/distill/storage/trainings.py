"""Running and ended trainings, read from their files: curves, codebooks, sounds."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from distill.errors import FileProblem, PathRefused
from distill.names import check_file_name
from distill.storage import jsontext, regular_file
from distill.types import Json

STAGES: Final = ("codec", "prior")
WORK: Final = ".work"
PREVIEWS: Final = "previews"
_SOUND: Final = ".wav"
MAX_BYTES: Final = 8 * 2**20
"""Largest metrics file that is read: years of validations."""


@dataclass(frozen=True, slots=True)
class Trainings:
    """The trainings in the folders of the library; no file outside them is read.

    Threads: any; immutable.

    Attributes:
        folders: Folders of the library; an earlier one hides the same name in a later one.
        now: Returns the seconds since 1970.
    """

    folders: Sequence[Path]
    now: Callable[[], float]

    def overview(self) -> Json:
        """List every training, the latest first: name, stage, state, progress."""
        rows = []
        for name, place in self._places():
            known = self._stages(place)
            if not known:
                continue
            stage, metrics = min(known.items(), key=lambda row: float(row[1]["age_s"]))
            about = {
                key: metrics.get(key) for key in ("state", "progress", "seconds_left", "age_s")
            }
            rows.append({"name": name, "stage": stage, **about})
        return {"trainings": sorted(rows, key=lambda row: float(row["age_s"]))}

    def one(self, name: str) -> Json:
        """Return one training: the metrics file of each stage, with its age, and the previews.

        Raises:
            PathRefused: The name is not a plain file name.
            FileProblem: No training has that name.
        """
        place = self._place(name)
        return {
            "name": name,
            "stages": self._stages(place),
            "previews": sorted(
                file.name for file in _listed(place / PREVIEWS) if file.suffix == _SOUND
            ),
        }

    def preview(self, name: str, file: str) -> Path:
        """Return the path of a preview of a training.

        Raises:
            PathRefused: One of the names is not a plain file name, or leads out of the library.
            FileProblem: There is no such preview.
        """
        folder = self._place(name) / PREVIEWS
        path = (folder / check_file_name(file)).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise PathRefused(f"{file[:80]!r} leads out of the previews of {name!r}")
        if path.suffix != _SOUND or not path.is_file():
            raise FileProblem(f"training {name!r} has no preview {file[:80]!r}")
        return path

    def _place(self, name: str) -> Path:
        check_file_name(name)
        for known, place in self._places():
            if known == name:
                return place
        raise FileProblem(f"there is no training {name[:60]!r} in the library")

    def _places(self) -> Iterator[tuple[str, Path]]:
        """Yield name and folder of each training; links out of the library are skipped."""
        seen = set()
        for folder in self.folders:
            for place in _listed(folder):
                inside = place.resolve().is_relative_to(folder.resolve())
                if place.name not in seen and inside and (place / WORK).is_dir():
                    seen.add(place.name)
                    yield place.name, place

    def _stages(self, place: Path) -> dict[str, Json]:
        """Read the metrics file of each stage that has a readable one."""
        read = {stage: self._metrics(place, stage) for stage in STAGES}
        return {stage: metrics for stage, metrics in read.items() if metrics}

    def _metrics(self, place: Path, stage: str) -> Json:
        """Read the metrics file of a stage; empty if it is missing or damaged."""
        file = place / WORK / f"{stage}.json"
        with contextlib.suppress(OSError, ValueError):
            age_s = max(0.0, self.now() - file.stat().st_mtime)
            metrics = jsontext.parse(regular_file.read(file, MAX_BYTES, place))
            if isinstance(metrics, dict):
                return {**metrics, "age_s": round(age_s, 1)}
        return {}


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
