"""How freely the prior draws codes: temperature, top-k and the seed of its random numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from distill.parameters import PARAMETERS
from distill.types import FloatArray


@dataclass(frozen=True, slots=True)
class SamplingParams:
    """How the prior draws each code.

    Attributes:
        temperature: 0.05..2; a low one favours likely codes.
        top_k: How many of the likeliest codes to draw from; 0 for all.
        seed: Of the random numbers.
        fine: 0.05..1; temperature of the finest level as a share of `temperature`.

    Raises:
        BadArgument: A temperature, top_k or share out of range.
    """

    temperature: float = 1.0
    top_k: int = 0
    seed: int = 1
    fine: float = 1.0

    def __post_init__(self) -> None:
        PARAMETERS["temperature"].parse(self.temperature)
        PARAMETERS["top_k"].parse(self.top_k)
        PARAMETERS["fine_temperature"].parse(self.fine)

    @classmethod
    def of(cls, values: Mapping[str, float], seed: int) -> "SamplingParams":
        """Pick them out of parameters by name."""
        fine = values["fine_temperature"]
        return cls(values["temperature"], int(values["top_k"]), seed, fine)

    def same_choice(self, other: "SamplingParams") -> bool:
        """Do both draw alike from the same random numbers?"""
        return replace(self, seed=other.seed) == other

    def by_level(self, levels: int) -> FloatArray:
        """Return the temperature of each level, shape [Q], from coarse to fine."""
        share = np.linspace(1.0, self.fine, levels) if levels > 1 else np.ones(1)
        return np.asarray(self.temperature * share, np.float32)
