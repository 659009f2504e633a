"""Geometry of the log-mel analysis: window, hop and mel bins."""

import math
from dataclasses import dataclass
from typing import Final, Self

from distill.errors import BadArgument
from distill.types import SAMPLE_RATE, Json
from distill.units import Range, check_number, check_whole

_ALLOWED: Final = {
    "sample_rate": Range(8000, 192_000),
    "n_fft": Range(16, 16_384),
    "hop": Range(1, 16_384),
    "mels": Range(1, 1024),
}
"""Bounds of what a file may ask for: real models use an eighth of each, and the filterbank of the
largest takes 64 MB."""
MOST_OVERLAP: Final = 64
"""Most windows over one sample, n_fft / hop; music needs 4 to 16."""


@dataclass(frozen=True, slots=True)
class MelConfig:
    """Geometry of the analysis.

    Attributes:
        sample_rate: Hz.
        n_fft: Samples in one window; 2048 separates neighbouring low notes.
        hop: Samples from frame to frame.
        mels: M, bins from 0 Hz to half the sample rate.
        floor: Smallest power; anything below counts as silence.
        corner: Hz; bins are about equally wide below it and widen in proportion to frequency above.
            700 is the HTK mel scale.
    """

    sample_rate: int = SAMPLE_RATE
    n_fft: int = 2048
    hop: int = 512
    mels: int = 128
    floor: float = 1e-5
    corner: float = 700.0

    def __post_init__(self) -> None:
        for name, allowed in _ALLOWED.items():
            check_whole(name, getattr(self, name), allowed)
        if self.hop > self.n_fft or (self.n_fft - self.hop) % 2:
            raise BadArgument(
                f"hop must be at most n_fft and differ by an even number, "
                f"got hop {self.hop} and n_fft {self.n_fft}"
            )
        if self.n_fft > MOST_OVERLAP * self.hop:
            raise BadArgument(
                f"hop must be at least n_fft / {MOST_OVERLAP}, got hop {self.hop} and n_fft "
                f"{self.n_fft}"
            )
        check_number("corner", self.corner, Range(1.0, self.sample_rate))
        check_number("floor", self.floor, Range(1e-20, 0.5))

    @property
    def silence(self) -> float:
        """Value of a silent cell, natural log of power."""
        return math.log(self.floor)

    @property
    def margin(self) -> int:
        """Samples of a frame's window before and after its hop."""
        return (self.n_fft - self.hop) // 2

    def to_json(self) -> Json:
        """Return the fields as JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the fields.

        Raises:
            BadArgument: A field is unknown or out of range.
        """
        try:
            return cls(**data)
        except TypeError as error:
            raise BadArgument(f"a spectrogram config does not fit: {error}") from error
