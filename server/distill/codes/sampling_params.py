"""How freely the prior draws codes: temperature, top-k and the seed of its random numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from distill.parameters import PARAMETERS
from distill.types import FloatArray

_MAP: Final = ("map_x", "map_y", "map_pull")


@dataclass(frozen=True, slots=True)
class SamplingParams:
    """How the prior draws each code.

    Attributes:
        temperature: 0.05..2; a low one favours likely codes.
        top_k: How many of the likeliest codes to draw from; 0 for all.
        seed: Of the random numbers.
        fine: 0.05..1; temperature of the finest level as a share of `temperature`.
        memory: 0..1; share of the bands that are taken from the corpus of the model, if it has one.
        stay: Seconds for which it goes on in one sound of the corpus, in the mean.
        roam: 0..1; how much it prefers other files of the corpus to the one that it is in.
        only: Names, patterns or folders of files that it may take; empty: all.
        avoid: Names, patterns or folders of files that it may not take.
        map_x: 0..1; place on the map of the corpus that is sought.
        map_y: 0..1.
        map_pull: 0..1; how strongly it is sought.
        beat: Columns of a beat that onsets and jumps should fall on; 0: the sound has its own.

    Raises:
        BadArgument: A value out of range.
    """

    temperature: float = 1.0
    top_k: int = 0
    seed: int = 1
    fine: float = 1.0
    memory: float = 0.0
    stay: float = 1.4
    roam: float = 0.25
    only: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    map_x: float = 0.5
    map_y: float = 0.5
    map_pull: float = 0.0
    beat: float = 0.0

    def __post_init__(self) -> None:
        PARAMETERS["fine_temperature"].parse(self.fine)
        for name in ("temperature", "top_k", "memory", "stay", "roam", *_MAP):
            PARAMETERS[name].parse(getattr(self, name))

    @classmethod
    def of(cls, values: Mapping[str, float], seed: int) -> "SamplingParams":
        """Pick them out of parameters by name.

        A place on the map that is not sought is that of the middle: moving it changes nothing.
        """
        made = cls(
            values["temperature"],
            int(values["top_k"]),
            seed,
            values["fine_temperature"],
            values["memory"],
            values["stay"],
            values["roam"],
        )
        x, y, pull = (values[name] for name in _MAP)
        return replace(made, map_x=x, map_y=y, map_pull=pull) if pull else made

    def same_choice(self, other: "SamplingParams") -> bool:
        """Do both draw alike from the same random numbers?"""
        return replace(self, seed=other.seed) == other

    def by_level(self, levels: int) -> FloatArray:
        """Return the temperature of each level, shape [Q], from coarse to fine."""
        share = np.linspace(1.0, self.fine, levels) if levels > 1 else np.ones(1)
        return np.asarray(self.temperature * share, np.float32)
