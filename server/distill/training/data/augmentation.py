"""Altered copies of a sound: a little softer, higher or lower, longer or shorter, begun later.

Pitch is changed by playing the sound faster or slower (which changes its length too); length is
then set by the distance from frame to frame in the analysis. A log-mel has no phase, so each frame
of a copy is a true frame: nothing is interpolated.
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
"""Sound that needs no copies."""
_MOST_COPIES: Final = 4
"""Copies of each sound at most, if their number is not given."""
_SKIPPED_SHARE: Final = 0.25
"""Of a sound, at most, is left out at its beginning."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """What one copy differs in.

    Attributes:
        gain_db: Level, 0 or below.
        semitones: Pitch; what moves over half the sample rate is lost, and below the highest
            pitches of a lowered sound there is silence.
        stretch: Length against the original.
        skip: Samples left out at the beginning.
    """

    gain_db: float
    semitones: float
    stretch: float
    skip: int

    def alter_audio(self, blocks: Iterable[Audio]) -> Iterator[Audio]:
        """Change a sound, block [T] by block; its length is not yet what it will be."""
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
        """Give the analysis whose frames bring the changed sound to its length."""
        faster = self._rate() / SAMPLE_RATE
        hop = mel.hop / (faster * self.stretch)
        # The window must reach equally far beyond both ends of a hop.
        steps = round((mel.n_fft - hop) / 2)
        return replace(mel, hop=min(mel.n_fft, max(2 - mel.n_fft % 2, mel.n_fft - 2 * steps)))

    def to_json(self) -> Json:
        """Give the fields as JSON."""
        return asdict(self)

    def _rate(self) -> int:
        """At which rate the samples are taken to be, so that their pitch changes."""
        return round(SAMPLE_RATE * 2 ** (self.semitones / 12))


def draw(recipe: DataRecipe, sound: str, copy: int, samples: int) -> Alteration:
    """Draw copy number `copy` of a sound; the same for the same recipe, sound and number.

    Args:
        recipe: Bounds and seed.
        sound: Hash of the sound, hexadecimal.
        copy: From 1.
        samples: T of the sound.
    """
    chance = np.random.default_rng([recipe.augmentation_seed, copy, int(sound[:15], 16)])
    gain, pitch, time, offset = chance.random(4)
    most = min(recipe.offset_s * SAMPLE_RATE, _SKIPPED_SHARE * samples)
    return Alteration(
        gain_db=-gain * recipe.gain_db,
        semitones=(2 * pitch - 1) * recipe.pitch_semitones,
        stretch=math.exp((2 * time - 1) * math.log(recipe.time_ratio)),
        skip=int(offset * most),
    )


def copies_of(recipe: DataRecipe, seconds: float) -> int:
    """Say how many altered copies of each sound are made of `seconds` of sound to learn from."""
    bounds = (recipe.gain_db, recipe.pitch_semitones, recipe.time_ratio - 1, recipe.offset_s)
    if not any(bounds):
        return 0
    if recipe.augmentation_expansion >= 0:
        return recipe.augmentation_expansion
    return min(_MOST_COPIES, math.ceil(_ENOUGH_S / max(seconds, 1e-3)) - 1)
