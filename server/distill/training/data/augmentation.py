"""Augmentation: altered copies of a sound, with another gain, pitch, length or start.

Resampling changes the pitch, and with it the length; the hop of the analysis then sets the length.
A log-mel has no phase, so each frame of a copy is analysed, not interpolated.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

import numpy as np

from distill.audio.resample import Resampler
from distill.mel.mel_config import MelConfig
from distill.training.recipe import DataRecipe
from distill.types import SAMPLE_RATE, Audio, Json

_ENOUGH_S: Final = 600.0
"""Amount of sound from which no copies are made."""
_MOST_COPIES: Final = 4
"""Most copies of each sound, if their number is not given."""
_SKIPPED_SHARE: Final = 0.25
"""Largest share of a sound that is skipped at its start."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """How one copy differs from the original.

    Attributes:
        gain_db: Gain, 0 or below.
        semitones: Pitch shift; content above half the sample rate is lost, and a lowered sound
            has an empty band at the top.
        stretch: Length relative to the original.
        skip: Samples skipped at the start.
    """

    gain_db: float
    semitones: float
    stretch: float
    skip: int

    def alter_audio(self, blocks: Iterable[Audio]) -> Iterator[Audio]:
        """Change gain, pitch and start, block [T] by block; `alter_mel` sets the length."""
        gain = np.float32(10 ** (self.gain_db / 20))
        stream = Resampler(self._rate(), SAMPLE_RATE)
        left = self.skip
        for block in blocks:
            part = block[left:]
            left = max(0, left - len(block))
            if len(part):
                yield stream.step(part * gain)
        yield stream.finish()

    def alter_mel(self, mel: MelConfig) -> MelConfig:
        """Return the analysis whose hop gives the altered sound its length."""
        faster = self._rate() / SAMPLE_RATE
        hop = mel.hop / (faster * self.stretch)
        # The window must extend equally beyond both ends of a hop.
        steps = round((mel.n_fft - hop) / 2)
        return replace(mel, hop=min(mel.n_fft, max(2 - mel.n_fft % 2, mel.n_fft - 2 * steps)))

    def to_json(self) -> Json:
        """Return the fields as JSON."""
        return asdict(self)

    def _rate(self) -> int:
        """Return the rate to resample from, which shifts the pitch."""
        return round(SAMPLE_RATE * 2 ** (self.semitones / 12))


def draw(recipe: DataRecipe, sound: str, copy: int, samples: int) -> Alteration:
    """Draw copy number `copy` of a sound; the same for the same recipe, sound and number.

    Args:
        recipe: Bounds and seed.
        sound: Hash of the sound, hexadecimal.
        copy: Number of the copy, from 1.
        samples: T of the sound.
    """
    generator = np.random.default_rng([recipe.augmentation_seed, copy, int(sound[:15], 16)])
    gain, pitch, time, offset = generator.random(4)
    most = min(recipe.offset_s * SAMPLE_RATE, _SKIPPED_SHARE * samples)
    return Alteration(
        gain_db=-gain * recipe.gain_db,
        semitones=(2 * pitch - 1) * recipe.pitch_semitones,
        stretch=math.exp((2 * time - 1) * math.log(recipe.time_ratio)),
        skip=int(offset * most),
    )


def copies_of(recipe: DataRecipe, seconds: float) -> int:
    """Return how many altered copies to make of each of `seconds` of training sound."""
    bounds = (recipe.gain_db, recipe.pitch_semitones, recipe.time_ratio - 1, recipe.offset_s)
    if not any(bounds):
        return 0
    if recipe.augmentation_expansion >= 0:
        return recipe.augmentation_expansion
    return min(_MOST_COPIES, math.ceil(_ENOUGH_S / max(seconds, 1e-3)) - 1)
