"""Geometry of the log-mel analysis: window, hop and mel bins."""

import math
from dataclasses import dataclass
from typing import Self

from distill.errors import BadArgument
from distill.types import SAMPLE_RATE, Json


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
        whole = (self.sample_rate, self.n_fft, self.hop, self.mels)
        if any(type(value) is not int or value < 1 for value in whole):
            raise BadArgument(f"sample_rate, n_fft, hop, mels must be whole and > 0, got {whole}")
        if self.hop > self.n_fft or (self.n_fft - self.hop) % 2:
            raise BadArgument(
                f"hop must be at most n_fft and differ by an even number, "
                f"got hop {self.hop} and n_fft {self.n_fft}"
            )
        if not 1.0 <= self.corner <= self.sample_rate:
            raise BadArgument(f"corner must lie between 1 Hz and the rate, got {self.corner:g}")
        if not 0.0 < self.floor < 1.0:
            raise BadArgument(f"floor must lie between 0 and 1, got {self.floor:g}")

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
