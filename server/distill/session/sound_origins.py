"""Where what is heard comes from: the file of each source, and the second in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import NOTHING, Carriers
from distill.codes.grid import Grid
from distill.protocol.tasks import ModelInfo
from distill.types import SAMPLE_RATE

FROM_FILE: Final = "file "
"""Begins the origin of a grid that was encoded; the name of the file follows."""
RECORDED: Final = "listen"
"""Origin of a grid that was recorded from an input."""
A_RECORDING: Final = "a recording"
_ID_LENGTH: Final = 8
"""Digits of an id in place of a name."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a source comes from.

    Attributes:
        file: Name of the file, or what it is.
        start_s: Second of the file at which the source begins.
        is_part: Is it a part of a sound that the model remembers?
    """

    file: str
    start_s: float = 0.0
    is_part: bool = False


class SoundOrigins:
    """The origins of sources by their ids: of the model's own, and of those that grids come from.

    Threads: the engine's thread only.
    """

    def __init__(self, model: ModelInfo | None, grids: Iterable[Grid]) -> None:
        names = {} if model is None else model.source_names
        self._parts: Mapping[str, tuple[str, float]] = names
        self._grids = grids
        self._encoded: dict[str, str] | None = None

    def of(self, source: str) -> Origin:
        """Return the origin of a source; one that nothing is known of is named by its id."""
        if source in self._parts:
            file, start_s = self._parts[source]
            return Origin(file, start_s, is_part=True)
        if self._encoded is None:
            self._encoded = _encoded(self._grids)
        return Origin(self._encoded.get(source, f"sound {source[:_ID_LENGTH]}"))

    def of_columns(
        self, carriers: Carriers, column: int
    ) -> tuple[list[str], npt.NDArray[np.float64]]:
        """Return the file that each column comes from, empty for none, and the second in it.

        Args:
            carriers: Of W columns.
            column: Samples of a column.
        """
        most, at = carriers.place_by_column()
        known = [self.of(source) for source in carriers.sources]
        files = ["" if one == NOTHING else known[one].file for one in most]
        starts = np.array([0.0 if one == NOTHING else known[one].start_s for one in most])
        return files, np.where(most == NOTHING, 0.0, starts + at * column / SAMPLE_RATE)


def _encoded(grids: Iterable[Grid]) -> dict[str, str]:
    """Return the names of sounds that were encoded or recorded, by the ids of their sources."""
    names: dict[str, str] = {}
    for grid in grids:
        file = grid.source.removeprefix(FROM_FILE)
        if len(grid.sources) != 1:
            continue
        if file != grid.source:
            names.setdefault(grid.sources[0], file)
        elif grid.source == RECORDED:
            names.setdefault(grid.sources[0], A_RECORDING)
    return names
