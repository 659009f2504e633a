"""How freely the prior draws codes: temperature, top-k and the seed of its random numbers."""

from dataclasses import dataclass

from distill.parameters import PARAMETERS


@dataclass(frozen=True, slots=True)
class SamplingParams:
    """How the prior draws each code.

    Attributes:
        temperature: 0.05..2; a low one favours likely codes.
        top_k: How many of the likeliest codes to draw from; 0 for all.
        seed: Of the random numbers.

    Raises:
        BadArgument: A temperature or top_k out of range.
    """

    temperature: float = 1.0
    top_k: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        PARAMETERS["temperature"].parse(self.temperature)
        PARAMETERS["top_k"].parse(self.top_k)
